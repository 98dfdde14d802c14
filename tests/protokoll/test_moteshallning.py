"""The meeting opened, gone through and closed; numbers by the organ's way; justerare chosen."""

from datetime import date, time
from functools import partial

import pytest

from kommun.fel import DomanFel
from protokoll import dagordning, standiga
from protokoll.models import Ajournering, Paragraf, Protokoll, Underskrift
from protokoll.moteshallning import OVERGANGAR, Lage, avsluta, oppna, oppna_igen, ta_upp, valj_justerare
from protokoll.narvarolista import narvarolista
from protokoll.paragrafserie import makulera
from protokoll.skrivning import andra_text
from protokoll.underskrifter import kan_justera
from protokoll.utfall import satt_utfall
from tests.factories import ArendeFactory, MandatFactory, PartiFactory, SammantradeFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledamoter(organ):
    s = PartiFactory(beteckning="S")
    roles = ["ordforande", "vice_1", "ledamot", "ersattare"]
    names = ["Ola Ord", "Vera Vice", "Lars Led", "Elsa Ers"]
    return [
        MandatFactory(organ=organ, roll=roll, parti=s, ordning=n, person__namn=name)
        for n, (roll, name) in enumerate(zip(roles, names, strict=True))
    ]


def planned(organ, day=date(2026, 3, 4), arenden="ABC"):
    mote = SammantradeFactory(organ=organ, datum=day, lage="planerat")
    for n, rubrik in enumerate(arenden, start=1):
        ArendeFactory(sammantrade=mote, ordning=n, rubrik=rubrik)
    return mote


@pytest.fixture
def mote(organ, ledamoter):
    return planned(organ)


@pytest.fixture
def for_hand(organ):
    organ.nummer_ges = "hand"
    organ.save()
    return organ


def numbers(mote):
    return list(mote.paragraferna.order_by("ordning").values_list("rubrik", "nummer"))


def row(mote, rubrik):
    return mote.paragraferna.get(rubrik=rubrik)


# Opened


def test_opened_gives_numbers_protokoll_and_the_first_paragraf(mote, sekreterare):
    dagordning.lagg_till(mote, rubrik="Beslutsärenden", slag="rubrik", by=sekreterare)
    oppna(mote, start=time(13, 4), by=sekreterare)

    mote.refresh_from_db()
    protokoll = mote.protokollen.get()
    assert (mote.lage, mote.start, mote.aktuell.rubrik) == ("pagar", time(13, 4), "A")
    assert numbers(mote) == [("A", 1), ("B", 2), ("C", 3), ("Beslutsärenden", None)]
    assert [p.rubrik for p in protokoll.paragraferna.order_by("ordning")] == ["A", "B", "C"]
    assert protokoll.lage == "utkast"
    sekr = protokoll.underskrifterna.get(roll="sekreterare")
    assert sekr.person == sekreterare.person


def test_opened_twice_is_opened_once(mote, sekreterare):
    oppna(mote, by=sekreterare)
    before = mote.history.count()
    oppna(mote, by=sekreterare)

    assert mote.history.count() == before
    assert mote.protokollen.count() == 1
    assert numbers(mote) == [("A", 1), ("B", 2), ("C", 3)]


def test_opened_makes_the_upprop_and_the_chair_signs(mote, sekreterare):
    oppna(mote, by=sekreterare)

    assert [d.namn for d in mote.motesdeltagarna.filter(slag="ledamot")] == ["Ola Ord", "Vera Vice", "Lars Led"]
    assert mote.protokollen.get().underskrifterna.get(roll="ordforande").namn == "Ola Ord"


def test_opened_without_dagordning_gets_the_standing_ones(organ, ledamoter, sekreterare):
    standiga.lagg_upp_vanliga(organ, by=sekreterare)
    mote = planned(organ, arenden="")
    oppna(mote, by=sekreterare)

    assert [n for _, n in numbers(mote)] == [1, 2, 3, 4, 5, 6]


