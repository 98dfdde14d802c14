"""Tables of a PDF page that have rules between the rows and none between the columns."""

from itertools import pairwise

Ruta = tuple[float, float, float, float]

# Points within which two places are the same.
_NARA = 3.0
_KORTASTE_CELL = 15.0
# The header row stands right above the first rule.
_OVER_LINJEN = 22.0


def linjetabeller(kanter: list[dict], ord_: list[dict]) -> list[tuple[Ruta, list[str]]]:
    """Tables whose rules are drawn cell by cell, so that their ends say where the columns part."""
    tabeller = []
    for linjer, granser in _grupper(_linjer(kanter)):
        topp = _rubrikradens_topp(linjer[0], granser, ord_)
        band = [topp, *linjer] if topp is not None else linjer
        ruta = (granser[0], band[0], granser[-1], band[-1])
        rader = [_rad(ord_, granser, a, b) for a, b in pairwise(band)]
        if rader := [r for r in rader if r.strip()]:
            tabeller.append((ruta, rader))
    return tabeller


def _linjer(kanter: list[dict]) -> list[tuple[float, tuple[float, ...]]]:
    """Rules made of two pieces or more end to end: height and the places where pieces begin and end."""
    per_hojd: dict[int, set[tuple[float, float]]] = {}
    for kant in kanter:
        if kant["orientation"] == "h" and kant["object_type"] == "line" and kant["x1"] - kant["x0"] > _KORTASTE_CELL:
            per_hojd.setdefault(round(kant["top"]), set()).add((round(kant["x0"], 1), round(kant["x1"], 1)))
    linjer = []
    for hojd, bitar in sorted(per_hojd.items()):
        foljd = sorted(bitar)
        if len(foljd) > 1 and all(abs(a[1] - b[0]) < _NARA for a, b in pairwise(foljd)):
            linjer.append((float(hojd), (foljd[0][0], *(x1 for _, x1 in foljd))))
    return linjer


def _grupper(linjer: list[tuple[float, tuple[float, ...]]]) -> list[tuple[list[float], tuple[float, ...]]]:
    grupper: list[tuple[list[float], tuple[float, ...]]] = []
    for hojd, granser in linjer:
        if grupper and _lika(grupper[-1][1], granser):
            grupper[-1][0].append(hojd)
        else:
            grupper.append(([hojd], granser))
    return [g for g in grupper if len(g[0]) > 1]


def _lika(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(abs(x - y) < _NARA for x, y in zip(a, b, strict=True))


def _rubrikradens_topp(linje: float, granser: tuple[float, ...], ord_: list[dict]) -> float | None:
    ovanfor = [
        o
        for o in ord_
        if linje - _OVER_LINJEN < o["top"]
        and o["bottom"] <= linje + _NARA
        and granser[0] - _NARA <= o["x0"] <= granser[-1]
    ]
    if not ovanfor or not any(o["x0"] >= granser[1] - _NARA for o in ovanfor):
        return None
    # Running text just above fills the line without a gap at the columns' edge.
    if any(o["x0"] < g - _NARA and o["x1"] > g + _NARA for o in ovanfor for g in granser[1:-1]):
        return None
    return min(o["top"] for o in ovanfor)


def _rad(ord_: list[dict], granser: tuple[float, ...], topp: float, botten: float) -> str:
    celler: list[list[dict]] = [[] for _ in range(len(granser) - 1)]
    for ett in ord_:
        x, y = (ett["x0"] + ett["x1"]) / 2, (ett["top"] + ett["bottom"]) / 2
        if topp <= y <= botten and granser[0] - _NARA <= x <= granser[-1] + _NARA:
            kolumn = next((i for i, g in enumerate(granser[1:]) if x <= g), len(celler) - 1)
            celler[kolumn].append(ett)
    return "\t".join(_celltext(c) for c in celler)


def _celltext(ord_: list[dict]) -> str:
    return " ".join(o["text"] for o in sorted(ord_, key=lambda o: (round(o["top"]), o["x0"])))
