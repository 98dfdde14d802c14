"""One sammanträde, several protokoll: no § in two, none left out, each signed by those who were there."""

from datetime import date, time
from random import Random

import pytest

from kommun.fel import DomanFel
from protokoll import dagordning, frysning, indelning, moteshallning
from protokoll.dokument import fran_protokoll
from protokoll.indelning import Slag, flytta_paragrafer, justera_omedelbart, los_upp, nytt_protokoll
from protokoll.indelningsforslag import forslagen
from protokoll.justeringslage import Deltar, Justeringslage
from protokoll.klarkoll import klarkoll
from protokoll.models import Narvarohandelse, Paragraf, Protokoll, Utkast
from protokoll.narvarolista import narvarolista
from protokoll.underskrifter import synka_ordforande
from tests.factories import (
    BeslutFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
    justera,
)
from tests.protokoll.klarkoll.mote import rent_mote

pytestmark = pytest.mark.django_db
DAG = date(2026, 3, 4)


class Mote:
    """Six §§ of a meeting under way; Ada presides, Bo is vice, Cia and Dan adjust."""

    def __init__(self, organ, by, *, lage="pagar", antal=6):
        self.by = by
        self.s = SammantradeFactory(organ=organ, datum=DAG, lage=lage, start=time(13), plats="Provsalen")
        self.protokoll = ProtokollFactory(sammantrade=self.s, justeringens_plats_och_tid="Provhuset, 10 mars 2026")
        roller = ("ordforande", "vice_1", "ledamot", "ledamot", "ledamot")
        namn = ("Ada", "Bo", "Cia", "Dan", "Eva")
        self.d = [
            MotesdeltagareFactory(sammantrade=self.s, namn=f"{n} Provsson", parti="P", roll=roll, ordning=i)
            for i, (n, roll) in enumerate(zip(namn, roller, strict=True))
        ]
        self.p = [
            ParagrafFactory(protokoll=self.protokoll, nummer=n, rubrik=f"Ärende {n}") for n in range(1, antal + 1)
        ]
        for p in self.p:
            BeslutFactory(paragraf=p, text=f"<p>Nämnden antar plan {p.nummer}.</p>")
        for vem in (2, 3):
            UnderskriftFactory(
                protokoll=self.protokoll, person=self.d[vem].person, namn=self.d[vem].namn, ordning=300 + vem
            )
        UnderskriftFactory(protokoll=self.protokoll, roll="sekreterare", namn="Siv Provsson", ordning=1)
        synka_ordforande(self.s, by=by)

    def javig(self, vem, n):
        h = NarvarohandelseFactory(
            deltagare=self.d[vem], paragraf=self.p[n - 1], slag=Narvarohandelse.Slag.JAV, bara_paragrafen=True
        )
        synka_ordforande(self.s, by=self.by)
        return h

    def indelat(self) -> dict[str, list[int]]:
        """Kind → §§, of every protokoll."""
        return {pr.slag: sorted(pr.paragraferna.values_list("nummer", flat=True)) for pr in self.s.protokollen.all()}

    def alla(self) -> list[list[int]]:
        return [list(pr.paragraferna.values_list("nummer", flat=True)) for pr in self.s.protokollen.all()]

    def nytt(self, *nummer, slag=Slag.JAV):
        return nytt_protokoll(self.s, paragrafer=[self.p[n - 1] for n in nummer], slag=slag, by=self.by)

    def forslag(self):
        rader = list(self.s.paragraferna.prefetch_related("besluten").order_by("ordning"))
        protokollen = list(self.s.protokollen.prefetch_related("underskrifterna"))
        return forslagen(narvarolista(self.s, paragrafer=rader), protokollen)


@pytest.fixture
def mote(organ, sekreterare):
    return Mote(organ, sekreterare)


@pytest.fixture
def hallet(organ, sekreterare):
    return Mote(organ, sekreterare, lage="avslutat")


def roller(protokoll, roll):
    return [u.namn for u in protokoll.underskrifterna.filter(roll=roll)]


# Divided


def test_a_protokoll_of_its_own_takes_the_paragraf_from_the_ordinary_one(mote):
    nytt = mote.nytt(3)
    assert mote.indelat() == {"ordinarie": [1, 2, 4, 5, 6], "jav": [3]}
    assert roller(nytt, "sekreterare") == ["Siv Provsson"]
    assert roller(nytt, "justerare") == ["Cia Provsson", "Dan Provsson"]
    assert nytt.justeringens_plats_och_tid == "Provhuset, 10 mars 2026"


def test_made_twice_it_is_one(mote):
    assert mote.nytt(3, 5) == mote.nytt(3, 5)
    assert mote.s.protokollen.count() == 2