def test_numbers_go_on_over_meetings_and_restart_in_january(organ, ledamoter, sekreterare):
    first, second, january = (planned(organ, d) for d in (date(2026, 3, 4), date(2026, 4, 1), date(2027, 1, 13)))
    for mote in (first, second, january):
        oppna(mote, by=sekreterare)

    assert numbers(second) == [("A", 4), ("B", 5), ("C", 6)]
    assert numbers(january) == [("A", 1), ("B", 2), ("C", 3)]


def test_a_meeting_of_a_later_day_is_not_opened(mote, sekreterare):
    with pytest.raises(DomanFel, match="Flytta det först"):
        oppna(mote, today=date(2026, 3, 3), by=sekreterare)
    assert oppna(mote, today=date(2026, 3, 4), by=sekreterare).lage == "pagar"


@pytest.mark.parametrize("lage", ["avslutat", "installt", "hanvisning"])
def test_opened_only_from_planerat(organ, sekreterare, lage):
    mote = SammantradeFactory(organ=organ, lage=lage)
    with pytest.raises(DomanFel, match="Sammanträdet är"):
        oppna(mote, by=sekreterare)
    mote.refresh_from_db()
    assert (mote.lage, Protokoll.objects.count()) == (lage, 0)


def test_every_state_has_its_way_on():
    assert set(OVERGANGAR) == set(Lage)


# One after the other


def test_numbers_one_at_a_time_as_they_are_taken_up(for_hand, mote, sekreterare):
    oppna(mote, by=sekreterare)
    assert numbers(mote) == [("A", 1), ("B", None), ("C", None)]

    for _ in range(2):
        ta_upp(row(mote, "B"), by=sekreterare)

    assert numbers(mote) == [("A", 1), ("B", 2), ("C", None)]
    mote.refresh_from_db()
    assert mote.aktuell.rubrik == "B"
    assert row(mote, "B").protokoll == mote.protokollen.get()
    assert row(mote, "C").protokoll is None


def test_taken_up_before_its_turn_stands_where_it_was_taken_up(for_hand, mote, sekreterare):
    oppna(mote, by=sekreterare)
    ta_upp(row(mote, "C"), by=sekreterare)

    assert numbers(mote) == [("A", 1), ("C", 2), ("B", None)]


def test_where_all_have_numbers_taking_one_up_early_moves_nothing(mote, sekreterare):
    oppna(mote, by=sekreterare)
    ta_upp(row(mote, "C"), by=sekreterare)
    ta_upp(row(mote, "A"), by=sekreterare)

    mote.refresh_from_db()
    assert numbers(mote) == [("A", 1), ("B", 2), ("C", 3)]
    assert mote.aktuell.rubrik == "A"


def test_a_void_number_is_not_given_again_when_the_arende_is_taken_up_anew(for_hand, mote, sekreterare):
    oppna(mote, by=sekreterare)
    makulera(row(mote, "A"), skal="fel ärende togs upp", by=sekreterare)
    ta_upp(row(mote, "B"), by=sekreterare)
    ta_upp(row(mote, "A"), by=sekreterare)

    assert numbers(mote) == [("B", 2), ("A", 3), ("C", None)]


def test_a_heading_and_what_utgar_are_not_taken_up(for_hand, mote, sekreterare):
    rubrik = dagordning.lagg_till(mote, rubrik="Rubrik", slag="rubrik", by=sekreterare)
    satt_utfall(row(mote, "C"), utfall="utgar", by=sekreterare)
    oppna(mote, by=sekreterare)

    for paragraf, words in ((rubrik, "rubrik"), (row(mote, "C"), "utgår")):
        with pytest.raises(DomanFel, match=words):
            ta_upp(paragraf, by=sekreterare)


def test_nothing_is_taken_up_outside_the_meeting(mote, sekreterare):
    with pytest.raises(DomanFel, match="inte öppnats"):
        ta_upp(row(mote, "A"), by=sekreterare)
    oppna(mote, by=sekreterare)
    avsluta(mote, slut=time(16, 0), by=sekreterare)
    with pytest.raises(DomanFel, match="avslutat"):
        ta_upp(row(mote, "A"), by=sekreterare)


# Closed


