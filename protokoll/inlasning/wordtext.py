"""The text of one paragraph of a Word file."""

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from .wordformat import Format, pa

# Sections of a paragraph that hold runs of text.
_HALLARE = frozenset(
    [qn(f"w:{namn}") for namn in ("hyperlink", "smartTag", "sdtContent", "fldSimple", "bdo", "dir", "customXml")]
)
_ALTERNATIV = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATEMATIK = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Ticks of the fonts Wingdings and Symbol, which stand in the place of other letters there.
_TECKEN = {"FC": "✓", "FE": "☑", "FB": "✗", "FD": "☒", "A8": "☐", "B7": "•"}
_SKILJE = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_LANGSTA_FETA = 120
_MARKE = re.compile(r"^[\w§.)( ,:•–-]{0,40}$")


@dataclass(slots=True)
class Stycke:
    p: object
    text: str
    lista: bool = False
    rubrik: bool = False
    ny_sida: bool = False
    rutor: list = field(default_factory=list)  # the text boxes anchored in it
    noter: list[tuple[int, object]] = field(default_factory=list)


class Styckelasare:
    """Lives for one file: fields, pages and notes go on from paragraph to paragraph."""

    def __init__(self, format: Format, fotnoter):
        self._format = format
        hittade = fotnoter.iter(qn("w:footnote")) if fotnoter is not None else ()
        self._fotnoter = {n.get(qn("w:id")): n for n in hittade if n.get(qn("w:type")) in (None, "normal")}
        self._noter = 0
        self._falt: list[bool] = []  # per open field: has its result begun?
        self._sida = False  # the next text stands on a new page
        self._efter = False  # … the text after this paragraph

    def las(self, p) -> Stycke:
        stycke = Stycke(p, "")
        egenskaper = p.find(qn("w:pPr"))
        self._sida = self._sida or pa(egenskaper, "w:pageBreakBefore")
        bitar: list[str] = []
        self._barn(p, bitar, stycke)
        text = "".join(bitar)
        stycke.rubrik = self._format.ar_rubrik(p) or _helt_fet(p, text)
        self._efter = self._efter or text.endswith("\f")
        text = text.strip("\f ")
        if text.strip():
            marke = self._format.marke(p)
            if marke is not None:
                stycke.lista = True
                text = f"{marke} {text}".strip() if _MARKE.match(marke) else text
            stycke.ny_sida, self._sida = self._sida, False
        stycke.text = text
        sektion = egenskaper.find(qn("w:sectPr")) if egenskaper is not None else None
        if sektion is not None:
            slag = sektion.find(qn("w:type"))
            self._efter = self._efter or slag is None or slag.get(qn("w:val")) != "continuous"
        self._sida, self._efter = self._sida or self._efter, False
        return stycke

    def _barn(self, element, bitar: list[str], stycke: Stycke) -> None:
        for barn in element:
            if barn.tag == qn("w:r"):
                self._text(barn, bitar, stycke)
            elif barn.tag == qn("w:sdt"):
                if (innehall := barn.find(qn("w:sdtContent"))) is not None:
                    self._barn(innehall, bitar, stycke)
            elif barn.tag in _HALLARE:
                self._barn(barn, bitar, stycke)
            elif barn.tag == f"{_ALTERNATIV}AlternateContent":
                self._barn(_valt(barn), bitar, stycke)
            elif barn.tag in {f"{_MATEMATIK}oMath", f"{_MATEMATIK}oMathPara"}:
                bitar += [t.text or "" for t in barn.iter(f"{_MATEMATIK}t")]

    def _text(self, r, bitar: list[str], stycke: Stycke) -> None:
        dolt = pa(r.find(qn("w:rPr")), "w:vanish")
        for barn in r:
            namn = barn.tag.rpartition("}")[2]
            if namn == "fldChar":
                self._faltgrans(barn.get(qn("w:fldCharType")))
            elif namn == "AlternateContent":
                self._text(_valt(barn), bitar, stycke)
            elif namn == "lastRenderedPageBreak":
                # A page that ends inside a paragraph ends after it here, so that the paragraph stays whole.
                self._brytning(bitar, hard=False)
            elif namn in {"drawing", "pict", "object"}:
                stycke.rutor += _rutor(barn)
            elif not dolt and all(self._falt):
                self._tecken(barn, namn, bitar, stycke)

    def _tecken(self, barn, namn: str, bitar: list[str], stycke: Stycke) -> None:
        if namn == "t":
            bitar.append(" ".join((barn.text or "").replace("\f", "\n").split("\n")))
        elif namn == "br" and barn.get(qn("w:type")) == "page":
            self._brytning(bitar, hard=True)
        elif namn in _SKILJE:
            bitar.append(_SKILJE[namn])
        elif namn == "sym":
            bitar.append(_symbol(barn.get(qn("w:char")) or ""))
        elif namn == "footnoteReference":
            self._fotnot(barn.get(qn("w:id")), bitar, stycke)

    def _faltgrans(self, slag: str | None) -> None:
        if slag == "begin":
            self._falt.append(False)
        elif self._falt and slag == "separate":
            self._falt[-1] = True
        elif self._falt and slag == "end":
            self._falt.pop()

    def _brytning(self, bitar: list[str], *, hard: bool) -> None:
        if not "".join(bitar).strip():
            self._sida = True
        elif hard:
            bitar.append("\f")
        else:
            self._efter = True

    def _fotnot(self, nyckel: str | None, bitar: list[str], stycke: Stycke) -> None:
        # Each is told once: a note may name itself.
        not_ = self._fotnoter.pop(nyckel, None)
        if not_ is not None:
            self._noter += 1
            bitar.append(f"[{self._noter}]")
            stycke.noter.append((self._noter, not_))


def _valt(alternativ):
    """Of two ways to show the same thing, the first; nothing of the other."""
    val = alternativ.find(f"{_ALTERNATIV}Choice")
    if val is None:
        val = alternativ.find(f"{_ALTERNATIV}Fallback")
    return val if val is not None else ()


def _rutor(element) -> list:
    rutor = []
    for barn in element:
        if barn.tag == f"{_ALTERNATIV}AlternateContent":
            rutor += _rutor(_valt(barn))
        elif barn.tag == qn("w:txbxContent"):
            rutor.append(barn)
        else:
            rutor += _rutor(barn)
    return rutor


def _symbol(kod: str) -> str:
    kort = kod.upper().removeprefix("F0")
    if kort in _TECKEN:
        return _TECKEN[kort]
    try:
        tecken = chr(int(kod, 16))
    except (ValueError, OverflowError):
        return ""
    return tecken if tecken.isprintable() and not "\ue000" <= tecken <= "\uf8ff" else ""


def _helt_fet(p, text: str) -> bool:
    """A short paragraph in bold is a heading, whatever its style is called."""
    if not 0 < len(text.strip()) <= _LANGSTA_FETA or text.rstrip().endswith("."):
        return False
    med_text = [r for r in p.iter(qn("w:r")) if any((t.text or "").strip() for t in r.findall(qn("w:t")))]
    return bool(med_text) and all(pa(r.find(qn("w:rPr")), "w:b") for r in med_text)
