"""Registering in the browser's words: beside the sentence, by hand, and as already given."""

from datetime import date
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db
MENING = "Provnämnden ger kontoret i uppdrag att utreda frågan."
NYTT = reverse("uppdrag:nytt")


def url(beslut, fraga=""):
    return reverse("uppdrag:logga", args=[beslut.pk]) + fraga


def ifyllt(*rader, organ, **change):
    """The form as the browser sends it: one row, or those given."""
    data = {"nyckel": str(uuid4()), "rapporteras_till": organ.pk, "nar": "dag", "frist": "2026-09-01", "rader": "1"}
    rader = rader or ({},)
    data["rader"] = str(len(rader))
    for n, rad in enumerate(rader):
        forval = {"mening": MENING, "text": ""} | (
            {} if "forvaltning" in rad else {"forvaltning": ForvaltningFactory().pk}
        )
        data |= {f"rad-{n}-{falt}": varde for falt, varde in (forval | rad).items()}
    return data | change


@pytest.fixture
def logga(inloggad, sekreterare, beslut):
    def post(*rader, fraga="", **change):
        data = ifyllt(*rader, organ=beslut.paragraf.organ, **change)
        return inloggad(sekreterare).post(url(beslut, fraga), data)

    return post


def fel(response) -> str:
    """Every sentence about what is wrong."""
    assert response.status_code == 422
    formular = response.context["formular"]
    former = [*formular.rader, formular.tid, *filter(None, [response.context.get("givet")])]
    return " ".join(m for f in former for rader in f.errors.values() for m in rader)


# From the decision


def test_logga_saves_with_the_decision_and_goes_back_to_it(logga, beslut):
    response = logga()

    uppdrag = Uppdrag.objects.get()
    assert response["Location"] == beslut.paragraf.get_absolute_url()
    assert (uppdrag.beslut, uppdrag.text, uppdrag.mening, uppdrag.frist) == (beslut, MENING, MENING, date(2026, 9, 1))


def test_logga_own_words_keep_the_sentence_beside_them(logga):
    logga({"text": "Utreda snabbt."})

    uppdrag = Uppdrag.objects.get()
    assert (uppdrag.text, uppdrag.mening) == ("Utreda snabbt.", MENING)


def test_logga_several_at_once_and_leaves_out_what_was_taken_away(logga):
    response = logga(
        {"text": "Utreda."}, {"text": "Bygga.", "bort": "on"}, {"text": "Rapportera.", "frist": "2026-06-01"}
    )

    assert response.status_code == 302
    assert [(u.text, u.frist) for u in Uppdrag.objects.order_by("nummer")] == [
        ("Utreda.", date(2026, 9, 1)),
        ("Rapportera.", date(2026, 6, 1)),
    ]


def test_logga_goes_on_to_where_one_came_from_but_never_elsewhere(logga):
    assert logga(fraga="?nasta=/sammantraden/")["Location"] == "/sammantraden/"
    assert logga(fraga="?nasta=https://annan.example/")["Location"].startswith("/paragrafer/")


@time_machine.travel("2026-03-05")
def test_logga_at_a_coming_meeting_of_the_organ(logga, organ):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 5, 6), lage="planerat")

    logga(nar="mote", mote=mote.pk, frist="", frist_ord="till sommaren")

    uppdrag = Uppdrag.objects.get()
    assert (uppdrag.frist, uppdrag.rapporteras_vid, uppdrag.frist_ord) == (date(2026, 5, 6), mote, "till sommaren")


def test_logga_without_frist_says_when_it_is_first_reported(logga):
    logga(nar="ingen", nasta_rapport="2026-09-01", frist="2026-10-01")

    uppdrag = Uppdrag.objects.get()
    assert (uppdrag.frist, uppdrag.ingen_frist, uppdrag.nasta_rapport) == (None, True, date(2026, 9, 1))


def test_logga_a_person_brings_the_forvaltning(logga):
    kontor = ForvaltningFactory()
    person = TjanstFactory(forvaltning=kontor).person

    logga({"forvaltning": "", "ansvarig": person.pk})

    assert Uppdrag.objects.get().forvaltning == kontor


