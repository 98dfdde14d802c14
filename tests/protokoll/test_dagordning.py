"""The dagordning: added to, changed and put in order, before the meeting and while it runs."""

from datetime import date, time
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.fel import DomanFel
from protokoll import dagordning, standiga
from protokoll.dagordningsrader import ny_ordning
from protokoll.models import Kallelse, Paragraf, StandigtArende
from protokoll.moteshallning import avsluta, oppna, ta_upp
from protokoll.utfall import satt_utfall
from tests.factories import (
    ArendeFactory,
    BeslutFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ProtokollFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    justera,
)
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    """A planned meeting with four ärenden."""
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), lage="planerat")
    for n in range(1, 5):
        ArendeFactory(sammantrade=mote, ordning=n, rubrik="ABCD"[n - 1])
    return mote


def row(mote, rubrik):
    return mote.paragraferna.get(rubrik=rubrik)


def order(mote):
    return "".join(mote.paragraferna.order_by("ordning").values_list("rubrik", flat=True))


def numbers(mote):
    return dict(mote.paragraferna.values_list("rubrik", "nummer"))


# Pure


@given(st.data())
def test_ny_ordning_keeps_the_fixed_and_loses_nobody(data):
    keys = data.draw(st.lists(st.integers(), unique=True, min_size=1, max_size=12))
    fixed = data.draw(st.sets(st.sampled_from(keys)))
    moved = data.draw(st.sampled_from(keys))
    place = data.draw(st.integers(-3, 15))

    new = ny_ordning(keys, fixed, moved, place)

    assert sorted(new) == sorted(keys)
    assert all(new[n] == key for n, key in enumerate(keys) if key in fixed)
    others = [k for k in keys if k not in fixed and k != moved]
    assert [k for k in new if k in others] == others, "the others keep their mutual order"


@pytest.mark.parametrize(
    ("fixed", "moved", "place", "expected"),
    [
        ("", "D", 1, "DABC"),
        ("", "A", 3, "BCAD"),
        ("", "A", 99, "BCDA"),
        ("", "D", -5, "DABC"),
        ("AB", "D", 1, "ABDC"),
        ("AC", "D", 1, "ADCB"),
        ("C", "A", 4, "BDCA"),
    ],
)
def test_ny_ordning(fixed, moved, place, expected):
    assert "".join(ny_ordning(list("ABCD"), set(fixed), moved, place)) == expected


# Added


def test_added_stands_last_and_a_double_click_adds_once(mote, sekreterare):
    key = uuid4()
    first = dagordning.lagg_till(mote, rubrik=" Vägen ", dnr="2026/1", by=sekreterare, nyckel=key)
    second = dagordning.lagg_till(mote, rubrik="Vägen", by=sekreterare, nyckel=key)

    assert first == second
    assert order(mote) == "ABCDVägen"
    assert (first.extra, first.nummer, first.dnr) == (False, None, "2026/1")


def test_added_stands_before_the_standing_ones_that_close(mote, organ, sekreterare):
    for n, (rubrik, sist) in enumerate([("Först", False), ("Sist", True), ("Allra sist", True)]):
        StandigtArendeFactory(organ=organ, rubrik=rubrik, sist=sist, ordning=n)
    standiga.satt_upp(mote, by=sekreterare)
    dagordning.lagg_till(mote, rubrik="Ny", by=sekreterare)

    assert order(mote) == "FörstABCDNySistAllra sist"


def test_first_one_brings_the_standing_ones(organ, sekreterare):
    StandigtArendeFactory(organ=organ, rubrik="Först")
    StandigtArendeFactory(organ=organ, rubrik="Vilar", aktivt=False)
    mote = SammantradeFactory(organ=organ, lage="planerat")

    dagordning.lagg_till(mote, rubrik="Ny", by=sekreterare)

    assert order(mote) == "FörstNy"


