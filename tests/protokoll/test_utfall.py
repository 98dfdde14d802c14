"""Ärenden that utgår, are bordlagda or återremitterade, and come back at a later meeting with the link kept."""

from datetime import date
from functools import partial

import pytest

from kommun.fel import DomanFel
from protokoll import dagordning
from protokoll.moteshallning import oppna
from protokoll.utfall import att_ta_upp_igen, kan_ta_emot, lydelse, satt_utfall, ta_upp_igen
from tests.factories import ArendeFactory, AvsnittFactory, BeslutFactory, OrganFactory, SammantradeFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ, sekreterare):
    """A meeting that runs, with two ärenden."""
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), lage="planerat")
    ArendeFactory(sammantrade=mote, ordning=1, rubrik="A")
    ArendeFactory(sammantrade=mote, ordning=2, rubrik="B", dnr="2026/2", foredragande="Eva Ek")
    return oppna(mote, by=sekreterare)


@pytest.fixture
def nasta(organ):
    return SammantradeFactory(organ=organ, datum=date(2026, 4, 1), lage="planerat")


@pytest.fixture
def b(mote):
    return mote.paragraferna.get(rubrik="B")


def text(paragraf):
    return paragraf.besluten.get().text


@pytest.mark.parametrize(
    ("utfall", "skal", "expected"),
    [
        ("utgar", "", "Ärendet utgår."),
        ("bordlagt", "", "KS bordlägger ärendet till ett kommande sammanträde."),
        ("aterremitterat", "", "KS återremitterar ärendet."),
        (
            "aterremitterat",
            "för att kostnaden ska utredas.",
            "KS återremitterar ärendet för att kostnaden ska utredas.",
        ),
    ],
)
def test_lydelse(utfall, skal, expected):
    assert lydelse(utfall, "KS", skal=skal) == expected


def test_utgar_keeps_its_number_and_prints_so(b, sekreterare):
    for _ in range(2):
        satt_utfall(b, utfall="utgar", by=sekreterare)

    b.refresh_from_db()
    assert (b.utfall, b.nummer, text(b)) == ("utgar", 2, "<p>Ärendet utgår.</p>")
    assert b.history.filter(history_change_reason="Ärendet: utgår").count() == 1


def test_taken_back_gives_the_text_that_stood_there(b, sekreterare):
    BeslutFactory(paragraf=b, text="<p>Förslaget godkänns.</p>")
    satt_utfall(b, utfall="bordlagt", by=sekreterare)
    assert text(b) == "<p>Provnämnden bordlägger ärendet till ett kommande sammanträde.</p>"

    satt_utfall(b, utfall="", by=sekreterare)

    b.refresh_from_db()
    assert (b.utfall, text(b)) == ("", "<p>Förslaget godkänns.</p>")


def test_a_decision_that_says_so_already_is_left_alone(b, sekreterare):
    own = "<p>Provnämnden beslutar att återremittera ärendet till kontoret.</p>"
    BeslutFactory(paragraf=b, text=own)
    satt_utfall(b, utfall="aterremitterat", by=sekreterare)

    assert text(b) == own


def test_bordlagt_to_a_chosen_meeting_is_there_with_link_and_text(b, nasta, sekreterare):
    AvsnittFactory(paragraf=b, typ="bakgrund", text="<p>Frågan har väckts.</p>")
    for _ in range(2):
        satt_utfall(b, utfall="bordlagt", till=nasta, by=sekreterare)

    ny = nasta.paragraferna.get()
    assert (ny.fran, ny.rubrik, ny.dnr, ny.foredragande, ny.utfall) == (b, "B", "2026/2", "Eva Ek", "")
    assert ny.avsnitten.get().text == "<p>Frågan har väckts.</p>"
    assert list(b.fortsattningarna.all()) == [ny]
    assert "till sammanträdet den 1 april 2026" in text(b)


def test_what_comes_back_is_on_the_list_until_it_is_taken_up(b, nasta, organ, sekreterare):
    satt_utfall(b, utfall="aterremitterat", by=sekreterare)
    assert list(att_ta_upp_igen(organ)) == [b]

    ny = ta_upp_igen(b, till=nasta, by=sekreterare)
    assert ta_upp_igen(b, till=nasta, by=sekreterare) == ny
    assert list(att_ta_upp_igen(organ)) == []

    dagordning.ta_bort(ny, by=sekreterare)
    assert list(att_ta_upp_igen(organ)) == [b]


