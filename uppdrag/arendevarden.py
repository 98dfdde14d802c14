"""Ärendets väg as frozen values that page and PDF share: every § in every organ, and what came of each. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kommun.kalender import dag_i_ord
from kommun.ord import i_mening


class Skede(StrEnum):
    """How far the meeting of a § has come."""

    KOMMANDE = "kommande"
    PAGAR = "pagar"
    HALLET = "hallet"
    INSTALLT = "installt"


@dataclass(frozen=True)
class Beslutet:
    """A decision of the organ, or its proposal to a higher one. `rubrik` says which, and whether it is decided yet."""

    rubrik: str
    html: str


@dataclass(frozen=True)
class Rapporten:
    dag: date
    slag: str
    av: str
    text: str


@dataclass(frozen=True)
class Uppdraget:
    """An uppdrag where its § gave or proposed it. `lage` is its state in a word, `farg` that of its chip."""

    beteckning: str
    text: str
    mottagare: str
    lage: str
    farg: str
    url: str
    frist: date | None = None
    oppet: bool = False
    rapporter: tuple[Rapporten, ...] = ()
    # Where it was closed: "KS 4 mars 2026, § 12", and the address of that §.
    avslutat: str = ""
    avslutat_url: str = ""

    def dagar_sent(self, today: date) -> int:
        return max(0, (today - self.frist).days) if self.oppet and self.frist else 0


@dataclass(frozen=True)
class Berort:
    """An uppdrag that a § had to do with otherwise: "Tog upp KSAU 2020:3: godkänner och avslutar"."""

    vad: str
    beteckning: str
    text: str
    url: str
    utfall: str = ""


@dataclass(frozen=True)
class Utskicket:
    """What was sent in one day, to whom; `anm` of one that did not arrive stands in its name."""

    dag: date
    till: tuple[str, ...]


@dataclass(frozen=True)
class Inbjudan:
    text: str
    svar: str
    url: str = ""
    # Of one that the § tells of in its own words, as in its table.
    i_beslutet: bool = False


@dataclass(frozen=True)
class Handlingen:
    """The protokoll of a §: where it is, and what is known of its way."""

    text: str
    url: str
    publik_url: str = ""
    # Something of the § is left out there.
    maskerad: bool = False


@dataclass(frozen=True)
class Steg:
    """One § on the way."""

    datum: date
    organ: str
    kortnamn: str
    beteckning: str
    rubrik: str
    url: str
    skede: Skede
    predikat: str
    besluten: tuple[Beslutet, ...] = ()
    # What was moved, voted and had noted, in sentences.
    yrkanden: tuple[str, ...] = ()
    uppdragen: tuple[Uppdraget, ...] = ()
    berorda: tuple[Berort, ...] = ()
    utskicken: tuple[Utskicket, ...] = ()
    inbjudningar: tuple[Inbjudan, ...] = ()
    reserapporter: tuple[str, ...] = ()
    handling: Handlingen | None = None
    # "Återupptaget från KSAU 3 februari 2026, § 12", and its address, where that is another ärende's §.
    fran: str = ""
    fran_url: str = ""
    anmarkning: str = ""
    # It stands in a protokoll that is kept apart for that reason.
    sekretess: bool = False
    # As written in the §, where it is another than that of the address.
    dnr: str = ""

    @property
    def inbjudningar_utover(self) -> tuple[Inbjudan, ...]:
        """Those that paper has to name, where no link leads to them."""
        return tuple(i for i in self.inbjudningar if not i.i_beslutet)

    @property
    def mening(self) -> str:
        """ "Kommunstyrelsen beslutade"."""
        return f"{self.organ} {self.predikat}"


@dataclass(frozen=True)
class Skrivet:
    """Another way the dnr is written: as compared, as written, and why it is the same ärende."""

    form: str
    dnr: str
    skal: str = ""


@dataclass(frozen=True)
class Arende:
    dnr: str
    rubrik: str
    dag: date
    skrivet: tuple[Skrivet, ...] = ()
    klassificeringar: tuple[str, ...] = ()
    steg: tuple[Steg, ...] = ()
    # Of all §§, where `steg` are those of one page.
    antal: int = 0
    # Registered with the dnr, and in no § of it.
    inbjudningar: tuple[Inbjudan, ...] = ()
    oppna: int = 0
    forsenade: int = 0
    nu: str = ""
    forst: date | None = None
    organen: tuple[str, ...] = ()

    @property
    def har_sekretess(self) -> bool:
        return any(s.sekretess for s in self.steg)

    @property
    def uppdragsord(self) -> str:
        """ "3 öppna uppdrag, varav 1 försenat"; empty where none is open."""
        if not self.oppna:
            return ""
        ord_ = "1 öppet uppdrag" if self.oppna == 1 else f"{self.oppna} öppna uppdrag"
        if not self.forsenade:
            return ord_
        if self.oppna == self.forsenade:
            return f"{ord_}, {'försenat' if self.oppna == 1 else 'alla försenade'}"
        return f"{ord_}, varav {self.forsenade} {'försenat' if self.forsenade == 1 else 'försenade'}"


def predikat(
    *, skede: Skede, utfall: str = "", information: bool = False, eget: bool = False, forslag: Sequence[str] = ()
) -> str:
    """What the organ did with it, as the verb of a sentence. `forslag` are the organ it proposed to ("" unknown)."""
    if skede == Skede.KOMMANDE:
        return "har ärendet på dagordningen"
    if skede == Skede.INSTALLT:
        return "hade ärendet på dagordningen, men sammanträdet ställdes in"
    match utfall:
        case "utgar":
            return "lät ärendet utgå"
        case "bordlagt":
            return "bordlade ärendet"
        case "aterremitterat":
            return "återremitterade ärendet"
    till = " och ".join(dict.fromkeys(i_mening(o) for o in forslag if o))
    foreslog = (f"lämnade förslag till {till}" if till else "lämnade ett förslag vidare") if forslag else ""
    gjorde = " och ".join(filter(None, ("beslutade" if eget else "", foreslog)))
    if gjorde:
        return gjorde
    if skede == Skede.PAGAR:
        return "behandlar ärendet"
    return "fick information" if information else "behandlade ärendet"


def laget_nu(steg: Sequence[Steg]) -> str:
    """Where the ärende is, from the latest thing that happened and what is to come."""
    skedda = [s for s in steg if s.skede in (Skede.HALLET, Skede.PAGAR)]
    kommande = [s for s in steg if s.skede == Skede.KOMMANDE]
    meningar = []
    if skedda:
        s = skedda[-1]
        dag = dag_i_ord(s.datum, veckodag=False)
        pagar = ", och sammanträdet pågår" if s.skede == Skede.PAGAR else ""
        meningar.append(f"{s.mening} den {dag}{pagar}.")
    if kommande:
        s = kommande[0]
        sedan = " sedan" if skedda else ""
        meningar.append(f"Tas{sedan} upp av {i_mening(s.organ)} den {dag_i_ord(s.datum, veckodag=False)}.")
    return " ".join(meningar)
