"""The acts on yrkanden and on the chair's questions."""

import pytest

from kommun.fel import DomanFel
from protokoll.beslutsgang import (
    FelPerson,
    NyareRad,
    Propositionsrad,
    andra_yrkande,
    angra_aterkallelse,
    aterkalla_yrkande,
    hinder,
    lagg_yrkande,
    satt_beslutsgang,
    ta_bort_yrkande,
)
from protokoll.forlopp import forlopp
from protokoll.models import Paragraf, Proposition, Sammantrade, Yrkande
from protokoll.omrostning import starta_omrostning
from tests.factories import MotesdeltagareFactory
from tests.parallel import at_once
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


def lagg(mote, *yrkare, by, slag="bifall", text="bifall till motionen", **kwargs):
    return lagg_yrkande(paragraf=mote.paragraf, slag=slag, text=text, yrkare=yrkare, by=by, **kwargs)


def test_lagg_yrkande_keeps_the_order_of_the_people(mote, sekreterare):
    _, bo, cia, dan, *_ = mote.ledamoter

    y = lagg(mote, cia, bo, instammer=[dan, mote.gast], by=sekreterare)

    assert [(r.deltagare.namn, r.instammer) for r in y.yrkarna.all()] == [
        ("Cia Ceder", False),
        ("Bo Björk", False),
        ("Dan Dal", True),
        ("Hans Hall", True),
    ]
    rad = y.history.first()
    assert (rad.history_user, rad.history_change_reason) == (sekreterare, "Antecknade yrkandet")


def test_lagg_yrkande_twice_makes_one(mote, sekreterare):
    ett = lagg(mote, mote.ledamoter[1], by=sekreterare)

    assert lagg(mote, mote.ledamoter[1], by=sekreterare) == ett
    assert lagg(mote, mote.ledamoter[2], by=sekreterare) != ett
    assert Yrkande.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_lagg_yrkande_twice_at_once_makes_one(mote, sekreterare):
    bo = mote.ledamoter[1]

    ett, tva = at_once(lambda: lagg(mote, bo, by=sekreterare), lambda: lagg(mote, bo, by=sekreterare))

    assert ett == tva
    assert Yrkande.objects.count() == 1


@pytest.mark.parametrize("vem", ["suppleant", "tjansteperson", "borta", "javig"])
def test_only_those_who_serve_may_yrka(mote, sekreterare, vem):
    if vem == "javig":
        mote.javig(mote.ledamoter[2])
    person = {
        "suppleant": mote.suppleant,
        "tjansteperson": mote.tjansteperson,
        "borta": mote.ledamoter[-1],
        "javig": mote.ledamoter[2],
    }[vem]

    with pytest.raises(FelPerson, match=rf"{person.namn}.* tjänstgör inte vid § 12") as fel:
        lagg(mote, mote.ledamoter[1], by=sekreterare, instammer=[person])

    assert fel.value.personer == (person,)
    assert Yrkande.objects.count() == 0


def test_yrkande_needs_somebody_and_nobody_twice(mote, sekreterare):
    bo = mote.ledamoter[1]

    with pytest.raises(FelPerson, match="Välj vem som yrkar"):
        lagg(mote, by=sekreterare)
    with pytest.raises(FelPerson, match="kan inte både yrka och instämma"):
        lagg(mote, bo, by=sekreterare, instammer=[bo])


def test_yrkande_of_somebody_from_another_meeting_is_refused(mote, sekreterare):
    with pytest.raises(FelPerson, match="tjänstgör inte"):
        lagg(mote, MotesdeltagareFactory(), by=sekreterare)


@pytest.mark.parametrize(
    ("fore", "mening"),
    [
        ({"lage": Sammantrade.Lage.PLANERAT}, "Sammanträdet har inte öppnats än"),
        ({"lage": Sammantrade.Lage.INSTALLT}, "Sammanträdet har inte öppnats än"),
        ({"slag": Paragraf.Slag.RUBRIK, "nummer": None, "ordning": 1}, "En rubrik på dagordningen"),
        ({"genom_hanvisning": True}, "Det här är en avskrift"),
    ],
)
def test_yrkande_in_the_wrong_state_says_why(organ, sekreterare, fore, mening):
    mote = motet(organ, **fore)

    assert mening in hinder(mote.paragraf)
    with pytest.raises(DomanFel, match=mening):
        lagg(mote, mote.ledamoter[1], by=sekreterare)


