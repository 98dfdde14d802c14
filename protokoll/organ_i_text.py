"""Which organ a text says decides. Pure: names and texts in, organ out.

The deciding organ in the heading of a beslut and in its text should be the one that met. Seen in real minutes: the
heading "Kommunstyrelsens arbetsutskotts beslut" over "Kommunstyrelsen beslutar …".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from protokoll.inlasning.tecken import vik

# What an organ does when it decides; anything else an organ's name may begin a sentence with tells of the matter.
_BESLUTAR = "beslutar|godkänner|antar|fastställer|avslår|bifaller|återremitterar|bordlägger"
_GOR = (
    f"{_BESLUTAR}|ger|uppdrar|överlämnar|delegerar|utser|väljer|medger|beviljar|noterar|förklarar|remitterar|"
    "upphäver|avsätter|anvisar|tillstyrker|avstyrker|föreslår|förordar|lämnar|ställer sig"
)
_FORESLAR = re.compile(r"\bför(?:eslå\w*|slag\b|ordar\b)", re.IGNORECASE)
_MENING = re.compile(r"(?:^|(?<=[.!?:])\s)\s*(?:att\s+|\d+[.)]\s+|[-–•]\s*)?", re.MULTILINE)


@dataclass(frozen=True)
class Organregister:
    """Every organ by its names, with the one above it."""

    namnen: tuple[tuple[str, int], ...]
    over: tuple[tuple[int, int], ...] = ()
    visas: tuple[tuple[int, str], ...] = ()

    @classmethod
    def av(cls, rader: Iterable[tuple[int, str, str, int | None]]) -> "Organregister":
        """Of (pk, namn, kortnamn, överordnat)."""
        namnen, over, visas = [], [], []
        for pk, namn, kortnamn, overordnat in rader:
            namnen += [(" ".join(n.split()).casefold(), pk) for n in (namn, kortnamn) if n.strip()]
            visas.append((pk, namn))
            if overordnat:
                over.append((pk, overordnat))
        return cls(tuple(namnen), tuple(over), tuple(visas))

    @cached_property
    def _pk(self) -> dict[str, int]:
        return dict(self.namnen)

    @cached_property
    def _namn(self) -> str:
        # The longest first: "Kommunstyrelsens arbetsutskott" is not "Kommunstyrelsen".
        langst_forst = sorted({n for n, _ in self.namnen}, key=len, reverse=True)
        return "|".join(re.escape(n) for n in langst_forst) or r"(?!)"

    @cached_property
    def _i_rubrik(self) -> re.Pattern:
        return re.compile(rf"(?<!\w)({self._namn})s?(?!\w)")

    @cached_property
    def _inleder(self) -> re.Pattern:
        return re.compile(rf"({self._namn})\s+({_GOR})(?!\w)")

    def namn(self, pk: int) -> str:
        return dict(self.visas)[pk]

    def overordnade(self, pk: int) -> set[int]:
        """The organ above it, and those above them."""
        over, funna = dict(self.over), set()
        while (pk := over.get(pk)) and pk not in funna:
            funna.add(pk)
        return funna

    def i_rubrik(self, rubrik: str) -> set[int]:
        """The organ that a heading names, plain or in genitive."""
        return {self._pk[m[1]] for m in self._i_rubrik.finditer(_slat(rubrik))}

    def beslutande(self, text: str) -> list[tuple[int, bool]]:
        """(organ, said as a proposal) for each sentence of a beslut in which an organ decides.

        Only the first sentence is read widely ("ger", "lämnar"); later ones may tell what another organ does.
        """
        slat = _slat(text)
        ut = []
        for n, mening in enumerate(_MENING.finditer(slat)):
            traff = self._inleder.match(slat, mening.end())
            if traff and (n == 0 or re.fullmatch(_BESLUTAR, traff[2])):
                ut.append((self._pk[traff[1]], bool(_FORESLAR.search(slat, 0, traff.start()))))
        return ut


def _slat(text: str) -> str:
    return "\n".join(" ".join(rad.split()) for rad in vik(text).casefold().splitlines() if rad.strip())


def fel_organ(
    register: Organregister, *, eget: int, till: int | None, forslag: bool, rubrik: str, text: str
) -> int | None:
    """The organ that a beslut names though it should not, or None.

    A proposal may speak as the higher organ it goes to; the organ's own decision speaks as itself, or proposes first
    ("… föreslår kommunstyrelsen besluta:").
    """
    hogre = register.overordnade(eget)
    if till:
        ratta = {eget, till, *register.overordnade(till)}
    elif forslag:
        ratta = {eget, *hogre} if hogre else {eget, *(pk for _, pk in register.namnen)}
    else:
        ratta = {eget}
    rubrikens = register.i_rubrik(rubrik)
    if rubrikens and not rubrikens & ratta and not _FORESLAR.search(rubrik):
        return min(rubrikens)
    for organ, foreslaget in register.beslutande(text):
        if organ not in ratta and not (foreslaget and organ in hogre):
            return organ
    return None
