"""Names of a read-in protokoll that are like others: asked about in the preview, never linked in silence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kommun.fel import DomanFel
from kommun.models import Namnform, Person
from protokoll import inlasning as lasare
from protokoll.avskrift import granska, spara_avskrift, ta_emot
from protokoll.models import Inlasning, Narvaro, Protokoll
from tests.factories import OrganFactory, PersonFactory, TjanstFactory
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db


@pytest.fixture
def provnamnden(sekreterare):
    organ = OrganFactory(namn="Provstads nämnd", kortnamn="PSN")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)
    return organ


@pytest.fixture
def adda():
    return PersonFactory(namn="Áda Provsson")


def las_in(client, text):
    return client.post(reverse("protokoll:las-in"), {"fil": SimpleUploadedFile("a.txt", text.encode())}, follow=True)


@pytest.fixture
def granskning(inloggad, sekreterare, provnamnden, adda):
    client = inloggad(sekreterare)
    response = client.post(
        reverse("protokoll:las-in"), {"fil": SimpleUploadedFile("a.txt", PROV.encode())}, follow=True
    )
    return client, response


def spara(client, **svar):
    return client.post(reverse("protokoll:inlasning-spara", args=[Inlasning.objects.get().pk]), svar)


def test_preview_asks_who_it_is(granskning, adda):
    _, response = granskning
    ((fraga, svar),) = response.context["namnfragor"]
    assert (fraga.namn, svar, [f.varde for f in fraga.forslag]) == ("Ada Provsson", None, [f"person:{adda.pk}"])
    assert "Samma person som <strong>Áda Provsson</strong>" in response.content.decode()
    assert "Ada Provsson" not in response.context["granskning"].nya_personer


@pytest.mark.parametrize("svar", [{}, {"namn Ada Provsson": "person:999999"}, {"namn Ada Provsson": "namn:Någon"}])
def test_unanswered_is_not_saved(granskning, svar):
    client, _ = granskning
    response = spara(client, **svar)
    assert response.status_code == 422
    assert "Namnet Ada Provsson liknar ett annat" in response.content.decode()
    assert (Protokoll.objects.count(), Namnform.objects.count()) == (0, 0)


def test_same_person_is_linked_and_known_from_then_on(granskning, adda, sekreterare):
    client, _ = granskning
    assert spara(client, **{"namn Ada Provsson": f"person:{adda.pk}"}).status_code == 302

    form = Namnform.objects.get()
    assert (form.person, form.namn, form.history.get().history_user) == (adda, "Ada Provsson", sekreterare)
    rad = Narvaro.objects.get(namn="Ada Provsson")
    assert rad.person == adda
    assert not Person.objects.filter(namn="Ada Provsson").exists()
    assert granska(lasare.tolka(PROV)).namnfragor == ()


def test_new_person_is_new_and_not_asked_about_again(granskning, adda):
    client, _ = granskning
    spara(client, **{"namn Ada Provsson": "ny"})

    assert Narvaro.objects.get(namn="Ada Provsson").person.namn == "Ada Provsson"
    assert not Namnform.objects.exists()
    assert granska(lasare.tolka(PROV)).namnfragor == ()


def test_act_itself_refuses_what_nobody_has_answered(provnamnden, adda):
    inlasning = ta_emot("a.txt", PROV.encode(), by=None)
    with pytest.raises(DomanFel, match="Ada Provsson"):
        spara_avskrift(lasare.tolka(PROV), inlasning=inlasning, by=None)
    assert spara_avskrift(lasare.tolka(PROV), inlasning=inlasning, by=None, lika_namn_som_nya=True)
    assert Person.objects.filter(namn="Ada Provsson").count() == 1


def test_two_in_the_same_room_are_two(provnamnden):
    """Who stands on the same front page under another name is no suggestion."""
    inlast = lasare.tolka(PROV)
    annan = next(p.namn for p in (*inlast.ledamoter, *inlast.ovriga) if p.namn != "Ada Provsson")
    PersonFactory(namn=annan)
    text = PROV.replace(annan, "Áda Provsson")
    PersonFactory(namn="Áda Provsson")
    assert all(f.namn != "Ada Provsson" for f in granska(lasare.tolka(text)).namnfragor)


def test_two_spellings_of_one_document(provnamnden):
    text = PROV.replace("Ordförande\t_____ Ada Provsson", "Ordförande\t_____ Áda Provsson")
    inlast = lasare.tolka(text)
    (fraga,) = granska(inlast).namnfragor
    assert (fraga.namn, [f.varde for f in fraga.forslag]) == ("Áda Provsson", ["namn:Ada Provsson"])

    inlasning = ta_emot("a.txt", text.encode(), by=None)
    spara_avskrift(inlast, inlasning=inlasning, by=None, namnval={fraga.namn: "namn:Ada Provsson"})
    assert Namnform.objects.get().person.namn == "Ada Provsson"


def test_organ_in_no_register_is_chosen_among_ones_own(inloggad, sekreterare, provnamnden):
    text = PROV.replace("Provstads nämnd", "Provstadsnämnden")
    client = inloggad(sekreterare)
    response = client.post(
        reverse("protokoll:las-in"), {"fil": SimpleUploadedFile("a.txt", text.encode())}, follow=True
    )
    assert response.context["organval"][0] == provnamnden
    assert response.context["hinder"] is None

    svar = spara(client)
    assert svar.status_code == 422
    assert "Välj vilket organ protokollet gäller" in svar.content.decode()
    assert spara(client, organ=OrganFactory().pk).status_code == 422

    assert spara(client, organ=provnamnden.pk).status_code == 302
    assert Protokoll.objects.get().sammantrade.organ == provnamnden


def test_parties_of_no_register_are_told(granskning):
    _, response = granskning
    assert response.context["granskning"].nya_partier
    assert "Partier som inte finns i registret" in response.content.decode()
