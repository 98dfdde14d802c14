"""Where in a workbook each of its sheets lies: a package of parts that point to each other (ECMA-376). No Django."""

import posixpath
import zipfile
from collections.abc import Iterator
from xml.parsers import expat


def bladens_delar(zipfil: zipfile.ZipFile) -> dict[str, str]:
    """The name of each sheet → the part that holds its cells. Raises KeyError or ExpatError with a broken package."""
    bok = next(mal for _, typ, mal in _pekar(zipfil, "") if typ.endswith("/officeDocument"))
    mal_for = {id_: mal for id_, _, mal in _pekar(zipfil, bok)}
    return {
        attribut["name"]: mal_for[next(v for namn, v in attribut.items() if namn.endswith(":id"))]
        for tagg, attribut in _taggarna(zipfil, bok)
        if tagg == "sheet"
    }


def _pekar(zipfil: zipfile.ZipFile, del_: str) -> Iterator[tuple[str, str, str]]:
    """What a part points to: the id it uses, the kind, and the part. The package itself is the empty name."""
    mapp, namn = posixpath.split(del_)
    for tagg, a in _taggarna(zipfil, posixpath.join(mapp, "_rels", f"{namn}.rels")):
        if tagg == "Relationship" and a.get("TargetMode") != "External":
            # A name that begins with a stroke is told from the top of the package.
            yield a["Id"], a["Type"], posixpath.normpath(posixpath.join("/", mapp, a["Target"])).lstrip("/")


def _taggarna(zipfil: zipfile.ZipFile, del_: str) -> list[tuple[str, dict[str, str]]]:
    taggar: list[tuple[str, dict[str, str]]] = []
    tolk = expat.ParserCreate()
    tolk.StartElementHandler = lambda tagg, attribut: taggar.append((tagg.rpartition(":")[2], attribut))
    with zipfil.open(del_) as xml:
        tolk.ParseFile(xml)
    return taggar
