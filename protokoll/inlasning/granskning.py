"""What does not agree within a protokoll, said as sentences with the place and, where there is one, the mend."""

import re
from collections.abc import Iterable

from .bygge import Bygge
from .forsattsblad import Forsattsblad
from .innehall import Post
from .modell import Avsnitt, Inbjudan, Paragraf
from .rubriker import ORGANORD, las_rubrik, samma_organ
from .tecken import (
    antal_forvaxlingsbara,
    ar_avstavning,
    beskriv_skrift,
    delade_ord,
    forvaxlingsbara_ord,
    ord_i,
    utan_accent,
    vik,
)

_VERB = ord_i(
    "beslutar godkänner fastställer väljer utser noterar antar avslår bifaller ger uppdrar "
    "lägger föreslår tackar överlämnar remitterar förklarar beviljar ställer delegerar "
    "återremitterar bordlägger avstyrker tillstyrker avger entledigar upphäver avskriver "
    "medger yttrar anser tilldelar avsätter anvisar"
)
_SUBJEKT = re.compile(
    r"^(?:(?:\d{1,2}[.)]|[•–-])\s{1,3})?((?:[A-ZÅÄÖ][\wåäö-]{1,40})(?:\s(?:[\wåäö&-]{1,40})){0,6}?)\s(?:"
    + "|".join(_VERB)
    + r")\b"
)
_ANTALSORD = ord_i("noll en två tre fyra fem sex sju åtta nio tio elva tolv")


def antal(n: int) -> str:
    return _ANTALSORD[n] if n < len(_ANTALSORD) else str(n)


def rada_upp(namn: Iterable[str]) -> str:
    """ "Anna, Bo och Carl" """
    namnen = list(namn)
    return " och ".join([", ".join(namnen[:-1]), namnen[-1]]) if len(namnen) > 1 else "".join(namnen)


def granska_tecken(texter: Iterable[tuple[int | None, str]], ordlista: frozenset[str], bygge: Bygge) -> None:
    """Letters of another script inside a word, and words that a line break has cut."""
    sedda: set[tuple[int | None, str]] = set()
    for nummer, text in texter:
        for ord_, lagat in forvaxlingsbara_ord(text):
            if (nummer, ord_) in sedda:
                continue
            sedda.add((nummer, ord_))
            n = antal_forvaxlingsbara(ord_)
            bokstaver = (
                f"{antal(n)} {beskriv_skrift(ord_)} bokstäver" if n > 1 else f"en {beskriv_skrift(ord_)[:-1]} bokstav"
            )
            likhet = "som ser ut som latinska" if n > 1 else "som ser ut som en latinsk"
            bygge.varna(
                "forvaxlingsbara_tecken",
                f"Ordet ”{ord_}” innehåller {bokstaver} {likhet}. En sökning efter ”{lagat}” hittar inte ordet.",
                paragraf=nummer,
                citat=ord_,
                forslag=lagat,
            )
        for citat, forst, sedan in delade_ord(text):
            if (nummer, citat) not in sedda and ar_avstavning(forst, sedan, ordlista):
                sedda.add((nummer, citat))
                bygge.varna(
                    "brutet_ord",
                    f"”{citat}” ser ut att vara ett ord som har brutits vid en radslutning.",
                    paragraf=nummer,
                    citat=citat,
                    forslag=forst + sedan,
                )


def granska_organ(paragrafer: Iterable[Paragraf], organ: str | None, bygge: Bygge) -> None:
    """Heading and text of a decision name the same organ (domain 6, no. 37)."""
    for paragraf in paragrafer:
        for avsnitt in paragraf.avsnitt:
            if avsnitt.typ == "beslut":
                _granska_beslutsorgan(paragraf.nummer, avsnitt, organ, bygge)


def _granska_beslutsorgan(nummer: int, avsnitt: Avsnitt, organ: str | None, bygge: Bygge) -> None:
    rubrik = las_rubrik(avsnitt.rubrik or "")
    i_rubriken = rubrik.organ if rubrik else None
    vantat = avsnitt.till_organ if avsnitt.beslutsniva == "forslag" else (i_rubriken or organ)
    if organ and i_rubriken and not samma_organ(i_rubriken, organ):
        bygge.varna(
            "organ_skiljer",
            f"Rubriken över beslutet i § {nummer} nämner ett annat organ än protokollets, {organ}.",
            paragraf=nummer,
            citat=avsnitt.rubrik,
        )
    if not vantat:
        return
    for stycke in avsnitt.text.split("\n")[:400]:
        match = _SUBJEKT.match(vik(stycke[:300]))
        if match is None or not ORGANORD.search(match[1]):
            continue
        eget_vid_forslag = avsnitt.beslutsniva == "forslag" and organ and samma_organ(match[1], organ)
        if samma_organ(match[1], vantat) or eget_vid_forslag:
            continue
        rubriktext = (
            f"I rubriken står ”{avsnitt.rubrik}”" if i_rubriken or avsnitt.till_organ else f"Protokollet gäller {organ}"
        )
        verb = stycke[match.end(1) : match.end()].strip()
        bygge.varna(
            "organ_skiljer",
            f"{rubriktext}, men i texten till § {nummer} står ”{match[1]} {verb}”.",
            paragraf=nummer,
            citat=stycke[match.start(1) : match.end()],
            forslag=f"{vantat} {verb}",
        )
        return