def test_the_vice_chair_who_presided_signs_and_does_not_adjust_what_he_led(mote):
    UnderskriftFactory(protokoll=mote.protokoll, person=mote.d[1].person, namn="Bo Provsson", ordning=310)
    mote.javig(0, 3)
    mote.javig(2, 3)
    nytt = mote.nytt(3)
    assert (roller(nytt, "ordforande"), roller(nytt, "justerare")) == (["Bo Provsson"], ["Dan Provsson"])
    assert roller(mote.protokoll, "ordforande") == ["Ada Provsson"]


def test_moved_between_protokoll_and_dissolved(hallet):
    nytt = hallet.nytt(3, 4)
    flytta_paragrafer(hallet.s, paragrafer=[hallet.p[4], hallet.p[2]], till=nytt, by=hallet.by)
    assert hallet.indelat() == {"ordinarie": [1, 2, 6], "jav": [3, 4, 5]}

    assert los_upp(nytt, by=hallet.by) == hallet.protokoll
    assert los_upp(nytt, by=hallet.by) is None
    assert hallet.indelat() == {"ordinarie": [1, 2, 3, 4, 5, 6]}


def test_what_is_left_empty_goes_away_but_the_ordinary_one_waits_for_the_meeting_to_end(organ, sekreterare):
    pagar = Mote(organ, sekreterare, antal=2)
    sekretess = pagar.nytt(1, 2, slag=Slag.SEKRETESS)
    assert pagar.indelat() == {"ordinarie": [], "sekretess": [1, 2]}
    flytta_paragrafer(pagar.s, paragrafer=pagar.p, till=pagar.protokoll, by=sekreterare)
    assert pagar.indelat() == {"ordinarie": [1, 2]}
    assert not Protokoll.objects.filter(pk=sekretess.pk).exists()


def test_a_held_meeting_whose_only_paragraf_was_adjusted_at_once_has_one_protokoll(organ, sekreterare):
    m = Mote(organ, sekreterare, antal=1, lage="avslutat")
    justera_omedelbart(m.p[0], by=sekreterare)
    assert m.indelat() == {"omedelbart": [1]}


def _andra(rad, **falt):
    for namn, varde in falt.items():
        setattr(rad, namn, varde)
    rad.save()


OLOVLIGT = {
    "frozen": (lambda m: _andra(m.protokoll, lage="fryst"), "hos justerarna"),
    "adjusted": (lambda m: justera(m.protokoll), "justerat"),
    "without number": (lambda m: _andra(m.p[2], nummer=None, protokoll=None), "inget paragrafnummer"),
    "planned meeting": (lambda m: _andra(m.s, lage="planerat"), "inte öppnats"),
}


@pytest.mark.parametrize(("gor", "mening"), OLOVLIGT.values(), ids=OLOVLIGT)
def test_what_is_not_in_work_is_not_divided(mote, gor, mening):
    gor(mote)
    with pytest.raises(DomanFel, match=mening):
        mote.nytt(3)
    assert mote.s.protokollen.count() == 1


def test_a_paragraf_is_not_put_into_what_is_with_its_justerare(mote):
    nytt = mote.nytt(3)
    nytt.refresh_from_db()
    nytt.lage = Protokoll.Lage.FRYST
    nytt.save()
    with pytest.raises(DomanFel, match="hos justerarna"):
        flytta_paragrafer(mote.s, paragrafer=[mote.p[0]], till=nytt, by=mote.by)
    with pytest.raises(DomanFel, match="hos justerarna"):
        los_upp(nytt, by=mote.by)
    assert mote.indelat()["jav"] == [3]


def test_paragrafer_of_another_meeting_are_refused(mote, organ, sekreterare):
    with pytest.raises(DomanFel, match="hör inte till"):
        nytt_protokoll(mote.s, paragrafer=[ParagrafFactory(nummer=40)], slag=Slag.JAV, by=sekreterare)
    with pytest.raises(DomanFel, match="minst en"):
        nytt_protokoll(mote.s, paragrafer=[], slag=Slag.JAV, by=sekreterare)


def test_whatever_is_done_no_paragraf_is_lost(mote):
    """After any row of acts every § lies in exactly one protokoll, and only the ordinary one may be empty."""
    slump = Random(8012)
    for _ in range(25):
        p = Paragraf.objects.select_related("protokoll").get(pk=slump.choice(mote.p).pk)
        vad, alla = slump.choice(["ny", "ny", "flytta", "los"]), list(mote.s.protokollen.order_by("pk"))
        if vad == "ny":
            mote.nytt(p.nummer, slag=slump.choice([Slag.JAV, Slag.SEKRETESS, Slag.OMEDELBART]))
        elif vad == "flytta":
            flytta_paragrafer(mote.s, paragrafer=[p], till=slump.choice(alla), by=mote.by)
        elif p.protokoll.slag != Slag.ORDINARIE:
            los_upp(p.protokoll, by=mote.by)
        assert sorted(n for nummer in mote.alla() for n in nummer) == [1, 2, 3, 4, 5, 6]
        assert all(pr.paragraferna.exists() for pr in mote.s.protokollen.exclude(slag=Slag.ORDINARIE))