def test_a_meeting_that_is_cancelled_gives_it_back(b, nasta, organ, sekreterare):
    ta_upp = partial(ta_upp_igen, b, by=sekreterare)
    satt_utfall(b, utfall="bordlagt", till=nasta, by=sekreterare)
    later = SammantradeFactory(organ=organ, datum=date(2026, 5, 6), lage="planerat")
    with pytest.raises(DomanFel, match="redan uppsatt till onsdagen den 1 april 2026"):
        ta_upp(till=later)
    nasta.lage = "installt"
    nasta.save()

    assert list(att_ta_upp_igen(organ)) == [b]
    assert ta_upp(till=later).sammantrade == later


def test_bordlagt_again_is_a_chain(b, nasta, organ, sekreterare):
    satt_utfall(b, utfall="bordlagt", till=nasta, by=sekreterare)
    oppna(nasta, by=sekreterare)
    ny = nasta.paragraferna.get()
    satt_utfall(ny, utfall="aterremitterat", by=sekreterare)

    assert list(att_ta_upp_igen(organ)) == [ny]


def test_only_later_open_meetings_of_the_organ_take_it(b, nasta, organ, sekreterare):
    SammantradeFactory(organ=organ, datum=date(2026, 2, 4), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2026, 4, 8), lage="installt")
    other = SammantradeFactory(organ=OrganFactory(), datum=date(2026, 4, 8), lage="planerat")
    assert list(kan_ta_emot(b)) == [nasta]

    satt_utfall(b, utfall="bordlagt", by=sekreterare)
    with pytest.raises(DomanFel, match="annat sammanträde i samma organ"):
        ta_upp_igen(b, till=other, by=sekreterare)
    early = SammantradeFactory(organ=organ, datum=date(2026, 2, 11), lage="planerat")
    with pytest.raises(DomanFel, match="senare sammanträde"):
        ta_upp_igen(b, till=early, by=sekreterare)


def test_the_outcome_is_not_changed_while_it_is_taken_up_elsewhere(b, nasta, sekreterare):
    satt_utfall(b, utfall="bordlagt", till=nasta, by=sekreterare)
    with pytest.raises(DomanFel, match="Ta bort det från den dagordningen först"):
        satt_utfall(b, utfall="", by=sekreterare)


def test_before_the_meeting_it_can_only_utga(organ, sekreterare):
    arende = ArendeFactory(sammantrade=SammantradeFactory(organ=organ, lage="planerat"))
    with pytest.raises(DomanFel, match="Öppna det först"):
        satt_utfall(arende, utfall="bordlagt", by=sekreterare)
    satt_utfall(arende, utfall="utgar", by=sekreterare)
    arende.refresh_from_db()
    assert (arende.utfall, arende.nummer) == ("utgar", None)


@pytest.mark.parametrize(("which", "words"), [("justerad", "är justerat"), ("avskrift", "inläst protokoll")])
def test_what_is_final_has_its_outcome(request, which, words, sekreterare):
    paragraf = request.getfixturevalue(which)
    with pytest.raises(DomanFel, match=words):
        satt_utfall(paragraf, utfall="utgar", by=sekreterare)


def test_a_heading_has_no_outcome(mote, sekreterare):
    rubrik = dagordning.lagg_till(mote, rubrik="Beslutsärenden", slag="rubrik", by=sekreterare)
    with pytest.raises(DomanFel, match="rubrik"):
        satt_utfall(rubrik, utfall="utgar", by=sekreterare)


@pytest.mark.django_db(transaction=True)
def test_carried_twice_at_once_stands_once(b, nasta, sekreterare):
    satt_utfall(b, utfall="bordlagt", by=sekreterare)
    answers = at_once(*[partial(ta_upp_igen, b, till=nasta, by=sekreterare)] * 3)

    assert nasta.paragraferna.count() == 1
    assert len({a.pk for a in answers}) == 1
