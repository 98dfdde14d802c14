from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Protokoll
from protokoll.systemtext import eget_beslut
from tests.factories import OrganFactory, SammantradeFactory, TjanstFactory, UppdragFactory
from tests.uppdrag.redovisningsfall import MOTE, mote_i, rapportera, redovisning_i, uppdrag_i
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.redovisning import satt_pa_dagordning

pytestmark = pytest.mark.django_db

PA = reverse("uppdrag:pa-dagordning")


def besluta(redovisning):
    return reverse("uppdrag:redovisning-besluta", args=[redovisning.pk])


def angra(redovisning):
    return reverse("uppdrag:redovisning-angra", args=[redovisning.pk])


@pytest.fixture
def redovisning(organ, sekreterare):
    return redovisning_i(organ, by=sekreterare)


@time_machine.travel("2026-03-20")
def test_chosen_ones_and_those_that_wait_are_put_on_the_next_dagordning(inloggad, organ, sekreterare):
    valt, vantar, annat = (uppdrag_i(organ, nummer=n) for n in (4, 5, 6))
    rapportera(vantar)
    mote = mote_i(organ, by=sekreterare)
    client = inloggad(sekreterare)

    form = client.get(f"{PA}?uppdrag={valt.pk}").context["form"]
    assert set(form.fields["uppdrag"].queryset) == {valt, vantar}
    assert (form.initial["uppdrag"], form.initial["sammantrade"]) == ([valt.pk], mote.pk)
    data = {"uppdrag": [valt.pk, vantar.pk], "sammantrade": mote.pk, "var": "staende"}
    for _ in range(2):
        response = client.post(PA, data)

    assert response["Location"] == reverse("protokoll:dagordning", args=[mote.pk])
    assert {r.uppdrag for r in Redovisning.objects.all()} == {valt, vantar}
    assert annat.pk not in Redovisning.objects.values_list("uppdrag", flat=True)


@time_machine.travel("2026-03-20")
def test_of_another_organ_is_not_to_be_chosen(inloggad, annan_sekreterare, sekreterare, organ):
    uppdrag, mote = uppdrag_i(organ), mote_i(organ, by=sekreterare)

    data = {"uppdrag": [uppdrag.pk], "sammantrade": mote.pk, "var": "eget"}
    response = inloggad(annan_sekreterare).post(PA, data)

    assert response.status_code == 422
    assert "redovisas inte till något av dina organ" in response.content.decode()
    assert not Redovisning.objects.exists()


@time_machine.travel("2026-03-20")
def test_standing_elsewhere_is_said_on_the_page(inloggad, organ, sekreterare):
    uppdrag, mote = uppdrag_i(organ), mote_i(organ, by=sekreterare)
    senare = mote_i(organ, by=sekreterare, staende=False, datum=mote.datum.replace(month=5))
    satt_pa_dagordning([uppdrag], sammantrade=senare, by=sekreterare)

    data = {"uppdrag": [uppdrag.pk], "sammantrade": mote.pk, "var": "eget"}
    response = inloggad(sekreterare).post(PA, data)

    assert "står redan på dagordningen för Provnämnden fredag 15 maj 2026" in response.content.decode()
    assert Redovisning.objects.count() == 1


def test_nothing_waits_and_nothing_is_planned_say_so(inloggad, organ, sekreterare):
    client = inloggad(sekreterare)
    assert "Inget uppdrag väntar på dagordningen" in client.get(PA).content.decode()
    rapportera(uppdrag_i(organ))
    assert "Inget sammanträde är planerat" in client.get(PA).content.decode()


def test_panel_shows_the_report_and_closes_with_one_press(inloggad, sekreterare, redovisning):
    client, paragraf = inloggad(sekreterare), redovisning.paragraf

    page = client.get(paragraf.get_absolute_url()).content.decode()
    assert "Planen är klar." in page
    response = client.post(besluta(redovisning), {"utfall": "godkant", "skriv": "on", "skriv-sida": "1"}, follow=True)

    assert response.redirect_chain[0][0] == f"{reverse('protokoll:skriv', args=[paragraf.pk])}#redovisningar"
    assert Uppdrag.objects.get().lage == "avslutat"
    assert "godkänner återrapporteringen" in eget_beslut(paragraf).text
    assert "Uppdraget är avslutat." in response.content.decode()