def test_added_after_the_kallelse_is_extra(mote, sekreterare, bilaga):
    Kallelse.objects.create(sammantrade=mote, nummer=1, skickad="2026-02-25T10:00Z", bilaga=bilaga)

    assert dagordning.lagg_till(mote, rubrik="Ny", by=sekreterare).extra
    assert not dagordning.lagg_till(mote, rubrik="Rubrik", slag="rubrik", by=sekreterare).extra


@pytest.fixture
def bilaga(db):
    from kommun.models import Bilaga

    return Bilaga.objects.create(namn="k.pdf", typ="application/pdf", innehall=b"%PDF", sha256="0" * 64)


def test_added_in_a_meeting_that_runs_gets_the_next_number(mote, sekreterare):
    oppna(mote, by=sekreterare)
    ny = dagordning.lagg_till(mote, rubrik="Ny", by=sekreterare)

    ny.refresh_from_db()
    assert (ny.extra, ny.nummer, ny.protokoll) == (True, 5, mote.protokollen.get())
    assert order(mote) == "ABCDNy"


@pytest.mark.parametrize(("lage", "words"), [("avslutat", "avsl"), ("installt", "inställt"), ("hanvisning", "hänv")])
def test_a_closed_dagordning_is_not_changed(organ, sekreterare, lage, words):
    mote = SammantradeFactory(organ=organ, lage=lage)
    arende = ArendeFactory(sammantrade=mote)

    for act in (
        partial(dagordning.lagg_till, mote, rubrik="Ny"),
        partial(dagordning.flytta, arende, plats=1),
        partial(dagordning.ta_bort, arende),
        partial(standiga.satt_upp, mote),
    ):
        with pytest.raises(DomanFel, match=words):
            act(by=sekreterare)

    assert list(mote.paragraferna.all()) == [arende]


# Changed


def change(arende, **felt):
    old = {f: getattr(arende, f) for f in ("rubrik", "dnr", "klassificering", "foredragande", "planerad_tid", "slag")}
    return {**old, **felt}


def test_changed_and_the_same_again_leaves_no_trace(mote, sekreterare):
    a = row(mote, "A")
    new = change(a, rubrik="Bron", foredragande="Eva Ek", planerad_tid=time(13, 30), slag="information")
    for _ in range(2):
        a = dagordning.andra(a, **new, by=sekreterare)

    a.refresh_from_db()
    assert (a.rubrik, a.foredragande, a.planerad_tid, a.slag) == ("Bron", "Eva Ek", time(13, 30), "information")
    assert a.history.filter(history_change_reason="Ändrade ärendet på dagordningen").count() == 1


def test_an_arende_with_number_or_text_never_becomes_a_heading(mote, sekreterare):
    BeslutFactory(paragraf=row(mote, "B"))
    with pytest.raises(DomanFel, match="har text"):
        dagordning.andra(row(mote, "B"), **change(row(mote, "B"), slag="rubrik"), by=sekreterare)
    oppna(mote, by=sekreterare)
    with pytest.raises(DomanFel, match="fått sitt nummer"):
        dagordning.andra(row(mote, "A"), **change(row(mote, "A"), slag="rubrik"), by=sekreterare)


def test_a_heading_that_becomes_an_arende_in_a_running_meeting_is_numbered_in_order(mote, sekreterare):
    dagordning.andra(row(mote, "C"), **change(row(mote, "C"), slag="rubrik"), by=sekreterare)
    oppna(mote, by=sekreterare)
    assert numbers(mote) == {"A": 1, "B": 2, "C": None, "D": 3}

    dagordning.andra(row(mote, "C"), **change(row(mote, "C"), slag="arende"), by=sekreterare)

    assert numbers(mote) == {"A": 1, "B": 2, "C": 3, "D": 4}


# Removed


def test_removed_with_its_text_and_twice_is_no_error(mote, sekreterare):
    b = row(mote, "B")
    BeslutFactory(paragraf=b)
    pk = b.pk
    dagordning.ta_bort(b, by=sekreterare)
    dagordning.ta_bort(Paragraf(pk=pk, sammantrade=mote), by=sekreterare)

    assert order(mote) == "ACD"
    last = Paragraf.history.filter(id=pk).first()
    assert (last.history_type, last.history_user) == ("-", sekreterare)


