"""What WeasyPrint leaves undone in the finished file."""

import re
from collections.abc import Iterable

import pydyf
from weasyprint.formatting_structure import boxes

_UA_IDENTIFIER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def finish(document, pdf: pydyf.PDF, *, padding: int = 0) -> None:
    _claim_pdf_ua(pdf)
    _mark_margins_as_artifacts(pdf)
    _gather_list_bodies(pdf)
    _write_scopes(document)
    _join_tables(document, pdf)
    _end_streams_clearly(pdf)
    for _ in range(padding):
        pdf.add_object(pydyf.Array([]))


def _claim_pdf_ua(pdf: pydyf.PDF) -> None:
    """WeasyPrint claims one standard per file; this adds the second to the same description."""
    stream = _object(pdf, pdf.catalog["Metadata"])
    stream.compress = False
    [data] = stream.stream
    if data.count(b"</rdf:RDF>") != 1:
        raise ValueError("WeasyPrint's metadata does not have the form that this version is pinned for")
    stream.stream = [data.replace(b"</rdf:RDF>", _UA_IDENTIFIER + b"</rdf:RDF>")]


def _mark_margins_as_artifacts(pdf: pydyf.PDF) -> None:
    """WeasyPrint tags running heads and page numbers but leaves them outside the structure tree.

    Marked as artifacts, a screen reader passes them by instead of reading them on every page.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    in_tree = set(_descendants(pdf, root))
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page_number in range(len(pdf.page_references)):
        owners = numbers[2 * page_number + 1]
        _pass_by(pdf, page_number, {mcid for mcid, owner in enumerate(owners) if owner not in in_tree})


def _pass_by(pdf: pydyf.PDF, page_number: int, mcids: set[int]) -> None:
    """These pieces of a page are printed there and not read aloud."""
    content = _object(pdf, _object(pdf, pdf.page_references[page_number])["Contents"]).stream
    for i, item in enumerate(content):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in mcids:
            content[i - 1] = "/Artifact"
            content[i] = pydyf.Dictionary({"Type": "/Pagination"})
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    owners = _object(pdf, root["ParentTree"])["Nums"][2 * page_number + 1]
    for mcid in mcids:
        owners[mcid] = "null"


def _gather_list_bodies(pdf: pydyf.PDF) -> None:
    """An item's paragraphs and inner lists hang beside its label; PDF/UA-1 wants them in one body."""
    for item in [o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("S") == "/LI"]:
        kids = [(reference, _object(pdf, reference)) for reference in item["K"]]
        loose = [(r, kid) for r, kid in kids if kid["S"] not in ("/Lbl", "/LBody")]
        if not loose:
            continue
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array([]), "Pg": item["Pg"], "P": item.reference}
        )
        pdf.add_object(body)
        for reference, kid in kids:
            if kid["S"] == "/LBody":
                body["K"] += kid["K"]
                for inner in kid["K"]:
                    if isinstance(inner, bytes):
                        _object(pdf, inner)["P"] = body.reference
            elif kid["S"] != "/Lbl":
                body["K"].append(reference)
                kid["P"] = body.reference
        item["K"] = pydyf.Array([*(r for r, kid in kids if kid["S"] == "/Lbl"), body.reference])


