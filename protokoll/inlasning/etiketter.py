"""The labels of a front page ("Plats och tid", "Beslutande", …) and what they are called elsewhere."""

import re
from dataclasses import dataclass

from .tecken import vik

# A "!" after a label: it is so telling that one space is enough between it and its value.
_ETIKETTER: dict[str, str] = {
    "plats_tid": "plats och tid för sammanträdet!; plats och tid för sammanträde!; plats och tid!; tid och plats!; "
    "plats och sammanträdestid!; sammanträdesplats; sammanträdestid; plats; tid; lokal; plats, datum och tid!",
    "ajournering": "ajournering; ajourneringar; ajournerat",
    "beslutande": "beslutande ledamöter!; beslutande ersättare!; närvarande ledamöter!; beslutande!; närvarande",
    "ersattare_tjanst": "tjänstgörande ersättare!",
    "ersattare_ej": "ej tjänstgörande ersättare!; icke tjänstgörande ersättare!; inte tjänstgörande ersättare!; "
    "ej beslutande ersättare!; icke beslutande ersättare!; närvarande ej tjänstgörande ersättare!",
    "ersattare": "närvarande ersättare!; ersättare",
    "ledamoter": "ledamöter",
    "ovriga": "övriga närvarande!; övriga deltagande!; övriga deltagare!; övrigt deltagande!; även närvarande!; "
    "övriga; närvarande tjänstemän!; närvarande tjänstepersoner!; tjänstemän; tjänstepersoner; föredragande; "
    "personalföreträdare; fackliga företrädare; insynsplats; insynsplatser; från förvaltningen; allmänhet",
    "justering_plats": "justeringens plats och tid!; justeringens tid och plats!; plats och tid för justering!; "
    "tid och plats för justering!; plats och datum för justering!; justeringsdatum; justering; datum för justering!; "
    "justeringens datum!",
    "justerare": "protokolljusterare!; protokollsjusterare!; justerare; justerande; utses att justera!; "
    "utsedd att justera!; utsedda att justera!; att justera!; utsedda justerare!; utsedd justerare!; "
    "utses till justerare!",
    "underskrifter": "underskrifter; underskrift av; digitala underskrifter",
    "sekreterare": "sekreterare; nämndsekreterare; kommunsekreterare; protokollförare; vid protokollet!",
    "ordforande": "ordförande; mötesordförande",
    "paragrafer": "paragrafer; paragraf; omfattar paragrafer!; omfattande paragrafer!",
    "organ": "organ; instans",
    "datum": "sammanträdesdatum; sammanträdesdag; datum; datum för sammanträde; mötesdatum",
}
_NYCKEL: dict[str, tuple[str, bool]] = {}
for _falt, _namnen in _ETIKETTER.items():
    for _namn in re.split(r"; ?", _namnen):
        _NYCKEL[_namn.rstrip("!")] = (_falt, _namn.endswith("!"))

# Rows of headings above columns of people.
GRUPPER = {
    namn: falt
    for namn, (falt, _) in _NYCKEL.items()
    if falt in {"ledamoter", "ersattare", "ersattare_tjanst", "ersattare_ej", "ovriga"}
} | {"beslutande ledamöter": "ledamoter", "närvarande ledamöter": "ledamoter", "övriga": "ovriga"}

_FORSTA_ORD = frozenset(namn.split()[0].rstrip(",") for namn in _NYCKEL)
_LANGSTA_ETIKETT = max(len(namn) for namn in _NYCKEL)
_MELLANRUM = re.compile(r"^(?::\s{0,400}|\s{0,3}\t\s{0,400}| {2,400})")


@dataclass(frozen=True, slots=True)
class Etikett:
    falt: str
    text: str
    rest: str
    svag: bool = False  # only one space to its value, and not so telling: right only where it makes sense


def las_etikett(rad: str) -> Etikett | None:
    """The label that a line starts with, and the rest of the line."""
    rad = rad.strip(" ")
    if not rad or not rad[0].isupper():
        return None
    vikt = vik(rad[: _LANGSTA_ETIKETT + 2]).casefold()
    if vikt.split(None, 1)[0].rstrip(":,") not in _FORSTA_ORD:
        return None
    for langd in range(min(len(vikt), _LANGSTA_ETIKETT), 2, -1):
        traff = _NYCKEL.get(vikt[:langd])
        if traff is None:
            continue
        falt, talande = traff
        namn, rest = rad[:langd], rad[langd:]
        if not rest.strip():
            return Etikett(falt, namn, "")
        if match := _MELLANRUM.match(rest):
            return Etikett(falt, namn, rest[match.end() :])
        if rest[0] == " ":
            # "Ordförande Anna Ek (S)" but never "Ordförande finner att …": a value starts with a capital or a sign.
            if talande:
                return Etikett(falt, namn, rest.strip(" "))
            if rest[1:2].isupper() or rest[1:2] in "_§.…" or rest[1:2].isdigit():
                return Etikett(falt, namn, rest.strip(" "), svag=True)
        return None
    return None
