"""What is read out of a protokoll: frozen values, told apart from what could not be placed.

`None` means that the document does not say. Nothing here is a guess: what is worked out from other facts of the
same document is marked (`harledd`), what is doubtful is a `Varning`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time

# The closed list of section kinds; the heading as it stands is kept beside it.
AVSNITTSTYPER = (
    "beslut",
    "upplysning",
    "beslutsmotivering",
    "jav",
    "deltar_ej",
    "reservation",
    "sammanfattning",
    "bakgrund",
    "aktuell_situation",
    "finansiering",
    "arendet",
    "beslutsunderlag",
    "yrkanden",
    "beslutsgang",
    "omrostning",
    "omrostningsresultat",
    "protokollsanteckning",
    "sarskilt_yttrande",
    "mottagare",
    "ovrigt",
)


@dataclass(frozen=True, slots=True)
class Varning:
    kod: str
    text: str
    paragraf: int | None = None
    citat: str | None = None
    forslag: str | None = None


@dataclass(frozen=True, slots=True)
class Fortroendevald:
    """A ledamot or ersättare on the front page. `roll` is None for one without a post."""

    namn: str
    parti: str | None
    roll: str | None = None
    tjanstgor: bool | None = None
    tjanstgor_for: str | None = None
    paragrafer: tuple[int, ...] | None = None
    javig: bool = False
    anmarkning: str | None = None


@dataclass(frozen=True, slots=True)
class Ovrig:
    """One of övriga närvarande. `paragrafer` is None where the document names no §§ for the person."""

    namn: str
    titel: str | None
    paragrafer: tuple[int, ...] | None = None
    paragrafer_text: str | None = None
    grupp: str | None = None


@dataclass(frozen=True, slots=True)
class Justerare:
    namn: str
    parti: str | None


@dataclass(frozen=True, slots=True)
class Anslag:
    uppsatt: date | None
    nedtaget: date | None
    forvaringsplats: str | None
    organ: str | None = None
    sammantradesdatum: date | None = None
    underskrift: str | None = None
    sista_overklagandedag: date | None = None


@dataclass(frozen=True, slots=True)
class Rost:
    """A line of the vote table. `harledd`: the column was lost and only the stated sum tells how the vote fell."""

    namn: str
    parti: str | None
    roll: str | None
    rost: str | None
    harledd: bool = False


@dataclass(frozen=True, slots=True)
class Avsnitt:
    """A section of a §. Paragraphs in `text` are parted by a blank line, table cells by TAB."""

    typ: str
    rubrik: str | None
    text: str
    niva: int = 1
    beslutsniva: str | None = None  # "eget" or "forslag"; None for anything but beslut
    till_organ: str | None = None
    roster: tuple[Rost, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraf:
    nummer: int
    dnr: str | None
    klassificering: str | None
    rubrik: str
    avsnitt: tuple[Avsnitt, ...]
    omedelbart_justerad: bool = False
    sida: int | None = None


@dataclass(frozen=True, slots=True)
class Deltagare:
    namn: str
    titel_eller_parti: str | None


@dataclass(frozen=True, slots=True)
class Inbjudan:
    inbjudan: str
    beslut: str
    svar: str  # "avstar", "deltar" or "annat"
    deltagare: tuple[Deltagare, ...]
    paragraf: int


@dataclass(frozen=True, slots=True)
class Signatur:
    namn: str
    tid: str | None
    transaktion: str | None


@dataclass(frozen=True, slots=True)
class Stalle:
    """A piece of text with where it stood: not placed, or knowingly left out (`slag` says as what)."""

    slag: str
    text: str
    rad: int
    sida: int | None  # None where the text marks no pages
    antal: int = 1


@dataclass(frozen=True, slots=True)
class Uppdragsfynd:
    """A sentence about an uppdrag. slag "besvarat": given elsewhere before, answered in `besvaras_i`."""

    slag: str
    givare: str
    datum: date | None
    paragraf: int | None
    mottagare: tuple[str, ...]
    text: str
    besvaras_i: int | None
    citat: str


@dataclass(frozen=True, slots=True)
class Inlast:
    layout: str
    organ: str | None
    datum: date | None
    start: time | None
    slut: time | None
    plats: str | None
    plats_och_tid: str | None
    ajournering: tuple[tuple[time, time], ...]
    ledamoter: tuple[Fortroendevald, ...]
    ersattare: tuple[Fortroendevald, ...]
    ovriga: tuple[Ovrig, ...]
    justerare: tuple[Justerare, ...]
    justeringens_plats_och_tid: str | None
    sekreterare: str | None
    ordforande: str | None
    paragrafer_fran: int | None
    paragrafer_till: int | None
    paragrafer_text: str | None
    anslag: Anslag | None
    paragrafer: tuple[Paragraf, ...]
    # The §§ that the front page names, with their gaps ("§§ 357-367, 369-372"); empty where it names none.
    angivna_paragrafer: tuple[int, ...] = ()
    inbjudningar: tuple[Inbjudan, ...] = ()
    uppdrag: tuple[Uppdragsfynd, ...] = ()
    varningar: tuple[Varning, ...] = ()
    signaturer: tuple[Signatur, ...] = ()
    underskriftstjanst: str | None = None
    oplacerat: tuple[Stalle, ...] = ()
    bortvalt: tuple[Stalle, ...] = field(default=(), repr=False)

    def som_json(self) -> dict:
        """The values as JSON knows them: ISO dates, "13:00", lists, null for what is unknown."""
        return _som_json(self)


Tillagg = Callable[[Inlast], Iterable[Uppdragsfynd]]


def _som_json(varde: object) -> object:
    if is_dataclass(varde):
        return {f.name: _som_json(getattr(varde, f.name)) for f in fields(varde)}
    if isinstance(varde, tuple):
        return [_som_json(v) for v in varde]
    if isinstance(varde, time):
        return varde.strftime("%H:%M")
    if isinstance(varde, date):
        return varde.isoformat()
    return varde
