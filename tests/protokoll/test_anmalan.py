"""The acts on what is noted at a §."""

import pytest

from kommun.fel import DomanFel
from protokoll.anmalan import BaraAnteckning, andra_anmalan, anmal, ta_bort_anmalan
from protokoll.beslutsgang import FelPerson, NyareRad
from protokoll.forlopp import forlopp
from protokoll.models import Anmalan, Anmalare, Sammantrade
from protokoll.omrostning import spara_roster, starta_omrostning
from tests.parallel import at_once
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


def gor(mote, slag, *anmalare, by, **kwargs):
    return anmal(paragraf=mote.paragraf, slag=slag, anmalare=anmalare, by=by, **kwargs)


def test_reservation_is_printed_with_its_reasons(mote, sekreterare):
    _, bo, cia, *_ = mote.ledamoter

    gor(
        mote,
        "reservation",
        bo,
        cia,
        till_forman_for="eget förslag",
        motivering="<p>Vi anser att … <script>x</script></p>",
        by=sekreterare,
    )

    assert forlopp(mote.paragraf, mote.lista)["reservation"] == (
        "<p>Bo Björk (SD) och Cia Ceder (SD) reserverar sig mot beslutet till förmån för eget förslag med följande "
        "motivering:</p><p>Vi anser att … </p>"
    )


def test_anmalan_twice_makes_one(mote, sekreterare):
    bo = mote.ledamoter[1]

    assert gor(mote, "reservation", bo, by=sekreterare) == gor(mote, "reservation", bo, by=sekreterare)
    assert Anmalan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_anmalan_twice_at_once_makes_one(mote, sekreterare):
    bo = mote.ledamoter[1]

    ett, tva = at_once(*[lambda: gor(mote, "reservation", bo, by=sekreterare)] * 2)

    assert ett == tva
    assert Anmalare.objects.count() == 1


def test_only_who_took_part_can_reserve_and_the_other_gets_an_anteckning(mote, sekreterare):
    mote.javig(mote.ledamoter[2])

    for person in (mote.suppleant, mote.ledamoter[2], mote.ledamoter[-1]):
        with pytest.raises(BaraAnteckning, match="En protokollsanteckning går bra i stället") as fel:
            gor(mote, "reservation", mote.ledamoter[1], person, by=sekreterare)
        assert fel.value.personer == (person,)
    assert Anmalan.objects.count() == 0

    gor(mote, "protokollsanteckning", mote.suppleant, motivering="Jag stödjer bifall.", by=sekreterare)
    assert forlopp(mote.paragraf, mote.lista)["protokollsanteckning"] == (
        "<p>Ida Idh (V) lämnar följande protokollsanteckning:</p><p>Jag stödjer bifall.</p>"
    )


def test_reservation_after_the_meeting_needs_that_it_was_announced_in_time(organ, sekreterare):
    mote = motet(organ, lage=Sammantrade.Lage.AVSLUTAT)
    bo = mote.ledamoter[1]

    with pytest.raises(DomanFel, match="ska ha anmälts innan det avslutades"):
        gor(mote, "reservation", bo, by=sekreterare)
    rad = gor(mote, "reservation", bo, anmald_i_tid=True, by=sekreterare)
    # Its reasons may come until the justering.
    nu = andra_anmalan(
        rad, slag="reservation", anmalare=[bo], motivering="För att.", version=rad.version, by=sekreterare
    )

    assert nu.motivering == "<p>För att.</p>"


def test_voting_no_makes_no_reservation(mote, sekreterare):
    vote = starta_omrostning(paragraf=mote.paragraf, ja_innebar="a", nej_innebar="b", by=sekreterare)
    spara_roster(vote, roster=mote.roster("nnnjjjj"), version=vote.version, by=sekreterare)

    assert Anmalan.objects.count() == 0
    assert "reservation" not in forlopp(mote.paragraf, mote.lista)