def test_logga_from_a_proposal_may_leave_the_time_to_the_decision(logga, beslut):
    kf = OrganFactory(namn="Provfullmäktige")
    beslut.beslutsniva, beslut.till_organ = "forslag", kf
    beslut.save()

    logga(nar="vantar", frist="")

    uppdrag = Uppdrag.objects.get()
    assert (uppdrag.lage, uppdrag.givare, uppdrag.frist, uppdrag.nasta_rapport) == ("foreslaget", kf, None, None)


@time_machine.travel("2026-03-05")
@pytest.mark.parametrize(
    ("rader", "change", "sentence"),
    [
        ([{}], {"nar": ""}, "Välj när uppdraget ska rapporteras"),
        ([{}], {"nar": "vantar"}, "vantar"),
        ([{}], {"nar": "mote"}, "Välj vid vilket sammanträde"),
        ([{}], {"nar": "mote", "mote": "999999"}, "Sammanträdet hör inte till Provnämnden"),
        ([{}], {"frist": ""}, "Ange den sista dagen"),
        ([{}], {"frist": "1 maj"}, "åååå-mm-dd"),
        ([{}], {"nar": "ingen"}, "Ange när uppdraget ska rapporteras första gången"),
        ([{}], {"frist": "2026-01-01"}, "ligger före sammanträdet"),
        ([{}], {"rapporteras_till": "999999"}, "Välj ett organ som finns"),
        ([{"forvaltning": ""}], {}, "Ange vem som får uppdraget"),
        ([{"mening": ""}], {}, "Skriv vad som ska göras"),
        ([{}, {"text": "Bygga.", "forvaltning": ""}], {}, "Ange vem som får uppdraget"),
        ([{"bort": "on"}], {}, "Alla rader är bortvalda"),
        ([{}, {"frist": "2026-01-01"}], {}, "Uppdrag 2: "),
    ],
)
def test_logga_says_what_is_missing_and_keeps_what_was_typed(logga, rader, change, sentence):
    response = logga(*rader, frist_ord="till sommaren", **change)

    assert sentence in fel(response)
    formular = response.context["formular"]
    assert (len(formular.rader), formular.tid["frist_ord"].value()) == (len(rader), "till sommaren")
    assert Uppdrag.objects.count() == 0


def test_logga_an_empty_row_beside_others_is_nothing(logga):
    logga({}, {"mening": "", "forvaltning": ""})

    assert Uppdrag.objects.count() == 1


@pytest.mark.parametrize(("akt", "text"), [("mottagare", "Bygga."), ("rad", None)])
def test_one_more_row_without_javascript_keeps_the_rest(logga, akt, text):
    response = logga({}, {"text": "Bygga.", "forvaltning": ""}, akt=akt, frist="1 maj")

    rader = response.context["formular"].rader
    assert response.status_code == 200
    assert [r["text"].value() for r in rader] == ["", "Bygga.", text]
    assert response.context["formular"].tid["frist"].value() == "1 maj"
    assert "behöver rättas" not in response.content.decode()
    assert Uppdrag.objects.count() == 0


def test_another_organ_shows_its_meetings(logga):
    with time_machine.travel("2026-03-05"):
        mote = SammantradeFactory(datum=date(2026, 5, 6), lage="planerat")
        response = logga(akt="moten", rapporteras_till=mote.organ_id)

    assert "onsdag 6 maj 2026" in response.content.decode()


def test_logga_starts_from_selected_text(inloggad, sekreterare, beslut):
    page = inloggad(sekreterare).get(url(beslut), {"text": "utreda frågan"})

    assert page.context["formular"].rader[0]["text"].value() == "utreda frågan"


def test_logga_at_a_sentence_keeps_it(logga):
    logga({"text": "Utreda.", "mening": MENING}, fraga="?start=0&slut=10")

    assert Uppdrag.objects.get().mening == MENING


@pytest.mark.parametrize("fraga", ["?start=x&slut=3", "?start=5&slut=2", "?start=0&slut=99999", "?start=1"])
def test_a_place_that_is_none_in_the_text_is_no_error(inloggad, sekreterare, beslut, fraga):
    assert inloggad(sekreterare).get(url(beslut, fraga)).status_code == 200


def test_logga_pressed_twice_logs_once(logga):
    nyckel, kontor = str(uuid4()), ForvaltningFactory().pk
    for _ in range(2):
        logga({"forvaltning": kontor}, {"text": "Bygga.", "forvaltning": kontor}, nyckel=nyckel)

    assert Uppdrag.objects.count() == 2