def test_closed_gives_what_is_left_a_number_or_lets_it_utga(for_hand, mote, sekreterare):
    oppna(mote, by=sekreterare)
    for _ in range(2):
        avsluta(mote, slut=time(16, 0), utgar=[row(mote, "B").pk], by=sekreterare)

    mote.refresh_from_db()
    assert (mote.lage, mote.slut, mote.aktuell) == ("avslutat", time(16, 0), None)
    assert numbers(mote) == [("A", 1), ("B", None), ("C", 2)]
    assert (row(mote, "B").utfall, row(mote, "B").protokoll) == ("utgar", None)
    assert row(mote, "C").protokoll


def test_not_closed_during_a_break_or_before_it_began(mote, sekreterare):
    oppna(mote, start=time(13, 0), by=sekreterare)
    paus = Ajournering.objects.create(sammantrade=mote, fran=time(14, 25))
    with pytest.raises(DomanFel, match=r"ajournerat sedan kl\. 14\.25"):
        avsluta(mote, slut=time(16, 0), by=sekreterare)
    paus.till = time(14, 35)
    paus.save()
    with pytest.raises(DomanFel, match=r"öppnades kl\. 13\.00"):
        avsluta(mote, slut=time(12, 0), by=sekreterare)
    assert avsluta(mote, slut=time(16, 0), by=sekreterare).lage == "avslutat"


def test_closed_only_while_it_runs(mote, sekreterare):
    with pytest.raises(DomanFel, match="inte öppnats"):
        avsluta(mote, slut=time(16, 0), by=sekreterare)


def test_opened_again_with_a_reason_until_the_protokoll_is_adjusted(mote, sekreterare):
    oppna(mote, by=sekreterare)
    avsluta(mote, slut=time(16, 0), by=sekreterare)
    with pytest.raises(DomanFel, match="Skriv varför"):
        oppna_igen(mote, skal=" ", by=sekreterare)
    for _ in range(2):
        oppna_igen(mote, skal="ett ärende glömdes", by=sekreterare)

    mote.refresh_from_db()
    assert (mote.lage, mote.slut, mote.aktuell.rubrik) == ("pagar", None, "C")
    assert dagordning.lagg_till(mote, rubrik="D", by=sekreterare).nummer == 4

    avsluta(mote, slut=time(16, 5), by=sekreterare)
    protokoll = mote.protokollen.get()
    protokoll.lage, protokoll.justeringsdag = "justerat", date(2026, 3, 10)
    protokoll.save()
    with pytest.raises(DomanFel, match="öppnas sammanträdet inte igen"):
        oppna_igen(mote, skal="ett till", by=sekreterare)


# Justerare


@pytest.fixture
def med_val(organ, ledamoter, sekreterare):
    standiga.lagg_upp_vanliga(organ, by=sekreterare)
    mote = planned(organ, arenden="")
    return oppna(mote, by=sekreterare)


def deltagare(mote, namn):
    return mote.motesdeltagarna.get(namn=namn)


def test_justerare_write_the_standing_paragraf_and_the_line_to_sign_on(med_val, sekreterare):
    choose = partial(
        valj_justerare,
        med_val,
        deltagare=[deltagare(med_val, "Vera Vice")],
        plats="Stadshuset, Provstad",
        dag=date(2026, 3, 10),
        tid=time(15, 0),
        by=sekreterare,
    )
    choose()
    choose()

    protokoll = med_val.protokollen.get()
    beslut = row(med_val, "Val av protokolljusterare").besluten.get()
    assert beslut.text == "<p>Provnämnden väljer Vera Vice (S) att jämte ordförande justera dagens protokoll.</p>"
    assert protokoll.justeringens_plats_och_tid == "Stadshuset, Provstad, 10 mars 2026 kl. 15.00"
    assert [(u.roll, u.namn) for u in protokoll.underskrifterna.order_by("ordning")][1:] == [
        ("ordforande", "Ola Ord"),
        ("justerare", "Vera Vice"),
    ]
    med_val.refresh_from_db()
    assert med_val.planerad_justering == date(2026, 3, 10)