def test_one_with_number_stays(mote, sekreterare):
    oppna(mote, by=sekreterare)
    with pytest.raises(DomanFel, match="§ 2 har fått sitt nummer"):
        dagordning.ta_bort(row(mote, "B"), by=sekreterare)


def test_one_with_something_noted_stays_whole(mote, sekreterare):
    b = row(mote, "B")
    BeslutFactory(paragraf=b)
    NarvarohandelseFactory(deltagare=MotesdeltagareFactory(sammantrade=mote), paragraf=b)

    with pytest.raises(DomanFel, match="redan antecknat"):
        dagordning.ta_bort(b, by=sekreterare)

    assert b.besluten.exists()


# Moved


@pytest.mark.parametrize(("who", "where", "expected"), [("D", 1, "DABC"), ("A", 3, "BCAD"), ("B", 2, "ABCD")])
def test_moved(mote, sekreterare, who, where, expected):
    assert dagordning.flytta(row(mote, who), plats=where, by=sekreterare) == where
    assert order(mote) == expected
    assert sorted(mote.paragraferna.values_list("ordning", flat=True)) == [1, 2, 3, 4]


def test_in_a_meeting_that_runs_the_coming_ones_move_and_their_numbers_follow(mote, sekreterare):
    oppna(mote, by=sekreterare)
    ta_upp(row(mote, "B"), by=sekreterare)

    place = dagordning.flytta(row(mote, "D"), plats=1, by=sekreterare)

    assert place == 3, "what has been taken up keeps its place"
    assert order(mote) == "ABDC"
    assert numbers(mote) == {"A": 1, "B": 2, "D": 3, "C": 4}
    assert row(mote, "D").history.first().history_change_reason == "Flyttades på dagordningen: § 4 blev § 3"
    for fixed in "AB":
        with pytest.raises(DomanFel, match="redan tagits upp"):
            dagordning.flytta(row(mote, fixed), plats=4, by=sekreterare)


def test_what_was_taken_up_before_its_turn_keeps_place_and_number(mote, sekreterare):
    oppna(mote, by=sekreterare)
    ta_upp(row(mote, "C"), by=sekreterare)
    ta_upp(row(mote, "B"), by=sekreterare)

    with pytest.raises(DomanFel):
        dagordning.flytta(row(mote, "C"), plats=4, by=sekreterare)
    assert numbers(mote) == {"A": 1, "B": 2, "C": 3, "D": 4}


def test_a_paragraf_that_is_adjusted_keeps_its_number(mote, sekreterare):
    oppna(mote, by=sekreterare)
    c = row(mote, "C")
    c.protokoll = ProtokollFactory(sammantrade=mote)
    c.save()
    justera(c.protokoll)
    dagordning.flytta(row(mote, "D"), plats=2, by=sekreterare)

    assert numbers(mote) == {"A": 1, "D": 2, "C": 3, "B": 4}
    with pytest.raises(DomanFel):
        dagordning.flytta(row(mote, "C"), plats=4, by=sekreterare)


# Standing ones


def test_standing_ones_are_placed_once_with_their_texts(mote, organ, sekreterare):
    assert standiga.lagg_upp_vanliga(organ, by=sekreterare) == 6
    assert standiga.lagg_upp_vanliga(organ, by=sekreterare) == 0

    assert standiga.satt_upp(mote, by=sekreterare) == 6
    assert standiga.satt_upp(mote, by=sekreterare) == 0

    assert [p.rubrik for p in mote.paragraferna.order_by("ordning")] == [
        "Val av protokolljusterare",
        "Fastställande av dagordning",
        *"ABCD",
        "Uppföljning av uppdrag",
        "Inbjudningar",
        "Delegationsbeslut",
        "Meddelanden",
    ]
    texts = {p.rubrik: p.besluten.get().text for p in mote.paragraferna.exclude(besluten=None)}
    assert texts["Val av protokolljusterare"] == (
        "<p>Provnämnden väljer {justerare} att jämte ordförande justera dagens protokoll.</p>"
    )
    assert texts["Fastställande av dagordning"] == "<p>Provnämnden fastställer dagordningen.</p>"


