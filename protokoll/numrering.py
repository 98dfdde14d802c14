"""Sets of § numbers, printed and read as minutes print them: "§§ 14–35, utom § 21"."""

import re
from collections.abc import Iterable

# A minute of one meeting never spans more; keeps a misread "§§ 1–999999" from filling the memory.
STORSTA_SPANN = 2000

_DEL = re.compile(r"(\d{1,5})(?:\s*[-‐‑–—−]\s*(\d{1,5}))?")
_UTOM = re.compile(r"\b(?:utom|förutom|med undantag av|ej)\b", re.IGNORECASE)


def _foljder(nummer: Iterable[int]) -> list[tuple[int, int]]:
    foljder: list[tuple[int, int]] = []
    for n in sorted(set(nummer)):
        if foljder and n == foljder[-1][1] + 1:
            foljder[-1] = (foljder[-1][0], n)
        else:
            foljder.append((n, n))
    return foljder


def _uppraknade(nummer: Iterable[int]) -> str:
    foljder = _foljder(nummer)
    # Two numbers in a row are read faster as two; from three on the dash is.
    delar = [str(a) if a == b else f"{a}–{b}" for a, b in foljder]
    return ("; " if all(a == b for a, b in foljder) else ", ").join(delar)


def skriv_paragrafer(nummer: Iterable[int], *, med_utom: bool = True) -> str:
    """Print a set of § numbers; the empty set gives the empty string.

    Long spans with few holes are printed with "utom" (seed 2020-02-25: "§§ 14–35, utom § 21"): at most one
    number in ten missing. `tolka_paragrafer` reads every form back to the same set.
    """
    tal = set(nummer)
    if not tal:
        return ""
    if len(tal) == 1:
        return f"§ {tal.pop()}"
    spann = range(min(tal), max(tal) + 1)
    saknas = set(spann) - tal
    if med_utom and saknas and len(saknas) * 10 <= len(spann):
        tecken = "§" if len(saknas) == 1 else "§§"
        return f"§§ {spann[0]}–{spann[-1]}, utom {tecken} {_uppraknade(saknas)}"
    return f"§§ {_uppraknade(tal)}"


def _tal(text: str) -> set[int]:
    tal: set[int] = set()
    for match in _DEL.finditer(text):
        forsta = int(match[1])
        sista = int(match[2]) if match[2] else forsta
        if sista < forsta:
            forsta, sista = sista, forsta
        if sista - forsta > STORSTA_SPANN:
            raise ValueError(f"Intervallet §§ {forsta}–{sista} är för stort för ett sammanträde.")
        tal.update(range(forsta, sista + 1))
    return tal


def tolka_paragrafer(text: str) -> frozenset[int]:
    """Read "§§ 14–35, utom § 21", "§§ 20; 24", "§18", "§ 19-20"; text without numbers gives the empty set.

    Raises ValueError for a span no sammanträde can have.
    """
    med, *utom = _UTOM.split(text, maxsplit=1)
    return frozenset(_tal(med) - (_tal(utom[0]) if utom else set()))
