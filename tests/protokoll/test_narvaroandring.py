"""What happens in the room, with the rules of kommunallagen checked."""

from datetime import date, time

import pytest

from kommun.fel import DomanFel
from protokoll.models import Ajournering, GodtagenVarning, Narvarohandelse, Protokoll
from protokoll.narvaroandring import BehoverSkal, angra, anteckna, ersattare_for
from protokoll.narvarolista import narvarolista
from protokoll.paus import avsluta_paus, paus, ta_bort_paus
from tests.factories import MotesdeltagareFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory, justera

pytestmark = pytest.mark.django_db


class Mote:
    def __init__(self, organ):
        self.rad = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), lage="pagar")
        self.protokoll = ProtokollFactory(sammantrade=self.rad)
        self.p = [ParagrafFactory(protokoll=self.protokoll, nummer=n) for n in range(1, 6)]

        def add(namn, parti="", slag="ledamot", **kwargs):
            return MotesdeltagareFactory(sammantrade=self.rad, namn=namn, parti=parti, slag=slag, **kwargs)

        self.asta = add("Asta Alm", "A", roll="ordforande")
        self.bo = add("Bo Bok", "B", roll="vice_1")
        self.cia = add("Cia Ceder", "A")
        self.elsa = add("Elsa Ek", "A", "ersattare", vid_upprop=False)
        self.frej = add("Frej Furu", "B", "ersattare", vid_upprop=True)
        self.siv = add("Siv Skrivare", slag="tjansteperson")

    def serving(self):
        lista = narvarolista(self.rad)
        return ["".join(d.namn[0] for d in lista.tjanstgorande(p)) for p in lista.paragrafer]


@pytest.fixture
def mote(organ):
    return Mote(organ)


@pytest.fixture
def gor(mote, sekreterare):
    """`gor(mote.cia, "gar", 3)`: from § 3."""

    def do(deltagare, slag, nummer=None, **kwargs):
        paragraf = mote.p[nummer - 1] if nummer else None
        return anteckna(mote.rad, deltagare=deltagare, slag=slag, paragraf=paragraf, by=sekreterare, **kwargs)

    return do


def test_one_leaves_and_an_ersattare_steps_in(mote, gor):
    gor(mote.cia, "gar", 3, ersattare=mote.elsa, klockslag=time(14, 5))

    assert mote.serving() == ["ABC", "ABC", "ABE", "ABE", "ABE"]
    assert [h.klockslag for h in mote.rad.narvarohandelserna.all()] == [time(14, 5)] * 2


def test_jav_calls_in_an_ersattare_for_that_paragraf_alone(mote, gor):
    gor(mote.cia, "jav", 3, ersattare=mote.frej)

    assert mote.serving() == ["ABC", "ABC", "ABF", "ABC", "ABC"]
    assert all(h.bara_paragrafen for h in mote.rad.narvarohandelserna.all())
    assert narvarolista(mote.rad).jav_meningar(mote.p[2]) == (
        "Cia Ceder (A) deltar inte i handläggningen av ärendet på grund av jäv.",
    )


def test_serving_for_somebody_javig_is_of_that_paragraf_alone(mote, gor):
    gor(mote.cia, "jav", 3)

    assert gor(mote.frej, "ersatter", 3, for_deltagare=mote.cia).bara_paragrafen


def test_the_same_again_is_one_handelse(mote, gor):
    first = gor(mote.cia, "jav", 3, ersattare=mote.frej)

    assert gor(mote.cia, "jav", 3, ersattare=mote.frej) == first
    assert Narvarohandelse.objects.count() == 2


def test_an_ersattare_who_is_javig_is_replaced_by_another(mote, gor):
    gor(mote.cia, "gar", ersattare=mote.elsa)
    gor(mote.elsa, "jav", 2, ersattare=mote.frej)

    assert mote.serving() == ["ABE", "ABF", "ABE", "ABE", "ABE"]


