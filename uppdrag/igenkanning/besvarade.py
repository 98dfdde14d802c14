"""Sentences that give, retell or close an uppdrag. Pure: reads what `protokoll.inlasning` has read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from protokoll.inlasning import Inlast, Paragraf, Uppdragsfynd
from protokoll.inlasning.datum import DATUM, las_datum
from protokoll.inlasning.tecken import vik
from uppdrag.igenkanning.avslutade import hitta_namnda

# Where a § retells; in these sections the same words are somebody's wish or what this organ decides now.
_EJ_BERATTANDE = frozenset({"beslut", "yrkanden", "reservation", "beslutsgang", "omrostning", "omrostningsresultat",
                            "mottagare", "beslutsunderlag", "protokollsanteckning", "sarskilt_yttrande"})  # fmt: skip

_ORGAN = (
    r"(?P<givare>(?:[A-ZÅÄÖ][\wåäöÅÄÖ-]{1,40}\s)?[\wåäöÅÄÖ-]{0,40}"
    r"(?:styrelsens?|nämndens?|fullmäktiges?|utskottets?|utskotts?|beredningens?|presidiets?"
    r"|nämnd|fullmäktige|utskott|nämnden för [\wåäöÅÄÖ& ]{3,60}?)"
    r"(?:\s(?:arbetsutskott|utskott|presidium|[\wåäö-]{1,30}utskott))?)"
)
_DATUM = r"(?P<datum>" + re.sub(r"\?P<\w+>", "?:", DATUM.pattern) + r")"
_PARAGRAF = r"(?:,?\s(?:§|paragraf)\s?(?P<paragraf>\d{1,4}),?)?"
_NAR = rf"(?:(?:den|vid sammanträdet(?:\sden)?)\s)?{_DATUM}{_PARAGRAF}\s"
_MOTTAGARE = r"(?P<mottagare>[^.”“\"]{2,200}?)"
_FORMER = (
    # "… gav 2020-01-21 i uppdrag till administrativa avdelningen att …"
    re.compile(rf"{_ORGAN}\s(?:gav|har gett|lämnade)\s{_NAR}i uppdrag (?:till|åt)\s{_MOTTAGARE}\satt\s", re.IGNORECASE),
    # "… gav den 28 november 2023 kommundirektören i uppdrag att …"
    re.compile(rf"{_ORGAN}\s(?:gav|har gett)\s{_NAR}{_MOTTAGARE}\si uppdrag att\s", re.IGNORECASE),
    # "… uppdrog 2020-01-21 åt administrativa avdelningen att …"
    re.compile(rf"{_ORGAN}\s(?:uppdrog|har uppdragit)\s{_NAR}åt\s{_MOTTAGARE}\satt\s", re.IGNORECASE),
    # "… beslutade 2020-01-21 att ge förvaltningen i uppdrag att …"
    re.compile(rf"{_ORGAN}\sbeslutade\s{_NAR}att ge\s{_MOTTAGARE}\si uppdrag att\s", re.IGNORECASE),
    re.compile(rf"{_ORGAN}\sbeslutade\s{_NAR}att uppdra åt\s{_MOTTAGARE}\satt\s", re.IGNORECASE),
    # "Den 21 januari 2020 gav kommunstyrelsen förvaltningen i uppdrag att …"
    re.compile(rf"(?<!\w){_NAR}gav\s{_ORGAN}\s{_MOTTAGARE}\si uppdrag att\s", re.IGNORECASE),
)
_NYCKELORD = re.compile(r"i uppdrag|uppdrog|uppdragit|uppdra åt", re.IGNORECASE)
_MENINGSSLUT = re.compile(r"(?<=[a-zåäöé0-9)”\"])[.!?](?:[”\"])?(?=\s+[A-ZÅÄÖ”\"]|\s*$)")
# A longer stretch without a full stop is no sentence of minutes.
_LANGSTA_MENING = 3000
_CITERAT = re.compile(r"^[”“\"](?P<text>[^”“\"]{1,2000})[”“\"]")


@dataclass(frozen=True, slots=True)
class _Mening:
    text: str
    paragraf: Paragraf


def hitta_besvarade(inlast: Inlast) -> list[Uppdragsfynd]:
    """Uppdrag that a § retells as given before: already given elsewhere, answered here; never new ones."""
    return [fynd for paragraf in inlast.paragrafer for fynd in hitta_besvarade_i(paragraf, inlast.datum)]


def hitta_besvarade_i(paragraf: Paragraf, datum: date | None) -> list[Uppdragsfynd]:
    """The same for one § of a meeting on `datum`."""
    funna: list[Uppdragsfynd] = []
    for mening in _meningar(paragraf):
        fynd = _aterberattat(mening, datum)
        if fynd is not None and all(_nyckel(fynd) != _nyckel(f) for f in funna):
            funna.append(fynd)
    return [*funna, *_namnda(paragraf, datum, funna)]


def _namnda(paragraf: Paragraf, datum: date | None, funna: list[Uppdragsfynd]) -> Iterator[Uppdragsfynd]:
    """ "Uppdraget som lämnades av kommunstyrelsen 2015-04-14, § 97", where the § does not tell of it at more length."""
    kanda = {f.datum for f in funna}
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ != "beslut" and avsnitt.typ in _EJ_BERATTANDE:
            continue
        for fynd in hitta_namnda(avsnitt.text, datum):
            if fynd.datum in kanda:
                continue
            kanda.add(fynd.datum)
            yield Uppdragsfynd(
                slag="besvarat",
                givare=fynd.givare or "",
                datum=fynd.datum,
                paragraf=fynd.paragraf,
                mottagare=(),
                text=fynd.text,
                besvaras_i=paragraf.nummer,
                citat=fynd.citat,
            )


def _nyckel(fynd: Uppdragsfynd) -> tuple:
    return (fynd.givare.casefold(), fynd.datum, fynd.besvaras_i, fynd.text)


def _meningar(paragraf: Paragraf) -> Iterator[_Mening]:
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ in _EJ_BERATTANDE or not _NYCKELORD.search(vik(avsnitt.text)):
            continue
        for stycke in avsnitt.text.split("\n"):
            if "\t" in stycke or not _NYCKELORD.search(vik(stycke)):
                continue
            start = 0
            for slut in [m.end() for m in _MENINGSSLUT.finditer(stycke)] + [len(stycke)]:
                mening = stycke[start:slut].strip()
                start = slut
                if mening and len(mening) <= _LANGSTA_MENING and _NYCKELORD.search(vik(mening)):
                    yield _Mening(mening, paragraf)


def _aterberattat(mening: _Mening, datum_for_motet: date | None) -> Uppdragsfynd | None:
    vikt = vik(mening.text)
    for form in _FORMER:
        match = form.search(vikt)
        if match is None:
            continue
        datum = DATUM.search(match["datum"])
        given = las_datum(datum) if datum else None
        if given is None or (datum_for_motet is not None and given > datum_for_motet):
            continue
        nummer = int(match["paragraf"]) if match["paragraf"] else _protokollsutdragets(mening.paragraf, given)
        return Uppdragsfynd(
            slag="besvarat",
            givare=_versal(mening.text[match.start("givare") : match.end("givare")]),
            datum=given,
            paragraf=nummer,
            mottagare=_mottagare(mening.text[match.start("mottagare") : match.end("mottagare")]),
            text=_uppdragstext(mening.text[match.end() :]),
            besvaras_i=mening.paragraf.nummer,
            citat=mening.text,
        )
    return None


def _versal(text: str) -> str:
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _mottagare(text: str) -> tuple[str, ...]:
    """ "kommundirektören och nämnden för Service" as two; "miljö- och byggnadsförvaltningen" as one."""
    delar = re.split(r",\s+(?:samt\s+|och\s+)?|(?<!-)\s+(?:samt|och)\s+", " ".join(text.split()))
    return tuple(d.strip(" ,") for d in delar if d.strip(" ,"))


def _uppdragstext(text: str) -> str:
    text = text.strip()
    if match := _CITERAT.match(text):
        return match["text"].strip()
    return text.rstrip(" .")


def _protokollsutdragets(paragraf: Paragraf, given: date) -> int | None:
    """The § of the protokollsutdrag of the same day among the documents of the §; None for none, or for several."""
    nummer: set[int] = set()
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ != "beslutsunderlag":
            continue
        for rad in avsnitt.text.split("\n"):
            datum = DATUM.search(rad)
            traff = re.search(r"§\s?(\d{1,4})(?!\d)", rad)
            if datum and traff and las_datum(datum) == given:
                nummer.add(int(traff[1]))
    return nummer.pop() if len(nummer) == 1 else None
