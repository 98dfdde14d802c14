"""The front page: labels with values, on one line or over several, in one column or two."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from .bygge import Bygge
from .datum import DATUM, TIDSSPANN, fel_veckodag, hitta_datum, hitta_spann
from .etiketter import las_etikett
from .kolumner import Grupp, fordela, las_grupprubrik
from .modell import Fortroendevald, Justerare, Ovrig
from .personer import (
    LANGSTA_LISTA,
    PARAGRAFUTTRYCK,
    las_fortroendevalda,
    las_justerare,
    las_namn,
    las_ovriga,
    paragrafer_i,
)
from .rader import Rad

_AJOURNERING = re.compile(r"\bAjourner(?:ing(?:ar)?|at|as)\b:?", re.IGNORECASE)
_UNDERRUBRIK = re.compile(
    r"(?<!\S)((?:Ej |Icke |Inte )?(?:[Tt]jänstgörande|[Bb]eslutande) ersättare|Närvarande ersättare"
    r"|Beslutande ledamöter|Närvarande ledamöter|Ledamöter|Ersättare):?(?=\s{1,3}[A-ZÅÄÖÉ]|\s*$)"
)
_ORDET_PARAGRAFER = re.compile(r"\bParagraf(?:er)?\b:?", re.IGNORECASE)
# "Paragrafer  10-12" without the sign.
_NAKNA_PARAGRAFER = re.compile(r"(?<=Paragrafer )\d{1,4}(?:\s?[-–]\s?\d{1,4})?(?![\d:.])")
_FOGORD = re.compile(r"\b(?:och|samt)\b")
_PARTI_EFTER = re.compile(r"\([^\W\d]{1,6}\)")
_TOM_UNDERSKRIFT = re.compile(r"[_.…]{3,}")


@dataclass(slots=True)
class Forsattsblad:
    organ: str | None = None
    datum: date | None = None
    start: time | None = None
    slut: time | None = None
    plats: str | None = None
    plats_och_tid: str | None = None
    ajournering: list[tuple[time, time]] = field(default_factory=list)
    ledamoter: list[Fortroendevald] = field(default_factory=list)
    ersattare: list[Fortroendevald] = field(default_factory=list)
    ovriga: list[Ovrig] = field(default_factory=list)
    justerare: list[Justerare] = field(default_factory=list)
    justeringens_plats_och_tid: str | None = None
    sekreterare: str | None = None
    ordforande: str | None = None
    paragrafer: tuple[int, ...] = ()
    paragrafer_text: str | None = None
    antal_etiketter: int = 0


@dataclass(slots=True)
class _Falt:
    namn: str
    etikett: str
    rader: list[tuple[str, Rad]]

    @property
    def text(self) -> str:
        return " ".join(" ".join(t.split()) for t, _ in self.rader if t.strip())[:LANGSTA_LISTA]


def las_forsattsblad(rader: list[Rad], bygge: Bygge) -> Forsattsblad:
    blad = Forsattsblad()
    for falt in _dela_i_falt(rader, bygge):
        blad.antal_etiketter += 1
        _LASARE[falt.namn](falt, blad, bygge)
    _fyll_partier(blad)
    if blad.ordforande is None:
        blad.ordforande = next((p.namn for p in blad.ledamoter if p.roll == "ordförande" and not p.javig), None)
    return blad


def _dela_i_falt(rader: list[Rad], bygge: Bygge) -> list[_Falt]:
    falten: list[_Falt] = []
    underskrifter = etikettkolumn = False
    for rad in rader:
        if rad.tom:
            continue
        nu = falten[-1] if falten else None
        etikett = las_etikett(rad.text)
        i_folk = nu is not None and nu.namn in {"beslutande", "ovriga", "ersattare", "ersattare_tjanst", "ersattare_ej"}
        if etikett and i_folk and _hor_till_folket(etikett.falt, etikett.rest, rad, underskrifter, nu.namn):
            etikett = None
        if etikett is None:
            if nu is None:
                bygge.oplacera("försättsblad", rad.text, rad)
            else:
                nu.rader.append((rad.text.removeprefix("\t") if etikettkolumn else rad.text, rad))
            continue
        bygge.lagg_bort_text("etikett", etikett.text, rad)
        underskrifter = underskrifter or etikett.falt in {"underskrifter", "sekreterare", "justerare"}
        etikettkolumn = rad.text.strip(" ").startswith((f"{etikett.text}\t", f"{etikett.text}:\t"))
        indrag = "" if "\t" in rad.text else " " * (len(rad.text) - len(etikett.rest.rstrip()))
        falten.append(_Falt(etikett.falt, etikett.text, [(indrag + etikett.rest, rad)]))
    return falten


def _hor_till_folket(falt: str, rest: str, rad: Rad, underskrifter: bool, nu: str) -> bool:
    """Inside a list of people these are headings of columns or a post before a name, not new fields."""
    if falt in {"ledamoter", "ersattare", "ersattare_tjanst", "ersattare_ej"}:
        return True
    if falt == "ovriga":
        forsta = re.split(r"\t| {2,}", rad.text.strip())[0]
        return nu == "ovriga" and las_grupprubrik(forsta) is not None
    return falt == "ordforande" and not underskrifter and "(" in rest


def _plats_tid(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    rader = falt.rader
    forsta = rader[0][0].strip()
    if forsta.startswith("för ") and len(rader) > 1 and rader[1][0].strip().casefold().startswith("sammanträde"):
        # The label itself is broken: "Plats och tid för | Hotell Halland" / "sammanträde".
        etikett, _, rest = rader[1][0].strip().partition(" ")
        bygge.lagg_bort_text("etikett", f"för {etikett}", rader[1][1])
        rader = [(forsta[4:], rader[0][1]), (rest, rader[1][1]), *rader[2:]]
    text = " ".join(" ".join(t.split()) for t, _ in rader if t.strip())[:4000]
    if not text:
        return
    blad.plats_och_tid = f"{blad.plats_och_tid} {text}" if blad.plats_och_tid else text
    delar = _AJOURNERING.split(text, maxsplit=1)
    if len(delar) > 1:
        blad.ajournering += [(a, b) for a, b in hitta_spann(delar[1]) if b is not None]
    sammantradet = delar[0]
    for match in DATUM.finditer(sammantradet):
        if fel := fel_veckodag(match):
            bygge.varna(
                "fel_veckodag",
                f"Datumet på försättsbladet infaller på en {fel[1]}, men där står {fel[0]}.",
                citat=match[0],
            )
    blad.datum = blad.datum or hitta_datum(sammantradet)
    utan_datum = DATUM.sub("\n", sammantradet)
    spann = hitta_spann(utan_datum)
    if spann and blad.start is None:
        blad.start, blad.slut = spann[0]
    plats = TIDSSPANN.sub("\n", utan_datum)
    bitar = [
        re.sub(r"(?:\b(?:kl|klockan)\b\.?|\bden\b)\s{0,3}$", "", b.strip(" ,;.")).strip(" ,;.–-")
        for b in plats.split("\n")
    ]
    plats = ", ".join(b for b in bitar if any(t.isalpha() for t in b))
    if plats and blad.plats is None:
        blad.plats = plats


def _ajournering(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    blad.ajournering += [(a, b) for a, b in hitta_spann(falt.text) if b is not None]
    blad.plats_och_tid = f"{blad.plats_och_tid or ''} {falt.etikett}: {falt.text}".strip()


def _folk(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    rader = [bit for text, rad in falt.rader for bit in _dela_vid_underrubrik(text, rad, falt.namn)]
    rubrik = falt.etikett if falt.namn == "ovriga" and falt.etikett.casefold() not in {"övriga närvarande"} else None
    grupper, rubriker = fordela(rader, Grupp(falt.namn, rubrik))
    for namn, rad in rubriker:
        bygge.lagg_bort_text("etikett", namn, rad)
    for grupp in grupper:
        texter = [text for text, _ in grupp.rader]
        if not texter:
            continue
        if grupp.falt == "ovriga":
            ovriga, rester = las_ovriga(texter, grupp.rubrik)
            blad.ovriga += ovriga
        else:
            tjanstgor = {"ersattare_tjanst": True, "ersattare_ej": False}.get(grupp.falt)
            folk, rester = las_fortroendevalda(texter, tjanstgor=tjanstgor)
            folk = _utan_vakanta(folk, grupp.rader[0][1], bygge)
            for person in folk:
                ersattare = grupp.falt.startswith("ersattare") or _ar_ersattare(person)
                (blad.ersattare if ersattare else blad.ledamoter).append(person)
        for rest in rester:
            bygge.oplacera("försättsblad", rest, grupp.rader[0][1])


def _ar_ersattare(person: Fortroendevald) -> bool:
    """Listed among the ledamöter, but in somebody's place."""
    return bool(person.tjanstgor_for) or bool(re.match(r"tjänstgörande ersättare\b", person.anmarkning or "", re.I))