@pytest.mark.parametrize(
    ("fore", "vem", "slag", "for_vem", "mening"),
    [
        ([], "cia", "kommer", None, "Cia Ceder (A) är redan där vid § 3."),
        ([], "elsa", "gar", None, "Elsa Ek (A) är inte där vid § 3 och kan därför inte gå."),
        ([], "elsa", "ersatter", "cia", "Cia Ceder (A) är där vid § 3 och tjänstgör."),
        ([], "siv", "ersatter", "cia", "Siv Skrivare är inte ersättare"),
        ([], "elsa", "ersatter", None, "Välj vem Elsa Ek (A) tjänstgör för."),
        ([], "elsa", "ersatter", "frej", "Bara en ordinarie ledamots plats kan fyllas."),
        ([], "elsa", "ordforande", None, "bara den som tjänstgör kan leda sammanträdet"),
        ([("cia", "gar", None), ("bo", "gar", None), ("elsa", "ersatter", "cia")], "elsa", "ersatter", "bo",
         "Elsa Ek (A) tjänstgör redan för Cia Ceder (A) vid § 3."),
        ([("cia", "gar", None), ("elsa", "jav", None)], "elsa", "ersatter", "cia", "Elsa Ek (A) är jävig vid § 3"),
    ],
)  # fmt: skip
def test_what_the_rules_refuse_is_said_and_nothing_is_written(mote, gor, fore, vem, slag, for_vem, mening):
    for v, s, f in fore:
        gor(getattr(mote, v), s, 3, for_deltagare=f and getattr(mote, f))
    antal = Narvarohandelse.objects.count()

    with pytest.raises(DomanFel) as fel:
        gor(getattr(mote, vem), slag, 3, for_deltagare=for_vem and getattr(mote, for_vem))

    assert mening in str(fel.value)
    assert Narvarohandelse.objects.count() == antal


def test_jav_without_paragraf_and_ersattare_without_seat_are_refused(mote, gor):
    with pytest.raises(DomanFel, match="Jäv gäller alltid en paragraf"):
        gor(mote.cia, "jav")
    with pytest.raises(DomanFel, match="ingen ersättare behövs"):
        gor(mote.frej, "gar", 3, ersattare=mote.elsa)
    assert not Narvarohandelse.objects.exists()


def test_vaxeltjanstgoring_needs_a_reason_which_is_kept(mote, gor):
    gor(mote.cia, "gar", 2)

    with pytest.raises(BehoverSkal, match="annat skäl än jäv"):
        gor(mote.cia, "kommer", 4)
    assert mote.serving() == ["ABC", "AB", "AB", "AB", "AB"]

    gor(mote.cia, "kommer", 4, skal="styrkebalansen påverkades")
    assert mote.serving() == ["ABC", "AB", "AB", "ABC", "ABC"]
    godtagen = GodtagenVarning.objects.get()
    assert (godtagen.kod, godtagen.skal) == ("vaxeltjanstgoring", "styrkebalansen påverkades")
    assert godtagen.nyckel == next(v.nyckel for v in narvarolista(mote.rad).varningar())


def test_a_swap_in_the_middle_of_an_arende_needs_a_reason(mote, gor):
    with pytest.raises(BehoverSkal, match="Ett byte görs mellan två ärenden"):
        gor(mote.cia, "gar", 3, ersattare=mote.elsa, mitt_i=True)
    assert not Narvarohandelse.objects.exists()

    gor(mote.cia, "gar", 3, mitt_i=True)
    assert mote.serving()[2:] == ["AB"] * 3


def test_taking_back_jav_takes_the_ersattare_along(mote, gor, sekreterare):
    handelse = gor(mote.cia, "jav", 3, ersattare=mote.frej)

    borta = angra(handelse, by=sekreterare)

    assert borta == ["Cia Ceder (A) är jävig vid § 3", "Frej Furu (B) tjänstgör för Cia Ceder (A) vid § 3"]
    assert angra(handelse, by=sekreterare) == []
    assert mote.serving() == ["ABC"] * 5
    spar = Narvarohandelse.history.filter(history_type="-")
    assert {s.history_user for s in spar} == {sekreterare}
    assert "Tog bort: Cia Ceder (A) är jävig vid § 3" in {s.history_change_reason for s in spar}