@pytest.mark.parametrize(
    ("data", "falt", "sager"),
    [
        ({}, "utfall", "Välj vad som beslutades"),
        ({"utfall": "komplettering"}, "anteckning", "kompletteras med"),
        ({"utfall": "anstand"}, "ny_frist", "till vilken dag"),
        ({"utfall": "anstand", "ny_frist": "2026-04-01"}, "__all__", "efter sammanträdet"),
    ],
)
def test_what_is_missing_is_said_at_the_field(inloggad, sekreterare, redovisning, data, falt, sager):
    response = inloggad(sekreterare).post(besluta(redovisning), data)

    assert response.status_code == 422
    assert sager in " ".join(response.context["form"].errors[falt])
    assert Redovisning.objects.get().utfall == ""


def test_closing_what_another_gave_asks_first(inloggad, organ, sekreterare):
    redovisning = redovisning_i(organ, by=sekreterare, givare=OrganFactory(namn="Fullmäktige"), rapporteras_till=organ)
    client = inloggad(sekreterare)

    assert "Godkänner och avslutar …" in client.get(redovisning.paragraf.get_absolute_url()).content.decode()
    response = client.post(besluta(redovisning), {"utfall": "godkant"})
    assert "Uppdraget gavs av fullmäktige" in " ".join(response.context["form"].errors["bekraftat"])
    client.post(besluta(redovisning), {"utfall": "godkant", "bekraftat": "on"})
    assert Uppdrag.objects.get().lage == "avslutat"


def test_undone_from_the_panel_and_taken_off_the_paragraf(inloggad, sekreterare, redovisning):
    client = inloggad(sekreterare)
    client.post(besluta(redovisning), {"utfall": "godkant", "skriv": "on"})

    for _ in range(2):  # a double click
        client.post(angra(redovisning), {"utfall": "godkant"})
        assert (Redovisning.objects.get().utfall, Uppdrag.objects.get().lage) == ("", "aterrapporterat")
    client.post(angra(redovisning), {"utfall": ""})
    assert not Redovisning.objects.exists()


def test_what_is_adjusted_says_why_and_offers_nothing(inloggad, sekreterare, redovisning):
    protokoll = redovisning.paragraf.protokoll
    protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, redovisning.paragraf.sammantrade.datum
    protokoll.save()
    client = inloggad(sekreterare)

    assert besluta(redovisning) not in client.get(redovisning.paragraf.get_absolute_url()).content.decode()
    assert "är justerat" in client.get(besluta(redovisning), follow=True).content.decode()
    assert "är justerat" in client.post(besluta(redovisning), {"utfall": "godkant"}).content.decode()
    assert "är justerat" in client.post(angra(redovisning), follow=True).content.decode()
    assert Redovisning.objects.get().utfall == ""


def test_for_the_secretary_of_the_organ(inloggad, lasare, annan_sekreterare, utomstaende, redovisning):
    assert inloggad(utomstaende).post(besluta(redovisning)).status_code == 404
    for nagon in (lasare, annan_sekreterare):
        assert inloggad(nagon).post(besluta(redovisning), {"utfall": "godkant"}).status_code == 403
    assert besluta(redovisning) not in inloggad(lasare).get(redovisning.paragraf.get_absolute_url()).content.decode()
    assert inloggad(lasare).get(angra(redovisning)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_panel_queries_do_not_grow(inloggad, organ, sekreterare, rows, count_queries):
    redovisning = redovisning_i(organ, by=sekreterare, staende=True)
    for _ in range(rows):
        uppdrag = UppdragFactory(beslut=redovisning.uppdrag.beslut, ansvarig=redovisning.uppdrag.ansvarig)
        rapportera(uppdrag)
        satt_pa_dagordning([uppdrag], sammantrade=redovisning.paragraf.sammantrade, by=sekreterare)

    assert count_queries(inloggad(sekreterare), redovisning.paragraf.get_absolute_url()) == 43


@pytest.mark.django_db
def test_address_that_names_no_uppdrag_asks_for_none(inloggad, sekreterare, redovisning):
    page = inloggad(sekreterare).get(f"{PA}?uppdrag=²&uppdrag=x&uppdrag={10**30}")

    assert page.status_code == 200


@time_machine.travel("2026-03-20")
def test_the_meeting_offered_first_is_of_the_organ_that_what_waits_is_reported_to(inloggad, organ, sekreterare):
    annat = OrganFactory()
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=annat)
    SammantradeFactory(organ=annat, datum=MOTE - timedelta(days=1), lage="planerat")
    mote = SammantradeFactory(organ=organ, datum=MOTE, lage="planerat")
    rapportera(uppdrag_i(organ))

    form = inloggad(sekreterare).get(reverse("uppdrag:pa-dagordning")).context["form"]
    assert [m.pk for m in form.fields["sammantrade"].queryset] == [mote.pk]
    assert form.initial["sammantrade"] == mote.pk
