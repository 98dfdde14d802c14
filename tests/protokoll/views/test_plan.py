"""The plan of a year: made from a pattern, and looked at."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Sammantrade
from tests.factories import OrganFactory, SammantradeFactory, TjanstFactory

pytestmark = pytest.mark.django_db

PLAN, PLANERA = reverse("protokoll:sammantradesplan"), reverse("protokoll:planera")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-22 12:00 +0100"):
        yield


@pytest.fixture
def ks(organ):
    """The organ above: `organ` is its AU."""
    ks = OrganFactory(namn="Provstyrelsen", kortnamn="PS", slag="styrelse")
    organ.slag, organ.overordnat = "utskott", ks
    organ.save()
    return ks


def meet(organ, *days, **kwargs):
    return [SammantradeFactory(organ=organ, datum=d, lage="planerat", **kwargs) for d in days]


def third_tuesdays(year):
    return [date(year, m, d) for m in range(1, 13) for d in range(15, 22) if date(year, m, d).weekday() == 1]


def suggested(page):
    return [(f.initial["datum"], f.initial["med"]) for f in page.context["rader"]]


def typed(page, **changes):
    """The preview as it would be sent, with changes: {"rad-0-datum": "2027-01-20"}; None unticks."""
    data = {"fraga": page.context["fraga"], "plats": page.context["gemensamt"]["plats"].value()}
    formset = page.context["rader"]
    data |= {f"rad-{k}": formset.management_form.initial[k] for k in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for form in formset:
        for name, value in form.initial.items():
            if name == "med":
                data |= {form.add_prefix(name): "on"} if value else {}
            else:
                data[form.add_prefix(name)] = (
                    "" if value is None else f"{value:%H:%M}" if isinstance(value, time) else value
                )
    data |= changes
    return {k: v for k, v in data.items() if v is not None}


# Made


def test_first_page_suggests_what_the_year_before_was_like(inloggad, sekreterare, organ):
    meet(organ, *third_tuesdays(2026), start=time(9), slut=time(12), plats="Foajén")

    page = inloggad(sekreterare).get(PLANERA)

    assert [d for d, _ in suggested(page)] == third_tuesdays(2027)
    first = page.context["rader"][0].initial
    assert (first["start"], first["slut"]) == (time(9), time(12))
    assert page.context["gemensamt"]["plats"].value() == "Foajén"
    assert Sammantrade.objects.filter(datum__year=2027).count() == 0


def test_au_is_suggested_before_the_ks_that_is_planned(inloggad, sekreterare, organ, ks):
    meet(ks, date(2027, 1, 26), date(2027, 2, 23), date(2027, 4, 13))

    page = inloggad(sekreterare).get(PLANERA)

    assert [d for d, _ in suggested(page)] == [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 30)]


def test_pattern_in_the_url_says_what_moved_and_why(inloggad, sekreterare, organ):
    query = {"ar": 2024, "monster": "nte", "n": 1, "veckodag": 3, "manader": [5, 6], "riktning": "nasta"}

    page = inloggad(sekreterare).get(PLANERA, query)

    assert [d for d, _ in suggested(page)] == [date(2024, 5, 2), date(2024, 6, 7)]
    assert "Flyttat från torsdag 6 juni (nationaldagen)" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"monster": "nte", "n": 1, "veckodag": 3}, "Kryssa i de månader"),
        ({"monster": "vecka", "forsta": "", "veckor": 3}, "Första dagen"),
        ({"monster": "vecka", "forsta": "2030-01-01", "veckor": 3}, "före eller under 2027"),
        ({"monster": "vecka", "forsta": "2027-01-05", "veckor": 3, "utan_veckor": "60"}, "”60” är ingen vecka"),
        ({"monster": "vecka", "forsta": "2027-01-05", "veckor": 0}, "större än eller lika med 1"),
        ({"monster": "nonsens"}, "nonsens"),
    ],
)
def test_pattern_that_cannot_be_says_what_to_mend(inloggad, sekreterare, organ, query, words):
    page = inloggad(sekreterare).get(PLANERA, {"ar": 2027, "riktning": "nasta", **query})

    assert page.status_code == 200
    assert words in page.content.decode()
    assert suggested(page) == []


def test_fields_of_another_pattern_are_not_complained_about(inloggad, sekreterare, organ):
    query = {"ar": 2027, "riktning": "nasta", "monster": "nte", "n": 1, "veckodag": 3, "manader": [3]}

    page = inloggad(sekreterare).get(PLANERA, query | {"utan_veckor": "x", "forsta": "1999-01-01", "dagar": "-1"})

    assert [d for d, _ in suggested(page)] == [date(2027, 3, 4)]


@pytest.mark.parametrize("ar", ["x", "0", "99999", "1800", ""])
def test_nonsense_years_are_no_error(inloggad, sekreterare, organ, ar):
    assert inloggad(sekreterare).get(PLANERA, {"ar": ar}).status_code == 200
    assert inloggad(sekreterare).get(PLAN, {"ar": ar}).status_code == 200


def test_counting_from_an_organ_without_meetings_says_so(inloggad, sekreterare, organ, ks):
    query = {"ar": 2027, "riktning": "nasta", "monster": "annat", "annat": ks.pk, "dagar": 14, "sida": "fore"}

    page = inloggad(sekreterare).get(PLANERA, query)

    assert "Inget att räkna från" in page.content.decode()


def test_where_the_organ_meets_already_nothing_is_ticked(inloggad, sekreterare, organ):
    meet(organ, *third_tuesdays(2026))
    meet(organ, date(2027, 1, 19), date(2027, 2, 18))

    page = inloggad(sekreterare).get(PLANERA)

    assert suggested(page)[:3] == [(date(2027, 1, 19), False), (date(2027, 2, 16), False), (date(2027, 3, 16), True)]
    assert "Finns redan" in page.content.decode()
    assert "PN sammanträder redan torsdag 18 februari" in page.content.decode()


def test_create_makes_the_ticked_ones_as_they_were_edited(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    page = client.get(PLANERA)
    data = typed(page, **{"rad-0-med": None, "rad-1-datum": "2027-02-11", "rad-1-start": "09:00", "plats": "Foajén"})

    response = client.post(f"{PLANERA}?organ={organ.pk}&ar=2027", data)

    assert response["Location"] == f"{PLAN}?ar=2027"
    made = list(Sammantrade.objects.order_by("datum"))
    assert len(made) == 10
    assert (made[0].datum, made[0].start, made[0].plats, made[0].organ) == (date(2027, 2, 11), time(9), "Foajén", organ)
    assert "10 sammanträden är planerade" in client.get(response["Location"]).content.decode()


def test_double_click_creates_once_and_says_how_many_there_were(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    data = typed(client.get(PLANERA))
    url = f"{PLANERA}?organ={organ.pk}&ar=2027"

    client.post(url, data)
    client.get(PLAN)
    response = client.post(url, data, follow=True)

    assert Sammantrade.objects.count() == 11
    assert "11 fanns redan (12 januari, 9 februari" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rad-0-datum": "2027-01-06"}, "Onsdag 6 januari är trettondedag jul. Välj en vardag."),
        ({"rad-0-datum": "2027-01-16"}, "Lördag 16 januari är ingen vardag."),
        ({"rad-0-datum": "2028-01-11"}, "är inte i 2027"),
        ({"rad-0-datum": "2027-02-09"}, "står två gånger"),
        ({"rad-0-datum": "snart"}, "giltigt datum"),
        ({"rad-0-datum": "2027-02-31"}, "giltigt datum"),
        ({"rad-0-start": "16:00", "rad-0-slut": "15:00"}, "Sluttiden är före starttiden."),
        ({f"rad-{n}-med": None for n in range(11)}, "Kryssa i minst ett"),
        ({"rad-TOTAL_FORMS": "61"}, "60"),
        ({"rad-TOTAL_FORMS": ""}, "Raderna kom inte fram"),
    ],
)
def test_line_that_cannot_be_comes_back_with_what_was_typed(inloggad, sekreterare, organ, changes, words):
    client = inloggad(sekreterare)
    data = typed(client.get(PLANERA), **({"plats": "Foajén"} | changes))

    response = client.post(f"{PLANERA}?organ={organ.pk}&ar=2027", data)

    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert 'value="Foajén"' in page
    assert Sammantrade.objects.count() == 0


def test_recount_says_more_about_what_was_edited_and_makes_nothing(inloggad, sekreterare, organ, ks):
    meet(ks, *[date(2027, m, 23) for m in (2, 3, 4)])
    client = inloggad(sekreterare)
    page = client.get(PLANERA)
    data = typed(page, **{"rad-1-datum": "2027-03-24", "akt": "rakna"})

    response = client.post(f"{PLANERA}?organ={organ.pk}&ar=2027", data)

    assert response.status_code == 200
    text = response.content.decode()
    assert "Ändrat från tisdag 9 mars" in text
    assert "PN onsdag 24 mars är efter PS tisdag 23 mars, som det bereder." in text
    assert "PN har inget sammanträde mellan PS tisdag 23 februari och PS tisdag 23 mars." in text
    assert "Onsdag 24 mars är i påskveckan." in text
    assert Sammantrade.objects.filter(organ=organ).count() == 0


def test_htmx_gets_the_parts_only(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    htmx = {"HX-Request": "true"}
    page = client.get(PLANERA, {"ar": 2027}, headers=htmx)
    words = client.post(f"{PLANERA}?ar=2027", typed(client.get(PLANERA), akt="rakna"), headers=htmx)

    assert page.content.decode().strip().startswith('<section id="forhandsvisning"')
    assert "<html" not in words.content.decode()
    assert words.content.decode().count("hx-swap-oob") == 2 + 2 * 11


def test_time_for_all_keeps_what_was_edited_and_makes_nothing(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    data = typed(client.get(PLANERA), **{"rad-0-med": None, "rad-1-datum": "2027-02-11"})

    page = client.post(f"{PLANERA}?ar=2027", data | {"start": "09:30", "slut": "11:00", "akt": "tid"})

    first, second = (f.cleaned_data for f in page.context["rader"][:2])
    assert (first["med"], second["datum"]) == (False, date(2027, 2, 11))
    assert {(f.cleaned_data["start"], f.cleaned_data["slut"]) for f in page.context["rader"]} == {
        (time(9, 30), time(11))
    }
    assert not Sammantrade.objects.exists()


def test_time_that_cannot_be_says_what_to_mend(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    data = typed(client.get(PLANERA), start="13:00", slut="12:00")

    response = client.post(f"{PLANERA}?ar=2027", data)

    assert response.status_code == 422
    assert "sluta efter att det har börjat" in response.content.decode()
    assert not Sammantrade.objects.exists()


def test_an_organ_of_somebody_else_is_not_planned(inloggad, sekreterare, organ):
    other = OrganFactory(namn="Grannen", kortnamn="GR")
    client = inloggad(sekreterare)

    client.post(f"{PLANERA}?organ={other.pk}&ar=2027", typed(client.get(PLANERA)))

    assert not Sammantrade.objects.filter(organ=other).exists()


def test_only_a_secretary_plans(inloggad, ledamot, utomstaende):
    assert inloggad(ledamot).get(PLANERA).status_code == 403
    assert inloggad(utomstaende).get(PLANERA).status_code == 403


def test_wrong_method(inloggad, sekreterare):
    assert inloggad(sekreterare).delete(PLANERA).status_code == 405
    assert inloggad(sekreterare).post(PLAN).status_code == 405


# Looked at


def test_plan_of_the_year_for_all_organ(inloggad, lasare, organ, ks):
    meet(organ, date(2027, 3, 9), plats="Foajén", stoppdag=date(2027, 2, 23))
    SammantradeFactory(organ=ks, datum=date(2027, 3, 23), lage="installt", installt_skal="för få ärenden")
    SammantradeFactory(organ=ks, datum=date(2027, 4, 6), lage="planerat", flyttat_fran=date(2027, 4, 5))
    SammantradeFactory(organ=ks, datum=date(2027, 5, 4), lage="hanvisning")
    meet(organ, date(2026, 3, 9))

    response = inloggad(lasare).get(PLAN, {"ar": 2027})
    page = response.content.decode()

    assert [o.kortnamn for o in response.context["organen"]] == ["PS", "PN"], "the higher organ first"
    assert [s.datum for s in response.context["arets"]] == [date(2027, 3, 9), date(2027, 3, 23), date(2027, 4, 6)]
    for words in ("tisdag 9 mars", "2027-02-23", "Inställt", "för få ärenden", "Flyttat från måndag 5 april", "ti 6"):
        assert words in page
    assert "Planera ett år" not in page


def test_plan_tells_the_secretary_what_to_look_over(inloggad, sekreterare, lasare, organ, ks):
    meet(ks, *(date(2027, m, 23) for m in (2, 3, 4)))
    meet(organ, date(2027, 2, 9), date(2027, 3, 9))

    words = "PN har inget sammanträde mellan PS tisdag 23 mars och PS fredag 23 april."

    assert words in inloggad(sekreterare).get(PLAN, {"ar": 2027}).content.decode()
    assert words not in inloggad(lasare).get(PLAN, {"ar": 2027}).content.decode()


def test_organ_that_is_hardly_planned_is_not_complained_about(inloggad, sekreterare, organ, ks):
    meet(ks, *(date(2027, m, 23) for m in (2, 3, 4)))
    meet(organ, date(2027, 2, 9))

    assert inloggad(sekreterare).get(PLAN, {"ar": 2027}).context["varningar"] == []


def test_empty_year_says_what_it_will_hold(inloggad, lasare, organ):
    assert "Inga sammanträden planerade än" in inloggad(lasare).get(PLAN, {"ar": 2031}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, sekreterare, organ, rows, count_queries):
    for n in range(rows):
        meet(organ, date(2026, 3, 2 + n), date(2027, 3, 2 + n))
        TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=OrganFactory())
    client = inloggad(sekreterare)

    assert count_queries(client, f"{PLAN}?ar=2027") == 10
    assert count_queries(client, f"{PLANERA}?ar=2027&organ={organ.pk}") == 12
