import pytest
from django.urls import reverse

from tests.factories import BehandlingFactory, DeltagandeFactory, InbjudanFactory, ParagrafFactory, ProtokollFactory

pytestmark = pytest.mark.django_db

LIST = reverse("protokoll:inbjudningar")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, lasare, organ, rows, count_queries):
    for _ in range(rows):
        paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ))
        DeltagandeFactory(inbjudan=BehandlingFactory(paragraf=paragraf).inbjudan)

    assert count_queries(inloggad(lasare), LIST) == 12


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
