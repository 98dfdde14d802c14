"""Which of the words that stand somewhere a misspelt one was meant to be. Pure."""

from collections.abc import Iterable


def avstand(a: str, b: str) -> int:
    """How many letters must be changed, added, taken away or change places with the next."""
    fore, rad = [], list(range(len(b) + 1))
    for n, x in enumerate(a, start=1):
        ny = [n]
        for m, y in enumerate(b, start=1):
            minst = min(rad[m] + 1, ny[-1] + 1, rad[m - 1] + (x != y))
            if n > 1 and m > 1 and x == b[m - 2] and a[n - 2] == y:
                minst = min(minst, fore[m - 2] + 1)
            ny.append(minst)
        fore, rad = rad, ny
    return rad[-1]


def narmast(ordet: str, kandidater: Iterable[str]) -> str | None:
    """The closest, the one of the same first letter before another; None when no one is close enough."""
    mest = 1 if len(ordet) <= 4 else 2 if len(ordet) <= 9 else 3
    nara = [(avstand(ordet, k), k[:1] != ordet[:1], abs(len(k) - len(ordet)), k) for k in kandidater]
    nara = [k for k in nara if 0 < k[0] <= mest]
    return min(nara)[-1] if nara else None
