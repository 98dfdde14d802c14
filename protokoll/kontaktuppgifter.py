"""Telephone numbers and addresses of e-mail in a text, by what they look like. Pure."""

import re
from collections.abc import Collection

_EPOST = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<var>[\w-]+(?:\.[\w-]+)+)")
# Area code, then groups of two or three digits: never a dnr, a date, or a part of a longer number.
_TELEFON = re.compile(
    r"(?<![\w/.:+-])(?:\+46[ \u00a0]?(?:\(0\))?[ \u00a0]?|0)(?:[1-9]\d{0,2})"
    r"(?:[ \u00a0]?[-–][ \u00a0]?|/|[ \u00a0]|(?=\d{5}))\d{2,3}(?:[ \u00a0]?\d{2,3}){1,3}(?![\w/:])"
)
_SIFFROR = range(8, 13)


def kontaktuppgifter_i(text: str, *, egna: Collection[str] = ()) -> list[str]:
    """Each once, in the order in which they stand, but the addresses at the municipality's own domains, `egna`."""
    funna = [(m.start(), m[0]) for m in _TELEFON.finditer(text) if len(re.sub(r"\D", "", m[0])) in _SIFFROR]
    funna += [(m.start(), m[0]) for m in _EPOST.finditer(text) if not _ar_egen(m["var"].lower(), egna)]
    return list(dict.fromkeys(uppgift for _, uppgift in sorted(funna)))


def _ar_egen(domanen: str, egna: Collection[str]) -> bool:
    return any(domanen == egen or domanen.endswith(f".{egen}") for egen in egna)
