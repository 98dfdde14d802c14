from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    BeslutFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    UppdragFactory,
)
from uppdrag.fristandring import andra_frist

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

    assert count_queries(inloggad(sekreterare), uppdrag.get_absolute_url()) == 24


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


@pytest.mark.parametrize("name", ["frist-andra", "avsluta"])
def test_forms_of_a_closed_uppdrag_are_not_opened(inloggad, sekreterare, beslut, name):
    closed = UppdragFactory(beslut=beslut, lage="avslutat", avslutat_den=date(2026, 4, 1), avslutsskal="Klart")

    response = inloggad(sekreterare).get(reverse(f"uppdrag:{name}", args=[closed.pk]), follow=True)

    assert response.redirect_chain[-1][0] == closed.get_absolute_url()
    assert "Uppdraget är avslutat och kan inte ändras." in response.content.decode()


def test_an_organ_that_has_ceased_is_chosen_last_and_said_to_have(inloggad, lasare, uppdrag):
    OrganFactory(namn="Avlagda nämnden", upphord=date(2025, 1, 1))

    sida = inloggad(lasare).get(LIST).content.decode()

    (valet,) = [v for v in sida.split("<select")[1:] if 'name="organ"' in v.partition(">")[0]]
    assert (
        valet.partition("</select>")[0]
        .rpartition("<option")[2]
        .endswith(">Avlagda nämnden (upphörde 1 januari 2025)</option>\n")
    ), valet
