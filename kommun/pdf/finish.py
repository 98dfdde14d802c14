"""What WeasyPrint leaves undone in the finished file."""

import re
from collections.abc import Iterable

import pydyf

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
    for page_number, page_reference in enumerate(pdf.page_references):
        owners = numbers[2 * page_number + 1]
        outside = {mcid for mcid, owner in enumerate(owners) if owner not in in_tree}
        content = _object(pdf, _object(pdf, page_reference)["Contents"]).stream
        for i, item in enumerate(content):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in outside:
                content[i - 1] = "/Artifact"
                content[i] = pydyf.Dictionary({"Type": "/Pagination"})
        for mcid in outside:
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


def _end_streams_clearly(pdf: pydyf.PDF) -> None:
    """Packed bytes that end in CR or LF run into the line end before "endstream": to PDF/A, a wrong /Length."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            packed = stream.data.removesuffix(b"\nendstream")
            stream.compress = not packed.endswith((b"\r", b"\n"))


_INDEX_STREAM = re.compile(
    rb"/Type /(?:ObjStm|XRef)(?:(?!endobj).)*?/Length (\d+)(?:(?!endobj).)*?>>\s*stream\n", re.DOTALL
)


def ends_clearly(data: bytes) -> bool:
    """The same of the two streams that are made only while the file is written; `padding` makes them others."""
    return not any(
        data[m.end() + int(m[1]) - 1 : m.end() + int(m[1])] in (b"\r", b"\n") for m in _INDEX_STREAM.finditer(data)
    )


def _descendants(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Iterable[bytes]:
    kids = element.get("K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid, bytes):
            yield kid
            yield from _descendants(pdf, _object(pdf, kid))


def _object(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]