def _write_scopes(document) -> None:
    """WeasyPrint links cells to headers by number but misses some below a wide header; the scope says it for all."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if mark := getattr(box, "mark", None):
                if box.element_tag == "th":
                    mark["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
                elif not mark["A"].get("Headers"):
                    mark["A"].pop("Headers", None)


def _join_tables(document, pdf: pydyf.PDF) -> None:
    """WeasyPrint tags what is left of a table on the next page as a table of its own, with the head once more.

    To a screen reader it is one table: its rows follow each other, and the head is read where it begins.
    """
    tables: dict[int, pydyf.Dictionary] = {}
    keys: dict[int, bytes] = {}
    for page_number, page in enumerate(document.pages):
        renamed: dict[bytes, pydyf.String] = {}
        joined: dict[bytes, tuple] = {}
        for table, in_head, box in _cells(page._page_box):
            part = _above(pdf, box.mark, "/Table")
            whole = tables.setdefault(id(table), part)
            is_repeated = id(box.element) in keys
            if "ID" in box.mark:
                renamed[box.mark["ID"].string] = keys.setdefault(id(box.element), box.mark["ID"])
            if part is whole:
                continue
            if in_head and is_repeated:
                _leave_out(pdf, page_number, _above(pdf, box.mark, "/THead"))
            elif headers := box.mark["A"].get("Headers"):
                box.mark["A"]["Headers"] = pydyf.Array([renamed.get(h.string, h) for h in headers])
            joined[part.reference] = whole, part
        for whole, part in joined.values():
            for kid in part["K"]:
                _object(pdf, kid)["P"] = whole.reference
            whole["K"] += part["K"]
            part["K"] = pydyf.Array([])
            _take_away(pdf, part)


def _cells(box, table=None, in_head: bool = False) -> Iterable[tuple]:
    """(the HTML table, whether in its head, the cell) of each cell of a page, in order."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.TableBox):
        table, in_head = box.element, False
    elif isinstance(box, boxes.TableRowGroupBox):
        in_head = box.is_header
    if hasattr(box, "mark"):
        yield table, in_head, box
    for child in getattr(box, "children", ()):
        yield from _cells(child, table, in_head)


def _above(pdf: pydyf.PDF, element: pydyf.Dictionary, kind: str) -> pydyf.Dictionary:
    while element["S"] != kind:
        element = _object(pdf, element["P"])
    return element


def _leave_out(pdf: pydyf.PDF, page_number: int, element: pydyf.Dictionary) -> None:
    """Out of the tree, with all that is in it."""
    elements = [element, *(_object(pdf, reference) for reference in _descendants(pdf, element))]
    mcids = {kid for e in elements for kid in _kids(e) if isinstance(kid, int)}
    if mcids or element["K"]:
        _pass_by(pdf, page_number, mcids)
        element["K"] = pydyf.Array([])
        _take_away(pdf, element)


def _take_away(pdf: pydyf.PDF, element: pydyf.Dictionary) -> None:
    """An element that holds nothing any more, and what held nothing else."""
    while not element["K"] and element["S"] != "/Document":
        parent = _object(pdf, element["P"])
        if element.reference not in parent["K"]:
            return
        parent["K"].remove(element.reference)
        element = parent


def _end_streams_clearly(pdf: pydyf.PDF) -> None:
    """Packed bytes that end in CR or LF run into the line end before "endstream": to PDF/A, a wrong /Length.

    What was packed to see that is written as it is, and not packed once more.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            packed = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
            stream.compress = False
            if not packed.endswith((b"\r", b"\n")):
                stream.stream, stream.extra["Filter"] = [packed], "/FlateDecode"


_INDEX_STREAM = re.compile(
    rb"/Type /(?:ObjStm|XRef)(?:(?!endobj).)*?/Length (\d+)(?:(?!endobj).)*?>>\s*stream\n", re.DOTALL
)


def ends_clearly(data: bytes) -> bool:
    """The same of the two streams that are made only while the file is written; `padding` makes them others."""
    return not any(
        data[m.end() + int(m[1]) - 1 : m.end() + int(m[1])] in (b"\r", b"\n") for m in _INDEX_STREAM.finditer(data)
    )


def _descendants(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterable[bytes]:
    for kid in _kids(element):
        if isinstance(kid, bytes):
            yield kid
            yield from _descendants(pdf, _object(pdf, kid))


def _kids(element: pydyf.Dictionary) -> list:
    kids = element.get("K", [])
    return kids if isinstance(kids, list) else [kids]


def _object(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]
