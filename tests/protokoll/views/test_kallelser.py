"""The secretary's page of a kallelse: sends it, sees the answers, calls in ersättare."""

import pytest
from django.core import mail
from django.urls import reverse

from kommun.models import Utskick
from protokoll import kallelse as akter
from protokoll.models import Kallad, Kallelse
from tests.efter import Akter, efter_commit
from tests.factories import KalladFactory, MandatFactory
from tests.protokoll.kallelseprov import arende, om, planerat, valj

pytestmark = pytest.mark.django_db

kallelse = Akter(akter)


@pytest.fixture
def mote(organ):
    valj(organ)
    return planerat(organ)


@pytest.fixture
def kallat(mote, sekreterare):
    kallelse.kalla(sammantrade=mote, by=sekreterare)
    mail.outbox.clear()
    return mote


@pytest.fixture
def siv(inloggad, sekreterare):
    """The secretary's client, whose posts run to the end of their commit."""
    client = inloggad(sekreterare)
    client.post = efter_commit(client.post)
    return client


def sidan(mote) -> str:
    return reverse("protokoll:kallelse", args=[mote.pk])


def url(namn, obj) -> str:
    return reverse(f"protokoll:{namn}", args=[obj.pk])


def den(mote, namn) -> Kallad:
    return Kallad.objects.get(sammantrade=mote, person__namn__startswith=namn)


# Before it is sent


def test_page_shows_what_is_sent_and_to_whom(siv, mote):
    html = siv.get(sidan(mote)).content.decode()

    for words in ("Budget 2027", "Linnea Ledin (S)", "saknar e-postadress", "En person", "Skicka kallelsen"):
        assert words in html
    assert html.index("Orvar Ordberg") < html.index("Linnea Ledin"), "the presidium first"


@pytest.mark.parametrize(("falt", "expected"), [({"start": None}, "har ingen tid"), ({"plats": ""}, "har ingen plats")])
def test_page_says_what_is_missing_and_has_no_button(siv, organ, falt, expected):
    valj(organ)
    html = siv.get(sidan(planerat(organ, **falt))).content.decode()

    assert expected in html
    assert "Skicka kallelsen" not in html


def test_preview_says_that_it_is_not_sent(siv, mote):
    answer = siv.get(url("kallelse-utkast", mote))

    assert answer["Content-Type"] == "application/pdf"
    assert not Kallelse.objects.exists()
    assert not Kallad.objects.exists()


def test_sending(siv, mote):
    answer = siv.post(url("kallelse-skicka", mote), {"nummer": 1, "meddelande": "Ta med pärmen."}, follow=True)

    assert "Kallelse 1 är skickad." in answer.content.decode()
    assert len(mail.outbox) == 6
    assert Kallelse.objects.get().meddelande == "Ta med pärmen."


def test_double_click_sends_once(siv, mote):
    for _ in range(2):
        answer = siv.post(url("kallelse-skicka", mote), {"nummer": 1})
        assert answer.status_code == 302

    assert Kallelse.objects.count() == 1
    assert len(mail.outbox) == 6


def test_page_out_of_date_keeps_the_message_and_can_be_sent_at_once(siv, kallat):
    answer = siv.post(url("kallelse-skicka", kallat), {"nummer": 1, "meddelande": "Obs!"})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Kallelse 1 har skickats under tiden" in html
    assert "\nObs!</textarea>" in html
    assert 'name="nummer" value="2"' in html


def test_message_comes_back_when_it_cannot_be_sent(siv, kallat):
    arende(kallat, 3, "Akut inköp", extra=True)
    kallat.plats = ""
    kallat.save()

    answer = siv.post(url("kallelse-skicka", kallat), {"nummer": 2, "meddelande": "Obs!"})

    assert answer.status_code == 422
    assert "Sammanträdet har ingen plats" in answer.content.decode()
    assert "\nObs!</textarea>" in answer.content.decode()
    assert mail.outbox == []


def test_message_is_kept_when_something_is_missing(siv, mote):
    mote.lage = "pagar"
    mote.save()
    answer = siv.post(url("kallelse-skicka", mote), {"nummer": 1, "meddelande": "x" * 2001})

    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert not Kallelse.objects.exists()


# After


def test_page_counts_answers_against_quorum(siv, kallat):
    kallelse.svara(kallad=den(kallat, "Orvar"), svar="narvaro")
    kallelse.svara(kallad=den(kallat, "Linnea"), svar="franvaro", skal="bortrest")

    laget = siv.get(sidan(kallat)).context["laget"]

    assert (laget.kommer, laget.kommer_inte, laget.inte_svarat) == (1, 1, 2)
    assert (laget.platser, laget.kravs, laget.tjanstgor, laget.beslutfor) == (4, 3, 1, False)


