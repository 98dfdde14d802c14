"""What a protokollsutdrag says, taken out of the document that was frozen. Pure: values in, values out.

The §§ come along as they stand, letter for letter; who was there is told of these §§ alone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from protokoll.dokumentvarden import Deltagare, Dokument, Narvarorad, Omrostningslista, Rattad, Tryckt
from protokoll.numrering import skriv_paragrafer, tolka_paragrafer

_PARAGRAFER = r"§§? [\d\s–;,]+(?:utom §§? [\d\s–;,]+)?"
_FORST = re.compile(rf"{_PARAGRAFER}(?=, |$)")
_JAV = re.compile(rf"(?:deltar|närvarar) ej ({_PARAGRAFER}) p\.g\.a\. jäv")
_DEL = re.compile(rf"(jäv|närvarande|frånvarande)(?: ({_PARAGRAFER}))?")


@dataclass(frozen=True)
class Narvaro:
    """Who was there at some §§, each as one line."""

    beslutande: tuple[tuple[str, tuple[str, ...]], ...] = ()
    ovriga: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Utdrag:
    """An extract of one protokoll: some of its §§, and who vouches that they are right."""

    kommun: str
    organ: str
    datum: date
    start: time | None
    slut: time | None
    plats: str
    paragrafspann: str
    narvaro: Narvaro
    justerare: tuple[str, ...]
    paragrafer: tuple[Tryckt, ...]
    omrostningslistor: tuple[Omrostningslista, ...]
    dag: date
    # Who vouches for it; empty when it was taken out by somebody who does not.
    intygas_av: str = ""
    justerat: bool = False
    justeringsdag: date | None = None
    # Of a transcript that was read in: what it is, in a sentence.
    avskrift: str = ""
    # Null and empty for a draft that is not frozen.
    version: int | None = None
    sha256: str = ""
    rattad: bool = False
    # What a rättelse changed on the front page and in the bilaga; that of a § stands in the §.
    rattelser: tuple[Rattad, ...] = ()
    # Receivers that came after the text was closed.
    tillagda: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        return self.avskrift or ("" if self.justerat else "Ej justerat")


def utdrag_ur(dokument: Dokument, nummer: Collection[int], *, dag: date, **annat) -> Utdrag:
    """The §§ with these numbers, in the order of the protokoll. What the protokoll does not hold is left out."""
    valda = frozenset(nummer)
    paragrafer = tuple(p for p in dokument.paragrafer if p.nummer in valda)
    finns = frozenset(p.nummer for p in paragrafer)
    return Utdrag(
        kommun=dokument.kommun,
        organ=dokument.organ,
        datum=dokument.datum,
        start=dokument.start,
        slut=dokument.slut,
        plats=dokument.plats,
        paragrafspann=skriv_paragrafer(finns, med_utom=False),
        narvaro=narvaro_vid(dokument, finns),
        justerare=dokument.justerare,
        paragrafer=paragrafer,
        omrostningslistor=tuple(o for o in dokument.omrostningslistor if tolka_paragrafer(o.paragraf) & finns),
        rattelser=dokument.rattelser,
        avskrift=dokument.status if dokument.avskrift else "",
        dag=dag,
        **annat,
    )


def narvaro_vid(dokument: Dokument, nummer: frozenset[int]) -> Narvaro:
    """Who decided at these §§, and who else was there."""
    if not dokument.narvarolista:
        return _enligt_framsidan(dokument, nummer)
    rader = [(r, *_vid(r, dokument, nummer)) for r in dokument.narvarolista]
    ledamoter = [
        _tjanstgjorde(r, tjanstgor, jav, dokument, nummer)
        for r, tjanstgor, _, jav in rader
        if r.som != "ersättare" and not r.tjanstgor_for and (tjanstgor or jav)
    ]
    ersattare = [
        _tjanstgjorde(r, tjanstgor, jav, dokument, nummer)
        for r, tjanstgor, _, jav in rader
        if r.tjanstgor_for and tjanstgor
    ]
    bredvid = [
        _med_paragrafer(r.namn, narvarande, nummer)
        for r, tjanstgor, narvarande, _ in rader
        if narvarande and not (r.tjanstgor_for and tjanstgor)
    ]
    ovriga = [("Ersättare", tuple(bredvid)), *_ovriga(dokument, nummer, utom="Ersättare")]
    return Narvaro(
        _utan_tomma([("Ledamöter", tuple(ledamoter)), (dokument.ersattare_rubrik, tuple(ersattare))]),
        _utan_tomma(ovriga),
    )


def _utan_tomma(grupper) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((rubrik, rader) for rubrik, rader in grupper if rader)


def _vid(rad: Narvarorad, dokument: Dokument, nummer: frozenset[int]) -> tuple[frozenset[int], ...]:
    """(serving, merely present, jävig) of the given §§, read back from what the närvarolista prints."""
    alla = frozenset(p.nummer for p in dokument.paragrafer if p.nummer)
    funna = {"närvarande": frozenset(), "jäv": frozenset()}
    for del_ in rad.anmarkning.split("; "):
        if m := _DEL.fullmatch(del_):
            funna[m[1]] = tolka_paragrafer(m[2]) if m[2] else alla
    return tolka_paragrafer(rad.tjanstgor) & nummer, funna["närvarande"] & nummer, funna["jäv"] & nummer


def _tjanstgjorde(rad: Narvarorad, tjanstgor, jav, dokument: Dokument, nummer: frozenset[int]) -> str:
    """ "Ola Berg (KD) tjänstgör för Eva Ek (S), § 15"."""
    som = "" if rad.som == "ersättare" else rad.som
    text = ", ".join(filter(None, [rad.namn, som]))
    if rad.tjanstgor_for:
        text += f" tjänstgör för {rad.tjanstgor_for}"
    delar = [text]
    if tjanstgor and tjanstgor != nummer - jav:
        delar.append(skriv_paragrafer(tjanstgor))
    if ledde := _ledde(rad, dokument, nummer):
        delar.append(f"ordförande {skriv_paragrafer(ledde)}" if ledde != nummer else "ordförande")
    if jav:
        vid = "" if jav == nummer else f" {skriv_paragrafer(jav)}"
        delar.append(f"deltar ej{vid} p.g.a. jäv")
    return ", ".join(delar)


def _ledde(rad: Narvarorad, dokument: Dokument, nummer: frozenset[int]) -> frozenset[int]:
    """At which of the §§ somebody other than the chair presided."""
    if rad.som == "ordförande":
        return frozenset()
    for u in dokument.underskrifter:
        if u.roll == "Ordförande" and u.namn == rad.namn:
            return (tolka_paragrafer(u.paragrafer) if u.paragrafer else nummer) & nummer
    return frozenset()


def _med_paragrafer(namn: str, vid: frozenset[int], nummer: frozenset[int]) -> str:
    return namn if vid == nummer else f"{namn}, {skriv_paragrafer(vid)}"


def _ovriga(dokument: Dokument, nummer: frozenset[int], *, utom: str = ""):
    """The others present, by what the front page says of the §§ they were there at."""
    rubriker: dict[str, list[str]] = {}
    for grupp in dokument.ovriga:
        if grupp.rubrik == utom and utom:
            continue
        vid = tolka_paragrafer(grupp.paragrafer) if "§" in grupp.paragrafer else None
        rubrik = grupp.rubrik or ("" if vid is not None else grupp.paragrafer)
        for person in grupp.personer:
            if rad := _ovrig(person, vid, nummer):
                rubriker.setdefault(rubrik, []).append(rad)
    return [(rubrik, tuple(rader)) for rubrik, rader in rubriker.items()]


def _ovrig(person: Deltagare, vid: frozenset[int] | None, nummer: frozenset[int]) -> str:
    anmarkning = person.anmarkning
    if m := _FORST.match(anmarkning):
        vid, anmarkning = tolka_paragrafer(m[0]), anmarkning[m.end() :].removeprefix(", ")
    dar = nummer if vid is None else vid & nummer
    if m := _JAV.search(anmarkning):
        dar, anmarkning = dar - tolka_paragrafer(m[1]), _JAV.sub("", anmarkning).strip(", ")
    if not dar:
        return ""
    vem = ", ".join(filter(None, [person.namn_med_parti, person.titel, anmarkning]))
    return _med_paragrafer(vem, dar, nummer)


def _enligt_framsidan(dokument: Dokument, nummer: frozenset[int]) -> Narvaro:
    """A transcript has no närvarolista: whom its front page names, less those at other §§ alone."""

    def rader(deltagare: tuple[Deltagare, ...]) -> tuple[str, ...]:
        return tuple(d.rad for d in deltagare if _kan_ha_varit_dar(d.anmarkning, nummer))

    return Narvaro(
        _utan_tomma([("Ledamöter", rader(dokument.ledamoter)), (dokument.ersattare_rubrik, rader(dokument.ersattare))]),
        _utan_tomma(_ovriga(dokument, nummer)),
    )


def _kan_ha_varit_dar(anmarkning: str, nummer: frozenset[int]) -> bool:
    return "§" not in anmarkning or bool(tolka_paragrafer(anmarkning) & nummer) or "jäv" in anmarkning.casefold()
