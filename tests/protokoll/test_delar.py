"""The parts of a § in the order in which they are printed."""

import pytest

from kommun.models import STANDARDMALL
from protokoll.delar import PREFETCH, tryckt_beslutsrubrik, tryckta_delar
from protokoll.models import Beslut, Paragraf
from protokoll.narvarolista import narvarolista
from tests.factories import (
    AvsnittFactory,
    AvsnittsmallFactory,
    BeslutFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    OrganFactory,
    ParagrafFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom(organ):
    return ParagrafFactory(protokoll__sammantrade__organ=organ, nummer=3)


def tryckta(paragraf):
    nu = Paragraf.objects.prefetch_related(*PREFETCH).get(pk=paragraf.pk)
    return tryckta_delar(nu, narvarolista(nu.sammantrade))


def javig(paragraf, namn="Jonna Jävig", parti="S"):
    vem = MotesdeltagareFactory(sammantrade=paragraf.sammantrade, namn=namn, parti=parti)
    NarvarohandelseFactory(deltagare=vem, slag="jav", paragraf=paragraf, bara_paragrafen=True)


def test_parts_follow_the_mall_whatever_order_they_were_written_in(tom):
    for n, typ in enumerate(["mottagare", "arendet", "beslutsmotivering"]):
        AvsnittFactory(paragraf=tom, typ=typ, rubrik=typ.title(), ordning=n)
    BeslutFactory(paragraf=tom, ordning=9)

    assert [d.typ for d in tryckta(tom)] == ["beslut", "beslutsmotivering", "arendet", "mottagare"]


def test_an_organ_with_its_own_mall_has_its_own_order(tom):
    for n, typ in enumerate(["arendet", "beslut", "mottagare"], start=1):
        AvsnittsmallFactory(organ=tom.organ, typ=typ, rubrik=typ, ordning=n)
    BeslutFactory(paragraf=tom, ordning=1)
    AvsnittFactory(paragraf=tom, typ="arendet", ordning=2)

    assert [d.typ for d in tryckta(tom)] == ["arendet", "beslut"]


def test_what_the_system_writes_is_not_lost_by_a_mall_without_its_heading(tom):
    for n, typ in enumerate(["beslut", "arendet", "mottagare"], start=1):
        AvsnittsmallFactory(organ=tom.organ, typ=typ, rubrik=typ, ordning=n)
    BeslutFactory(paragraf=tom)
    AvsnittFactory(paragraf=tom, typ="arendet", ordning=200)
    javig(tom)

    delar = tryckta(tom)

    # In the standard order Jäv stands between the decision and the ärende.
    assert [(d.typ, d.rubrik) for d in delar][1] == ("jav", "Jäv")
    assert [d.typ for d in delar] == ["beslut", "jav", "arendet"]


def test_a_written_and_a_generated_part_become_one(tom):
    AvsnittFactory(paragraf=tom, typ="jav", rubrik="Jäv", text="<p>Grunden är släktskap.</p>")
    javig(tom)

    [jav] = tryckta(tom)

    assert jav.html == (
        "<p>Jonna Jävig (S) deltar inte i handläggningen av ärendet på grund av jäv.</p><p>Grunden är släktskap.</p>"
    )


def test_a_sentence_typed_by_hand_is_not_printed_twice(tom):
    text = "<p>Jonna Jävig (S) deltar inte i handläggningen av <em>ärendet</em> på grund av jäv.</p><p>Mer.</p>"
    AvsnittFactory(paragraf=tom, typ="jav", rubrik="Jäv", text=text)
    javig(tom)

    assert [d.html for d in tryckta(tom)] == [text]


def test_names_are_text_in_what_the_system_writes(tom):
    javig(tom, namn="O’Brien <b>", parti="C&S")

    assert "O’Brien &lt;b&gt; (C&amp;S) deltar inte" in tryckta(tom)[0].html


def test_empty_parts_are_not_printed_but_a_heading_above_a_part_is(tom):
    for typ, niva, text in [
        ("beslutsmotivering", 1, "<p> </p>"),
        ("sammanfattning", 1, ""),
        ("bakgrund", 2, "<p>Frågan har väckts.</p>"),
        ("finansiering", 2, "<p></p>"),
        ("arendet", 1, ""),
    ]:
        AvsnittFactory(
            paragraf=tom, typ=typ, rubrik=typ, niva=niva, text=text, ordning=[t for t, *_ in STANDARDMALL].index(typ)
        )
    BeslutFactory(paragraf=tom, text="", ordning=99)

    assert [(d.typ, d.html) for d in tryckta(tom)] == [
        ("sammanfattning", ""),
        ("bakgrund", "<p>Frågan har väckts.</p>"),
    ]


def test_an_arende_that_utgar_says_so(tom):
    tom.utfall = "utgar"
    tom.save()
    BeslutFactory(paragraf=tom, text="")

    assert [d.html for d in tryckta(tom)] == ["<p>Ärendet utgår.</p>"]


@pytest.mark.parametrize(
    ("typ", "text"),
    [("ovrigt", "<p>Ordföranden meddelar att ärendet <em>utgår</em>.</p>"), ("beslut", "<p>Tas upp.</p>")],
)
def test_what_says_it_already_is_not_said_again(tom, typ, text):
    tom.utfall = "utgar"
    tom.save()
    if typ == "beslut":
        BeslutFactory(paragraf=tom, text=text)
    else:
        AvsnittFactory(paragraf=tom, typ=typ, rubrik="Övrigt", text=text)

    assert [d.html for d in tryckta(tom)] == [text]


def test_information_without_a_decision_has_only_what_was_said(tom):
    tom.slag = "information"
    tom.save()
    AvsnittFactory(paragraf=tom, typ="arendet", rubrik="Ärendet", text="<p>Chefen informerar.</p>")

    assert [d.typ for d in tryckta(tom)] == ["arendet"]


def test_an_avskrift_is_printed_as_its_document_has_it(avskrift):
    AvsnittFactory(paragraf=avskrift, typ="mottagare", rubrik="Expedieras", ordning=1)
    nu = Paragraf.objects.get(pk=avskrift.pk)

    assert [d.rubrik for d in tryckta_delar(nu, None)] == ["Expedieras", "Provnämndens beslut", "Bakgrund"]


@pytest.mark.parametrize(
    ("rubrik", "niva", "mottagare", "mall", "tryckt"),
    [
        ("", "eget", None, "{organets} beslut", "Provnämndens beslut"),
        ("Provnämndens beslut", "eget", None, "{organets} beslut", "Provnämndens beslut"),
        (
            "Provnämndens beslut",
            "forslag",
            "Kommunfullmäktige",
            "{organets} beslut",
            "Provnämndens förslag till beslut i kommunfullmäktige",
        ),
        ("Provnämndens beslut", "forslag", None, "{organets} beslut", "Provnämndens förslag till beslut"),
        # It became the organ's own again.
        (
            "Provnämndens förslag till beslut i kommunfullmäktige",
            "eget",
            None,
            "{organets} beslut",
            "Provnämndens beslut",
        ),
        ("Beslut", "forslag", "Kommunfullmäktige", "Beslut", "Beslut – förslag till kommunfullmäktige"),
        ("Beslut", "forslag", None, "Beslut", "Beslut – förslag"),
        ("Provnämnden besvarar", "forslag", "Kommunfullmäktige", "{organets} beslut", "Provnämnden besvarar"),
    ],
)
def test_heading_of_a_beslut_says_who_decides(organ, rubrik, niva, mottagare, mall, tryckt):
    till = OrganFactory(namn=mottagare) if mottagare else None
    beslut = Beslut(rubrik=rubrik, beslutsniva=niva, till_organ=till)
    standard = mall.replace("{organets}", organ.genitiv)

    assert tryckt_beslutsrubrik(beslut, organ, standard=standard) == tryckt
