"""The layouts known. A new one is a file here with a `PROFIL`; nothing else changes."""

import importlib
import pkgutil

from .allman import PROFIL as ALLMAN
from .bas import Profil


def alla() -> tuple[Profil, ...]:
    funna = []
    for modul in pkgutil.iter_modules(__path__):
        profil = getattr(importlib.import_module(f"{__name__}.{modul.name}"), "PROFIL", None)
        if isinstance(profil, Profil):
            funna.append(profil)
    return tuple(funna)


PROFILER = alla()


def valj_profil(text: str) -> Profil:
    """The profile that knows the text best; the general one where none does."""
    return max(PROFILER, key=lambda p: (p.poang(text), p.namn))


def ar_kand_layout(text: str) -> bool:
    """Does a profile know it by its own marks, and not only as the general one?"""
    return valj_profil(text).namn != ALLMAN.namn
