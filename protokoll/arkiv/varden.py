"""What an archive package tells of, as frozen values: its protokoll, their §§, files and händelser. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

PROGRAM, UTGAVA = "Fullgjort", "0.1.0"
REPRESENTATION = "representations/rep1"
PDF_A_2A, JSON = "fmt/476", "fmt/817"


@dataclass(frozen=True)
class Fil:
    """A file of the package. `sokvag` is from the root of the package; `skapad` the moment its content came to be."""

    id: str
    sokvag: str
    benamning: str
    typ: str
    storlek: int
    sha256: str
    skapad: datetime
    undertecknad: bool = False
    # In PRONOM, the register of file formats that e-archives go by; empty where it is not known.
    format: str = ""

    @property
    def namn(self) -> str:
        return self.sokvag.rpartition("/")[2]


@dataclass(frozen=True)
class Agent:
    """Somebody who did something, and as what. `typ` is a term of ERMS."""

    namn: str
    roll: str
    typ: str


@dataclass(frozen=True)
class Arkivuppdrag:
    """An uppdrag that a § gave or closed; `handelse` is "gavs" or "avslutades"."""

    beteckning: str
    handelse: str
    text: str
    mottagare: str
    lage: str
    frist: date | None = None
    avslutat: date | None = None
    skal: str = ""


@dataclass(frozen=True)
class Handling:
    """A § in the package. `beslut` is plain text."""

    id: str
    beteckning: str
    nummer: int | None
    rubrik: str
    dnr: str
    klassificering: str
    sekretess: bool
    beslut: tuple[str, ...] = ()
    uppdrag: tuple[Arkivuppdrag, ...] = ()


@dataclass(frozen=True)
class Handelse:
    """What happened to a protokoll on its way: frozen, approved, signed, corrected, announced."""

    slag: str
    tid: datetime
    text: str
    av: str = ""
    som: str = ""


@dataclass(frozen=True)
class Arkivprotokoll:
    """A justerat protokoll in the package, with its files."""

    id: str
    beteckning: str
    titel: str
    datum: date
    justeringsdag: date
    # Kept for itself because of it; or with a § that was closed when it was locked.
    for_sig: bool
    sekretess: bool
    agenter: tuple[Agent, ...]
    paragrafer: tuple[Handling, ...]
    handelser: tuple[Handelse, ...]
    filer: tuple[Fil, ...]

    @property
    def huvudfil(self) -> Fil:
        """What one opens first: the newest signed PDF."""
        return next((f for f in reversed(self.filer) if f.undertecknad), self.filer[0])


@dataclass(frozen=True)
class Paket:
    """The protokoll of an organ and a year."""

    id: str
    kommun: str
    organisationsnummer: str
    organ: str
    kortnamn: str
    ar: int
    # When the newest of what it holds came to be: so the same content gives the same package on any day.
    skapad: datetime
    protokollen: tuple[Arkivprotokoll, ...]

    @property
    def titel(self) -> str:
        return f"Protokoll {self.ar}, {self.organ}"

    @property
    def filer(self) -> tuple[Fil, ...]:
        return tuple(f for p in self.protokollen for f in p.filer)


def utc(tid: datetime) -> str:
    """The moment as every time zone reads it: "2020-03-05T12:00:00Z"."""
    return tid.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dagen(dag: date) -> str:
    """A day where the schema wants a moment."""
    return f"{dag.isoformat()}T00:00:00"
