from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ForvaltningFactory,
    ParagrafFactory,
    ProtokollFactory,
    UppdragFactory,
)
from uppdrag.fristandring import andra_frist
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db

LIST = reverse("uppdrag:uppdragen")


@pytest.fixture
def uppdrag(beslut):
    return UppdragFactory(beslut=beslut)


@pytest.fixture
def tre(beslut):
    """Late, soon, without frist, closed."""
    return {
        "none": UppdragFactory(beslut=beslut, frist=None, ingen_frist=True, text="Utan dag."),
        "soon": UppdragFactory(beslut=beslut, frist=date(2026, 7, 1), text="Snart."),
        "closed": UppdragFactory(
            beslut=beslut,
            frist=date(2026, 1, 1),
            lage="avslutat",
            avslutat_den=date(2026, 4, 1),
            avslutsskal="Klart",
            text="Avslutat.",
        ),
        "late": UppdragFactory(beslut=beslut, frist=date(2026, 5, 20), text="Sent."),
    }


@time_machine.travel("2026-06-01")
def test_list_has_the_overdue_first_with_word_and_days(inloggad, lasare, tre):
    page = inloggad(lasare).get(LIST)

    assert list(page.context["sida"]) == [tre["late"], tre["soon"], tre["none"], tre["closed"]]
    assert "Försenat 12 dagar" in page.content.decode()
    assert page.content.decode().count("Försenat 1") == 1


@time_machine.travel("2026-06-01")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lage=forsenade", ["late"]),
        ("lage=oppna", ["late", "soon", "none"]),
        ("lage=avslutat", ["closed"]),
        ("lage=utan_frist", ["none"]),
        ("q=snar", ["soon"]),
        ("lage=nonsens", ["late", "soon", "none", "closed"]),
        ("sortera=-frist", ["soon", "late", "closed", "none"]),
        ("vems=mina", []),
        ("vems=organ", []),
    ],
)
def test_list_is_filtered_by_the_url(inloggad, lasare, tre, query, expected):
    page = inloggad(lasare).get(f"{LIST}?{query}")

    assert list(page.context["sida"]) == [tre[name] for name in expected]


@pytest.mark.parametrize("q", ["PN 2026:{n}", "pn 2026:{n}", "2026:{n}", " 2026:{n} "])
def test_list_is_searched_by_number(inloggad, lasare, tre, q):
    page = inloggad(lasare).get(LIST, {"q": q.format(n=tre["soon"].nummer)})

    assert list(page.context["sida"]) == [tre["soon"]]


def test_htmx_gets_only_the_list(inloggad, lasare, tre):
    part = inloggad(lasare).get(f"{LIST}?q=snar", headers={"HX-Request": "true"})

    html = part.content.decode()
    assert "Snart." in html
    assert "<html" not in html
    assert 'aria-current="true"' in html, "the presets come along"
    assert "HX-Request" in part["Vary"]


def test_list_by_forvaltning(inloggad, lasare, tre):
    page = inloggad(lasare).get(f"{LIST}?forvaltning={tre['soon'].forvaltning_id}")

    assert list(page.context["sida"]) == [tre["soon"]]


def test_list_of_my_organ_has_what_it_gave_and_what_is_reported_to_it(inloggad, sekreterare, organ, tre):
    foreign = BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory()))
    reported = UppdragFactory(beslut=foreign, rapporteras_till=organ)
    UppdragFactory(beslut=foreign)

    found = inloggad(sekreterare).get(f"{LIST}?vems=organ").context["sida"]

    assert set(found) == {*tre.values(), reported}


def test_presets_count_what_their_links_show(inloggad, sekreterare, organ, tre):
    UppdragFactory(beslut=BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory())), frist=date(2020, 1, 1))
    client = inloggad(sekreterare)
    client.post(reverse("kommun:byt-organ"), {"organ": organ.pk})

    for _text, url, count, _active in client.get(LIST).context["presets"]:
        if count is not None:
            assert client.get(LIST + url).context["sida"].paginator.count == count, url


def test_secretary_of_the_organ_it_is_reported_to_may_handle_it(inloggad, annan_sekreterare, uppdrag):
    organ = annan_sekreterare.person.tjansterna.get().organ
    uppdrag.rapporteras_till = organ
    uppdrag.save()

    assert inloggad(annan_sekreterare).get(reverse("uppdrag:frist-andra", args=[uppdrag.pk])).status_code == 200


