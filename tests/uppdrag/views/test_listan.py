"""The filter, the order and the choice of rows of the list of uppdrag."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    AterrapportFactory,
    BeslutFactory,
    ForvaltningFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)

LIST = reverse("uppdrag:uppdragen")


def given_on(day, organ=None):
    sammantrade = SammantradeFactory(datum=day, **({"organ": organ} if organ else {}))
    return BeslutFactory(paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade)))


@pytest.fixture
def many(organ, handlaggare):
    """One uppdrag for each thing that can be asked for."""
    avdelning = ForvaltningFactory(namn="Avdelningen")
    enhet = ForvaltningFactory(namn="Enheten", overordnad=avdelning)
    namnd = OrganFactory(namn="Mottagarnämnden", kortnamn="MN")
    nytt = given_on(date(2026, 5, 1), organ)
    return {
        "gammalt": UppdragFactory(
            beslut=given_on(date(2024, 1, 10), organ), frist=date(2026, 2, 1), forvaltning=avdelning
        ),
        "enhetens": UppdragFactory(beslut=nytt, frist=date(2026, 9, 1), forvaltning=enhet),
        "namndens": UppdragFactory(beslut=nytt, frist=date(2026, 6, 20), forvaltning=None, mottagande_organ=namnd),
        "personens": UppdragFactory(
            beslut=nytt, frist=None, ingen_frist=True, nasta_rapport=date(2026, 6, 25), ansvarig=handlaggare.person
        ),
        "avslutat": UppdragFactory(
            beslut=nytt,
            frist=date(2026, 6, 1),
            lage="avslutat",
            avslutat_den=date(2026, 5, 20),
            avslutsskal="Klart",
            rapporteras_till=namnd,
        ),
    }


@pytest.mark.django_db
@time_machine.travel("2026-06-01")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("forvaltning={avdelning}", ["gammalt", "enhetens"]),
        ("forvaltning={enhet}", ["enhetens"]),
        ("namnd={namnd}", ["namndens"]),
        ("person={person}", ["personens"]),
        ("till={namnd}", ["avslutat"]),
        ("alder=24", ["gammalt"]),
        ("alder=-3&lage=oppna", ["namndens", "enhetens", "personens"]),
        ("givet_till=2024-12-31", ["gammalt"]),
        ("givet_fran=2026-05-01&lage=avslutat", ["avslutat"]),
        ("frist_fran=2026-06-02&frist_till=2026-08-31", ["namndens"]),
        ("lage=ej_besvarade", ["gammalt", "namndens", "personens"]),
        ("lage=oppna&mote=nasta", ["namndens", "personens"]),
        ("sortera=-handelse&lage=oppna", ["namndens", "gammalt", "enhetens", "personens"]),
        ("sortera=mottagare&givet_till=2026-12-31&lage=oppna", ["gammalt", "enhetens", "namndens", "personens"]),
    ],
)
def test_list_is_filtered_by(inloggad, lasare, many, query, expected, organ):
    # The next meeting takes the reports until the one after it.
    SammantradeFactory(organ=organ, datum=date(2026, 6, 10), stoppdag=date(2026, 5, 27), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2026, 8, 26), lage="planerat")
    if "handelse" in query:
        AterrapportFactory(uppdrag=many["namndens"])
        AterrapportFactory(uppdrag=many["gammalt"], inlamnad="2026-05-15T10:00+02:00")
    if "mottagare" in query:
        many["personens"].forvaltning.namn = "Öns kontor"
        many["personens"].forvaltning.save()
    keys = {
        "avdelning": many["gammalt"].forvaltning_id,
        "enhet": many["enhetens"].forvaltning_id,
        "namnd": many["namndens"].mottagande_organ_id,
        "person": many["personens"].ansvarig_id,
    }

    page = inloggad(lasare).get(f"{LIST}?{query.format(**keys)}")

    assert page.context["form"].errors == {}
    assert [next(k for k, v in many.items() if v == u) for u in page.context["sida"]] == expected


@pytest.mark.django_db
def test_days_the_wrong_way_round_are_told_at_the_field(inloggad, lasare, organ):
    page = inloggad(lasare).get(f"{LIST}?frist_fran=2026-06-02&frist_till=2026-06-01")

    assert "Slutdagen ligger före startdagen. Byt plats på dem." in page.context["form"].errors["frist_till"]


@pytest.mark.django_db
@time_machine.travel("2026-06-01")
def test_rows_tell_what_happened_last(inloggad, lasare, many, sekreterare):
    AterrapportFactory(uppdrag=many["enhetens"], inlamnad="2026-05-15T10:00+02:00")

    page = inloggad(lasare).get(LIST)

    senast = {u.pk: (u.senast.text, u.senast.dag) for u in page.context["sida"]}
    assert senast[many["enhetens"].pk] == ("Delrapport", date(2026, 5, 15))
    assert senast[many["gammalt"].pk] == ("Givet", date(2024, 1, 10))
    assert senast[many["avslutat"].pk] == ("Avslutat", date(2026, 5, 20))


@pytest.mark.django_db
def test_deep_page_keeps_the_order(inloggad, lasare, beslut):
    for n in range(53):
        UppdragFactory(beslut=beslut, frist=date(2027, 1, 1), nummer=n + 1)

    page = inloggad(lasare).get(f"{LIST}?sida=2")

    assert [u.nummer for u in page.context["sida"]] == [3, 2, 1]
    assert page.context["sida"].start_index() == 51
