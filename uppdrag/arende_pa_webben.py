"""Ärendets väg for everybody: of what is published alone, as it is shown there."""

from dataclasses import dataclass

from protokoll.dnr import normaldnr, normalform
from protokoll.dokumentvarden import Dokument, Textdel, Tryckt
from protokoll.models import Paragraf
from protokoll.offentligt import dokumentet, publicerade, visar_dnr
from uppdrag.dnrlikhet import Grupp

# The latest §§ of a long series; each is read from the whole document that it stands in.
MEST = 60


@dataclass(frozen=True)
class Publikt:
    """A published § of the ärende. `dnr` is as compared."""

    protokoll: int
    dnr: str
    dokument: Dokument
    paragraf: Tryckt
    # False of one whose heading is withheld, or was corrected.
    egen_rubrik: bool

    @property
    def besluten(self) -> tuple[Textdel, ...]:
        """The decision; of a § that is withheld, the sentence that stands in its place."""
        delar = self.paragraf.delar
        return tuple(d for d in delar if d.typ == "beslut") or delar[:1]


@dataclass(frozen=True)
class PaWebben:
    """In the order of the meetings. `fler`: there are older §§ than these."""

    stegen: tuple[Publikt, ...]
    fler: bool

    @property
    def rubrik(self) -> str:
        """What it was last called, in so far as that is shown."""
        visade = [s for s in self.stegen if s.egen_rubrik] or self.stegen
        return visade[-1].paragraf.rubrik if visade else ""


def pa_webben(grupp: Grupp) -> PaWebben:
    """One whose dnr is masked is not told of: the dnr is what would find it."""
    rader = list(
        Paragraf.objects.exclude(dnr="")
        .alias(normal=normaldnr())
        .filter(normal__in=grupp.former, nummer__isnull=False)
        .filter(protokoll__publiceringarna__isnull=False, protokoll__publiceringarna__borttagen=None)
        .order_by("-sammantrade__datum", "-sammantrade__start", "-ordning", "-pk")
        .values_list("protokoll", "nummer", "dnr", "rubrik")[: MEST + 1]
    )
    visas = rader[:MEST]
    publiceringar = publicerade().filter(protokoll__in={pk for pk, *_ in visas})
    dokumenten = {p.protokoll_id: dokumentet(p) for p in publiceringar}
    stegen = []
    for pk, nummer, dnr, rubrik in reversed(visas):
        dokument = dokumenten[pk]
        tryckt = next((t for t in dokument.paragrafer if t.nummer == nummer), None)
        if tryckt and visar_dnr(tryckt, dnr):
            stegen.append(Publikt(pk, normalform(dnr), dokument, tryckt, tryckt.rubrik == rubrik))
    return PaWebben(tuple(stegen), len(rader) > MEST)