def test_logga_after_the_browsers_back_takes_only_what_is_new(inloggad, sekreterare, beslut, logga):
    nyckel = str(uuid4())
    logga({}, {"text": "Bygga."}, nyckel=nyckel)

    response = logga({}, {"text": "Riva."}, nyckel=nyckel)

    assert "har redan sparats som PN 2026:2" in fel(response)
    formular = response.context["formular"]
    assert [r.bortvald for r in formular.rader] == [True, False]
    fresh = formular.tid["nyckel"].value()
    assert fresh != nyckel
    logga({"bort": "on"}, {"text": "Riva."}, nyckel=fresh)
    assert [u.text for u in Uppdrag.objects.order_by("nummer")] == [MENING, "Bygga.", "Riva."]


def test_logga_from_a_meeting_not_held_says_why(logga, beslut):
    beslut.paragraf.sammantrade.lage = "planerat"
    beslut.paragraf.sammantrade.save()

    assert "Sammanträdet har inte hållits" in fel(logga())
    assert Uppdrag.objects.count() == 0


@pytest.mark.parametrize(("vem", "status"), [("utomstaende", 404), ("annan_sekreterare", 403), ("ordforande", 403)])
def test_logga_is_the_secretarys(inloggad, request, beslut, vem, status):
    client = inloggad(request.getfixturevalue(vem))

    assert client.post(url(beslut)).status_code == status
    assert client.delete(url(beslut)).status_code == 405


def test_logga_queries_do_not_grow(inloggad, sekreterare, beslut, organ, count_queries):
    def more(*ns):
        for n in ns:
            TjanstFactory(forvaltning=ForvaltningFactory(), titel=f"Titel {n}")
            SammantradeFactory(organ=organ, datum=date(2099, 1, 1 + n), lage="planerat")
            UppdragFactory(beslut=BeslutFactory(paragraf__dnr=beslut.paragraf.dnr), lage="foreslaget", givare=organ)

    client = inloggad(sekreterare)
    more(1)
    with_one = count_queries(client, url(beslut))
    more(2, 3)

    assert count_queries(client, url(beslut)) == with_one


# By hand


@pytest.fixture
def nytt(inloggad, sekreterare, organ):
    def post(*rader, **change):
        var = {"givare": organ.pk, "datum": "2025-05-06", "paragraf": "40", "rubrik": "Lekplats", "dnr": "2025/7"}
        rader = [{"mening": ""} | rad for rad in rader or ({"text": "Bygga."},)]
        with time_machine.travel("2026-03-05"):
            return inloggad(sekreterare).post(NYTT, ifyllt(*rader, organ=organ) | var | change)

    return post


def test_by_hand_several_at_once(nytt):
    response = nytt({"text": "Bygga."}, {"text": "Riva."})

    ena, andra = Uppdrag.objects.order_by("nummer")
    assert response["Location"] == ena.get_absolute_url()
    assert ena.beslut == andra.beslut
    assert (ena.beslut.paragraf.nummer, ena.beslut.paragraf.rubrik) == (40, "Lekplats")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"givare": ""}, "Välj det organ som gav uppdraget"),
        ({"givare": "999999"}, "Du är inte sekreterare i det organet"),
        ({"datum": ""}, "Ange dagen för sammanträdet"),
        ({"datum": "2026-03-06"}, "Den dagen har inte varit än"),
        ({"paragraf": "x"}, "Skriv numret med siffror"),
        ({"frist": ""}, "Ange den sista dagen"),
    ],
)
def test_by_hand_says_what_is_missing_and_keeps_what_was_typed(nytt, change, sentence):
    response = nytt(**change)

    assert sentence in fel(response)
    assert response.context["givet"]["rubrik"].value() == "Lekplats"
    assert response.context["formular"].rader[0]["text"].value() == "Bygga."
    assert Uppdrag.objects.count() == 0


def test_by_hand_asks_which_of_several_beslut(nytt, beslut):
    annat = BeslutFactory(paragraf=beslut.paragraf, ordning=150, rubrik="Förslag till fullmäktige")
    var = {"datum": "2026-03-04", "paragraf": "7"}

    response = nytt(**var)

    assert "har flera beslut. Välj vilket" in fel(response)
    assert "Förslag till fullmäktige" in response.content.decode()
    nytt(**var, beslut=annat.pk)
    assert Uppdrag.objects.get().beslut == annat