# Omedelbar justering


def test_adjusted_at_once_while_the_meeting_goes_on(mote):
    protokoll = justera_omedelbart(mote.p[1], by=mote.by)
    assert mote.p[1].besluten.get().text.endswith("<p>Paragrafen justeras omedelbart.</p>")
    assert mote.indelat() == {"ordinarie": [1, 3, 4, 5, 6], "omedelbart": [2]}
    assert (protokoll.justeringens_plats_och_tid, protokoll.justeras_senast) == ("Provsalen, 4 mars 2026", DAG)

    assert justera_omedelbart(mote.p[1], by=mote.by) == protokoll
    assert mote.p[1].besluten.get().version == 2
    assert justera_omedelbart(mote.p[4], by=mote.by) == protokoll
    assert mote.indelat() == {"ordinarie": [1, 3, 4, 6], "omedelbart": [2, 5]}


def test_the_decision_has_to_be_in_writing(mote):
    beslut = mote.p[1].besluten.get()
    beslut.text = "<p>Paragrafen justeras omedelbart.</p>"
    beslut.save()
    with pytest.raises(DomanFel, match="inget beslut i skrift"):
        justera_omedelbart(mote.p[1], by=mote.by)
    assert mote.s.protokollen.count() == 1


def test_what_is_typed_is_saved_first(mote):
    beslut = mote.p[1].besluten.get()
    Utkast.objects.create(av=mote.by, paragraf=mote.p[1], del_namn=beslut.ankare, text="<p>Nytt.</p>", fran_version=1)
    with pytest.raises(DomanFel, match="inte är sparad"):
        justera_omedelbart(mote.p[1], by=mote.by)
    assert mote.indelat() == {"ordinarie": [1, 2, 3, 4, 5, 6]}


def test_the_meeting_goes_on_beside_what_is_adjusted(mote, sekreterare):
    """A § more, its number and the end of the meeting go to the ordinary protokoll."""
    protokoll = justera(justera_omedelbart(mote.p[1], by=sekreterare), DAG)
    ny = dagordning.lagg_till(mote.s, rubrik="Ett extra ärende", by=sekreterare)
    moteshallning.ta_upp(ny, by=sekreterare)
    moteshallning.avsluta(mote.s, slut=time(15), by=sekreterare)
    assert mote.indelat() == {"ordinarie": [1, 3, 4, 5, 6, 7], "omedelbart": [2]}
    protokoll.refresh_from_db()
    assert protokoll.lage == "justerat"


# Who signs which


def test_justerare_of_one_protokoll_and_of_the_meeting(mote, sekreterare):
    jav = mote.nytt(3)
    valj = moteshallning.valj_justerare
    valj(mote.s, deltagare=[mote.d[3]], plats="Provhuset", protokoll=jav, by=sekreterare)
    assert roller(jav, "justerare") == ["Dan Provsson"]
    assert roller(mote.protokoll, "justerare") == ["Cia Provsson", "Dan Provsson"]

    valj(mote.s, deltagare=[mote.d[4]], protokoll=jav, by=sekreterare)
    valj(mote.s, deltagare=[mote.d[2]], plats="Arkivet", by=sekreterare)
    assert (roller(jav, "justerare"), roller(mote.protokoll, "justerare")) == (["Eva Provsson"], ["Cia Provsson"])


def test_nobody_javig_is_chosen_for_the_paragraf(mote, sekreterare):
    jav = mote.nytt(3)
    mote.javig(4, 3)
    with pytest.raises(DomanFel, match="kan inte justera"):
        moteshallning.valj_justerare(mote.s, deltagare=[mote.d[4]], protokoll=jav, by=sekreterare)
    with pytest.raises(DomanFel, match="kan inte justera"):
        moteshallning.valj_justerare(mote.s, deltagare=[mote.d[0]], protokoll=jav, by=sekreterare)


# Proposed


def test_the_chairs_jav_is_proposed_a_protokoll_of_its_own(mote):
    assert mote.forslag() == []
    mote.javig(0, 3)
    (f,) = mote.forslag()
    assert ([p.nummer for p in f.paragrafer], f.mal) == ([3], "ny-jav")
    assert "Ada Provsson (P) är jävig vid § 3, och Bo Provsson (P) leder" in f.mening
    # Left in one protokoll, each of them stands behind what he or she presided over.
    dokument = fran_protokoll(mote.protokoll, kommun="")
    for u in mote.protokoll.underskrifterna.filter(roll="ordforande"):
        laget = Justeringslage(mote.protokoll, None, dokument, [], [], Deltar(u, "Ordförande"), [], DAG)
        assert laget.mina_paragrafer == ("§ 3" if u.namn.startswith("Bo") else "§§ 1–2, 4–6")
    mote.nytt(3)
    assert mote.forslag() == []


