"""What a layout is: a named profile, one file each. Everything it does not say is as in the general one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Omskrivning:
    """A line that others write otherwise: the pattern at its beginning, and what the recognisers know in its place.

    A line feed in `till` parts it in two. Every word that a reader is to have stays in the line; what falls away is
    kept as a label that was left out.
    """

    fran: str
    till: str

    def __call__(self, text: str) -> str | None:
        match = re.match(r"[ ]{0,40}" + self.fran, text)
        return match.expand(self.till) + text[match.end() :] if match else None


@dataclass(frozen=True, slots=True)
class Profil:
    namn: str
    # How sure the profile is that the text is in its layout; 0 is no. The highest wins.
    poang: Callable[[str], int]
    # Whole lines that are never a part of a §, wherever on the page they stand, with what they are called.
    bort: tuple[tuple[str, re.Pattern[str]], ...] = ()
    # Words that a page header is made of besides organ, date and page number.
    sidhuvudsord: re.Pattern[str] | None = None
    # The organ alone on a line before a § is a running header even where no page break is marked.
    lopande_organrad: bool = True
    # Headings of this layout besides the common ones: heading (casefolded) -> kind.
    rubriker: dict[str, str] = field(default_factory=dict)
    # From a line that matches: the pages of the signing service, not of the protokoll.
    signatursidor: re.Pattern[str] | None = None
    # Lines of this layout in the words that the recognisers know; the first that matches is taken.
    omskrivningar: tuple[Omskrivning, ...] = ()
