"""What a row of a list was understood as, and what a person has chosen for the whole list. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .kolumner import FALT
from .lagen import LAGEN, PAGAR, SLUTLAGEN
from .register import Nyckel, Post, vik_namn
from .tider import Tid

# What a person may answer about a name that is in no register.
TOMT = "-"


@dataclass(frozen=True)
class Val:
    """What the person has chosen for the whole list."""

    organ: int
    kolumner: Mapping[str, str]
    forvaltning: int | None = None
    avslutat_dag: date | None = None
    # Field → (the name as the list has it, folded) → the key of a Post, a state, or TOMT.
    namn: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Radfel:
    falt: str
    varde: str
    text: str

    @property
    def etikett(self) -> str:
        return FALT[self.falt].etikett

    @property
    def citat(self) -> str:
        """The value, where the sentence does not quote it and the row does not show it already."""
        return "" if self.varde in self.text or self.falt == "uppdrag" else self.varde


@dataclass(frozen=True, slots=True)
class Okand:
    """A name or word that nothing in the registers is called, with what may have been meant."""

    falt: str
    text: str
    nara: tuple[Post, ...] = ()
    # A person has said for this list what it stands for.
    besvarad: bool = False

    @property
    def etikett(self) -> str:
        return FALT[self.falt].etikett


@dataclass
class Tolkad:
    """A row as it would be saved. With `fel` it cannot be."""

    nummer: int
    dold: bool = False
    text: str = ""
    organ: int = 0
    organ_post: Post | None = None
    datum: date | None = None
    paragraf: int | None = None
    dnr: str = ""
    forvaltning: Post | None = None
    mottagande_organ: Post | None = None
    ansvarig: Post | None = None
    tid: Tid = field(default_factory=Tid)
    nasta_rapport: date | None = None
    rapporteras_vid: int | None = None
    lage: str = PAGAR
    avslutat_den: date | None = None
    avslutat_i: Nyckel | None = None
    # What the list says of how it was reported, closed or handed over, word for word.
    avslutat_ord: str = ""
    aterrapporterat_i: Nyckel | None = None
    aterrapporterat_den: date | None = None
    overfort_till: Post | None = None
    kommentar: str = ""
    redan: str = ""
    fel: list[Radfel] = field(default_factory=list)
    noteringar: list[str] = field(default_factory=list)
    okanda: list[Okand] = field(default_factory=list)

    @property
    def nyckel(self) -> Nyckel | None:
        return (self.organ, self.datum.year, self.paragraf) if self.datum and self.paragraf else None

    @property
    def oppen(self) -> bool:
        return self.lage not in SLUTLAGEN

    @property
    def lage_ord(self) -> str:
        return LAGEN[self.lage]

    @property
    def mottagare(self) -> list[Post]:
        return [p for p in (self.mottagande_organ, self.forvaltning, self.ansvarig) if p]

    @property
    def frist_ord(self) -> str:
        """The words of the list, where they say something that the day itself does not."""
        dag = self.tid.datum.isoformat() if self.tid.datum else ""
        return "" if self.tid.ord == dag or self.tid.tolkning == "ingen frist" else self.tid.ord


@dataclass(frozen=True)
class Sammanfattning:
    """What the preview says at its top."""

    alla: int
    med_fel: int
    att_titta_pa: int
    redan: int
    okanda: tuple[tuple[Okand, int], ...]

    @property
    def klara(self) -> int:
        return self.alla - self.med_fel - self.redan


def sammanfatta(rader: list[Tolkad]) -> Sammanfattning:
    okanda: dict[tuple[str, str], tuple[Okand, int]] = {}
    for rad in rader:
        for o in rad.okanda:
            nyckel = (o.falt, vik_namn(o.text))
            okanda[nyckel] = (okanda.get(nyckel, (o, 0))[0], okanda.get(nyckel, (o, 0))[1] + 1)
    return Sammanfattning(
        alla=len(rader),
        med_fel=sum(bool(r.fel) for r in rader),
        att_titta_pa=sum(bool(r.noteringar) and not r.fel and not r.redan for r in rader),
        redan=sum(bool(r.redan) for r in rader),
        okanda=tuple(sorted(okanda.values(), key=lambda par: par[0].besvarad)),
    )