def test_logga_after_the_browsers_back_says_that_the_form_was_used(inloggad, sekreterare, beslut):
    client, nyckel = inloggad(sekreterare), str(uuid4())
    logga(client, beslut, nyckel=nyckel)

    response = logga(client, beslut, nyckel=nyckel, text="Ett annat uppdrag.")

    assert response.status_code == 422
    assert "har redan sparats som PN 2026:1" in response.content.decode()
    assert response.context["form"]["text"].value() == "Ett annat uppdrag."
    fresh = response.context["form"]["nyckel"].value()
    assert fresh != nyckel
    logga(client, beslut, nyckel=fresh, text="Ett annat uppdrag.")
    assert Uppdrag.objects.count() == 2


def test_list_of_mine(inloggad, handlaggare, uppdrag):
    mine = UppdragFactory(beslut=uppdrag.beslut, ansvarig=handlaggare.person)

    assert list(inloggad(handlaggare).get(f"{LIST}?vems=mina").context["sida"]) == [mine]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_queries_do_not_grow(inloggad, lasare, paragraf, rows, count_queries):
    for n in range(rows):
        extra = ParagrafFactory(protokoll=paragraf.protokoll, nummer=20 + n)
        UppdragFactory(beslut=BeslutFactory(paragraf=extra))

    assert count_queries(inloggad(lasare), LIST) == 22


@pytest.mark.parametrize("rows", [1, 3])
def test_uppdrag_queries_do_not_grow(inloggad, sekreterare, uppdrag, rows, count_queries):
    for n in range(rows):
        andra_frist(uppdrag, ny=date(2026, 9, 1 + n), skal="Dröjer.", by=sekreterare)

    assert count_queries(inloggad(sekreterare), uppdrag.get_absolute_url()) == 22


def test_uppdrag_shows_origin_facts_and_history(inloggad, lasare, sekreterare, uppdrag):
    andra_frist(uppdrag, ny=date(2026, 9, 1), skal="Underlaget dröjer.", by=sekreterare)

    page = inloggad(lasare).get(uppdrag.get_absolute_url()).content.decode()

    for text in (
        "Utreda frågan.",
        uppdrag.beslut.paragraf.get_absolute_url(),
        "§ 7",
        "2026-06-01",
        "2026-09-01",
        "Underlaget dröjer.",
        str(sekreterare),
    ):
        assert text in page


# Logga


def logga(client, beslut, **change):
    data = {
        "mening": "Provnämnden ger kontoret i uppdrag att utreda frågan.",
        "text": "",
        "forvaltning": ForvaltningFactory().pk,
        "ansvarig": "",
        "rapporteras_till": beslut.paragraf.organ_id,
        "frist": "2026-09-01",
        "nyckel": str(uuid4()),
    }
    return client.post(reverse("uppdrag:logga", args=[beslut.pk]), data | change)


def test_logga_saves_with_the_decision_and_goes_back_to_it(inloggad, sekreterare, beslut):
    response = logga(inloggad(sekreterare), beslut)

    uppdrag = Uppdrag.objects.get()
    assert response["Location"] == beslut.paragraf.get_absolute_url()
    assert (uppdrag.beslut, uppdrag.text, uppdrag.frist) == (
        beslut,
        "Provnämnden ger kontoret i uppdrag att utreda frågan.",
        date(2026, 9, 1),
    )


def test_logga_own_words_win_over_the_sentence(inloggad, sekreterare, beslut):
    logga(inloggad(sekreterare), beslut, text="Utreda snabbt.")

    assert Uppdrag.objects.get().text == "Utreda snabbt."


def test_logga_starts_from_selected_text(inloggad, sekreterare, beslut):
    page = inloggad(sekreterare).get(reverse("uppdrag:logga", args=[beslut.pk]), {"text": "utreda frågan"})

    assert page.context["form"]["text"].value() == "utreda frågan"


