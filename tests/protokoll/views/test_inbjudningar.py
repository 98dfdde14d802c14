import csv
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Bokning
from tests.factories import (
    BehandlingFactory,
    DeltagandeFactory,
    InbjudanFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("protokoll:inbjudningar")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, lasare, organ, rows, count_queries):
    for _ in range(rows):
        paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ))
        DeltagandeFactory(inbjudan=BehandlingFactory(paragraf=paragraf).inbjudan)

    assert count_queries(inloggad(lasare), LIST) == 17


def test_list_shows_decision_and_who_goes(inloggad, lasare, beslut):
    behandling = BehandlingFactory(paragraf=beslut.paragraf, svar="deltar", svarstext="Ada Provsson (C) deltar")
    DeltagandeFactory(inbjudan=behandling.inbjudan, namn="Ada Provsson", titel_eller_parti="C")

    page = inloggad(lasare).get(LIST).content.decode()

    for text in ("Regionen: Konferens, 5 maj, Provstad", "Ada Provsson (C)", "PN", "§ 7"):
        assert text in page


def test_list_is_filtered_by_answer(inloggad, lasare, organ):
    InbjudanFactory(organ=organ, svar="avstar")
    going = InbjudanFactory(organ=organ, svar="deltar")

    assert list(inloggad(lasare).get(f"{LIST}?svar=deltar").context["sida"]) == [going]


def test_list_is_searched_by_text(inloggad, lasare, organ):
    InbjudanFactory(organ=organ)
    found = InbjudanFactory(organ=organ, inbjudan="SKR: Budgetdagen")

    assert list(inloggad(lasare).get(f"{LIST}?q=budget").context["sida"]) == [found]


def test_empty_list_says_what_fills_it(inloggad, lasare):
    assert "Inga inbjudningar här" in inloggad(lasare).get(LIST).content.decode()


def _bokad(organ, **falt):
    deltagande = DeltagandeFactory(inbjudan=InbjudanFactory(organ=organ, svar="deltar", borjar=date(2026, 5, 5)))
    Bokning.objects.create(deltagande=deltagande, **falt)
    return deltagande.inbjudan


@pytest.fixture
def register(organ):
    """Of each kind one, on 1 April, with a meeting on 14 April."""
    SammantradeFactory(organ=organ, datum=date(2026, 4, 14), lage="planerat")
    dagar = {"hinner": date(2026, 4, 14), "gar ut": date(2026, 4, 13), "gick ut": date(2026, 3, 1), "utan dag": None}
    rader = {namn: InbjudanFactory(organ=organ, inbjudan=namn, sista_anmalan=d) for namn, d in dagar.items()}
    rader["avstår"] = InbjudanFactory(organ=organ, svar="avstar", sista_anmalan=date(2026, 4, 2))
    rader["ej anmäld"] = DeltagandeFactory(
        inbjudan=InbjudanFactory(organ=organ, svar="deltar", borjar=date(2026, 5, 5))
    ).inbjudan
    DeltagandeFactory(inbjudan=InbjudanFactory(organ=organ, svar="deltar", borjar=date(2026, 3, 5)))
    _bokad(organ, anmald="2026-03-30T10:00Z")
    _bokad(organ, forhindrad=date(2026, 3, 30))
    rader["bara skapad"] = _bokad(organ)
    return rader


@pytest.mark.parametrize(
    ("lage", "namnen"),
    [
        ("att-besluta", {"hinner", "gar ut", "gick ut", "utan dag"}),
        ("gar-ut", {"gar ut", "gick ut"}),
        ("ej-anmalda", {"ej anmäld", "bara skapad"}),
    ],
)
def test_presets(inloggad, lasare, register, lage, namnen):
    with time_machine.travel("2026-04-01 10:00", tick=False):
        svar = inloggad(lasare).get(f"{LIST}?lage={lage}")

    assert set(svar.context["sida"]) == {register[n] for n in namnen}
    ((_, _, antal, _),) = [p for p in svar.context["presets"] if p[3]]
    assert antal == len(namnen)


def test_list_is_filtered_by_days(inloggad, lasare, organ):
    InbjudanFactory(organ=organ, borjar=date(2026, 3, 1))
    maj = InbjudanFactory(organ=organ, borjar=date(2026, 5, 1))
    InbjudanFactory(organ=organ, borjar=date(2026, 7, 1))

    assert list(inloggad(lasare).get(f"{LIST}?fran=2026-04-01&till=2026-06-01").context["sida"]) == [maj]


def test_without_a_meeting_every_last_day_comes_before_it(inloggad, lasare, organ):
    inbjudan = InbjudanFactory(organ=organ, sista_anmalan=date(2030, 1, 1))

    assert list(inloggad(lasare).get(f"{LIST}?lage=gar-ut").context["sida"]) == [inbjudan]


def test_who_may_register_is_led_there(inloggad, sekreterare, lasare):
    assert reverse("protokoll:inbjudan-las-in") in inloggad(sekreterare).get(LIST).content.decode()
    assert reverse("protokoll:inbjudan-las-in") not in inloggad(lasare).get(LIST).content.decode()


def test_outsider_is_refused(inloggad, utomstaende):
    assert inloggad(utomstaende).get(LIST).status_code == 403


def test_list_is_read_only(inloggad, sekreterare):
    assert inloggad(sekreterare).post(LIST).status_code == 405


# The list as a file


def test_file_has_the_rows_of_the_list_in_its_order(inloggad, lasare, beslut, organ, django_assert_max_num_queries):
    behandling = BehandlingFactory(paragraf=beslut.paragraf, svar="deltar", inbjudan__svar="deltar")
    DeltagandeFactory(inbjudan=behandling.inbjudan, namn="Ada Provsson", titel_eller_parti="C")
    InbjudanFactory(organ=organ, svar="deltar", inbjudan="=1+1", borjar=date(2026, 9, 1), platser=["Åmål"])
    InbjudanFactory(organ=organ, svar="avstar")
    client = inloggad(lasare)
    adress = dict(client.get(f"{LIST}?svar=deltar").context["exporter"])["CSV"]

    with django_assert_max_num_queries(12):
        svar = client.get(adress)
        text = b"".join(svar.streaming_content).decode("utf-8-sig")

    hostens, konferensen = csv.DictReader(StringIO(text), delimiter=";")
    assert (hostens["Inbjudan till"], hostens["Börjar"], hostens["Plats"]) == ("'=1+1", "2026-09-01", "Åmål")
    assert (konferensen["Deltar"], konferensen["Behandlas"]) == ("Ada Provsson (C)", "PN 2026-03-04 § 7")
    assert konferensen["Adress"].endswith(behandling.inbjudan.get_absolute_url())
    assert 'filename="inbjudningar-' in svar["Content-Disposition"]


def test_nonsense_in_the_filter_is_shown_and_not_exported(inloggad, lasare):
    svar = inloggad(lasare).get(reverse("protokoll:inbjudningar-export") + "?fran=abc", follow=True)

    assert svar.redirect_chain
    assert svar.context["form"].errors["fran"]