@pytest.mark.parametrize(("antal_ledamoter", "expected"), [(None, 3), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_quorum_is_more_than_half_of_the_seats(siv, kallat, antal_ledamoter, expected):
    """KL 6:27."""
    kallat.organ.antal_ledamoter = antal_ledamoter
    kallat.organ.save()

    assert siv.get(sidan(kallat)).context["laget"].kravs == expected


def test_vacant_seat_counts_and_a_mandat_that_ended_does_not(siv, kallat):
    mandat = den(kallat, "Linnea").person.mandaten.get()
    mandat.till = om(5)
    mandat.save()
    kallelse.svara(kallad=den(kallat, "Linnea"), svar="narvaro")

    answer = siv.get(sidan(kallat))

    assert answer.context["laget"].kommer == 0
    assert "Har inte mandatet den dagen" in answer.content.decode()


def test_absent_ledamot_gets_a_proposal_with_its_reason(siv, kallat):
    kallelse.svara(kallad=den(kallat, "Linnea"), svar="franvaro")
    kallelse.svara(kallad=den(kallat, "Elof"), svar="franvaro")

    answer = siv.get(sidan(kallat))

    [plats] = answer.context["laget"].franvarande
    assert plats.forslag.kallad.person.namn == "Elsa Erslund"
    assert plats.forslag.varfor == "Näst på tur i S, Elof Ersund har tackat nej"
    assert [v.kallad.person.namn for v in plats.andra] == ["Ebba Ersmark"]
    assert "Kalla in Elsa Erslund" in answer.content.decode()


def test_two_absent_get_different_proposals(siv, kallat):
    for namn in ("Knut", "Linnea", "Vega"):
        kallelse.svara(kallad=den(kallat, namn), svar="franvaro")

    platser = siv.get(sidan(kallat)).context["laget"].franvarande

    assert {p.franvarande.person.namn: p.forslag.kallad.person.namn for p in platser} == {
        "Vega Vicedotter": "Ebba Ersmark",
        "Linnea Ledin": "Elof Ersund",
        "Knut Kanslaby": "Elsa Erslund",
    }


def test_one_click_calls_in(siv, kallat):
    linnea = den(kallat, "Linnea")
    kallelse.svara(kallad=linnea, svar="franvaro")

    answer = siv.post(url("kalla-in", linnea), {"ersattare": den(kallat, "Elof").pk}, follow=True)

    assert "Elof Ersund är inkallad för Linnea Ledin och får ett brev om det." in answer.content.decode()
    assert [b.to for b in mail.outbox] == [["elof@example.invalid"]]
    laget = answer.context["laget"]
    assert laget.tjanstgor == 1
    assert laget.franvarande[0].inkallade == (den(kallat, "Elof"),)


def test_who_is_called_in_without_an_address_must_be_rung(siv, kallat):
    linnea, elof = den(kallat, "Linnea"), den(kallat, "Elof")
    elof.person.epost = ""
    elof.person.save()
    kallelse.svara(kallad=linnea, svar="franvaro")

    answer = siv.post(url("kalla-in", linnea), {"ersattare": elof.pk}, follow=True)

    assert "saknar e-postadress. Ring och berätta." in answer.content.decode()


@pytest.mark.parametrize("ersattare", ["", "0", "nonsens"])
def test_unknown_ersattare_is_said(siv, kallat, ersattare):
    linnea = den(kallat, "Linnea")
    kallelse.svara(kallad=linnea, svar="franvaro")

    answer = siv.post(url("kalla-in", linnea), {"ersattare": ersattare}, follow=True)

    assert answer.status_code == 200
    assert not Kallad.objects.exclude(inkallad_for=None).exists()


def test_change_of_mind_is_shown_and_can_be_settled(siv, kallat, sekreterare):
    linnea, elof = den(kallat, "Linnea"), den(kallat, "Elof")
    kallelse.svara(kallad=linnea, svar="franvaro")
    kallelse.kalla_in(franvarande=linnea, ersattare=elof, by=sekreterare)
    kallelse.svara(kallad=linnea, svar="narvaro")

    assert "Linnea Ledin kommer ändå" in siv.get(sidan(kallat)).content.decode()
    answer = siv.post(url("inkallelse-aterkalla", elof), follow=True)

    assert "Inkallelsen av Elof Ersund är återkallad." in answer.content.decode()
    assert "kommer ändå" not in answer.content.decode()
    assert den(kallat, "Elof").inkallad_for is None


def test_answer_by_phone_is_noted(siv, kallat):
    linnea = den(kallat, "Linnea")
    assert "Linnea Ledin" in siv.get(url("kallad-svar", linnea)).content.decode()

    answer = siv.post(url("kallad-svar", linnea), {"svar": "franvaro", "skal": "bortrest"}, follow=True)

    assert "Svaret från Linnea Ledin är antecknat." in answer.content.decode()
    assert den(kallat, "Linnea").skal == "bortrest"


def test_note_that_is_too_long_comes_back(siv, kallat):
    answer = siv.post(url("kallad-svar", den(kallat, "Linnea")), {"svar": "franvaro", "skal": "x" * 201})

    assert answer.status_code == 422
    assert "x" * 201 in answer.content.decode()
    assert den(kallat, "Linnea").svar is None


def test_each_state_of_a_mail_has_its_word_and_its_act(siv, kallat):
    rad = Utskick.objects.get(till="linnea@example.invalid")
    rad.skickat, rad.fel = None, "Förbindelsen bröts medan brevet lämnades över. Det kan ha gått fram."
    rad.save()

    html = siv.get(sidan(kallat)).content.decode()
    assert "Osäkert" in html
    assert "Skicka igen" in html
    answer = siv.post(url("kallelse-igen", den(kallat, "Linnea")), follow=True)

    assert "Kallelsen skickas till Linnea Ledin." in answer.content.decode()
    assert [b.to for b in mail.outbox] == [["linnea@example.invalid"]]
    assert "Skicka igen" not in siv.get(sidan(kallat)).content.decode()


def test_what_waits_can_be_sent_now(siv, kallat):
    rad = Utskick.objects.get(till="linnea@example.invalid")
    rad.skickat = rad.paborjat = None
    rad.save()
    assert "1 brev väntar på att skickas" in siv.get(sidan(kallat)).content.decode()

    answer = siv.post(url("kallelse-vantande", kallat), follow=True)

    assert "1 brev skickades." in answer.content.decode()


def test_changes_are_offered_to_be_sent(siv, kallat):
    assert "Skicka ändrad kallelse" not in siv.get(sidan(kallat)).content.decode()
    arende(kallat, 3, "Akut inköp", extra=True)

    html = siv.get(sidan(kallat)).content.decode()
    assert "Extra ärende: 3. Akut inköp." in html
    siv.post(url("kallelse-skicka", kallat), {"nummer": 2})

    assert Kallelse.objects.count() == 2
    assert "Skicka ändrad kallelse" not in siv.get(sidan(kallat)).content.decode()


def test_stored_pdf_is_served_as_it_was_sent(inloggad, lasare, kallat):
    sand = Kallelse.objects.get()

    answer = inloggad(lasare).get(url("kallelse-pdf", sand))

    assert answer.content == bytes(sand.bilaga.innehall)
    assert answer["Content-Disposition"] == f'inline; filename="kallelse-pn-{kallat.datum}.pdf"'


# The state is wrong


@pytest.mark.parametrize(
    ("namn", "data"),
    [("kallad-svar", {"svar": "narvaro"}), ("kallelse-igen", {}), ("kalla-in", {"ersattare": "Elof"}),
     ("inkallelse-aterkalla", {})],
)  # fmt: skip
def test_meeting_that_has_begun_says_so_and_changes_nothing(siv, kallat, namn, data):
    linnea = den(kallat, "Linnea")
    kallelse.svara(kallad=linnea, svar="franvaro")
    kallat.lage = "pagar"
    kallat.save()
    fore = list(Kallad.objects.order_by("pk").values_list("pk", "version"))
    if "ersattare" in data:
        data = {"ersattare": den(kallat, "Elof").pk}

    answer = siv.post(url(namn, linnea), data, follow=True)

    assert "Sammanträdet har börjat" in answer.content.decode()
    assert list(Kallad.objects.order_by("pk").values_list("pk", "version")) == fore
    assert mail.outbox == []


def test_held_meeting_shows_no_acts(siv, kallat):
    kallat.lage = "avslutat"
    kallat.save()

    html = siv.get(sidan(kallat)).content.decode()

    assert "Sammanträdet är avslutat." in html
    for act in ("Anteckna svar", "Skicka på nytt", "Kalla in"):
        assert act not in html


# Who and how


def test_outsider_does_not_find_it(inloggad, utomstaende, mote):
    assert inloggad(utomstaende).get(sidan(mote)).status_code == 404


def test_ledamot_may_not(inloggad, ledamot, mote):
    assert inloggad(ledamot).get(sidan(mote)).status_code == 403


@pytest.mark.parametrize(
    "namn", ["kallelse-skicka", "kallelse-vantande", "kallelse-igen", "kalla-in", "inkallelse-aterkalla"]
)
def test_wrong_method(siv, kallat, namn):
    obj = kallat if namn.startswith("kallelse-s") or namn == "kallelse-vantande" else den(kallat, "Linnea")

    assert siv.get(url(namn, obj)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(siv, kallat, rows, count_queries):
    for n in range(rows):
        MandatFactory(organ=kallat.organ, ordning=20 + n)
        arende(kallat, 10 + n, "Ett ärende till")
        borta = KalladFactory(sammantrade=kallat, svar="franvaro", ordning=30 + n)
        KalladFactory(sammantrade=kallat, som="ersattare", inkallad_for=borta, ordning=60 + n)

    assert count_queries(siv, sidan(kallat)) == 17
