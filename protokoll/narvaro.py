"""Presence worked out, pure: from the roll and what happened to it, who serves at each §, and who is merely there.

§§ are positions 0, 1, 2 … in the order of the meeting; numbers come in when something is printed
(protokoll.narvaroord). Rules: ersättare KL 5:17–21 and 6:16–18, quorum 5:45–46 and 6:27, jäv 5:47–49 and 6:28–32.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEDAMOT, ERSATTARE = "ledamot", "ersattare"
KOMMER, GAR, JAV, ERSATTER, ORDFORANDE = "kommer", "gar", "jav", "ersatter", "ordforande"
# Who presides when nothing else is recorded: the first of these who serves.
PRESIDIUM = ("ordforande", "vice_1", "vice_2")


@dataclass(frozen=True, slots=True)
class Deltagare:
    """A line of the roll. A ledamot is a seat; `vakant` when nobody holds it."""

    id: int
    slag: str
    namn: str
    parti: str = ""
    titel: str = ""
    roll: str = ""
    vid_upprop: bool = True
    vakant: bool = False

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


@dataclass(frozen=True, slots=True)
class Handelse:
    """Takes effect before the § at position `vid`; with `bara` it holds for that § alone (JAV always does)."""

    deltagare: int
    slag: str
    vid: int
    for_deltagare: int | None = None
    bara: bool = False
    mitt_i: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Tjanstgoring:
    """`person` serves on the seat of `plats`, a ledamot; they are the same when the ledamot is there."""

    plats: int
    person: int


@dataclass(frozen=True, slots=True)
class VidParagraf:
    """Who is what at one §."""

    tjanstgoring: tuple[Tjanstgoring, ...]
    narvarande: frozenset[int]
    javiga: frozenset[int]
    ordforande: int | None
    platser: int
    # Recorded as serving on an empty seat, but not able to: absent, jävig, or taken by another seat.
    uteblivna: tuple[Tjanstgoring, ...] = ()
    # Seats whose holder sits in the room with jäv, which only fullmäktige allows (KL 5:49).
    platser_med_javig_kvar: int = 0

    @property
    def tjanstgorande(self) -> tuple[int, ...]:
        """Those who may take part in the decision and vote, in the order of the seats."""
        return tuple(t.person for t in self.tjanstgoring)

    @property
    def beslutfor(self) -> bool:
        """More than half of the seats are filled (KL 5:45, 6:27); in fullmäktige jäv takes nobody away (5:46)."""
        return (len(self.tjanstgoring) + self.platser_med_javig_kvar) * 2 > self.platser

    def plats_for(self, person: int) -> int | None:
        """The seat that the person serves on, or None."""
        return next((t.plats for t in self.tjanstgoring if t.person == person), None)

    def pa_platsen(self, plats: int) -> int | None:
        """Who serves on the seat, or None."""
        return next((t.person for t in self.tjanstgoring if t.plats == plats), None)


@dataclass
class _Har:
    """What holds at one § alone."""

    kom: set[int] = field(default_factory=set)
    borta: set[int] = field(default_factory=set)
    javiga: set[int] = field(default_factory=set)
    ersatter: dict[int, int] = field(default_factory=dict)
    leder: int | None = None


def _satt(ersatter: dict[int, int], plats: int, person: int) -> None:
    """Put the person on the seat, and off any other."""
    for annan in [p for p, e in ersatter.items() if e == person]:
        del ersatter[annan]
    ersatter[plats] = person


class _Rummet:
    """The room while the meeting is walked through, § by §: what lasts until something else happens."""

    def __init__(self, deltagare: Sequence[Deltagare], platser: int | None, javig_far_vara_kvar: bool):
        self.seats = [d for d in deltagare if d.slag == LEDAMOT]
        self.platser = max(platser or 0, len(self.seats))
        self.javig_far_vara_kvar = javig_far_vara_kvar
        self.alla = {d.id for d in deltagare if not d.vakant}
        self.ersattare = {d.id for d in deltagare if d.slag == ERSATTARE}
        self.presidium = [s.id for roll in PRESIDIUM for s in self.seats if s.roll == roll]
        self.inne = {d.id for d in deltagare if d.vid_upprop} & self.alla
        self.ersatter: dict[int, int] = {}
        self.leder: int | None = None

    def hander(self, h: Handelse, har: _Har) -> None:
        if h.deltagare not in self.alla:
            return  # an empty chair neither comes nor goes
        match h.slag:
            case "jav":
                har.javiga.add(h.deltagare)
            case "kommer":
                self._kommer(h, har)
            case "gar":
                self._gar(h, har)
            case "ersatter" if h.deltagare in self.ersattare and h.for_deltagare is not None:
                self._kommer(h, har)
                _satt(har.ersatter if h.bara else self.ersatter, h.for_deltagare, h.deltagare)
            case "ordforande" if h.bara:
                har.leder = h.deltagare
            case "ordforande":
                self.leder = h.deltagare

    def _kommer(self, h: Handelse, har: _Har) -> None:
        har.borta.discard(h.deltagare)
        (har.kom if h.bara else self.inne).add(h.deltagare)

    def _gar(self, h: Handelse, har: _Har) -> None:
        har.kom.discard(h.deltagare)
        if h.bara:
            har.borta.add(h.deltagare)
            return
        self.inne.discard(h.deltagare)
        self.ersatter = {p: e for p, e in self.ersatter.items() if e != h.deltagare}

    def bild(self, har: _Har) -> VidParagraf:
        i_rummet = (self.inne | har.kom) - har.borta
        kan = i_rummet - har.javiga
        narvarande = i_rummet if self.javig_far_vara_kvar else kan
        # Members in their own seats first, so that nobody is taken for two seats.
        upptagna = {s.id for s in self.seats if s.id in kan}
        for plats in upptagna:
            self.ersatter.pop(plats, None)  # back: the ersättare has stepped down
        # What is said of this § alone goes before what lasts, also for the ersättare's other seat.
        tankta = {p: e for p, e in self.ersatter.items() if e not in har.ersatter.values()} | har.ersatter
        tjanstgor, uteblivna, javiga_kvar = [], [], 0
        for plats in (s.id for s in self.seats):
            person = plats if plats in upptagna else tankta.get(plats)
            if person == plats or (person in kan and person not in upptagna):
                upptagna.add(person)
                tjanstgor.append(Tjanstgoring(plats, person))
                continue
            vantad = person or self.ersatter.get(plats)
            if vantad is not None:
                uteblivna.append(Tjanstgoring(plats, vantad))
            javiga_kvar += bool(har.javiga & narvarande & {plats, person})
        serving = {t.person for t in tjanstgor}
        return VidParagraf(
            tjanstgoring=tuple(tjanstgor),
            narvarande=frozenset(narvarande),
            javiga=frozenset(har.javiga),
            ordforande=next((p for p in (har.leder, self.leder, *self.presidium) if p in serving), None),
            platser=self.platser,
            uteblivna=tuple(uteblivna),
            platser_med_javig_kvar=javiga_kvar,
        )


def narvaro(
    deltagare: Sequence[Deltagare],
    handelser: Iterable[Handelse],
    antal: int,
    *,
    platser: int | None = None,
    javig_far_vara_kvar: bool = False,
) -> tuple[VidParagraf, ...]:
    """One `VidParagraf` for each of the `antal` §§. `handelser` at the same § count in the order they come.

    `platser` is the number of seats of the organ; unknown is the number of ledamöter on the roll, vacant ones too.
    """
    vid: dict[int, list[Handelse]] = {}
    for h in handelser:
        vid.setdefault(h.vid, []).append(h)
    rummet = _Rummet(deltagare, platser, javig_far_vara_kvar)
    bilder = []
    for n in range(antal):
        har = _Har()
        for h in vid.get(n, ()):
            rummet.hander(h, har)
        bilder.append(rummet.bild(har))
    return tuple(bilder)


@dataclass(frozen=True)
class Mote:
    """A meeting worked out: the roll, what happened, who was what at each §, and what the §§ are called."""

    roll: tuple[Deltagare, ...]
    handelser: tuple[Handelse, ...]
    vid: tuple[VidParagraf, ...]
    # Per position: the § number, null until it is given, and the key of the §.
    nummer: tuple[int | None, ...]
    id: tuple[int, ...]
    # Whether somebody jävig may stay in the room (fullmäktige).
    javig_far_vara_kvar: bool = False

    @property
    def alla(self) -> range:
        return range(len(self.vid))

    @property
    def platser(self) -> tuple[Deltagare, ...]:
        return tuple(d for d in self.roll if d.slag == LEDAMOT)

    def vem(self, id: int | None) -> Deltagare | None:
        return next((d for d in self.roll if d.id == id), None)

    def narvarar(self, person: int) -> frozenset[int]:
        """The positions at which the person is in the room."""
        return frozenset(n for n in self.alla if person in self.vid[n].narvarande)

    def tjanstgor(self, person: int) -> frozenset[int]:
        return frozenset(n for n in self.alla if self.vid[n].plats_for(person) is not None)

    def tjanstgor_for(self, person: int) -> dict[int, frozenset[int]]:
        """Seat → the positions at which the person serves on it, in the order of the meeting."""
        ut: dict[int, set[int]] = {}
        for n in self.alla:
            if (plats := self.vid[n].plats_for(person)) is not None:
                ut.setdefault(plats, set()).add(n)
        return {plats: frozenset(vid) for plats, vid in ut.items()}

    def javig(self, person: int) -> frozenset[int]:
        return frozenset(n for n in self.alla if person in self.vid[n].javiga)

    def leder(self, person: int) -> frozenset[int]:
        return frozenset(n for n in self.alla if self.vid[n].ordforande == person)

    def tom(self, plats: int) -> frozenset[int]:
        """The positions at which nobody serves on the seat."""
        return frozenset(n for n in self.alla if self.vid[n].pa_platsen(plats) is None)


def handelser_for(onskade: Iterable[int], antal: int, deltagare: int = 0) -> tuple[bool, tuple[Handelse, ...]]:
    """The other way: whether there at the upprop, and what must happen, for somebody to be there at just these §§.

    A single § in or out is recorded as that § alone, and a stay to the last § as open, so that both still hold
    when a § is put in or moved.
    """
    inne = sorted(set(onskade) & set(range(antal)))
    if not inne:
        return False, ()
    spann: list[list[int]] = []
    for n in inne:
        if spann and n == spann[-1][1] + 1:
            spann[-1][1] = n
        # One § missing between two longer stays: away at that § alone.
        elif spann and n == spann[-1][1] + 2 and n + 1 in inne and spann[-1][0] != spann[-1][1]:
            spann[-1] = [spann[-1][0], n, *spann[-1][2:], n - 1]
        else:
            spann.append([n, n])
    ut: list[Handelse] = []
    vid_upprop = False
    for forsta, sista, *hal in spann:
        if forsta == sista and antal > 1:
            ut.append(Handelse(deltagare, KOMMER, forsta, bara=True))
            continue
        if forsta == 0:
            vid_upprop = True
        else:
            ut.append(Handelse(deltagare, KOMMER, forsta))
        ut.extend(Handelse(deltagare, GAR, n, bara=True) for n in hal)
        if sista + 1 < antal:
            ut.append(Handelse(deltagare, GAR, sista + 1))
    return vid_upprop, tuple(ut)
