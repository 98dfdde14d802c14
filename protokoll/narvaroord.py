"""Presence as minutes print it, pure: the lines of the front page, the section Jäv, who presided.

Everything is read from one `Mote`, so that the front page, the section Jäv and the list of votes cannot contradict
each other. `urval` is the positions that a protokoll holds; what is true of all of them is printed without §§.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from protokoll.narvaro import ERSATTARE, PRESIDIUM, Deltagare, Handelse, Mote
from protokoll.numrering import skriv_paragrafer

PRESIDIETITLAR = dict(zip(PRESIDIUM, ("ordförande", "1:e vice ordförande", "2:e vice ordförande"), strict=True))
GRUPPER = {
    "ersattare": "Ersättare",
    "tjansteperson": "Tjänstepersoner",
    "personalforetradare": "Personalföreträdare",
    "ovrig": "Övriga",
}


@dataclass(frozen=True, slots=True)
class Rad:
    """A line of the front page: "Lisa Andersson (M), ordförande, deltar ej § 368 p.g.a. jäv, utan ersättare"."""

    deltagare: int
    namn: str
    parti: str = ""
    titel: str = ""
    # "tjänstgör §§ 153, 155–160 för X (V)", "§§ 14–35, utom § 21"
    anmarkning: str = ""

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn

    @property
    def text(self) -> str:
        vem = ", ".join(filter(None, [self.namn_med_parti, self.titel]))
        skilje = " " if self.anmarkning.startswith("tjänstgör") else ", "
        return f"{vem}{skilje}{self.anmarkning}" if self.anmarkning else vem


@dataclass(frozen=True, slots=True)
class Framsida:
    """Who was there, as the front page of one protokoll says it."""

    ledamoter: tuple[Rad, ...]
    # Those who served for somebody.
    ersattare: tuple[Rad, ...]
    # ("Ersättare", those who did not serve), ("Tjänstepersoner", …) …; none empty.
    ovriga: tuple[tuple[str, tuple[Rad, ...]], ...]


def skriv_vid(mote: Mote, vid: Collection[int], urval: Collection[int]) -> str:
    """The positions as §§ in print; one without number by its place on the dagordning: "§§ 14–20 samt punkt 8"."""
    med = {mote.nummer[n] for n in vid if mote.nummer[n]}
    utan = [n + 1 for n in vid if not mote.nummer[n]]
    inom = {mote.nummer[n] for n in urval if mote.nummer[n]}
    # "utom § 21" says that somebody was away at § 21, so § 21 has to be in this protokoll.
    hal = set(range(min(med), max(med) + 1)) - med if med else set()
    paragrafer = skriv_paragrafer(med, med_utom=hal <= inom)
    punkter = skriv_paragrafer(utan, med_utom=False).replace("§§", "punkterna").replace("§", "punkt")
    return " samt ".join(filter(None, [paragrafer, punkter]))


def framsida(mote: Mote, urval: Iterable[int] | None = None) -> Framsida:
    """The front page of the protokoll that holds the positions `urval`; None is all of the meeting."""
    blad = _Blad(mote, frozenset(mote.alla if urval is None else urval))
    grupper = {rubrik: tuple(filter(None, map(blad.ovrig, blad.av_slag(slag)))) for slag, rubrik in GRUPPER.items()}
    return Framsida(
        ledamoter=tuple(filter(None, map(blad.ledamot, mote.platser))),
        ersattare=tuple(filter(None, map(blad.tjanstgorande_ersattare, blad.av_slag(ERSATTARE)))),
        ovriga=tuple((rubrik, rader) for rubrik, rader in grupper.items() if rader),
    )


@dataclass(frozen=True)
class _Blad:
    mote: Mote
    urval: frozenset[int]

    def av_slag(self, slag: str) -> list[Deltagare]:
        return [d for d in self.mote.roll if d.slag == slag]

    def skriv(self, vid: Collection[int]) -> str:
        return skriv_vid(self.mote, vid, self.urval)

    def rad(self, d: Deltagare, *delar: str, titel: str | None = None) -> Rad:
        return Rad(d.id, d.namn, d.parti, d.titel if titel is None else titel, ", ".join(filter(None, delar)))

    def leder(self, d: Deltagare) -> str:
        """Said of everybody who presided but the chair, whose title says it."""
        vid = self.mote.leder(d.id) & self.urval
        return f"ordförande {self.skriv(vid)}" if vid and d.roll != PRESIDIUM[0] else ""

    def jav(self, d: Deltagare, verb: str) -> str:
        vid = self.mote.javig(d.id) & self.urval
        return f"{verb} ej {self.skriv(vid)} p.g.a. jäv" if vid else ""

    def ledamot(self, d: Deltagare) -> Rad | None:
        if d.vakant:
            return self.rad(d)
        tjanstgor = self.mote.tjanstgor(d.id) & self.urval
        javig = self.mote.javig(d.id) & self.urval
        borta = self.urval - tjanstgor
        tom = self.mote.tom(d.id) & self.urval
        titel = d.titel or PRESIDIETITLAR.get(d.roll, "")
        if not tjanstgor and not javig and not tom and self.urval:
            return None  # not there, and the ersättare's line says for whom
        vid = ""
        if not tjanstgor and borta - javig:
            vid = "frånvarande"
        elif borta - javig:
            # The §§ of the jäv are named as such, not as "utom".
            vid = skriv_vid(self.mote, tjanstgor, self.urval - javig)
        utan = "utan ersättare" if tom else ""
        # Of one jävig, or away all the time, it is plain which §§ are meant.
        if tom and (tom != borta or (tjanstgor and borta - javig)):
            utan += f" {self.skriv(tom)}"
        return self.rad(d, vid, self.leder(d), self.jav(d, "deltar"), utan, titel=titel)

    def tjanstgorande_ersattare(self, d: Deltagare) -> Rad | None:
        for_vem = {p: vid & self.urval for p, vid in self.mote.tjanstgor_for(d.id).items() if vid & self.urval}
        if not for_vem:
            return None
        delar = []
        for plats, vid in for_vem.items():
            seat = self.mote.vem(plats)
            tom = f"({seat.parti})" if seat.parti else ""
            vems = " ".join(filter(None, ["på vakant plats", tom])) if seat.vakant else f"för {seat.namn_med_parti}"
            delar.append(vems if vid == self.urval else f"{self.skriv(vid)} {vems}")
        jav = self.jav(d, "deltar" if self.mote.javig_far_vara_kvar else "närvarar")
        return self.rad(d, f"tjänstgör {' och '.join(delar)}", self.leder(d), jav)

    def ovrig(self, d: Deltagare) -> Rad | None:
        """Merely present: also an ersättare, at the §§ where she does not serve."""
        narvarar = self.mote.narvarar(d.id) & self.urval
        tjanstgor = self.mote.tjanstgor(d.id) & self.urval
        bara_narvarar = narvarar - tjanstgor
        if not bara_narvarar:
            return None
        # The line as serving has told of the jäv already.
        jav = "" if tjanstgor else self.jav(d, "deltar" if self.mote.javig_far_vara_kvar else "närvarar")
        javig = self.mote.javig(d.id) & self.urval
        # Where a jäv takes nobody out of the room, somebody who is not there at that § has left.
        borta = frozenset() if self.mote.javig_far_vara_kvar else javig
        hela = bara_narvarar == self.urval or (not tjanstgor and bara_narvarar | borta == self.urval)
        return self.rad(d, "" if hela else self.skriv(bara_narvarar), jav)


def jav_meningar(mote: Mote, position: int) -> tuple[str, ...]:
    """The sentences of the section Jäv of a §; none when nobody is jävig."""
    javiga = [d.namn_med_parti for d in mote.roll if d.id in mote.vid[position].javiga]
    if not javiga:
        return ()
    return (f"{upprakning(javiga)} deltar inte i handläggningen av ärendet på grund av jäv.",)


def ordforande_vid(mote: Mote, urval: Iterable[int] | None = None) -> tuple[tuple[int, frozenset[int]], ...]:
    """Who presided, in the order in which they first did, and at which positions."""
    ut: dict[int, set[int]] = {}
    for n in sorted(mote.alla if urval is None else urval):
        if (leder := mote.vid[n].ordforande) is not None:
            ut.setdefault(leder, set()).add(n)
    return tuple((vem, frozenset(vid)) for vem, vid in ut.items())


def upprakning(namn: Iterable[object]) -> str:
    """ "A", "A och B", "A, B och C"."""
    *forsta, sista = map(str, namn)
    return f"{', '.join(forsta)} och {sista}" if forsta else sista


def handelse_i_ord(mote: Mote, h: Handelse, paragraf: str) -> str:
    """ "Magda Sund (S) går före § 5", "Elsa Ek (M) tjänstgör för Magda Sund (S) vid § 5". `paragraf` is its name."""
    vem, seat = mote.vem(h.deltagare), mote.vem(h.for_deltagare)
    for_vem = f"för {seat.namn_med_parti}" if seat and not seat.vakant else "på vakant plats"
    vad = {
        ("kommer", False): f"kommer till {paragraf}",
        ("kommer", True): f"är med bara vid {paragraf}",
        ("gar", False): f"går före {paragraf}",
        ("gar", True): f"är borta vid {paragraf}",
        ("jav", True): f"är jävig vid {paragraf}",
        ("ersatter", False): f"tjänstgör {for_vem} från {paragraf}",
        ("ersatter", True): f"tjänstgör {for_vem} vid {paragraf}",
        ("ordforande", False): f"leder sammanträdet från {paragraf}",
        ("ordforande", True): f"leder sammanträdet vid {paragraf}",
    }[h.slag, h.bara]
    if h.mitt_i:
        vad = vad.replace(f"före {paragraf}", f"under {paragraf}") + ", medan ärendet behandlas"
    return f"{vem.namn_med_parti} {vad}"