@pytest.mark.parametrize("ord_", ["jjjnnnj", "ajjnnnj"])
def test_who_voted_or_abstained_took_part(mote, sekreterare, ord_):
    vote = starta_omrostning(paragraf=mote.paragraf, ja_innebar="a", nej_innebar="b", by=sekreterare)
    spara_roster(vote, roster=mote.roster(ord_), version=vote.version, by=sekreterare)

    with pytest.raises(FelPerson, match="Att avstå från att rösta är inte att stå utanför beslutet"):
        gor(mote, "deltar_ej", mote.ledamoter[1], by=sekreterare)


def test_deltar_ej_and_reservation_exclude_each_other(mote, sekreterare):
    _, bo, cia, *_ = mote.ledamoter
    rad = gor(mote, "deltar_ej", bo, by=sekreterare)
    gor(mote, "reservation", cia, by=sekreterare)

    with pytest.raises(FelPerson, match="deltar inte i beslutet enligt en annan anmälan"):
        gor(mote, "reservation", bo, by=sekreterare)
    with pytest.raises(FelPerson, match="har reserverat sig och har alltså deltagit"):
        gor(mote, "deltar_ej", cia, by=sekreterare)
    # The same anmälan may turn from one to the other.
    nu = andra_anmalan(rad, slag="reservation", anmalare=[bo], version=rad.version, by=sekreterare)
    assert nu.slag == "reservation"


@pytest.mark.parametrize(
    ("slag", "vem", "mening"),
    [
        ("deltar_ej", "suppleant", "Bara den som tjänstgör kan avstå från att delta"),
        ("sarskilt_yttrande", "borta", "var inte närvarande vid § 12"),
        ("protokollsanteckning", "borta", "var inte närvarande vid § 12"),
    ],
)
def test_wrong_person_is_refused(mote, sekreterare, slag, vem, mening):
    person = mote.suppleant if vem == "suppleant" else mote.ledamoter[-1]

    with pytest.raises(FelPerson, match=mening):
        gor(mote, slag, person, motivering="Text", by=sekreterare)


def test_anmalan_needs_somebody_and_an_anteckning_its_words(mote, sekreterare):
    with pytest.raises(FelPerson, match="Välj vem det gäller"):
        gor(mote, "reservation", by=sekreterare)
    with pytest.raises(DomanFel, match="Skriv vad som ska antecknas"):
        gor(mote, "protokollsanteckning", mote.suppleant, motivering="<p> </p>", by=sekreterare)


def test_andra_anmalan_over_a_newer_version_writes_nothing(mote, sekreterare, annan_sekreterare):
    bo = mote.ledamoter[1]
    rad = gor(mote, "reservation", bo, by=sekreterare)
    arguments = {"slag": "reservation", "anmalare": [bo], "version": rad.version}
    andra_anmalan(rad, motivering="Den enas", by=annan_sekreterare, **arguments)

    with pytest.raises(NyareRad):
        andra_anmalan(rad, motivering="Den andras", by=sekreterare, **arguments)

    assert Anmalan.objects.get().motivering == "<p>Den enas</p>"


def test_ta_bort_anmalan_keeps_its_history(mote, sekreterare):
    rad = gor(mote, "reservation", mote.ledamoter[1], by=sekreterare)

    for _ in range(2):
        ta_bort_anmalan(rad, by=sekreterare)

    assert Anmalan.objects.count() == 0
    assert Anmalan.history.first().history_change_reason == "Tog bort: reservation"


def test_own_words_replace_the_sentence(mote, sekreterare):
    gor(mote, "deltar_ej", mote.ledamoter[1], egen_lydelse="Bo Björk (SD) deltar inte i punkt 2.", by=sekreterare)

    assert forlopp(mote.paragraf, mote.lista)["deltar_ej"] == "<p>Bo Björk (SD) deltar inte i punkt 2.</p>"


def test_what_is_printed_is_clean(mote, sekreterare):
    gor(mote, "deltar_ej", mote.ledamoter[1], egen_lydelse="<b>A</b> & B", by=sekreterare)

    assert forlopp(mote.paragraf, mote.lista)["deltar_ej"] == "<p>&lt;b&gt;A&lt;/b&gt; &amp; B</p>"
