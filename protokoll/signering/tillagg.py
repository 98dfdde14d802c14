"""Whether a signed file still shows what was frozen.

A file that begins with the frozen bytes may have had a later part put after them that shows other text, and may have
been signed only then: the signature is whole and covers it all. So every object of the frozen part that a later part
wrote anew is looked at, and only what a signature needs may differ.
"""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

# Of the catalogue: the form that holds signatures, what validates them, and the claims about the file.
_I_KATALOGEN = {"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Metadata", "/Version"}


def har_tillagg(lasare: PdfFileReader, fryst: bytes) -> bool:
    """Whether anything but signatures came after the frozen bytes that the file begins with."""
    sista = PdfFileReader(io.BytesIO(fryst)).xrefs.total_revisions
    alla = lasare.xrefs.total_revisions
    fore = lasare.get_historical_resolver(sista - 1)
    fryst_innehall = _refs(lasare, 0, sista)
    om_skrivet = fryst_innehall & _refs(lasare, sista, alla)
    if any(fryst_innehall & set(lasare.xrefs.refs_freed_in_revision(n)) for n in range(sista, alla)):
        return True
    rot, info = fore.root_ref, _ref(fore.trailer_view, "/Info")
    if lasare.root_ref != rot:
        return True
    metadata = _ref(fore.root, "/Metadata")
    sidor, listor = _sidor(fore)
    for ref in om_skrivet - {info, metadata}:
        gammal, ny = fore.get_object(ref), lasare.get_object(ref)
        if ref == rot:
            andrad = not _lika(gammal, ny, utom=_I_KATALOGEN)
        elif ref in sidor:
            andrad = not _lika(gammal, ny, utom={"/Annots"}) or not _bara_nya_underskrifter(
                gammal.get("/Annots", []), ny.get("/Annots", [])
            )
        elif ref in listor:
            andrad = not _bara_nya_underskrifter(gammal, ny)
        else:
            andrad = True
        if andrad:
            return True
    return False


def _refs(lasare: PdfFileReader, fran: int, till: int) -> set:
    return set().union(*(lasare.xrefs.explicit_refs_in_revision(n) for n in range(fran, till)))


def _ref(i: generic.DictionaryObject, nyckel: str):
    varde = i.raw_get(nyckel) if nyckel in i else None
    return varde.reference if isinstance(varde, generic.IndirectObject) else None


def _sidor(fore: HistoricalResolver) -> tuple[set, set]:
    """Where the pages of the frozen part are, and their lists of annotations where those stand by themselves."""
    sidor, listor, kvar = set(), set(), [fore.root.raw_get("/Pages")]
    while kvar:
        pekare = kvar.pop()
        nod = pekare.get_object()
        if "/Kids" in nod:
            kvar += [nod["/Kids"].raw_get(n) for n in range(len(nod["/Kids"]))]
            continue
        sidor.add(pekare.reference)
        if lista := _ref(nod, "/Annots"):
            listor.add(lista)
    return sidor, listor


def _lika(gammal: generic.DictionaryObject, ny, *, utom: set[str]) -> bool:
    if not isinstance(ny, generic.DictionaryObject):
        return False
    nycklar = {*gammal, *ny} - utom
    return all(n in gammal and n in ny and gammal.raw_get(n) == ny.raw_get(n) for n in nycklar)


def _bara_nya_underskrifter(gamla, nya) -> bool:
    """The old annotations first, as they were, and after them nothing but the places of signatures."""
    # As a list the array gives what stands in it, without following where it points.
    if not isinstance(nya, list) or list(nya)[: len(gamla)] != list(gamla):
        return False
    tillagda = [pekare.get_object() for pekare in list(nya)[len(gamla) :]]
    return all(a.get("/Subtype") == "/Widget" and a.get("/FT") == "/Sig" for a in tillagda)
