"""Saving a whole §: all of it or nothing, and never over somebody else's text."""

import pytest

from kommun.fel import DomanFel
from protokoll.models import Avsnitt, Beslut, Paragraf, Utkast
from protokoll.paragraftext import Deltext, Konflikter, beslutsrubrik, hogre_organ, spara_paragraf
from protokoll.skrivning import andra_text
from tests.factories import AvsnittFactory, BeslutFactory, OrganFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def fullmaktige(organ):
    return OrganFactory(namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")


@pytest.fixture
def avsnitt(paragraf):
    return paragraf.avsnitten.get()


def rows(paragraf):
    return [(d.typ, d.text) for d in Paragraf.objects.get(pk=paragraf.pk).delar()]


def test_all_parts_are_saved_at_once(paragraf, beslut, avsnitt, sekreterare):
    rader = spara_paragraf(
        paragraf,
        delar=[
            Deltext(beslut.ankare, "<p>Avslår.</p>", beslut.version),
            Deltext(avsnitt.ankare, "<p>Ny bakgrund.</p>", avsnitt.version),
            Deltext("mottagare", "<p>Akten</p>"),
        ],
        by=sekreterare,
    )

    assert rows(paragraf) == [
        ("beslut", "<p>Avslår.</p>"),
        ("bakgrund", "<p>Ny bakgrund.</p>"),
        ("mottagare", "<p>Akten</p>"),
    ]
    assert rader["mottagare"].rubrik == "Beslutet skickas till"
    senast = Beslut.objects.get().history.first()
    assert (senast.history_user, senast.history_change_reason) == (sekreterare, "Ändrade Provnämndens beslut")


def test_an_empty_new_part_makes_no_row_and_an_emptied_one_stays(paragraf, avsnitt, sekreterare):
    spara_paragraf(
        paragraf,
        delar=[Deltext("jav", "<p> </p>"), Deltext(avsnitt.ankare, "", avsnitt.version)],
        by=sekreterare,
    )

    assert rows(paragraf)[1:] == [("bakgrund", "")]


def test_new_parts_stand_where_the_mall_has_them(paragraf, sekreterare):
    spara_paragraf(paragraf, delar=[Deltext("mottagare", "Akten"), Deltext("jav", "Ingen.")], by=sekreterare)

    assert [typ for typ, _ in rows(paragraf)] == ["beslut", "jav", "bakgrund", "mottagare"]


def test_a_part_of_a_section_brings_the_heading_of_the_section(paragraf, sekreterare):
    spara_paragraf(paragraf, delar=[Deltext("finansiering", "<p>Ryms.</p>")], by=sekreterare)

    assert ("sammanfattning", "") in rows(paragraf)


def test_a_heading_is_not_brought_twice(paragraf, sekreterare):
    AvsnittFactory(paragraf=paragraf, typ="sammanfattning", rubrik="Sammanfattning", ordning=150)

    spara_paragraf(paragraf, delar=[Deltext("finansiering", "<p>Ryms.</p>")], by=sekreterare)

    assert paragraf.avsnitten.filter(typ="sammanfattning").count() == 1


def test_all_conflicts_are_told_and_nothing_is_written(paragraf, beslut, avsnitt, sekreterare, annan_sekreterare):
    old = beslut.version, avsnitt.version
    start = beslut.text
    andra_text(beslut, text="<p>Den andras.</p>", version=old[0], by=annan_sekreterare)
    andra_text(avsnitt, text="<p>Den andras bakgrund.</p>", version=old[1], by=annan_sekreterare)

    with pytest.raises(Konflikter) as fel:
        spara_paragraf(
            paragraf,
            delar=[
                Deltext(beslut.ankare, "<p>Mitt.</p>", old[0]),
                Deltext(avsnitt.ankare, "<p>Min bakgrund.</p>", old[1]),
                Deltext("mottagare", "<p>Akten</p>"),
            ],
            by=sekreterare,
        )

    forsta, andra = fel.value.konflikter
    assert (forsta.skrivet, forsta.nuvarande.text, forsta.bas) == ("<p>Mitt.</p>", "<p>Den andras.</p>", start)
    assert (andra.namn, andra.vem) == (avsnitt.ankare, str(annan_sekreterare))
    assert rows(paragraf) == [("beslut", "<p>Den andras.</p>"), ("bakgrund", "<p>Den andras bakgrund.</p>")]


def test_a_part_left_alone_keeps_what_somebody_else_wrote(paragraf, beslut, avsnitt, sekreterare, annan_sekreterare):
    orort = Deltext(avsnitt.ankare, avsnitt.text, avsnitt.version)
    andra_text(avsnitt, text="<p>Den andras.</p>", version=avsnitt.version, by=annan_sekreterare)

    spara_paragraf(paragraf, delar=[Deltext(beslut.ankare, "<p>Mitt.</p>", beslut.version), orort], by=sekreterare)

    assert rows(paragraf) == [("beslut", "<p>Mitt.</p>"), ("bakgrund", "<p>Den andras.</p>")]


def test_a_new_part_that_somebody_else_has_made_is_a_conflict(paragraf, sekreterare, annan_sekreterare):
    spara_paragraf(paragraf, delar=[Deltext("jav", "<p>Den andras.</p>")], by=annan_sekreterare)

    with pytest.raises(Konflikter):
        spara_paragraf(paragraf, delar=[Deltext("jav", "<p>Mitt.</p>")], by=sekreterare)


def test_saving_the_same_twice_writes_once(paragraf, beslut, sekreterare):
    delar = [Deltext(beslut.ankare, "<p>Avslår.</p>", beslut.version), Deltext("jav", "<p>Ingen.</p>")]
    spara_paragraf(paragraf, delar=delar, by=sekreterare)
    before = Beslut.history.count() + Avsnitt.history.count()

    spara_paragraf(paragraf, delar=delar, by=sekreterare)

    assert Beslut.history.count() + Avsnitt.history.count() == before


def test_a_paragraf_can_hold_its_own_decision_and_a_proposal(paragraf, beslut, sekreterare, fullmaktige):
    rader = spara_paragraf(
        paragraf,
        delar=[Deltext("forslag", "<p>Kommunfullmäktige antar planen.</p>", 0, "forslag", fullmaktige)],
        by=sekreterare,
    )

    eget, forslag = paragraf.besluten.all()
    assert eget == beslut
    assert forslag == rader["forslag"]
    assert forslag.rubrik == "Provnämndens förslag till beslut i kommunfullmäktige"
    assert (forslag.beslutsniva, forslag.till_organ) == ("forslag", fullmaktige)


def test_the_heading_follows_the_level(paragraf, beslut, sekreterare, fullmaktige):
    def save(niva, till=None):
        nu = Beslut.objects.get()
        spara_paragraf(paragraf, delar=[Deltext(nu.ankare, nu.text, nu.version, niva, till)], by=sekreterare)
        return Beslut.objects.get()

    assert save("forslag", fullmaktige).rubrik == "Provnämndens förslag till beslut i kommunfullmäktige"
    assert save("eget").rubrik == "Provnämndens beslut"
    assert save("eget").till_organ is None


def test_two_decisions_on_the_same_level_are_refused(paragraf, beslut, sekreterare, fullmaktige):
    forslag = BeslutFactory(paragraf=paragraf, beslutsniva="forslag", till_organ=fullmaktige, ordning=110)

    with pytest.raises(DomanFel, match="redan ett beslut på den nivån"):
        spara_paragraf(paragraf, delar=[Deltext(forslag.ankare, forslag.text, forslag.version, "eget")], by=sekreterare)
    assert Beslut.objects.get(pk=forslag.pk).beslutsniva == "forslag"


def test_a_justerad_paragraf_is_refused(paragraf, beslut, sekreterare, justerad):
    delar = [Deltext(beslut.ankare, "<p>Nytt.</p>", beslut.version)]
    with pytest.raises(DomanFel, match="det som är justerat ändras inte"):
        spara_paragraf(paragraf, delar=delar, by=sekreterare)


def test_an_avskrift_is_mended_part_by_part(paragraf, beslut, sekreterare):
    delar = [Deltext(beslut.ankare, "<p>Nytt.</p>", beslut.version)]
    paragraf.protokoll.lage = "avskrift"
    paragraf.protokoll.save()
    with pytest.raises(DomanFel, match="avskrift rättas ett avsnitt i taget"):
        spara_paragraf(paragraf, delar=delar, by=sekreterare)


def test_a_part_that_is_not_there_is_told(paragraf, sekreterare):
    with pytest.raises(DomanFel, match="finns inte längre"):
        spara_paragraf(paragraf, delar=[Deltext("avsnitt-999999", "<p>x</p>", 3)], by=sekreterare)


def test_saving_takes_the_drafts_away(paragraf, beslut, sekreterare, annan_sekreterare):
    for by in (sekreterare, annan_sekreterare):
        Utkast.objects.create(av=by, paragraf=paragraf, del_namn=beslut.ankare, text="<p>x</p>", fran_version=1)

    spara_paragraf(paragraf, delar=[Deltext(beslut.ankare, "<p>x</p>", beslut.version)], by=sekreterare)

    assert [u.av for u in Utkast.objects.all()] == [annan_sekreterare]


@pytest.mark.parametrize(
    ("standard", "till", "rubrik"),
    [
        ("Provnämndens beslut", "Kommunfullmäktige", "Provnämndens förslag till beslut i kommunfullmäktige"),
        ("Provnämndens beslut", None, "Provnämndens förslag till beslut"),
        ("Beslut", "Kommunfullmäktige", "Beslut – förslag till kommunfullmäktige"),
    ],
)
def test_beslutsrubrik(organ, standard, till, rubrik):
    organet = OrganFactory.build(namn=till) if till else None

    assert beslutsrubrik(organ, "forslag", organet, standard=standard) == rubrik
    assert beslutsrubrik(organ, "eget", None, standard=standard) == standard


def test_hogre_organ_are_those_above_then_fullmaktige(organ, fullmaktige):
    styrelse = OrganFactory(namn="Kommunstyrelsen", slag="styrelse", overordnat=fullmaktige)
    utskott = OrganFactory(namn="Utskottet", slag="utskott", overordnat=styrelse)

    assert hogre_organ(utskott) == [styrelse, fullmaktige]
    assert hogre_organ(organ) == [styrelse, fullmaktige]
    assert hogre_organ(styrelse) == [fullmaktige]
    assert hogre_organ(fullmaktige) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(paragraf, beslut, sekreterare, annan_sekreterare):
    def save(by, text):
        return lambda: spara_paragraf(
            paragraf, delar=[Deltext(beslut.ankare, text, beslut.version), Deltext("jav", text)], by=by
        )

    svar = at_once(save(sekreterare, "<p>Ett.</p>"), save(annan_sekreterare, "<p>Två.</p>"))

    assert sorted(type(s).__name__ for s in svar) == ["Konflikter", "dict"]
    assert len({text for typ, text in rows(paragraf) if typ in ("beslut", "jav")}) == 1
    assert Avsnitt.objects.filter(paragraf=paragraf, typ="jav").count() == 1
