import pytest
from django.urls import reverse

from kommun.models import Person
from protokoll.narvarolista import narvarolista
from tests.factories import (
    ParagrafFactory,
    PersonFactory,
    TjanstFactory,
)
from tests.protokoll.views.narvaroprov import nytt_mote, p, text, url, vem

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return nytt_mote(organ)


# Others in the room ------------------------------------------------------------------------------------------------


def test_deltagare_ny_takes_the_title_from_the_tjanst(inloggad, sekreterare, mote):
    TjanstFactory(person__namn="Tora Tall", titel="Utvecklingschef")
    client = inloggad(sekreterare)
    assert '<option value="Tora Tall">' in text(client.get(url(mote, "deltagare-ny")))

    response = client.post(
        url(mote, "deltagare-ny"), {"slag": "tjansteperson", "namn": "tora tall", "paragrafer": "2; 4"}
    )

    assert response.status_code == 302
    rad = vem(mote, "tora tall")
    assert (rad.person.namn, rad.titel) == ("Tora Tall", "utvecklingschef")
    assert narvarolista(mote).framsida().ovriga[0][1][0].text == "tora tall, utvecklingschef, §§ 2; 4"


@pytest.mark.parametrize(
    ("data", "mening"),
    [
        ({"namn": ""}, "Skriv vad personen heter."),
        ({"paragrafer": "2; 99"}, "§ 99 finns inte i sammanträdet. Det har §§ 1–4."),
        ({"paragrafer": "alla"}, "Skriv paragraferna med siffror"),
        ({"namn": "Samma Samuelsson"}, "flera personer med det namnet"),
        ({"namn": "Bo Bok"}, "Bo Bok (A) står redan på närvarolistan som ledamot."),
    ],
)
def test_deltagare_ny_says_why_not_and_keeps_what_was_typed(inloggad, sekreterare, mote, data, mening):
    PersonFactory.create_batch(2, namn="Samma Samuelsson")
    bo = vem(mote, "Bo Bok").person
    bo.namn = "Bo Bok"
    bo.save()
    fore = mote.motesdeltagarna.count()

    response = inloggad(sekreterare).post(
        url(mote, "deltagare-ny"), {"slag": "ovrig", "namn": "Vera Vass", "titel": "praktikant", **data}
    )

    assert response.status_code == 422
    assert mening in text(response)
    assert "praktikant" in text(response)
    assert mote.motesdeltagarna.count() == fore


def test_deltagare_ny_chooses_among_namesakes_and_goes_on(inloggad, sekreterare, mote):
    PersonFactory.create_batch(2, namn="Samma Samuelsson")
    vald = Person.objects.filter(namn="Samma Samuelsson").last()

    response = inloggad(sekreterare).post(
        url(mote, "deltagare-ny"), {"slag": "ovrig", "namn": "Samma Samuelsson", "person": vald.pk, "en_till": "1"}
    )

    assert response["Location"] == url(mote, "deltagare-ny")
    assert vem(mote, "Samma Samuelsson").person == vald


def test_paragrafer_without_number_are_named_by_their_place(inloggad, sekreterare, mote):
    ParagrafFactory(protokoll=mote.protokollen.get(), nummer=None, ordning=50)

    inloggad(sekreterare).post(url(mote, "deltagare-ny"), {"slag": "ovrig", "namn": "Vera Vass", "paragrafer": "5"})

    assert narvarolista(mote).framsida().ovriga[0][1][0].text == "Vera Vass, punkt 5"


def test_deltagare_andra_changes_the_name_of_that_day(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    bo = vem(mote, "Bo Bok")
    andra = reverse("protokoll:deltagare-andra", args=[bo.pk])

    assert "Paragrafer" not in text(client.get(andra))
    assert client.post(andra, {"namn": "", "parti": "B"}).status_code == 422
    client.post(andra, {"namn": "Bo Bok-Lund", "parti": "B", "titel": "1:e vice ordförande"})

    bo.refresh_from_db()
    assert str(bo) == "Bo Bok-Lund (B)"


def test_deltagare_andra_moves_an_official(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    client.post(url(mote, "deltagare-ny"), {"slag": "ovrig", "namn": "Vera Vass", "paragrafer": "2–3"})
    vera = vem(mote, "Vera Vass")
    andra = reverse("protokoll:deltagare-andra", args=[vera.pk])
    assert 'value="§§ 2–3"' in text(client.get(andra))

    client.post(andra, {"namn": "Vera Vass", "titel": "", "paragrafer": ""})

    assert narvarolista(mote).framsida().ovriga[0][1][0].text == "Vera Vass"
    bort = reverse("protokoll:deltagare-ta-bort", args=[vera.pk])
    assert "Vera Vass är borttagen" in text(client.post(bort, follow=True))
    ledamot = reverse("protokoll:deltagare-ta-bort", args=[vem(mote, "Elsa Ek").pk])
    client.post(ledamot)
    assert not mote.motesdeltagarna.filter(namn="Elsa Ek").exists()


# Breaks ------------------------------------------------------------------------------------------------------------


def test_a_break_is_started_ended_and_taken_away(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    client.post(url(mote, "paus"), {"fran": "14:25", "paragraf": p(mote, 2).pk})
    rad = mote.ajourneringarna.get()
    slut = reverse("protokoll:paus-slut", args=[rad.pk])
    fel = client.post(slut, {"till": "14:20"})
    assert fel.status_code == 422
    assert "ska sluta efter att den börjar" in text(fel)
    assert client.post(slut, {"till": ""}).status_code == 422
    client.post(slut, {"till": "14.35"})
    assert "Ajournering 14.25–14.35, § 2" in text(client.get(url(mote)))
    krock = client.post(url(mote, "paus"), {"fran": "14:30", "till": "14:50"})
    assert krock.status_code == 422
    assert "redan ajournerat 14.25–14.35" in text(krock)
    assert 'value="14:50"' in text(krock)
    client.post(reverse("protokoll:paus-ta-bort", args=[rad.pk]))

    assert not mote.ajourneringarna.exists()