def _dela_vid_underrubrik(text: str, rad: Rad, falt: str) -> list[tuple[str, Rad]]:
    """ "Ledamöter Jacob Käll (C) … Ersättare Ola Ek (S)" on one line becomes headings with people under them."""
    if falt == "ovriga" or len(text) > LANGSTA_LISTA or "(" not in text:
        return [(text, rad)]
    delar = _UNDERRUBRIK.split(text)
    return [(d, rad) for d in delar if d.strip()] if len(delar) > 1 else [(text, rad)]


def _utan_vakanta(folk: list[Fortroendevald], rad: Rad, bygge: Bygge) -> list[Fortroendevald]:
    for person in folk:
        if person.namn.casefold() == "vakant":
            citat = f"{person.namn} ({person.parti})" if person.parti else person.namn
            bygge.varna("vakant", "En plats är vakant enligt försättsbladet.", citat=citat)
            bygge.lagg_bort_text("vakant plats", " ".join(filter(None, [citat, person.anmarkning])), rad)
    return [p for p in folk if p.namn.casefold() != "vakant"]


def _justerare(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    text, rad = _utan_paragrafer(falt, blad, bygge), falt.rader[0][1]
    funna = las_justerare(text)
    rest = text
    for justerare in funna:
        if all(justerare.namn != j.namn for j in blad.justerare):
            blad.justerare.append(justerare)
        else:
            # The signature line names the justerare once more.
            bygge.lagg_bort_text("underskrift", " ".join(filter(None, (justerare.namn, justerare.parti))), rad)
        rest = rest.replace(justerare.namn, " ", 1)
    if funna:
        for fogord in _FOGORD.findall(rest):
            bygge.lagg_bort_text("fogord", fogord, rad)
        med_parti = sum(j.parti is not None for j in funna)
        rest = _PARTI_EFTER.sub(" ", rest, count=med_parti) if med_parti else rest
        rest = _FOGORD.sub(" ", rest)
    bygge.oplacera("försättsblad", rest, rad)


def _underskrift(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    text = _utan_paragrafer(falt, blad, bygge)
    namn = las_namn(text)
    if falt.namn == "sekreterare":
        blad.sekreterare = blad.sekreterare or namn
    elif falt.namn == "ordforande":
        blad.ordforande = blad.ordforande or namn
    if namn:
        bygge.lagg_bort_text("underskrift", text, falt.rader[0][1])
    rest = text.replace(namn, " ", 1) if namn else text
    bygge.oplacera("försättsblad", _PARTI_EFTER.sub(" ", rest, count=1) if namn else rest, falt.rader[0][1])


def _utan_paragrafer(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> str:
    """The text of a signature line without the §§ of the document, which stand beside the secretary's name."""
    text, rad = falt.text, falt.rader[0][1]
    match = PARAGRAFUTTRYCK.search(text) or _NAKNA_PARAGRAFER.search(text)
    if match and (falt.namn == "sekreterare" or _ORDET_PARAGRAFER.search(text)):
        _satt_paragrafer(match[0], blad, rad, bygge)
        text = text[: match.start()] + " " + text[match.end() :]
    for ordet in _ORDET_PARAGRAFER.findall(text):
        bygge.lagg_bort_text("etikett", ordet, rad)
    text = _ORDET_PARAGRAFER.sub(" ", text)
    return " ".join(_TOM_UNDERSKRIFT.sub(" ", text).split()).strip(" ,;:")


def _satt_paragrafer(uttryck: str, blad: Forsattsblad, rad: Rad, bygge: Bygge) -> None:
    nummer = paragrafer_i(uttryck)
    if nummer and not blad.paragrafer:
        blad.paragrafer, blad.paragrafer_text = nummer, uttryck
    elif nummer == blad.paragrafer:
        bygge.lagg_bort_text("underskrift", uttryck, rad)
    else:
        bygge.oplacera("försättsblad", uttryck, rad)


def _paragrafer(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    text = falt.text
    match = PARAGRAFUTTRYCK.search(text)
    if match:
        _satt_paragrafer(match[0], blad, falt.rader[0][1], bygge)
        text = text[: match.start()] + " " + text[match.end() :]
    elif re.match(r"^\d{1,4}(?:\s?[-–]\s?\d{1,4})?(?!\d)", text):
        _satt_paragrafer(text, blad, falt.rader[0][1], bygge)
        return
    bygge.oplacera("försättsblad", _TOM_UNDERSKRIFT.sub(" ", text), falt.rader[0][1])


def _justeringens_plats(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    text = falt.text
    if text:
        forr = blad.justeringens_plats_och_tid
        blad.justeringens_plats_och_tid = f"{forr}, {text}" if forr else text


def _organ(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    varde, rad = " ".join(falt.rader[0][0].split()), falt.rader[0][1]
    if blad.organ is None and varde and len(varde) <= 100:
        blad.organ = varde
    elif varde == blad.organ:
        bygge.lagg_bort_text("etikett", varde, rad)
    else:
        bygge.oplacera("försättsblad", varde, rad)
    for text, rest in falt.rader[1:]:
        bygge.oplacera("försättsblad", text, rest)


def _datum(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    text = falt.text
    blad.datum = blad.datum or hitta_datum(text)
    rest = DATUM.sub(" ", text)
    if hitta_datum(text):
        bygge.lagg_bort_text("datum", " ".join(text[: len(text)].split()), falt.rader[0][1])
        spann = hitta_spann(rest)
        if spann and blad.start is None:
            blad.start, blad.slut = spann[0]
    else:
        bygge.oplacera("försättsblad", text, falt.rader[0][1])


def _ovrigt(falt: _Falt, blad: Forsattsblad, bygge: Bygge) -> None:
    for text, rad in falt.rader:
        bygge.oplacera("försättsblad", _TOM_UNDERSKRIFT.sub(" ", text), rad)


_LASARE = {
    "plats_tid": _plats_tid,
    "ajournering": _ajournering,
    "beslutande": _folk,
    "ledamoter": _folk,
    "ersattare": _folk,
    "ersattare_tjanst": _folk,
    "ersattare_ej": _folk,
    "ovriga": _folk,
    "justering_plats": _justeringens_plats,
    "justerare": _justerare,
    "underskrifter": _ovrigt,
    "sekreterare": _underskrift,
    "ordforande": _underskrift,
    "paragrafer": _paragrafer,
    "organ": _organ,
    "datum": _datum,
}


def _fyll_partier(blad: Forsattsblad) -> None:
    """The same front page says which party a justerare has, where the name is one person's only."""
    partier: dict[str, set[str | None]] = {}
    for person in (*blad.ledamoter, *blad.ersattare):
        partier.setdefault(person.namn, set()).add(person.parti)
    for i, justerare in enumerate(blad.justerare):
        if justerare.parti is None and len(funna := partier.get(justerare.namn, set())) == 1:
            blad.justerare[i] = Justerare(justerare.namn, next(iter(funna)))