def test_by_hand_one_more_row_keeps_the_decision(nytt):
    response = nytt(akt="rad")

    assert response.status_code == 200
    assert (len(response.context["formular"].rader), response.context["givet"]["dnr"].value()) == (2, "2025/7")


def test_by_hand_is_for_secretaries(inloggad, ordforande, utomstaende, sekreterare):
    assert inloggad(ordforande).get(NYTT).status_code == 403
    assert inloggad(utomstaende).get(NYTT).status_code == 403
    assert inloggad(sekreterare).delete(NYTT).status_code == 405


# Retold


@pytest.fixture
def aterger(paragraf):
    AvsnittFactory(
        paragraf=paragraf,
        typ="arendet",
        rubrik="Ärendet",
        ordning=300,
        text="<p>Provnämnden gav 2026-01-21 i uppdrag till kontoret att utreda en lekplats i parken.</p>",
    )
    AvsnittFactory(
        paragraf=paragraf,
        typ="beslutsunderlag",
        rubrik="Beslutsunderlag",
        ordning=400,
        text="<p>Protokollsutdrag 2026-01-21 § 3 Lekplats</p>",
    )
    return paragraf


def test_retold_uppdrag_is_offered_as_given_before(inloggad, sekreterare, aterger):
    page = inloggad(sekreterare).get(aterger.get_absolute_url()).content.decode()

    assert "Redan givet av Provnämnden 21 januari 2026, § 3, besvaras här." in unescape(strip_tags(page))


def test_retold_uppdrag_of_another_organ_is_its_own_secretarys(inloggad, sekreterare, annan_sekreterare, aterger):
    other = annan_sekreterare.person.tjansterna.get().organ

    response = inloggad(sekreterare).post(
        reverse("uppdrag:registrera-givet", args=[aterger.besluten.get().pk]),
        {"givare": other.pk, "text": "x", "datum": "2026-01-21", "paragraf": 3, "utfall": "avslutat"},
    )

    assert response.status_code == 422
    assert "Du är inte sekreterare i det organet" in response.content.decode()
    assert Uppdrag.objects.count() == 0


def test_retold_uppdrag_is_registered_once_confirmed(inloggad, sekreterare, aterger, organ):
    client, url = inloggad(sekreterare), reverse("uppdrag:registrera-givet", args=[aterger.besluten.get().pk])
    form = client.get(url).context["form"]
    assert (form["datum"].value(), form["paragraf"].value()) == (date(2026, 1, 21), 3)

    response = client.post(
        url,
        {
            "text": form["text"].value(),
            "givare": organ.pk,
            "datum": "2026-01-21",
            "paragraf": 3,
            "forvaltning": ForvaltningFactory().pk,
            "ingen_frist": "on",
            "utfall": "avslutat",
            "nyckel": str(uuid4()),
        },
    )

    uppdrag = Uppdrag.objects.get()
    assert response["Location"] == uppdrag.get_absolute_url()
    assert (uppdrag.lage, uppdrag.avslutat_i.paragraf) == ("avslutat", aterger)
    assert "Redan givet" not in client.get(aterger.get_absolute_url()).content.decode()


def test_retur_sends_and_adds_no_row(inloggad, sekreterare, beslut):
    """A browser presses the first button of a form."""
    client = inloggad(sekreterare)
    for url in (reverse("uppdrag:nytt"), reverse("uppdrag:logga", args=[beslut.pk])):
        page = client.get(url).content.decode()
        form = page[page.index("data-vakta") :]

        first = form[form.index('type="submit"') - 40 :][:120]
        assert "ds-sr-only" in first
        assert "name=" not in first


def test_retold_uppdrag_of_a_namnd(inloggad, sekreterare, aterger, organ):
    client, url = inloggad(sekreterare), reverse("uppdrag:registrera-givet", args=[aterger.besluten.get().pk])
    data = {"text": "Utreda.", "givare": organ.pk, "datum": "2026-01-21", "paragraf": 3, "ingen_frist": "on"}
    data |= {"utfall": "aterrapporterat", "nyckel": str(uuid4())}
    tom = client.post(url, data)
    assert "Ange vem som får uppdraget: en förvaltning, en nämnd eller en person." in tom.content.decode()

    client.post(url, data | {"mottagande_organ": (namnd := OrganFactory()).pk})

    assert (Uppdrag.objects.get().mottagande_organ, Uppdrag.objects.get().lage) == (namnd, "aterrapporterat")
