"""Other ways in which a diarium may write the same dnr: offered to a person, never joined by themselves. Pure.

What stands between the parts, their order, the zeros before a number and the word "Dnr" differ from one system to the
next. A part is never added or left out: "KS 2018/14" and "BN 2018/14" are two ärenden.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, permutations, product

from protokoll.dnr import normalform

_DELAR = re.compile(r"\d+|[^\W\d_]+")
# Written as part of the number, by a system or in a hurry.
_ETIKETT = re.compile(r"(?:DNR|D\.NR|DIARIENR|DIARIENUMMER|ÄRENDENR|ÄRENDENUMMER)\b\.?:? ?")
_ETIKETTER = ("", "DNR ")
_MELLAN = (" ", "/", "-", "–", ".")
# "KS 2018/14", "KS-2024-00548", "2024.147 KS". More parts than that hold more than a number.
_FLEST_DELAR = 3
_BREDDER = (4, 5, 6)


def _skrivsatt(del_: str) -> set[str]:
    """A running number with and without the zeros before it; a year as it stands."""
    if not del_.isdecimal():
        return {del_}
    utan = del_.lstrip("0") or "0"
    if len(utan) == 4 and utan.startswith(("19", "20")) and utan == del_:
        return {del_}
    return {utan, del_, *(utan.zfill(bredd) for bredd in _BREDDER)}


def _mellanrum(delar: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What may stand between the parts; between letters and figures also nothing."""
    return product(*((*_MELLAN, "") if a.isdecimal() != b.isdecimal() else _MELLAN for a, b in pairwise(delar)))


def varianter(dnr: str) -> set[str]:
    """In the form of protokoll.dnr.normalform, without `dnr` itself."""
    har = normalform(dnr)
    bart = _ETIKETT.sub("", har, count=1) if _ETIKETT.match(har) else har
    delar = _DELAR.findall(bart)
    if not 2 <= len(delar) <= _FLEST_DELAR or not any(d.isdecimal() for d in delar):
        return set()
    ut = set()
    for ordning in permutations(delar):
        for skrivna in product(*(_skrivsatt(d) for d in ordning)):
            for mellan in _mellanrum(skrivna):
                skrivet = "".join(d + m for d, m in zip(skrivna, (*mellan, ""), strict=True))
                ut.update(etikett + skrivet for etikett in _ETIKETTER)
    return ut - {har}