def test_logga_without_frist_is_an_explicit_choice(inloggad, sekreterare, beslut):
    logga(inloggad(sekreterare), beslut, frist="", ingen_frist="on")

    assert Uppdrag.objects.get().frist is None


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"frist": ""}, "frist", "Ange en frist, eller kryssa i"),
        ({"ingen_frist": "on"}, "ingen_frist", "inte båda"),
        ({"frist": "1 maj"}, "frist", "åååå-mm-dd"),
        ({"forvaltning": ""}, "forvaltning", "Ange vem som får uppdraget"),
        ({"mening": ""}, "text", "Välj en mening ur beslutet, eller skriv"),
        ({"frist": "2026-01-01"}, "__all__", "ligger före sammanträdet"),
    ],
)
def test_logga_says_what_is_missing_and_keeps_what_was_typed(inloggad, sekreterare, beslut, change, field, sentence):
    response = logga(inloggad(sekreterare), beslut, **change)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert response.context["form"]["rapporteras_till"].value() == str(beslut.paragraf.organ_id)
    assert Uppdrag.objects.count() == 0


def test_logga_pressed_twice_logs_once(inloggad, sekreterare, beslut):
    client, nyckel = inloggad(sekreterare), str(uuid4())
    for _ in range(2):
        logga(client, beslut, nyckel=nyckel)

    assert Uppdrag.objects.count() == 1


# Frist and close


def test_frist_is_moved_with_its_reason(inloggad, sekreterare, uppdrag):
    response = inloggad(sekreterare).post(
        reverse("uppdrag:frist-andra", args=[uppdrag.pk]), {"frist": "2026-12-01", "skal": "Dröjer."}
    )

    uppdrag.refresh_from_db()
    assert response["Location"] == uppdrag.get_absolute_url()
    assert uppdrag.frist == date(2026, 12, 1)


def test_frist_without_reason_says_so(inloggad, sekreterare, uppdrag):
    response = inloggad(sekreterare).post(
        reverse("uppdrag:frist-andra", args=[uppdrag.pk]), {"frist": "2026-12-01", "skal": ""}
    )

    assert "Skriv varför fristen ändras" in response.content.decode()


def test_avsluta_by_a_paragraf(inloggad, sekreterare, uppdrag, paragraf):
    svar = BeslutFactory(paragraf=ParagrafFactory(protokoll=paragraf.protokoll, nummer=8))

    inloggad(sekreterare).post(reverse("uppdrag:avsluta", args=[uppdrag.pk]), {"avslutat_i": svar.pk})

    uppdrag.refresh_from_db()
    assert (uppdrag.lage, uppdrag.avslutat_i) == ("avslutat", svar)


def test_avsluta_without_either_says_what_to_choose(inloggad, sekreterare, uppdrag):
    response = inloggad(sekreterare).post(reverse("uppdrag:avsluta", args=[uppdrag.pk]), {})

    assert "Välj den paragraf som avslutar uppdraget" in response.content.decode()


def test_avsluta_of_a_closed_one_says_why_not(inloggad, sekreterare, beslut):
    closed = UppdragFactory(beslut=beslut, lage="avskrivet", avslutat_den=date(2026, 4, 1), avslutsskal="Bortfallet")

    response = inloggad(sekreterare).post(reverse("uppdrag:avsluta", args=[closed.pk]), {"skal": "x"})

    assert response.status_code == 422
    assert "Uppdraget är avskrivet" in response.content.decode()


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

    assert "Redan givet av Provnämnden 2026-01-21 § 3, besvaras här." in page


def test_retold_uppdrag_of_another_organ_is_its_own_secretarys(inloggad, sekreterare, annan_sekreterare, aterger):
    other = annan_sekreterare.person.tjansterna.get().organ

    response = inloggad(sekreterare).post(
        reverse("uppdrag:registrera-givet", args=[aterger.besluten.get().pk]),
        {"givare": other.pk, "text": "x", "datum": "2026-01-21", "paragraf": 3, "utfall": "avslutat"},
    )

    assert response.status_code == 422
    assert "Du är inte sekreterare i det organet" in response.content.decode()
    assert Uppdrag.objects.count() == 0


@pytest.mark.parametrize("name", ["frist-andra", "avsluta"])
def test_forms_of_a_closed_uppdrag_are_not_opened(inloggad, sekreterare, beslut, name):
    closed = UppdragFactory(beslut=beslut, lage="avslutat", avslutat_den=date(2026, 4, 1), avslutsskal="Klart")

    response = inloggad(sekreterare).get(reverse(f"uppdrag:{name}", args=[closed.pk]), follow=True)

    assert response.redirect_chain[-1][0] == closed.get_absolute_url()
    assert "Uppdraget är avslutat och kan inte ändras." in response.content.decode()


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