def test_text_of_the_dagordning_lists_what_changed_until_somebody_edits_it(mote, organ, sekreterare):
    from protokoll.skrivning import andra_text

    standiga.lagg_upp_vanliga(organ, by=sekreterare)
    standiga.satt_upp(mote, by=sekreterare)
    oppna(mote, by=sekreterare)
    dagordning.lagg_till(mote, rubrik="Bron", by=sekreterare)
    satt_utfall(row(mote, "B"), utfall="utgar", by=sekreterare)

    beslut = row(mote, "Fastställande av dagordning").besluten.get()
    for words in ("med följande ändringar:", "Bron läggs till", "B utgår"):
        assert words in beslut.text

    beslut = andra_text(beslut, text="<p>Egna ord.</p>", version=beslut.version, by=sekreterare)
    dagordning.lagg_till(mote, rubrik="Vägen", by=sekreterare)

    beslut.refresh_from_db()
    assert beslut.text == "<p>Egna ord.</p>"


def test_standing_ones_are_kept_in_order_and_changed_with_care(organ, sekreterare):
    standiga.lagg_upp_vanliga(organ, by=sekreterare)
    a, b = StandigtArende.objects.filter(sist=False).order_by("ordning")
    standiga.flytta(b, steg=-1, by=sekreterare)
    standiga.flytta(b, steg=-1, by=sekreterare)
    assert list(StandigtArende.objects.filter(sist=False).order_by("ordning")) == [b, a]

    a.refresh_from_db()
    standiga.andra(a, version=a.version, rubrik="Val av justerare", by=sekreterare)
    with pytest.raises(DomanFel, match="Någon annan"):
        standiga.andra(a, version=a.version - 1, rubrik="Annat", by=sekreterare)
    assert StandigtArende.objects.get(pk=a.pk).rubrik == "Val av justerare"


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_moves_and_additions_at_once_leave_a_whole_order(mote, sekreterare, round):
    a, b, d = (row(mote, r) for r in "ABD")
    answers = at_once(
        partial(dagordning.flytta, a, plats=4, by=sekreterare),
        partial(dagordning.flytta, d, plats=1, by=sekreterare),
        partial(dagordning.flytta, b, plats=3, by=sekreterare),
        partial(dagordning.lagg_till, mote, rubrik="E", by=sekreterare),
        partial(dagordning.lagg_till, mote, rubrik="F", by=sekreterare),
    )

    assert not [e for e in answers if isinstance(e, Exception)]
    assert sorted(order(mote)) == list("ABCDEF")
    assert sorted(mote.paragraferna.values_list("ordning", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_adds_once(mote, sekreterare):
    key = uuid4()
    at_once(*[partial(dagordning.lagg_till, mote, rubrik="E", nyckel=key, by=sekreterare)] * 3)

    assert order(mote) == "ABCDE"


@pytest.mark.django_db(transaction=True)
def test_standing_ones_placed_twice_at_once_stand_once(mote, organ, sekreterare):
    standiga.lagg_upp_vanliga(organ, by=sekreterare)
    at_once(*[partial(standiga.satt_upp, mote, by=sekreterare)] * 3)

    assert mote.paragraferna.count() == 10


def test_closed_meeting_keeps_its_order(mote, sekreterare):
    oppna(mote, by=sekreterare)
    avsluta(mote, slut=time(16, 0), by=sekreterare)
    with pytest.raises(DomanFel, match="avslutat"):
        dagordning.flytta(row(mote, "D"), plats=1, by=sekreterare)
