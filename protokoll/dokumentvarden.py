"""The values that a printed protokoll is made of: frozen, plain, and nothing that could not be written as JSON."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Deltagare:
    """A name on the front page: "Jacob Käll (C), ordförande"."""

    namn: str
    parti: str = ""
    titel: str = ""
    anmarkning: str = ""

    @property
    def namn_med_parti(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn

    @property
    def rad(self) -> str:
        vem = ", ".join(filter(None, [self.namn_med_parti, self.titel]))
        skilje = " " if self.anmarkning.startswith("tjänstgör") else ", "
        return f"{vem}{skilje}{self.anmarkning}" if self.anmarkning else vem


@dataclass(frozen=True)
class Narvarogrupp:
    """Those present at the same §§ ("§§ 14–35, utom § 21"), or listed under one word ("Ersättare"), and who.

    `rubrik` is the kind they are of ("Tjänstepersoner"), where the front page parts the kinds.
    """

    paragrafer: str
    personer: tuple[Deltagare, ...]
    rubrik: str = ""


@dataclass(frozen=True)
class Ajournering:
    """`till` is None while it goes on; `paragraf` is the § it fell in or before, "§ 17", where that is known."""

    fran: time
    till: time | None = None
    paragraf: str = ""


@dataclass(frozen=True)
class Signatur:
    """A line to sign on. `paragrafer` stands there when the person signs for some of the §§ only."""

    roll: str
    namn: str
    paragrafer: str = ""


@dataclass(frozen=True)
class Bevis:
    """The anslag page."""

    uppsatt: date
    tas_ned: date
    sista_overklagandedag: date
    forvaringsplats: str
    undertecknare: str


@dataclass(frozen=True)
class Textdel:
    """One headed part of a §. `html` is clean: p, ul, ol, li, strong, em, table, thead, tbody, tr, th, td, br."""

    typ: str
    rubrik: str
    niva: int
    html: str


# How a rättelse names what is no part of the text of the §: its heading, and its number in the diarium.
RUBRIKEN, DIARIENUMRET = "Rubriken", "Diarienumret"


@dataclass(frozen=True)
class Rattad:
    """What was mended after the justering, kept visible: the part, how it read, how it reads, by whom, why."""

    dag: date
    rubrik: str
    fore: str
    efter: str
    av: str
    skal: str

    @property
    def tillfalle(self) -> tuple[date, str, str]:
        """What is said once of all that was mended in one go."""
        return self.dag, self.av, self.skal


@dataclass(frozen=True)
class Tryckt:
    """One § as printed."""

    nummer: int | None
    dnr: str
    rubrik: str
    delar: tuple[Textdel, ...]
    # What a rättelse changed in it; the parts above read as they do now.
    rattelser: tuple[Rattad, ...] = ()

    @property
    def beteckning(self) -> str:
        return f"§ {self.nummer}" if self.nummer else "§ –"


@dataclass(frozen=True)
class Narvarorad:
    """A line of the närvarolista: who, as what, at which §§ serving and for whom, and what else is to be said."""

    namn: str
    som: str = ""
    tjanstgor: str = ""
    tjanstgor_for: str = ""
    anmarkning: str = ""


@dataclass(frozen=True)
class Rostrad:
    """A seat in an open vote. `rost` is "ja", "nej", "avstar", or empty with the reason in `franvaro`."""

    namn: str
    titel: str = ""
    ersatter: str = ""
    rost: str = ""
    franvaro: str = ""


@dataclass(frozen=True)
class Omrostningslista:
    """One vote, numbered where its § has several; a closed one has no `rader`. `resultat` is the sentence of the §."""

    nummer: int | None
    paragraf: str
    rubrik: str
    ja_innebar: str
    nej_innebar: str
    ja: int
    nej: int
    avstar: int
    sluten: bool = False
    rader: tuple[Rostrad, ...] = ()
    resultat: str = ""

    @property
    def rostande(self) -> tuple[Rostrad, ...]:
        return tuple(r for r in self.rader if r.rost)


@dataclass(frozen=True)
class Kontrollmarke:
    """Where a paper can be checked, and what makes its code (protokoll.kontrollkod) one that nobody can guess.

    `fro` is never printed and never shown.
    """

    adress: str
    fro: str


@dataclass(frozen=True)
class Dokument:
    """One protokoll, whole."""

    kommun: str
    organ: str
    kortnamn: str
    datum: date
    start: time | None
    slut: time | None
    plats: str
    ajourneringar: tuple[Ajournering, ...]
    ledamoter: tuple[Deltagare, ...]
    ersattare: tuple[Deltagare, ...]
    ovriga: tuple[Narvarogrupp, ...]
    justerare: tuple[str, ...]
    justeringens_plats_och_tid: str
    underskrifter: tuple[Signatur, ...]
    paragrafspann: str
    bevis: Bevis | None
    paragrafer: tuple[Tryckt, ...]
    # One sentence on what this paper is, when it is not the adjusted minutes: "Utkast – ej justerat" or "Avskrift …".
    status: str
    # How those who adjust it sign, a Protokoll.Satt; empty of what is not frozen for them.
    undertecknas: str = ""
    # Frozen where the seal proves nothing (the demo): it says so on its front page.
    prov: bool = False
    # A transcript is neither signed nor announced anew.
    avskrift: bool = False
    # "§ 368, omedelbar justering"; empty when it holds all of the meeting.
    omfattning: str = ""
    # "Tjänstgörande ersättare"; a document that was read in does not always say who of them served.
    ersattare_rubrik: str = "Ersättare"
    # The bilaga: who served when, and how each voted.
    narvarolista: tuple[Narvarorad, ...] = ()
    omrostningslistor: tuple[Omrostningslista, ...] = ()
    # Of what is frozen: a draft and a transcript have no last page that says where they can be checked.
    kontroll: Kontrollmarke | None = None
    # What a rättelse changed on the front page and in the bilaga; they read as they do now.
    rattelser: tuple[Rattad, ...] = ()

    @property
    def ar_rattat(self) -> bool:
        return bool(self.rattelser or self.rattade)

    @property
    def rattade(self) -> tuple[Tryckt, ...]:
        """The §§ in which something was mended after the justering."""
        return tuple(p for p in self.paragrafer if p.rattelser)

    @property
    def digitalt(self) -> bool:
        """Frozen to be adjusted without pen and paper: there are no lines to sign on."""
        return self.undertecknas not in ("", "papper")

    @property
    def pa_papper(self) -> bool:
        """Signed by hand, on lines: a draft, and what is frozen for signatures on paper."""
        return not self.digitalt and not self.avskrift