def test_other_justerare_take_the_place_of_the_first(med_val, sekreterare):
    vera, lars = deltagare(med_val, "Vera Vice"), deltagare(med_val, "Lars Led")
    valj_justerare(med_val, deltagare=[vera], by=sekreterare)
    valj_justerare(med_val, deltagare=[lars, vera], by=sekreterare)

    rows = Underskrift.objects.filter(roll="justerare").order_by("ordning")
    assert [u.namn for u in rows] == ["Lars Led", "Vera Vice"]
    assert "väljer Lars Led (S) och Vera Vice (S) att" in row(med_val, "Val av protokolljusterare").besluten.get().text


def test_a_text_that_somebody_edited_is_left_alone(med_val, sekreterare):
    beslut = row(med_val, "Val av protokolljusterare").besluten.get()
    andra_text(beslut, text="<p>Egna ord.</p>", version=beslut.version, by=sekreterare)
    valj_justerare(med_val, deltagare=[deltagare(med_val, "Vera Vice")], by=sekreterare)

    beslut.refresh_from_db()
    assert beslut.text == "<p>Egna ord.</p>"


def test_the_chair_and_those_who_do_not_serve_cannot_adjust(med_val, sekreterare):
    assert [d.namn for d in kan_justera(narvarolista(med_val), med_val)] == ["Vera Vice", "Lars Led"]
    for who in ([deltagare(med_val, "Ola Ord")], []):
        with pytest.raises(DomanFel):
            valj_justerare(med_val, deltagare=who, by=sekreterare)
    with pytest.raises(DomanFel, match="efter sammanträdet"):
        valj_justerare(med_val, deltagare=[deltagare(med_val, "Vera Vice")], dag=date(2026, 3, 3), by=sekreterare)
    assert not Underskrift.objects.filter(roll="justerare").exists()


def test_justerare_are_not_chosen_before_the_meeting(mote, sekreterare):
    with pytest.raises(DomanFel, match="inte öppnats"):
        valj_justerare(mote, deltagare=[], by=sekreterare)


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(6))
def test_two_secretaries_opening_two_meetings_of_one_organ_never_share_a_number(organ, ledamoter, sekreterare, round):
    motena = [planned(organ, date(2026, 3, d), "ABCDE") for d in (4, 5, 6)]
    answers = at_once(*(partial(oppna, mote, by=sekreterare) for mote in motena))

    assert not [e for e in answers if isinstance(e, Exception)]
    taken = sorted(Paragraf.objects.values_list("nummer", flat=True))
    assert taken == list(range(1, 16))
    for mote in motena:
        own = [n for _, n in numbers(mote)]
        assert own == list(range(own[0], own[0] + 5)), "each meeting has its run, in its order"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_one_meeting_opened_twice_at_once_is_opened_once(mote, sekreterare, round):
    answers = at_once(*[partial(oppna, mote, by=sekreterare)] * 3)

    assert [a.lage for a in answers] == ["pagar"] * 3
    assert numbers(mote) == [("A", 1), ("B", 2), ("C", 3)]
    assert Protokoll.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(4))
def test_taken_up_at_once_each_gets_its_own_number(for_hand, ledamoter, sekreterare, round):
    one, other = planned(for_hand, arenden="ABCD"), planned(for_hand, date(2026, 3, 5), "EFGH")
    for mote in (one, other):
        oppna(mote, by=sekreterare)
    rows = [row(one, "D"), row(one, "B"), row(one, "B"), row(other, "G"), row(other, "F")]
    answers = at_once(*(partial(ta_upp, p, by=sekreterare) for p in rows))

    assert not [e for e in answers if isinstance(e, Exception)]
    taken = sorted(Paragraf.objects.exclude(nummer=None).values_list("nummer", flat=True))
    assert taken == [1, 2, 3, 4, 5, 6]
    for mote in (one, other):
        given = [n for _, n in numbers(mote)]
        numbered = [n for n in given if n]
        assert given == numbered + [None] * (len(given) - len(numbered))
        assert numbered == sorted(numbered), "numbers follow the order"
