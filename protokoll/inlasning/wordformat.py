"""What the styles and lists of a Word file say of a paragraph: its number, is it a heading, the space around it."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn

_HOGSTA_NIVA = 9
_LANGSTA_KEDJA = 20
_AV = frozenset({"0", "false", "off", "none"})
_ROMERSKA = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def varde(element, tagg: str) -> str | None:
    """The value of a child (`<w:ilvl w:val="2"/>` → "2")."""
    barn = element.find(qn(tagg)) if element is not None else None
    return barn.get(qn("w:val")) if barn is not None else None


def pa(element, tagg: str) -> bool:
    """Is a property such as <w:b/> switched on here?"""
    barn = element.find(qn(tagg)) if element is not None else None
    return barn is not None and (barn.get(qn("w:val")) or "1").casefold() not in _AV


def heltal(text: str | None) -> int | None:
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Niva:
    format: str
    text: str
    start: int


class Format:
    """Lives for one file: the numbers of its lists go on from paragraph to paragraph."""

    def __init__(self, stilar, numrering):
        self._stilar = {s.get(qn("w:styleId")): s for s in stilar.iter(qn("w:style"))} if stilar is not None else {}
        self._forvald = next((s for s in self._stilar.values() if _ar_forvald(s)), None)
        grund = stilar.find(f".//{qn('w:pPrDefault')}/{qn('w:pPr')}") if stilar is not None else None
        self._grund = grund
        self._listor = _Listor(numrering)

    def _kedja(self, p) -> list:
        """The properties that hold for a paragraph: its own, then those of its style and of what that is based on."""
        egna = p.find(qn("w:pPr"))
        kedja = [egna] if egna is not None else []
        stil = self._stilar.get(varde(egna, "w:pStyle")) if egna is not None else None
        stil = stil if stil is not None else self._forvald
        for _ in range(_LANGSTA_KEDJA):
            if stil is None:
                break
            if (pPr := stil.find(qn("w:pPr"))) is not None:
                kedja.append(pPr)
            stil = self._stilar.get(varde(stil, "w:basedOn"))
        return [*kedja, self._grund] if self._grund is not None else kedja

    def _stilnamn(self, p) -> str:
        stil = varde(p.find(qn("w:pPr")), "w:pStyle") or ""
        return (varde(self._stilar.get(stil), "w:name") or stil).casefold()

    def ar_rubrik(self, p) -> bool:
        if self._stilnamn(p).startswith(("heading", "rubrik", "title")):
            return True
        niva = next((v for pPr in self._kedja(p) if (v := heltal(varde(pPr, "w:outlineLvl"))) is not None), None)
        return niva is not None and niva < _HOGSTA_NIVA

    def marke(self, p) -> str | None:
        """The number or bullet that Word puts before the paragraph; None outside lists."""
        for pPr in self._kedja(p):
            numPr = pPr.find(qn("w:numPr"))
            if numPr is None:
                continue
            nummer = varde(numPr, "w:numId")
            niva = heltal(varde(numPr, "w:ilvl")) or 0
            if nummer is not None:
                return self._listor.nasta(nummer, niva)
        return None

    def luft(self, over, under) -> int:
        """The space between two paragraphs, in twentieths of a point."""
        lika = varde(over.find(qn("w:pPr")), "w:pStyle") == varde(under.find(qn("w:pPr")), "w:pStyle")
        efter = 0 if lika and self._sammanhallen(over) else self._avstand(over, "after")
        fore = 0 if lika and self._sammanhallen(under) else self._avstand(under, "before")
        return max(efter, fore)

    def _sammanhallen(self, p) -> bool:
        for pPr in self._kedja(p):
            if pPr.find(qn("w:contextualSpacing")) is not None:
                return pa(pPr, "w:contextualSpacing")
        return False

    def _avstand(self, p, sida: str) -> int:
        for pPr in self._kedja(p):
            spacing = pPr.find(qn("w:spacing"))
            if spacing is None:
                continue
            if (spacing.get(qn(f"w:{sida}Autospacing")) or "0") not in _AV:
                return 1
            if (antal := heltal(spacing.get(qn(f"w:{sida}")))) is not None:
                return antal
        return 0


def _ar_forvald(stil) -> bool:
    return stil.get(qn("w:type")) == "paragraph" and (stil.get(qn("w:default")) or "0") not in _AV


@dataclass(slots=True)
class _Lista:
    nivaer: dict[int, _Niva]
    raknare: dict[int, int] = field(default_factory=dict)


class _Listor:
    def __init__(self, numrering):
        self._listor: dict[str, _Lista | None] = {}
        if numrering is None:
            return
        mallar: dict[str | None, _Lista] = {}
        for mall in numrering.findall(qn("w:abstractNum")):
            mallar[mall.get(qn("w:abstractNumId"))] = _Lista(_nivaer(mall))
        for num in numrering.findall(qn("w:num")):
            lista = mallar.get(varde(num, "w:abstractNumId"))
            andrade = num.findall(qn("w:lvlOverride"))
            if lista is not None and andrade:
                # A list that begins anew counts for itself; the others of the same kind go on counting together.
                lista = _Lista(dict(lista.nivaer))
                for en in andrade:
                    _andra(lista, en)
            self._listor[num.get(qn("w:numId"))] = lista

    def nasta(self, nummer: str, niva: int) -> str | None:
        lista = self._listor.get(nummer)
        if lista is None or niva not in lista.nivaer:
            return None if nummer == "0" else "•"
        nu = lista.nivaer[niva]
        for djupare in [n for n in lista.raknare if n > niva]:
            del lista.raknare[djupare]
        lista.raknare[niva] = lista.raknare.get(niva, nu.start - 1) + 1
        if nu.format == "bullet":
            return "•"
        if nu.format == "none":
            return ""
        text = nu.text
        for n in range(niva + 1):
            if f"%{n + 1}" in text and n in lista.nivaer:
                tal = lista.raknare.get(n, lista.nivaer[n].start)
                text = text.replace(f"%{n + 1}", _som_tal(tal, lista.nivaer[n].format))
        return text


def _nivaer(mall) -> dict[int, _Niva]:
    nivaer = {}
    for lvl in mall.findall(qn("w:lvl")):
        n = heltal(lvl.get(qn("w:ilvl")))
        if n is not None and 0 <= n < _HOGSTA_NIVA:
            nivaer[n] = _niva(lvl)
    return nivaer


def _niva(lvl) -> _Niva:
    start = heltal(varde(lvl, "w:start"))
    return _Niva(
        varde(lvl, "w:numFmt") or "decimal", (varde(lvl, "w:lvlText") or "")[:40], 1 if start is None else start
    )


def _andra(lista: _Lista, andrad) -> None:
    n = heltal(andrad.get(qn("w:ilvl")))
    if n is None or not 0 <= n < _HOGSTA_NIVA:
        return
    if (lvl := andrad.find(qn("w:lvl"))) is not None:
        lista.nivaer[n] = _niva(lvl)
    start = heltal(varde(andrad, "w:startOverride"))
    if start is not None and n in lista.nivaer:
        lista.nivaer[n] = _Niva(lista.nivaer[n].format, lista.nivaer[n].text, start)


def _som_tal(tal: int, format: str) -> str:
    if format in {"lowerLetter", "upperLetter"} and 1 <= tal <= 26 * 20:
        bokstaver = chr(ord("a") + (tal - 1) % 26) * ((tal - 1) // 26 + 1)
        return bokstaver.upper() if format == "upperLetter" else bokstaver
    if format in {"lowerRoman", "upperRoman"} and 1 <= tal <= 3000:
        romerskt = ""
        for varde_, tecken in _ROMERSKA:
            antal, tal = divmod(tal, varde_)
            romerskt += tecken * antal
        return romerskt.upper() if format == "upperRoman" else romerskt
    return f"{tal:02d}" if format == "decimalZero" else str(tal)
