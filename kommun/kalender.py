"""Legal time and dates in Swedish words. Pure: the day comes in as an argument, there is no "now" here."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

VECKODAGAR = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MANADER = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@lru_cache(maxsize=256)
def _helgdagar(ar: int) -> dict[date, str]:
    # `public` is lag (1989:253); `de_facto` is midsommarafton, julafton and nyårsafton. The library's other
    # categories hold half days and klämdagar, which are not legal time.
    return dict(holidays.country_holidays("SE", years=ar, categories=("public", "de_facto"), language="sv"))


def is_vardag(dag: date) -> bool:
    """Not a Saturday, Sunday, other public holiday, midsommarafton, julafton or nyårsafton (1930:173 2 §)."""
    return dag.weekday() < 5 and dag not in _helgdagar(dag.year)


def next_vardag(dag: date) -> date:
    """`dag` itself if it is a vardag, else the first vardag after it (1930:173 2 §)."""
    while not is_vardag(dag):
        dag += timedelta(days=1)
    return dag


def previous_vardag(dag: date) -> date:
    """`dag` itself if it is a vardag, else the last vardag before it."""
    while not is_vardag(dag):
        dag -= timedelta(days=1)
    return dag


def rod_dag(dag: date) -> str:
    """The day's name in a sentence: "nationaldagen", "Kristi himmelsfärdsdag"; empty for a day without one."""
    namn = _helgdagar(dag.year).get(dag, "").split("; ")
    return " och ".join(n if n.startswith("Kristi") else n[:1].lower() + n[1:] for n in namn)


def dag_i_ord(dag: date, *, veckodag: bool = True, ar: bool = True) -> str:
    """ "tisdag 25 februari 2020"; without the weekday "25 februari 2020", without the year "tisdag 25 februari"."""
    ord_ = f"{dag.day} {MANADER[dag.month - 1]}" + (f" {dag.year}" if ar else "")
    return f"{VECKODAGAR[dag.weekday()]} {ord_}" if veckodag else ord_


def dagen_i_ord(dag: date) -> str:
    """As it stands inside a sentence: "tisdagen den 25 februari 2020"."""
    return f"{VECKODAGAR[dag.weekday()]}en den {dag_i_ord(dag, veckodag=False)}"


def dagar_i_ord(antal: int) -> str:
    """ "1 dag", "12 dagar"."""
    return f"{antal} dag" if antal == 1 else f"{antal} dagar"


def relativ_dag(dag: date, *, today: date) -> str:
    """ "i dag", "i morgon", "om 3 dagar", "i går", "för 3 dagar sedan"."""
    skillnad = (dag - today).days
    ord_ = {0: "i dag", 1: "i morgon", -1: "i går"}.get(skillnad)
    if ord_:
        return ord_
    return f"om {skillnad} dagar" if skillnad > 0 else f"för {-skillnad} dagar sedan"