def test_nothing_changes_after_justering(mote, sekreterare):
    y = lagg(mote, mote.ledamoter[1], by=sekreterare)
    mote.paragraf.protokoll.lage = "justerat"
    mote.paragraf.protokoll.justeringsdag = "2026-03-20"
    mote.paragraf.protokoll.save()

    for act in (
        lambda: lagg(mote, mote.ledamoter[2], by=sekreterare),
        lambda: aterkalla_yrkande(y, by=sekreterare),
        lambda: ta_bort_yrkande(y, by=sekreterare),
        lambda: satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(y, None)], by=sekreterare),
        lambda: starta_omrostning(paragraf=mote.paragraf, ja_innebar="a", nej_innebar="b", by=sekreterare),
    ):
        with pytest.raises(DomanFel, match="det som är justerat ändras inte"):
            act()
    y.refresh_from_db()
    assert not y.aterkallat


def test_andra_yrkande(mote, sekreterare):
    ada, bo, cia, *_ = mote.ledamoter
    y = lagg(mote, bo, cia, by=sekreterare)

    nu = andra_yrkande(
        y, slag="avslag", text="avslag på motionen", yrkare=[cia], instammer=[ada], version=y.version, by=sekreterare
    )

    assert (nu.slag, nu.text) == ("avslag", "avslag på motionen")
    assert [(r.deltagare, r.instammer) for r in nu.yrkarna.all()] == [(cia, False), (ada, True)]


def test_andra_yrkande_over_a_newer_version_writes_nothing(mote, sekreterare, annan_sekreterare):
    bo = mote.ledamoter[1]
    y = lagg(mote, bo, by=sekreterare)
    arguments = {"slag": "bifall", "yrkare": [bo], "version": y.version}
    andra_yrkande(y, text="den enas", by=annan_sekreterare, **arguments)

    with pytest.raises(NyareRad, match="har ändrat yrkandet medan du skrev"):
        andra_yrkande(y, text="den andras", by=sekreterare, **arguments)

    y.refresh_from_db()
    assert y.text == "den enas"
    # The same words again are no conflict.
    assert andra_yrkande(y, text="den enas", by=sekreterare, **arguments) == y


def test_who_yrkade_may_stay_when_the_presence_changed_afterwards(mote, sekreterare):
    bo, cia = mote.ledamoter[1:3]
    y = lagg(mote, bo, by=sekreterare)
    mote.javig(bo)

    nu = andra_yrkande(y, slag=y.slag, text="annat", yrkare=[bo], version=y.version, by=sekreterare)
    assert nu.text == "annat"
    mote.javig(cia)
    with pytest.raises(FelPerson, match="Cia Ceder"):
        andra_yrkande(nu, slag=y.slag, text="annat", yrkare=[bo, cia], version=nu.version, by=sekreterare)


def test_withdrawn_yrkande_is_kept_and_not_printed(mote, sekreterare):
    y = lagg(mote, mote.ledamoter[1], by=sekreterare)
    assert "Bo Björk (SD) yrkar" in forlopp(mote.paragraf, mote.lista)["yrkanden"]

    aterkalla_yrkande(y, by=sekreterare)
    aterkalla_yrkande(y, by=sekreterare)

    assert forlopp(mote.paragraf, mote.lista) == {}
    assert y.history.count() == 2
    angra_aterkallelse(y, by=sekreterare)
    assert "yrkanden" in forlopp(mote.paragraf, mote.lista)


def test_what_was_put_is_neither_withdrawn_nor_removed(mote, sekreterare):
    y = lagg(mote, mote.ledamoter[1], by=sekreterare)
    satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(None, y)], by=sekreterare)

    for act in (aterkalla_yrkande, ta_bort_yrkande):
        with pytest.raises(DomanFel, match="har ställts under proposition"):
            act(y, by=sekreterare)
    assert Yrkande.objects.filter(aterkallat=False).count() == 1


def test_ta_bort_yrkande_keeps_its_history(mote, sekreterare):
    y = lagg(mote, mote.ledamoter[1], by=sekreterare)

    ta_bort_yrkande(y, by=sekreterare)
    ta_bort_yrkande(y, by=sekreterare)

    assert Yrkande.objects.count() == 0
    rad = Yrkande.history.first()
    assert (rad.history_type, rad.history_user, rad.history_change_reason) == ("-", sekreterare, "Tog bort yrkandet")
    with pytest.raises(DomanFel, match="har tagits bort av någon annan"):
        aterkalla_yrkande(y, by=sekreterare)


@pytest.fixture
def tva(mote, sekreterare):
    ada, bo, *_ = mote.ledamoter
    return lagg(mote, ada, slag="avslag", text="avslag på motionen", by=sekreterare), lagg(mote, bo, by=sekreterare)


