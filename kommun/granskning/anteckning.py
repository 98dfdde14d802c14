"""What is noted while a request, a task or a command goes on, for the line that is written when it is over.

Knows no model, so that the rows that are saved can tell of themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

# More than that says no more.
MEST_ORD = 20


@dataclass
class Anteckning:
    request: Any = None
    # Set where the method and the answer do not tell it (a Loggrad.Slag).
    slag: str = ""
    # The object of the page; without one the first row that was saved.
    objekt: Any = None
    nyckel: str = ""
    text: str = ""
    # Whose line it is, where that is not the user of the request: who has just logged in, or out.
    konto: Any = None
    # Asked for again and again by one page: an autosave.
    ofta: bool = False
    sparade: int = 0
    forsta: Any = None
    # In the order they came, each once.
    ord: dict[str, None] = field(default_factory=dict)
    lyckat: dict[str, None] = field(default_factory=dict)
    misslyckat: dict[str, None] = field(default_factory=dict)


_pagar: ContextVar[Anteckning | None] = ContextVar("granskning", default=None)


def pagar() -> Anteckning | None:
    return _pagar.get()


@contextmanager
def anteckna(request=None) -> Iterator[Anteckning]:
    """From here to the end of the block, what is noted belongs to this one."""
    ny = Anteckning(request=request)
    fore = _pagar.set(ny)
    try:
        yield ny
    finally:
        _pagar.reset(fore)


def sparade(obj, ord_: str | None, antal: int = 1) -> None:
    """A tracked row was saved or deleted; `ord_` is the reason that stands in its history."""
    if (nu := _pagar.get()) is None:
        return
    nu.sparade += antal
    if nu.forsta is None:
        nu.forsta = obj
    if ord_ and len(nu.ord) < MEST_ORD:
        nu.ord[ord_] = None


def handlar_om(text: str, *, nyckel: str = "", slag: str = "") -> None:
    """The page is about something that is no row: an ärende, a list that is fetched."""
    if (nu := _pagar.get()) is not None:
        nu.objekt, nu.text, nu.nyckel, nu.slag = None, text, nyckel, slag or nu.slag


def vantar(ord_: str) -> None:
    """The page asks again by itself until it can be done."""
    if (nu := _pagar.get()) is not None:
        nu.ofta = True
        med_ord(ord_)


def med_ord(ord_: str) -> None:
    if ord_ and (nu := _pagar.get()) is not None:
        nu.ord[ord_] = None
