"""How far back is looked first: the newest §§ with a common word are near, those with a rare one anywhere. Pure.

Each window is a tsquery of the months or years in it, so that a look in it reads none of the rows beyond.
"""

from datetime import date

from uppdrag.sok.villkor import lexem

# Among fewer rows than this there is no need of windows.
MANGA = 5_000
# Planned meetings lie so far ahead; what lies farther is found in the last window.
_FRAMAT_MANADER, _FRAMAT_AR = 13, 2
_MANADER, _AR = (2, 8), (2, 5, 12)
ALLT = ""


def fonstren(today: date, rader: float) -> tuple[str, ...]:
    """From the nearest to the whole."""
    if rader < MANGA:
        return (ALLT,)
    nu = today.year * 12 + today.month - 1
    manader = (lexem(*(_manad(n) for n in range(nu - bak + 1, nu + _FRAMAT_MANADER + 1))) for bak in _MANADER)
    aren = (lexem(*(f"d{a}" for a in range(today.year - bak + 1, today.year + _FRAMAT_AR + 1))) for bak in _AR)
    return (*manader, *aren, ALLT)


def nasta(n: int, funna: int, hogst: int) -> int:
    """Which window to look in after the one by that number: those are passed over, two at most, that hold no more than
    so many if the words were always as common as they are of late. Of what is not found yet nothing is known."""
    bak = (*_MANADER, *(12 * a for a in _AR))
    if not funna or n >= len(bak):
        return n + 1
    darefter = range(n + 1, min(n + 3, len(bak)))
    return next((m for m in darefter if funna * bak[m] > hogst * bak[n]), darefter.stop)


def _manad(nummer: int) -> str:
    return f"m{nummer // 12}{nummer % 12 + 1:02}"
