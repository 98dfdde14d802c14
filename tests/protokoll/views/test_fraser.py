from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from protokoll.frasval import fraser_till
from protokoll.models import Fras
from tests.factories import FrasFactory, OrganFactory

pytestmark = pytest.mark.django_db

MIGRATION = "0009_vanliga_fraser"
NY = reverse("protokoll:fras-ny")
FALT = {"namn": "Avslår", "text": "{organet} avslår.", "typ": "beslut", "organ": "", "ordning": 5, "aktiv": "on"}


def test_fraser_lists_ones_own_and_the_common(inloggad, sekreterare, organ):
    egen, annan = FrasFactory(organ=organ, namn="Vår egen"), FrasFactory(organ=OrganFactory(), namn="Någon annans")
    gemensam = FrasFactory(namn="Allas")

    page = inloggad(sekreterare).get(reverse("protokoll:fraser")).content.decode()

    assert egen.namn in page
    assert annan.namn not in page
    assert gemensam.namn in page


def test_the_common_phrases_come_with_the_system(db):
    """Once, and each with only what protokoll.fraser can fill in or what is to be written over."""
    Fras.objects.all().delete()
    migration = import_module(f"protokoll.migrations.{MIGRATION}")
    for _ in range(2):
        migration.lagg_till(apps, None)

    texter = dict(Fras.objects.values_list("namn", "text"))
    assert texter["Noterar informationen"] == "{organet} noterar informationen till protokollet."
    assert Fras.objects.count() == len(texter) == len(migration.FRASER)


def test_a_new_fras_once(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    for _ in range(2):
        svar = client.post(NY, FALT | {"organ": organ.pk})

        assert svar["Location"] == reverse("protokoll:fraser")
    fras = Fras.objects.get(organ=organ)
    assert (fras.namn, fras.history.first().history_user) == ("Avslår", sekreterare)


def test_a_name_that_is_taken_is_told(inloggad, sekreterare, organ):
    FrasFactory(organ=organ, namn="avslår", text="Annat.")

    svar = inloggad(sekreterare).post(NY, FALT | {"organ": organ.pk})

    assert svar.status_code == 422
    assert "Det finns redan en fras" in svar.content.decode()


def test_an_empty_fras_says_what_to_write(inloggad, sekreterare):
    page = inloggad(sekreterare).post(NY, {"typ": "beslut"})

    assert page.status_code == 422
    assert "Skriv den text som ska infogas." in page.content.decode()


def test_a_fras_is_changed_and_taken_out_of_use(inloggad, sekreterare, organ, paragraf):
    fras = FrasFactory(organ=organ)
    data = {k: v for k, v in FALT.items() if k != "aktiv"} | {"organ": organ.pk}

    inloggad(sekreterare).post(reverse("protokoll:fras-andra", args=[fras.pk]), data)

    assert fras.pk not in [f.pk for f in fraser_till(paragraf)]


def test_another_organs_fras_is_not_mine_to_change(inloggad, sekreterare):
    fras = FrasFactory(organ=OrganFactory())

    assert inloggad(sekreterare).get(reverse("protokoll:fras-andra", args=[fras.pk])).status_code == 403


def test_a_fras_cannot_be_given_to_an_organ_that_is_not_mine(inloggad, sekreterare):
    svar = inloggad(sekreterare).post(NY, FALT | {"organ": OrganFactory().pk})

    assert svar.status_code == 422


def test_fraser_till_fills_in_and_puts_the_organs_own_first(paragraf, organ):
    FrasFactory(organ=organ, text="{organet} {okänd} & {organets} beslut.")

    forsta, *ovriga = fraser_till(paragraf)

    assert forsta.html == "<p>Provnämnden {okänd} &amp; Provnämndens beslut.</p>"
    assert len(ovriga) == Fras.objects.filter(organ=None).count()


def test_fraser_till_shows_no_other_organs(paragraf):
    fras = FrasFactory(organ=OrganFactory())

    assert fras.pk not in [f.pk for f in fraser_till(paragraf)]


def test_queries_do_not_grow(inloggad, sekreterare, organ, count_queries):
    FrasFactory(organ=organ)
    one = count_queries(inloggad(sekreterare), reverse("protokoll:fraser"))
    FrasFactory(organ=organ), FrasFactory(organ=organ)

    assert count_queries(inloggad(sekreterare), reverse("protokoll:fraser")) == one