def test_beslutsgang_is_written_in_the_order_it_was_put(mote, tva, sekreterare):
    avslag, bifall = tva
    aterremiss = lagg(mote, mote.ledamoter[3], slag="aterremiss", text="att ärendet återremitteras", by=sekreterare)

    satt_beslutsgang(
        mote.paragraf,
        rader=[
            Propositionsrad(avslag, bifall, ordning=7, bifall=True),
            Propositionsrad(aterremiss, None, ordning=3, bifall=False),
        ],
        by=sekreterare,
    )

    assert [(p.forslag, p.ordning) for p in mote.paragraf.propositionerna.all()] == [(aterremiss, 1), (avslag, 2)]
    text = forlopp(mote.paragraf, mote.lista)["beslutsgang"]
    assert text == (
        "<p>Ordföranden finner att det finns två förslag till beslut, dels Ada Alms (M) avslagsyrkande, "
        "dels Bo Björks (SD) bifallsyrkande.</p>"
        "<p>Ordföranden prövar först Dan Dals (S) yrkande om återremiss mot att ärendet ska avgöras i dag och finner "
        "att nämnden beslutar att ärendet ska avgöras i dag.</p>"
        "<p>Ordföranden prövar Ada Alms (M) yrkande mot Bo Björks (SD) yrkande och finner att nämnden beslutar enligt "
        "Ada Alms (M) yrkande.</p>"
    )


def test_beslutsgang_saved_twice_puts_each_question_once(mote, tva, sekreterare):
    rader = [Propositionsrad(*tva, bifall=True)]

    for _ in range(2):
        satt_beslutsgang(mote.paragraf, rader=rader, by=sekreterare)

    assert Proposition.objects.count() == 1
    assert Proposition.objects.get().history.count() == 1


@pytest.mark.django_db(transaction=True)
def test_beslutsgang_saved_at_once_puts_each_question_once(mote, tva, sekreterare):
    def spara():
        return satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(*tva, bifall=True)], by=sekreterare)

    assert not [fel for fel in at_once(spara, spara) if isinstance(fel, Exception)]
    assert Proposition.objects.count() == 1


def test_beslutsgang_refuses_what_cannot_be_put(mote, tva, sekreterare):
    avslag, bifall = tva

    with pytest.raises(DomanFel, match="mot sig självt"):
        satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(avslag, avslag)], by=sekreterare)
    aterkalla_yrkande(bifall, by=sekreterare)
    bifall.refresh_from_db()
    with pytest.raises(DomanFel, match="är återkallat"):
        satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(avslag, bifall)], by=sekreterare)
    assert Proposition.objects.count() == 0


def test_question_that_was_voted_on_keeps_its_sides(mote, tva, sekreterare):
    avslag, bifall = tva
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(avslag, bifall, bifall=True)], by=sekreterare)
    starta_omrostning(paragraf=mote.paragraf, ja_innebar="a", nej_innebar="b", proposition=p, by=sekreterare)

    def rad(**kwargs):
        return [Propositionsrad(**{"forslag": avslag, "mot": bifall, "pk": p.pk, "version": p.version} | kwargs)]

    with pytest.raises(DomanFel, match="Det finns en omröstning om propositionen"):
        satt_beslutsgang(mote.paragraf, rader=rad(forslag=bifall, mot=avslag), by=sekreterare)
    with pytest.raises(DomanFel, match="Ta bort omröstningen först"):
        satt_beslutsgang(mote.paragraf, rader=rad(ta_bort=True), by=sekreterare)
    [nu] = satt_beslutsgang(mote.paragraf, rader=rad(bifall=False), by=sekreterare)
    assert nu.bifall is False


def test_beslutsgang_over_a_newer_version_writes_nothing(mote, tva, sekreterare):
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(*tva)], by=sekreterare)
    rad = {"pk": p.pk, "version": p.version}
    satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(*tva, bifall=True, **rad)], by=sekreterare)

    with pytest.raises(NyareRad):
        satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(*tva, bifall=False, **rad)], by=sekreterare)

    assert Proposition.objects.get().bifall is True


def test_removed_question_is_removed_once(mote, tva, sekreterare):
    [p] = satt_beslutsgang(mote.paragraf, rader=[Propositionsrad(*tva)], by=sekreterare)

    for _ in range(2):
        satt_beslutsgang(
            mote.paragraf, rader=[Propositionsrad(*tva, pk=p.pk, version=p.version, ta_bort=True)], by=sekreterare
        )

    assert Proposition.objects.count() == 0