def test_a_jav_of_a_justerare_a_sentence_and_a_lost_paragraf_are_proposed(mote):
    mote.javig(2, 4)
    beslut = mote.p[4].besluten.get()
    beslut.text += "<p>Paragrafen justeras omedelbart.</p>"
    beslut.save()
    _andra(mote.p[5], protokoll=None)
    assert [([p.nummer for p in f.paragrafer], f.mal) for f in mote.forslag()] == [
        ([6], str(mote.protokoll.pk)),
        ([5], "ny-omedelbart"),
        ([4], "ny-jav"),
    ]


def test_a_justerare_who_is_javig_or_away_stops_the_freezing_until_the_paragraf_is_parted(hallet, sekreterare):
    hallet.s.slut = time(15)
    hallet.s.save()
    hallet.javig(2, 4)
    NarvarohandelseFactory(deltagare=hallet.d[3], paragraf=hallet.p[5], slag="gar")
    for mening in ("§ 4: Cia Provsson .* är jävig vid § 4. Ge § 4", "§ 6: Dan Provsson .* är inte med vid § 6. Ge § 6"):
        with pytest.raises(DomanFel, match=mening):
            frysning.frys(hallet.protokoll, satt="godkannande", by=sekreterare)
        forst = hallet.forslag()[0]
        nytt = nytt_protokoll(hallet.s, paragrafer=forst.paragrafer, slag=forst.slag, by=sekreterare)

    assert hallet.forslag() == []
    assert hallet.indelat() == {"ordinarie": [1, 2, 3, 5], "jav": [4], "justerare": [6]}
    assert roller(nytt, "justerare") == ["Cia Provsson"]
    assert fran_protokoll(nytt, kommun="").omfattning == "§ 6, eget protokoll med annan justerare"
    assert frysning.felen_i_ord(frysning.brister(hallet.protokoll, today=DAG)) == ""


# Printed


def test_each_part_says_what_it_holds_and_who_was_there(mote):
    mote.javig(0, 3)
    mote.nytt(3)
    justera_omedelbart(mote.p[1], by=mote.by)
    ordinarie, eget, genast = (
        fran_protokoll(pr, kommun="Provkommun") for pr in Protokoll.objects.order_by("pk").select_related()
    )
    assert (ordinarie.paragrafspann, ordinarie.omfattning) == ("§§ 1, 4–6", "§§ 1, 4–6. §§ 2–3 justeras för sig.")
    assert (eget.omfattning, genast.omfattning) == (
        "§ 3, eget protokoll på grund av jäv",
        "§ 2, omedelbar justering",
    )
    assert [(u.roll, u.namn) for u in eget.underskrifter][:2] == [
        ("Sekreterare", "Siv Provsson"),
        ("Ordförande", "Bo Provsson (P)"),
    ]
    assert [t.nummer for t in eget.paragrafer] == [3]
    assert "jäv" not in " ".join(d.rad for d in ordinarie.ledamoter)


def test_the_only_protokoll_of_a_meeting_says_nothing_of_parts(mote):
    assert fran_protokoll(mote.protokoll, kommun="Provkommun").omfattning == ""


# Klarkoll


def test_klarkoll_of_the_parts(organ):
    m = rent_mote(organ)
    assert "omedelbart_ej_lagd" not in m.koder()
    b = m.p[2].besluten.get()
    m.beslut(3, text=b.text + "<p>Paragrafen justeras omedelbart.</p>")
    assert "omedelbart_ej_lagd" in m.koder()
    pr = nytt_protokoll(m.s, paragrafer=[m.p[2]], slag=Slag.OMEDELBART, by=None)
    m.s.refresh_from_db()
    assert "omedelbart_ej_lagd" not in m.koder()
    assert "omedelbart_sent" in m.koder()
    assert "omedelbart_sent" not in m.koder(today=m.s.datum)
    m.beslut(3, text=b.text)
    assert "omedelbart_ej_sagt" in m.koder()
    assert pr.slag == "omedelbart"


def test_klarkoll_warns_in_time_also_of_what_is_with_its_justerare(organ):
    m = rent_mote(organ)
    m.protokoll.lage = Protokoll.Lage.FRYST
    m.protokoll.save()
    (koll,) = klarkoll([m.s], today=date(2026, 4, 20))
    assert "justeras_senast" in [a.kod for a in koll.kvar]


def test_the_state_is_said_before_anything_is_typed(organ):
    planerat = SammantradeFactory(organ=organ, lage="planerat")
    assert "inte öppnats" in indelning.hinder(planerat)
