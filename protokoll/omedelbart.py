"""Omedelbar justering in the words of a decision, pure: whether it says so, and the sentence put last in it."""

import re

from kommun.editor import html_to_text

MENING = "Paragrafen justeras omedelbart."
_SAGT = re.compile(
    r"\b(?:justeras|justera|justerad|justerade|justeringen|justering)\s+(?:ske\w*\s+|görs\s+)?omedelbart\b"
    r"|\bomedelbart\s+justera\w*|\bomedelbar\s+justering\b",
    re.IGNORECASE,
)
_TOMT_SIST = re.compile(r"(?:<p>(?:\s|&nbsp;|<br\s*/?>)*</p>\s*)+$")


def sager_omedelbart(html: str) -> bool:
    """The decision says, in any of the usual ways, that the § is adjusted at once."""
    return bool(_SAGT.search(" ".join(html_to_text(html).split())))


def har_annan_text(html: str) -> bool:
    """There is a decision in writing, beside what is said of its justering (the § is adjusted as it stands)."""
    meningar = re.split(r"(?<=[.!?])\s+|\n", html_to_text(html))
    return any(m.strip() and not sager_omedelbart(m) for m in meningar)


def med_meningen(html: str) -> str:
    """The decision with the sentence last; as it was, when it is said already."""
    return html if sager_omedelbart(html) else f"{_TOMT_SIST.sub('', html)}<p>{MENING}</p>"
