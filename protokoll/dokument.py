"""A protokoll as it is printed: frozen values that the screen, the PDF and (later) the stored version all use.

Built from the database by `fran_protokoll`; knows no HTML beyond the cleaned text of beslut and avsnitt.
"""

from dataclasses import dataclass
from datetime import date, time
from itertools import takewhile

from protokoll.numrering import skriv_paragrafer


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
        return " ".join(filter(None, [", ".join(filter(None, [self.namn_med_parti, self.titel])), self.anmarkning]))


@dataclass(frozen=True)
class Narvarogrupp:
    """Those present at the same §§ ("§§ 14–35, utom § 21"), or listed under one word ("Ersättare"), and who."""

    paragrafer: str
    personer: tuple[Deltagare, ...]


@dataclass(frozen=True)
class Signatur:
    roll: str
    namn: str


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


@dataclass(frozen=True)
class Tryckt:
    """One § as printed."""

    nummer: int | None
    dnr: str
    rubrik: str
    delar: tuple[Textdel, ...]

    @property
    def beteckning(self) -> str:
        return f"§ {self.nummer}" if self.nummer else "§ –"


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
    ajourneringar: tuple[tuple[time, time], ...]
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
    # A transcript is neither signed nor announced anew.
    avskrift: bool = False


def _utan_tomma(delar) -> tuple[Textdel, ...]:
    """Parts with text; a main heading without text stays when a part below it has some (seed § 34 Sammanfattning)."""
    kvar: list[Textdel] = []
    for i, del_ in enumerate(delar):
        barn = list(takewhile(lambda d: d.niva == 2, delar[i + 1 :])) if del_.niva == 1 else []
        if any(d.text.strip() for d in [del_, *barn]):
            kvar.append(Textdel(typ=str(del_.typ), rubrik=del_.rubrik, niva=del_.niva, html=del_.text))
    return tuple(kvar)


def fran_protokoll(protokoll, *, kommun: str) -> Dokument:
    """Read one Protokoll row with its relations (constant number of queries)."""
    sammantrade = protokoll.sammantrade
    narvaron = list(protokoll.narvaron.all())
    underskrifter = list(protokoll.underskrifterna.all())
    paragrafer = protokoll.paragraferna.order_by("ordning").prefetch_related("besluten", "avsnitten")
    anslag = protokoll.anslagen.first()

    def deltagare(narvaro, *, med_tillagg: bool = True) -> Deltagare:
        tillagg = narvaro.tillagg if med_tillagg else ""
        if med_tillagg and narvaro.paragrafer and "§" not in tillagg:
            tillagg = " ".join(filter(None, [tillagg, narvaro.paragrafer_i_text]))
        return Deltagare(namn=narvaro.namn, parti=narvaro.parti, titel=narvaro.titel, anmarkning=tillagg)

    # Ersättare who did not serve took no part in the decisions: they stand among the others present.
    ej_tjanstgorande = [n for n in narvaron if n.slag == n.Slag.ERSATTARE and n.tjanstgor is False]
    grupper: list[tuple[str, list[Deltagare]]] = []
    for narvaro in [*ej_tjanstgorande, *(n for n in narvaron if n.slag == n.Slag.OVRIG)]:
        ersattare = narvaro.slag == narvaro.Slag.ERSATTARE
        ledtext = narvaro.paragrafer_i_text or ("Ersättare" if ersattare else narvaro.anmarkning)
        if not grupper or grupper[-1][0] != ledtext:
            grupper.append((ledtext, []))
        grupper[-1][1].append(deltagare(narvaro, med_tillagg=False))

    tryckta = tuple(
        Tryckt(nummer=p.nummer, dnr=p.dnr_i_text, rubrik=p.rubrik, delar=_utan_tomma(p.delar())) for p in paragrafer
    )
    angivna = protokoll.angivna_paragrafer or [t.nummer for t in tryckta if t.nummer]
    return Dokument(
        kommun=kommun,
        organ=sammantrade.organ.namn,
        kortnamn=sammantrade.organ.kortnamn,
        datum=sammantrade.datum,
        start=sammantrade.start,
        slut=sammantrade.slut,
        plats=sammantrade.plats,
        ajourneringar=tuple((a.fran, a.till) for a in sammantrade.ajourneringarna.all()),
        ledamoter=tuple(deltagare(n) for n in narvaron if n.slag == n.Slag.LEDAMOT),
        ersattare=tuple(deltagare(n) for n in narvaron if n.slag == n.Slag.ERSATTARE and n not in ej_tjanstgorande),
        ovriga=tuple(Narvarogrupp(text, tuple(personer)) for text, personer in grupper),
        justerare=tuple(u.namn_med_parti for u in underskrifter if u.roll == u.Roll.JUSTERARE),
        justeringens_plats_och_tid=protokoll.justeringens_plats_och_tid,
        underskrifter=tuple(Signatur(u.get_roll_display(), u.namn_med_parti) for u in underskrifter),
        paragrafspann=skriv_paragrafer(angivna, med_utom=False),
        bevis=anslag
        and Bevis(
            anslag.uppsatt,
            anslag.tas_ned,
            anslag.sista_overklagandedag,
            anslag.forvaringsplats,
            anslag.undertecknare,
        ),
        paragrafer=tryckta,
        status=_status(protokoll),
        avskrift=protokoll.lage == protokoll.Lage.AVSKRIFT,
    )


def _status(protokoll) -> str:
    match protokoll.lage:
        case protokoll.Lage.UTKAST:
            return "Utkast – protokollet är inte justerat"
        case protokoll.Lage.AVSKRIFT:
            return "Avskrift av ett justerat protokoll; det undertecknade originalet gäller"
    return ""
