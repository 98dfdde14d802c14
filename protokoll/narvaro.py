"""Presence worked out, pure: from the roll and what happened to it, who serves at each §, and who is merely there.

§§ are positions 0, 1, 2 … in the order of the meeting; numbers come in when something is printed. Rules: ersättare
KL 5:17–21 and 6:16–18, quorum 5:45 and 6:27, jäv 5:47–49 and 6:28–32.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

    @property
    def tjanstgorande(self) -> tuple[int, ...]:
        """Those who may take part in the decision and vote, in the order of the seats."""
        return tuple(t.person for t in self.tjanstgoring)

    @property
    def beslutfor(self) -> bool:
        """More than half of the seats are filled (KL 5:45, 6:27)."""
        return len(self.tjanstgoring) * 2 > self.platser

    def plats_for(self, person: int) -> int | None:
        """The seat that the person serves on, or None."""
        return next((t.plats for t in self.tjanstgoring if t.person == person), None)


def narvaro(  # noqa: C901
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
    seats = [d for d in deltagare if d.slag == LEDAMOT]
    inne = {d.id for d in deltagare if d.vid_upprop and not d.vakant}
    ersatter: dict[int, int] = {}
    leder: int | None = None
    ut: list[VidParagraf] = []
    for n in range(antal):
        har, bort, bara_ersatter, javiga, leder_har = set(), set(), {}, set(), None
        for h in vid.get(n, ()):
            match h.slag, h.bara:
                case "jav", _:
                    javiga.add(h.deltagare)
                case "kommer", False:
                    inne.add(h.deltagare)
                case "kommer", True:
                    har.add(h.deltagare)
                case "gar", False:
                    inne.discard(h.deltagare)
                    ersatter = {p: e for p, e in ersatter.items() if e != h.deltagare}
                case "gar", True:
                    bort.add(h.deltagare)
                case "ersatter", False:
                    inne.add(h.deltagare)
                    ersatter = {p: e for p, e in ersatter.items() if e != h.deltagare}
                    ersatter[h.for_deltagare] = h.deltagare
                case "ersatter", True:
                    har.add(h.deltagare)
                    bara_ersatter[h.for_deltagare] = h.deltagare
                case "ordforande", True:
                    leder_har = h.deltagare
                case "ordforande", False:
                    leder = h.deltagare
        narvarande = (inne | har) - bort
        if not javig_far_vara_kvar:
            narvarande -= javiga
        kan = narvarande - javiga
        # Members in their own seats first, so that nobody is taken for two seats.
        i_egen_plats = {s.id for s in seats if s.id in kan}
        tjanstgoring, upptagna = [], set(i_egen_plats)
        for seat in seats:
            if seat.id in i_egen_plats:
                ersatter.pop(seat.id, None)  # back: the ersättare has stepped down
                tjanstgoring.append(Tjanstgoring(seat.id, seat.id))
                continue
            person = bara_ersatter.get(seat.id, ersatter.get(seat.id))
            if person in kan and person not in upptagna:
                upptagna.add(person)
                tjanstgoring.append(Tjanstgoring(seat.id, person))
        serving = {t.person for t in tjanstgoring}
        ordning = [seat.id for roll in PRESIDIUM for seat in seats if seat.roll == roll]
        ordforande = next((p for p in (leder_har, leder, *ordning) if p in serving), None)
        ut.append(
            VidParagraf(
                tuple(tjanstgoring), frozenset(narvarande), frozenset(javiga), ordforande, platser or len(seats)
            )
        )
    return tuple(ut)