def granska_mottagare(paragrafer: Iterable[Paragraf], inbjudningar: Iterable[Inbjudan], bygge: Bygge) -> None:
    """Everyone who is to take part in something is told of the decision (seed § 35)."""
    per_nummer = {p.nummer: p for p in paragrafer}
    for inbjudan in inbjudningar:
        mottagare = utan_accent(
            "\n".join(a.text for a in per_nummer[inbjudan.paragraf].avsnitt if a.typ == "mottagare")
        )
        for person in inbjudan.deltagare:
            if utan_accent(person.namn) not in mottagare:
                bygge.varna(
                    "deltagare_saknas_bland_mottagare",
                    f"{person.namn} deltar enligt beslutet i § {inbjudan.paragraf} "
                    "men finns inte bland dem som beslutet skickas till.",
                    paragraf=inbjudan.paragraf,
                    citat=inbjudan.beslut,
                    forslag=person.namn,
                )


def granska_forsattsblad(blad: Forsattsblad, bygge: Bygge) -> None:
    okanda = [p.namn for p in blad.ersattare if p.tjanstgor is None]
    if okanda:
        bygge.varna(
            "ersattare_tjanstgoring_okand",
            f"Det framgår inte om {rada_upp(okanda)} tjänstgjorde eller bara närvarade som ersättare.",
            citat=", ".join(okanda),
        )


def granska_nummer(
    paragrafer: tuple[Paragraf, ...], pa_bladet: tuple[int, ...], poster: tuple[Post, ...], bygge: Bygge, skriv
) -> None:
    """The §§ of the front page, of the contents and of the text."""
    finns = {p.nummer for p in paragrafer}
    if saknade := set(pa_bladet) - finns:
        bygge.varna(
            "paragrafer_saknas",
            f"Försättsbladet omfattar {skriv(pa_bladet)}, men {skriv(saknade)} finns inte i texten.",
            citat=skriv(saknade),
        )
    if pa_bladet and (extra := finns - set(pa_bladet)):
        bygge.varna(
            "paragrafer_utanfor", f"{skriv(extra)} finns i texten men inte på försättsbladet.", citat=skriv(extra)
        )
    if not poster:
        return
    i_innehall = {post.nummer for post in poster}
    if saknade := i_innehall - finns:
        bygge.varna(
            "innehall_skiljer",
            f"{skriv(saknade)} står i innehållsförteckningen men finns inte i texten.",
            citat=skriv(saknade),
        )
    if extra := finns - i_innehall:
        bygge.varna("innehall_skiljer", f"{skriv(extra)} saknas i innehållsförteckningen.", citat=skriv(extra))
    per_nummer = {post.nummer: post for post in poster}
    for paragraf in paragrafer:
        post = per_nummer.get(paragraf.nummer)
        if post is None:
            continue
        if post.rubrik and _nyckel(post.rubrik) != _nyckel(paragraf.rubrik):
            bygge.varna(
                "innehall_skiljer",
                f"Rubriken till § {paragraf.nummer} är en annan i innehållsförteckningen.",
                paragraf=paragraf.nummer,
                citat=post.rubrik,
                forslag=paragraf.rubrik,
            )
        if post.dnr and paragraf.dnr and _nyckel(post.dnr) != _nyckel(paragraf.dnr):
            bygge.varna(
                "innehall_skiljer",
                f"Diarienumret till § {paragraf.nummer} är ett annat i innehållsförteckningen.",
                paragraf=paragraf.nummer,
                citat=post.dnr,
                forslag=paragraf.dnr,
            )


def _nyckel(text: str) -> str:
    return "".join(t for t in vik(text).casefold() if t.isalnum())


def granska_ordning(paragrafer: tuple[Paragraf, ...], bygge: Bygge) -> None:
    sedda: set[int] = set()
    for paragraf in paragrafer:
        if paragraf.nummer in sedda:
            bygge.varna("nummer_dubbelt", f"§ {paragraf.nummer} finns två gånger i texten.", paragraf=paragraf.nummer)
        sedda.add(paragraf.nummer)
        if not paragraf.rubrik:
            bygge.varna("rubrik_saknas", f"§ {paragraf.nummer} har ingen rubrik.", paragraf=paragraf.nummer)


def granska_namn(namn: Iterable[str], bygge: Bygge) -> None:
    """One person, two spellings: Skoric and Škorić."""
    stavningar: dict[str, list[str]] = {}
    for ett in namn:
        lista = stavningar.setdefault(utan_accent(ett), [])
        if ett not in lista:
            lista.append(ett)
    for lista in stavningar.values():
        if len(lista) > 1 and len({n.casefold() for n in lista}) > 1:
            bygge.varna(
                "namn_stavas_olika",
                f"{rada_upp(f'”{n}”' for n in lista)} kan vara samma person med olika stavning.",
                citat=lista[0],
                forslag=lista[-1],
            )
