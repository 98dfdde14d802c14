from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import BeslutFactory, OrganFactory, ParagrafFactory
from tests.uppdrag.redovisningsfall import MOTE, mote_i, uppdrag_i
from uppdrag.models import Fristandring, Uppdrag

pytestmark = pytest.mark.django_db


@pytest.fixture
def uppdrag(organ):
    return uppdrag_i(organ)


def posta(client, namn, uppdrag, **data):
    return client.post(reverse(f"uppdrag:{namn}", args=[uppdrag.pk]), data)


@pytest.mark.parametrize(
    ("namn", "data", "lage", "falt", "sager"),
    [
        ("avskriv", {"skal": "Förfallet"}, "avskrivet", "skal", "Skriv varför uppdraget avskrivs."),
        ("overfor", {"skal": "Ny nämnd"}, "overfort", "till", "Välj det organ som tar över uppdraget."),
        ("avsluta", {"skal": "Klart"}, "avslutat", "avslutat_i", "Välj den paragraf som avslutar"),
    ],
)
def test_ended_and_opened_again_each_with_its_reason(inloggad, sekreterare, uppdrag, namn, data, lage, falt, sager):
    client, data = inloggad(sekreterare), data | {"till": OrganFactory().pk}
    utan = posta(client, namn, uppdrag)
    assert (utan.status_code, Uppdrag.objects.get().lage) == (422, "pagar")
    assert sager in " ".join(utan.context["form"].errors[falt])

    assert posta(client, namn, uppdrag, **data)["Location"] == uppdrag.get_absolute_url()
    assert Uppdrag.objects.get().lage == lage
    igen = client.get(reverse(f"uppdrag:{namn}", args=[uppdrag.pk]), follow=True).content.decode()
    assert "kan inte ändras" in igen

    assert "Skriv varför uppdraget öppnas igen." in posta(client, "ateroppna", uppdrag).content.decode()
    posta(client, "ateroppna", uppdrag, skal="Fel")
    assert Uppdrag.objects.get().lage == "pagar"


def test_a_paragraf_of_another_organ_is_confirmed(inloggad, organ, sekreterare, uppdrag):
    uppdrag.givare = OrganFactory(namn="Fullmäktige")
    uppdrag.save()
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=uppdrag.beslut.paragraf.protokoll, nummer=30))
    client = inloggad(sekreterare)

    fraga = posta(client, "avsluta", uppdrag, avslutat_i=svar.pk)
    assert "Uppdraget gavs av fullmäktige" in " ".join(fraga.context["form"].errors["bekraftat"])
    posta(client, "avsluta", uppdrag, avslutat_i=svar.pk, bekraftat="on")
    assert Uppdrag.objects.get().avslutat_i == svar


@time_machine.travel("2026-03-20")
def test_frist_is_a_day_a_meeting_or_none_with_the_next_report(inloggad, organ, sekreterare, uppdrag):
    mote, client = mote_i(organ, by=sekreterare), inloggad(sekreterare)
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=uppdrag.beslut.paragraf.protokoll, nummer=30))

    posta(client, "frist-andra", uppdrag, mote=mote.pk, skal="Dit", beslut=svar.pk)
    nu = Uppdrag.objects.get()
    assert (nu.frist, nu.rapporteras_vid, Fristandring.objects.get().beslut) == (MOTE, mote, svar)
    posta(client, "frist-andra", uppdrag, ingen_frist="on", nasta_rapport="2026-10-01", skal="Löpande")
    nu = Uppdrag.objects.get()
    assert (nu.frist, nu.rapporteras_vid, nu.nasta_rapport) == (None, None, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("data", "falt"),
    [
        ({}, "frist"),
        ({"frist": "1 maj"}, "frist"),
        ({"frist": "2026-09-01", "ingen_frist": "on"}, "ingen_frist"),
        ({"ingen_frist": "on"}, "nasta_rapport"),
        ({"frist": "2026-09-01", "nasta_rapport": "2026-10-01"}, "nasta_rapport"),
        ({"frist": "2026-01-01"}, "__all__"),
    ],
)
def test_frist_that_cannot_be_is_said_at_the_field(inloggad, sekreterare, uppdrag, data, falt):
    response = posta(inloggad(sekreterare), "frist-andra", uppdrag, **{"skal": "x"} | data)

    assert falt in response.context["form"].errors
    assert not Fristandring.objects.exists()


def test_for_the_secretary(inloggad, lasare, utomstaende, uppdrag):
    for namn in ("avskriv", "overfor", "ateroppna"):
        assert posta(inloggad(lasare), namn, uppdrag, skal="x").status_code == 403
        assert posta(inloggad(utomstaende), namn, uppdrag, skal="x").status_code == 404
        assert inloggad(lasare).put(reverse(f"uppdrag:{namn}", args=[uppdrag.pk])).status_code == 405
