"""From the text of a protokoll to what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from protokoll.numrering import skriv_paragrafer

from .anslag import RUBRIK as ANSLAGSRUBRIK
from .anslag import las_anslag
from .avsnitt import bygg_avsnitt, dela_avsnitt
from .bygge import Bygge
from .fel import Lasfel
from .forsattsblad import Forsattsblad, las_forsattsblad
from .granskning import (
    antal,
    granska_forsattsblad,
    granska_mottagare,
    granska_namn,
    granska_nummer,
    granska_ordning,
    granska_organ,
    granska_tecken,
)
from .inbjudningar import las_inbjudningar
from .innehall import Post, las_innehall
from .jav import granska_jav
from .modell import Anslag, Inbjudan, Inlast, Paragraf, Tillagg
from .omrostning import TYPER, laga_spillda_rader, las_roster
from .omskrivning import skriv_om
from .paragrafer import Kandidat, dela_in, las_huvud
from .personer import PARAGRAFUTTRYCK, paragrafer_i
from .profiler import ar_kand_layout, valj_profil
from .profiler.bas import Profil
from .rader import OBRUTNA_RADER, Rad, dela
from .sidor import datum_i, hitta_organ, skilj_signatursidor, stada_sidor
from .signaturer import las_signaturer
from .stycken import laga_avstavningar, radbredd
from .tecken import normalisera, ordlista, vik

STORSTA_TEXT = 5_000_000
FLEST_RADER = 200_000
FLEST_PARAGRAFER = 3000

# Appended to by `uppdrag` at start-up: the imports run uppdrag → protokoll, never back.
TILLAGG: list[Tillagg] = []

_INGET_PROTOKOLL = (
    "Texten ser inte ut som ett protokoll: varken försättsblad eller paragrafer med beslut kunde hittas. "
    "Kontrollera att det är rätt fil."
)
_OMEDELBART = re.compile(r"\bomedelbart?\b.{0,60}\bjuster|\bjuster\w{0,10}\b.{0,60}\bomedelbart", re.IGNORECASE)
_VID_PROTOKOLLET = re.compile(r"^\s{0,40}Vid protokollet\b:?", re.IGNORECASE)
_JUSTERAS = re.compile(r"^\s{0,40}Justera[ts]\b", re.IGNORECASE)
_FLEST_UNDERSKRIFTSRADER = 15
_ANSLAGSDATUM = re.compile(r"anslag.{0,20}\b(?:upp|uppsatt|ned|ner|nedtaget)\b", re.IGNORECASE)


def tolka(text: str, tillagg: Sequence[Tillagg] | None = None) -> Inlast:
    """Read a protokoll. Text comes out in NFC with plain spaces and line feeds, else letter for letter.

    Raises Lasfel, and nothing else, where the text is no protokoll. What finds uppdrag is `tillagg`; without it
    those registered in TILLAGG.
    """
    if len(text) > STORSTA_TEXT:
        raise Lasfel("Texten är för lång för att vara ett protokoll. Dela upp den och läs in delarna var för sig.")
    text = normalisera(text)
    if not text.strip():
        raise Lasfel("Texten är tom. Välj en fil som innehåller ett protokoll.")
    sagt = "§" in text or re.search(r"Plats och tid|Beslutande|Justerare|Protokolljusterare", text)
    if not sagt and not ar_kand_layout(text):
        raise Lasfel(_INGET_PROTOKOLL)
    inlast = _tolka(text)
    uppdrag = tuple(chain.from_iterable(t(inlast) for t in (TILLAGG if tillagg is None else tillagg)))
    return replace(inlast, uppdrag=uppdrag)


def _tolka(text: str) -> Inlast:
    obrutna = text.startswith(OBRUTNA_RADER)
    text = text.removeprefix(OBRUTNA_RADER).removeprefix("\n")
    if text.count("\n") > FLEST_RADER:
        raise Lasfel("Texten har för många rader för att vara ett protokoll. Kontrollera att det är rätt fil.")
    bygge = Bygge()
    profil = valj_profil(text)
    marken: list[tuple[str, Rad]] = []
    rader = dela(text, marken)
    for slag, rad in marken:
        bygge.lagg_bort(slag, [rad])
    kanda_ord = ordlista(text)
    rader = skriv_om(rader, profil, bygge)

    rader, signaturrader = skilj_signatursidor(rader, profil)
    bygge.organ = hitta_organ(rader, profil)
    rader, huvuden = stada_sidor(rader, profil, bygge)
    if not obrutna:
        rader = laga_avstavningar(rader, kanda_ord)
    indelning = dela_in(rader, _nummer_pa_bladet(rader), bygge)
    if len(indelning.paragrafer) > FLEST_PARAGRAFER:
        raise Lasfel("Texten har för många paragrafer för att vara ett protokoll. Kontrollera att det är rätt fil.")

    framre, anslagsrader = _skilj_anslag(indelning.framre)
    if not anslagsrader and indelning.paragrafer:
        kandidat, sista = indelning.paragrafer[-1]
        sista, anslagsrader = _skilj_anslag(sista, i_paragraf=True)
        indelning.paragrafer[-1] = (kandidat, sista)
    if indelning.paragrafer:
        kandidat, sista = indelning.paragrafer[-1]
        sista, vid_protokollet = _skilj_underskrifter(sista, bygge)
        indelning.paragrafer[-1] = (kandidat, sista)
        framre = [*framre, *vid_protokollet]
    blad = las_forsattsblad(framre, bygge)
    anslag = las_anslag(anslagsrader, bygge) if anslagsrader else None
    bygge.organ = blad.organ or bygge.organ or (anslag.organ if anslag else None)
    poster = las_innehall(indelning.innehall)
    bygge.lagg_bort("innehållsförteckning", (r for r in indelning.innehall if not r.tom))
    bredd = None if obrutna else radbredd([r for _, rader in indelning.paragrafer for r in rader])
    paragrafer = _las_paragrafer(indelning.paragrafer, poster, profil, bredd, bygge)
    if not _ar_protokoll(blad, paragrafer, bygge):
        raise Lasfel(_INGET_PROTOKOLL)
    inbjudningar = tuple(i for p in paragrafer for i in las_inbjudningar(p, kanda_ord))
    datum = _sammantradesdatum(blad, anslag, datum_i(huvuden), bygge)

    _granska(blad, framre, paragrafer, inbjudningar, poster, kanda_ord, bygge)
    signaturer, tjanst = las_signaturer(signaturrader, bygge)
    return Inlast(
        layout=profil.namn,
        organ=bygge.organ,
        datum=datum,
        start=blad.start,
        slut=blad.slut,
        plats=blad.plats,
        plats_och_tid=blad.plats_och_tid,
        ajournering=tuple(blad.ajournering),
        ledamoter=tuple(blad.ledamoter),
        ersattare=tuple(blad.ersattare),
        ovriga=tuple(blad.ovriga),
        justerare=tuple(blad.justerare),
        justeringens_plats_och_tid=blad.justeringens_plats_och_tid,
        sekreterare=blad.sekreterare,
        ordforande=blad.ordforande,
        paragrafer_fran=min(blad.paragrafer, default=None),
        paragrafer_till=max(blad.paragrafer, default=None),
        paragrafer_text=blad.paragrafer_text,
        angivna_paragrafer=blad.paragrafer,
        anslag=anslag,
        paragrafer=paragrafer,
        inbjudningar=inbjudningar,
        varningar=tuple(bygge.varningar),
        signaturer=signaturer,
        underskriftstjanst=tjanst,
        oplacerat=tuple(bygge.oplacerat),
        bortvalt=bygge.bortvalt,
    )


def _nummer_pa_bladet(rader: list[Rad]) -> set[int]:
    """The §§ that a line "Paragrafer §§ 14–35" near the top says the document holds."""
    for rad in rader[:300]:
        if len(rad.text) < 2000 and (match := re.search(r"\bParagraf(?:er)?\b.{0,60}?(?=§)", rad.text)):
            uttryck = PARAGRAFUTTRYCK.search(rad.text, match.end())
            if uttryck:
                return set(paragrafer_i(uttryck[0]) or ())
    return set()


def _skilj_anslag(rader: list[Rad], *, i_paragraf: bool = False) -> tuple[list[Rad], list[Rad]]:
    """The lines before the anslag and those of it. After the last § only with its dates: "Anslag" is a budget too."""
    for i, rad in enumerate(rader):
        if not rad.text or len(rad.text) > 160 or not ANSLAGSRUBRIK.match(vik(rad.text)):
            continue
        if not i_paragraf or any(_ANSLAGSDATUM.search(r.text) for r in rader[i + 1 : i + 25]):
            return rader[:i], rader[i:]
    return rader, []


def _skilj_underskrifter(rader: list[Rad], bygge: Bygge) -> tuple[list[Rad], list[Rad]]:
    """The lines of the last § before those that it is signed on ("Vid protokollet … Justeras …"), and who wrote it."""
    for i, rad in enumerate(rader):
        if _VID_PROTOKOLLET.match(vik(rad.text)) and sum(not r.tom for r in rader[i:]) <= _FLEST_UNDERSKRIFTSRADER:
            slut = next((n for n, r in enumerate(rader[i:], i) if _JUSTERAS.match(vik(r.text))), len(rader))
            bygge.lagg_bort("underskrift", (r for r in rader[slut:] if not r.tom))
            return rader[:i], rader[i:slut]
    return rader, []


def _las_paragrafer(
    delar: list[tuple[Kandidat, list[Rad]]], poster: tuple[Post, ...], profil: Profil, bredd: int | None, bygge: Bygge
) -> tuple[Paragraf, ...]:
    per_nummer = {post.nummer: post for post in poster}
    paragrafer = []
    for kandidat, rader in delar:
        huvud = las_huvud(kandidat, rader, per_nummer.get(kandidat.nummer), bredd, bygge)
        stycken = dela_avsnitt(huvud.rader, profil, bygge.organ, bredd, bygge)
        for del_ in stycken:
            if del_.typ in TYPER:
                del_.rader = laga_spillda_rader(del_.rader)
        avsnitt = [
            las_roster(a, huvud.nummer, bygge) if a.typ in TYPER else a
            for a in bygg_avsnitt(stycken, bygge.organ, bredd)
        ]
        paragrafer.append(
            Paragraf(
                nummer=huvud.nummer,
                dnr=huvud.dnr,
                klassificering=huvud.klassificering,
                rubrik=huvud.rubrik,
                avsnitt=tuple(avsnitt),
                omedelbart_justerad=any(a.typ == "beslut" and _OMEDELBART.search(a.text) for a in avsnitt),
                sida=huvud.sida,
            )
        )
    return tuple(paragrafer)


def _ar_protokoll(blad: Forsattsblad, paragrafer: tuple[Paragraf, ...], bygge: Bygge) -> bool:
    if blad.antal_etiketter >= 3 and (blad.ledamoter or blad.justerare or blad.sekreterare):
        return True
    beslut = sum(any(a.typ == "beslut" for a in p.avsnitt) for p in paragrafer)
    return bool(paragrafer) and (beslut > 0 or (bygge.organ is not None and any(p.dnr for p in paragrafer)))


def _sammantradesdatum(blad: Forsattsblad, anslag: Anslag | None, i_huvudet: date | None, bygge: Bygge) -> date | None:
    kallor = {
        "försättsbladet": blad.datum,
        "anslaget": anslag.sammantradesdatum if anslag else None,
        "sidhuvudet": i_huvudet,
    }
    funna = {kalla: d for kalla, d in kallor.items() if d}
    if len(set(funna.values())) > 1:
        delar = ", ".join(f"{d.isoformat()} i {kalla}" for kalla, d in funna.items()).replace(
            "i försätts", "på försätts"
        )
        bygge.varna("datum_skiljer", f"Sammanträdets datum är inte detsamma överallt: {delar}.")
    if not funna:
        bygge.varna("datum_saknas", "Sammanträdets datum kunde inte hittas.")
    return next(iter(funna.values()), None)


def _granska(
    blad: Forsattsblad,
    framre: list[Rad],
    paragrafer: tuple[Paragraf, ...],
    inbjudningar: tuple[Inbjudan, ...],
    poster: tuple[Post, ...],
    kanda_ord: frozenset[str],
    bygge: Bygge,
) -> None:
    if bygge.organ is None:
        bygge.varna("organ_saknas", "Det framgår inte vilket organ protokollet gäller.")
    if not paragrafer:
        bygge.varna("paragrafer_saknas", "Inga paragrafer kunde hittas i texten.")
    granska_forsattsblad(blad, bygge)
    granska_nummer(paragrafer, blad.paragrafer, poster, bygge, skriv_paragrafer)
    granska_ordning(paragrafer, bygge)
    granska_organ(paragrafer, bygge.organ, bygge)
    granska_mottagare(paragrafer, inbjudningar, bygge)
    granska_jav(blad, paragrafer, bygge)
    texter = chain(
        ((None, r.ren) for r in framre),
        ((p.nummer, t) for p in paragrafer for t in (p.rubrik, *(a.text for a in p.avsnitt))),
    )
    granska_tecken(texter, kanda_ord, bygge)
    folk = chain(
        (p.namn for p in (*blad.ledamoter, *blad.ersattare, *blad.ovriga, *blad.justerare)),
        (r.namn for p in paragrafer for a in p.avsnitt for r in a.roster),
    )
    granska_namn(folk, bygge)
    if bygge.oplacerat:
        n = len(bygge.oplacerat)
        bygge.varna(
            "oplacerat",
            f"Text på {'ett ställe' if n == 1 else f'{antal(n)} ställen'} kunde inte placeras. Den visas för sig.",
            citat=bygge.oplacerat[0].text,
        )
