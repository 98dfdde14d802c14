"""What the XML files of the package share. Pure."""

from lxml import etree

XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def under(foralder: etree._Element, namn: str, text: str | None = None, **attribut: str) -> etree._Element:
    """A child in the namespace of its parent; empty attributes are left out."""
    barn = etree.SubElement(foralder, etree.QName(etree.QName(foralder).namespace, namn))
    for nyckel, varde in attribut.items():
        if varde:
            barn.set(nyckel, varde)
    if text is not None:
        barn.text = _tillaten(text)
    return barn


def _tillaten(text: str) -> str:
    """XML has no place for most control characters, which texts that were pasted can hold."""
    return "".join(t for t in text if t >= " " or t in "\n\t")


def som_bytes(rot: etree._Element) -> bytes:
    return etree.tostring(rot, xml_declaration=True, encoding="UTF-8", pretty_print=True)
