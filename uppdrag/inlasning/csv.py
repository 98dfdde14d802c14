"""A list as text with separators: which letters and which separator are found out. No Django."""

import codecs
import csv
import io
import re
from collections import Counter

from .fel import Listfel
from .modell import MAX_KOLUMNER, MAX_RADER, MAX_TECKEN, TOM, Blad, Cell, Cellfel, Rad

_SKILJETECKEN = ";\t,"
# Without a byte order mark: UTF-8 says no to what is not its own, cp1252 hardly ever does.
_MARKEN = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _text(innehall: bytes) -> str:
    kodning = next((k for bom, k in _MARKEN if innehall.startswith(bom)), None)
    borjan = innehall[:2000]
    if kodning is None and borjan.count(0) > len(borjan) // 4:
        kodning = "utf-16-le" if borjan[1::2].count(0) > borjan[::2].count(0) else "utf-16-be"
    for forsok in [kodning] if kodning else ["utf-8", "cp1252"]:
        try:
            text = innehall.decode(forsok)
        except UnicodeDecodeError:
            continue
        if sum(c < " " and c not in "\t\r\n\x0b\x0c" for c in text[:5000]) > len(text[:5000]) // 100:
            break
        return text.replace("\x00", "")
    raise Listfel(
        "Filen gick inte att läsa som text. Spara listan som Excelarbetsbok (.xlsx) eller som ”CSV UTF-8” "
        "och försök igen."
    )


def _poster(text: str, skiljetecken: str) -> list[list[str]]:
    poster = []
    for post in csv.reader(io.StringIO(text, newline=""), delimiter=skiljetecken):
        poster.append(post)
        if len(poster) > MAX_RADER + 5_000:
            raise Listfel(
                f"Listan är för stor: högst {MAX_RADER} rader kan läsas in åt gången. Dela upp den i flera filer."
            )
    return poster


def _jamnhet(poster: list[list[str]]) -> tuple[int, int]:
    """How many of the rows have the commonest number of cells, if that is more than one."""
    antal = Counter(len(p) for p in poster if len(p) > 1)
    if not antal:
        return 0, 0
    celler, rader = max(antal.items(), key=lambda par: (par[1], par[0]))
    return rader, celler


def _cell(text: str) -> Cell:
    text = text.replace("\xa0", " ").strip()
    if traff := re.fullmatch(r'="([^"]*)"', text):  # how a text is kept from becoming a number
        text = traff[1].strip()
    if not text:
        return TOM
    if len(text) > MAX_TECKEN:
        return Cell(f"{text[:100]}…", fel=Cellfel.FOR_LANG)
    if re.match(r"=\s*[\w+(]", text):
        return Cell(text, fel=Cellfel.FORMEL)
    return Cell(text, fel=Cellfel.FELVARDE if re.fullmatch(r"#[A-ZÅÄÖ/0]+[!?]|#N/A", text) else "")


def las_blad(innehall: bytes) -> Blad:
    """Rows are counted as a spreadsheet does that opens the file: a line break within quotes is within its row."""
    text = _text(innehall)
    if re.match(r"\s*<(?:!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise Listfel(
            "Filen är en webbsida och ingen lista. Öppna den i Excel och spara den som Excelarbetsbok (.xlsx)."
        )
    tecken = _SKILJETECKEN
    if traff := re.match(r'"?sep=([;,\t])"?\r?\n', text):
        text, tecken = text[traff.end() :], traff[1]
    try:
        basta = max((_poster(text, t) for t in tecken), key=_jamnhet)
    except csv.Error as fel:
        raise Listfel(
            "Filen gick inte att läsa som en lista. Kontrollera att citattecknen är parvisa, eller spara den som .xlsx."
        ) from fel
    rader = (Rad(nummer, tuple(_cell(c) for c in post[:MAX_KOLUMNER])) for nummer, post in enumerate(basta, start=1))
    return Blad("", tuple(r for r in rader if r))