def test_a_paragraf_justerad_during_the_meeting_keeps_its_presence(mote, gor, sekreterare):
    borta = gor(mote.cia, "gar", 2)
    omedelbart = ProtokollFactory(sammantrade=mote.rad)
    mote.p[2].protokoll = omedelbart
    mote.p[2].save()
    justera(omedelbart)

    with pytest.raises(DomanFel, match="§ 3 är redan justerad"):
        angra(borta, by=sekreterare)
    with pytest.raises(DomanFel, match="§ 3 är redan justerad"):
        gor(mote.bo, "jav", 3)
    gor(mote.bo, "gar", 4)
    assert mote.serving() == ["ABC", "AB", "AB", "A", "A"]


@pytest.mark.parametrize(("lage", "mening"), [("justerat", "är justerat"), ("avskrift", "inläst ur ett dokument")])
def test_everything_is_refused_when_all_is_justerat(mote, gor, sekreterare, lage, mening):
    handelse = gor(mote.cia, "gar", 2)
    break_ = paus(mote.rad, fran=time(14), till=time(14, 10), by=sekreterare)
    mote.protokoll.lage, mote.protokoll.justeringsdag = Protokoll.Lage(lage), date(2026, 3, 9)
    mote.protokoll.save()

    for act in (
        lambda: gor(mote.bo, "gar", 3),
        lambda: angra(handelse, by=sekreterare),
        lambda: paus(mote.rad, fran=time(15), by=sekreterare),
        lambda: ta_bort_paus(break_, by=sekreterare),
    ):
        with pytest.raises(DomanFel, match=mening):
            act()


def test_who_steps_in_comes_in_order(mote, gor):
    lista = narvarolista(mote.rad)
    assert ersattare_for(lista, mote.cia, mote.p[0]) == [mote.frej, mote.elsa]  # frej is in the room
    gor(mote.elsa, "kommer")
    assert ersattare_for(narvarolista(mote.rad), mote.cia, mote.p[0]) == [mote.elsa, mote.frej]
    gor(mote.bo, "jav", 2, ersattare=mote.elsa)
    assert ersattare_for(narvarolista(mote.rad), mote.cia, mote.p[1]) == [mote.frej]


# Breaks ------------------------------------------------------------------------------------------------------------


def test_a_break_starts_and_ends(mote, sekreterare):
    rad = paus(mote.rad, fran=time(14, 25), paragraf=mote.p[2], by=sekreterare)
    assert paus(mote.rad, fran=time(14, 25), paragraf=mote.p[2], by=sekreterare) == rad

    with pytest.raises(DomanFel, match=r"redan ajournerat från 14\.25"):
        paus(mote.rad, fran=time(14, 30), by=sekreterare)
    with pytest.raises(DomanFel, match="ska sluta efter att den börjar"):
        avsluta_paus(rad, till=time(14, 25), by=sekreterare)
    avsluta_paus(rad, till=time(14, 35), by=sekreterare)
    avsluta_paus(rad, till=time(14, 35), by=sekreterare)

    assert str(Ajournering.objects.get()) == "14.25–14.35"
    with pytest.raises(DomanFel, match="redan avslutad"):
        avsluta_paus(rad, till=time(14, 40), by=sekreterare)


@pytest.mark.parametrize(
    ("fran", "till", "ok"),
    [
        (time(14, 0), time(14, 20), True),
        (time(14, 0), time(14, 25), True),
        (time(14, 35), None, True),
        (time(14, 0), time(14, 26), False),
        (time(14, 30), time(14, 32), False),
        (time(14, 0), None, False),
        (time(12, 0), time(12, 30), False),
        (time(16, 50), time(17, 10), False),
    ],
)
def test_breaks_never_overlap_and_lie_within_the_meeting(mote, sekreterare, fran, till, ok):
    mote.rad.slut = time(17)
    mote.rad.save()
    paus(mote.rad, fran=time(14, 25), till=time(14, 35), by=sekreterare)

    if ok:
        paus(mote.rad, fran=fran, till=till, by=sekreterare)
    else:
        with pytest.raises(DomanFel):
            paus(mote.rad, fran=fran, till=till, by=sekreterare)
    assert Ajournering.objects.count() == 1 + ok


def test_a_break_by_mistake_is_taken_away(mote, sekreterare):
    rad = paus(mote.rad, fran=time(14, 25), by=sekreterare)

    ta_bort_paus(rad, by=sekreterare)
    ta_bort_paus(rad, by=sekreterare)

    assert not Ajournering.objects.exists()
