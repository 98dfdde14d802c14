"""What every PDF of ours is held to: both profiles, and that it is read aloud as its text is written.

The tree of tags is read out of the file itself, and held against the HTML that it was printed from.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import page
import pdfplumber
from lxml import html as lxml_html
from pdfminer.pdftypes import PDFObjRef, resolve1

# By the sum of its bytes, the HTML that each PDF of this run was printed from (tests.conftest.tryckt).
KALLOR: dict[str, str] = {}
# What stands in the margin is passed by; the number of a page in the contents is known by the printer alone.
I_MARGINALEN = ("sidhuvud", "sidfot")
SIDNUMMER = "\ue000"
BINDESTRECK = re.compile(r"[\s\u00ad\u2010-]+")
RUBRIK = re.compile(r"H([1-6])")


def granska_pdf(data: bytes, kalla: str = "") -> None:
    """`kalla`: the HTML, where the file was printed in another process."""
    for profil in ("2a", "ua1"):
        svar = page.validate_pdf_bytes(data, profile=profil)
        assert svar.is_compliant, [(fel.rule_id, fel.message) for fel in svar.failures]
    with pdfplumber.open(BytesIO(data)) as pdf:
        katalog = pdf.doc.catalog
        assert katalog["Lang"] == b"sv"
        assert resolve1(katalog["ViewerPreferences"])["DisplayDocTitle"] is True
        assert pdf.metadata["Title"].strip()
        trad = Trad(pdf)
    assert trad.olasta == "", "is printed and never read aloud"
    nivaer = [int(traff[1]) for typ, _ in trad.elementen if (traff := RUBRIK.fullmatch(typ))]
    assert nivaer[:1] == [1], nivaer
    assert all(nasta <= niva + 1 for niva, nasta in pairwise(nivaer)), nivaer
    _granska_tabeller(trad.elementen)
    assert all(element.get("Alt") for typ, element in trad.elementen if typ == "Figure")
    _jamfor(upplast=_platt(trad.text), vantat=_platt(text_i(kalla or KALLOR[hashlib.sha256(data).hexdigest()])))


class Trad:
    """The tags in the order in which they are read, and the text that they are read with."""

    def __init__(self, pdf) -> None:
        self._tecken, olasta = defaultdict(list), defaultdict(list)
        for sida in pdf.pages:
            for tecken in sida.chars:
                if tecken["mcid"] is not None:
                    self._tecken[sida.page_obj.pageid, tecken["mcid"]].append(tecken["text"])
                elif tecken["tag"] != "Artifact":
                    olasta[sida.page_number].append(tecken["text"])
        self.elementen: list[tuple[str, dict]] = []
        self._lasta: set = set()
        self.text = "".join(self._las(resolve1(pdf.doc.catalog["StructTreeRoot"]), None))
        for nyckel, tecknen in self._tecken.items():
            if nyckel not in self._lasta:
                olasta[nyckel].extend(tecknen)
        self.olasta = "".join(tecken for tecknen in olasta.values() for tecken in tecknen).strip()

    def _las(self, element: dict, sida, tyst: bool = False) -> Iterator[str]:
        typ = element["S"].name if "S" in element else ""
        if typ:
            self.elementen.append((typ, element))
        if isinstance(element.get("Pg"), PDFObjRef):
            sida = element["Pg"].objid
        # The mark of a list is drawn by the style sheet; of a picture its alt is read, whatever is written in it.
        tyst = tyst or typ in ("Lbl", "Figure")
        barn = resolve1(element.get("K", []))
        for ett in barn if isinstance(barn, list) else [barn]:
            ett = resolve1(ett)
            if isinstance(ett, int):
                yield self._stycket(sida, ett, tyst)
            elif "MCID" in ett:
                yield self._stycket(ett["Pg"].objid if "Pg" in ett else sida, ett["MCID"], tyst)
            elif getattr(ett.get("Type"), "name", "") != "OBJR":
                yield from self._las(ett, sida, tyst)

    def _stycket(self, sida, mcid: int, tyst: bool) -> str:
        assert (sida, mcid) not in self._lasta, "is read twice"
        self._lasta.add((sida, mcid))
        return "" if tyst else "".join(self._tecken.get((sida, mcid), ()))


def _granska_tabeller(elementen: list[tuple[str, dict]]) -> None:
    def inuti(element: dict) -> Iterator[tuple[str, dict]]:
        barn = resolve1(element.get("K", []))
        for ett in map(resolve1, barn if isinstance(barn, list) else [barn]):
            if isinstance(ett, dict) and "S" in ett:
                yield ett["S"].name, ett
                yield from inuti(ett)

    for typ, tabell in elementen:
        if typ != "Table":
            continue
        rubriker = [cell for slag, cell in inuti(tabell) if slag == "TH"]
        assert rubriker, "a table without headings"
        assert all("Scope" in _attribut(cell) for cell in rubriker)


def _attribut(element: dict) -> dict:
    attribut = resolve1(element.get("A", {}))
    if isinstance(attribut, list):
        return {k: v for ett in map(resolve1, attribut) if isinstance(ett, dict) for k, v in ett.items()}
    return attribut


def text_i(kalla: str) -> str:
    rot = lxml_html.document_fromstring(kalla)
    for element in list(rot.body.iter()):
        if set((element.get("class") or "").split()) & set(I_MARGINALEN):
            element.drop_tree() if element.tail else element.getparent().remove(element)
        elif element.get("data-mal"):
            element.text = SIDNUMMER
    return rot.body.text_content()


def _platt(text: str) -> str:
    """Without what a line end adds and takes away, in one size of letters."""
    return BINDESTRECK.sub("", text).casefold()


def _jamfor(*, upplast: str, vantat: str) -> None:
    har = 0
    for n, stycke in enumerate(vantat.split(SIDNUMMER)):
        if n:
            nummer = re.compile(r"\d+").match(upplast, har)
            assert nummer, f"no page number in {upplast[har - 40 : har + 40]!r}"
            har = nummer.end()
        if not upplast.startswith(stycke, har):
            lika = next(
                (i for i, (a, b) in enumerate(zip(upplast[har:], stycke, strict=False)) if a != b),
                min(len(upplast) - har, len(stycke)),
            )
            raise AssertionError(
                f"read aloud as …{upplast[max(0, har + lika - 60) : har + lika + 80]!r},"
                f" written …{stycke[max(0, lika - 60) : lika + 80]!r}"
            )
        har += len(stycke)
    assert upplast[har:] == "", "is read aloud and not written"
