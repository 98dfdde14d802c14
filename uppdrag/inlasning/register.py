"""What the names of a list are looked up in, and names that are nearly the same. Pure: the rows come in as values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Post:
    """A förvaltning, an organ or a person. `aktiv`: may be given an uppdrag today."""

    slag: str
    pk: int
    namn: str
    kort: str = ""
    aktiv: bool = True
    # Tells apart people of the same name.
    om: str = ""

    @property
    def nyckel(self) -> str:
        return f"{self.slag}:{self.pk}"

    @property
    def visas(self) -> str:
        return f"{self.namn} ({self.om})" if self.om else self.namn


FORVALTNING, ORGAN, PERSON = "forvaltning", "organ", "person"


def vik_namn(text: str) -> str:
    """Names that differ only in case and spaces are the same."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\xad", "").replace("&", "och")
    return " ".join(text.split()).strip(" .,;:")


def textnyckel(text: str) -> str:
    """Two uppdrag whose texts differ only in case, spaces and the final stop are the same one."""
    return vik_namn(text)


@dataclass(frozen=True)
class Register:
    """The registers as they are today. `mina`: the organ whose minutes the person keeps."""

    today: date
    poster: tuple[Post, ...]
    mina: frozenset[int] = frozenset()
    # Organ → the days it meets, each with the key of the meeting.
    moten: Mapping[int, Mapping[date, int]] = field(default_factory=dict)
    rapport_manader: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def _per_namn(self) -> dict[tuple[str, str], list[Post]]:
        funna: dict[tuple[str, str], list[Post]] = {}
        for post in self.poster:
            for namn in {vik_namn(post.namn), vik_namn(post.kort)} - {""}:
                funna.setdefault((post.slag, namn), []).append(post)
        return funna

    @cached_property
    def per_nyckel(self) -> dict[str, Post]:
        return {p.nyckel: p for p in self.poster}

    @cached_property
    def motesdagar(self) -> dict[str, tuple[date, ...]]:
        """The days of every organ by its names."""
        return {
            vik_namn(namn): tuple(self.moten.get(p.pk, ()))
            for p in self.poster
            if p.slag == ORGAN
            for namn in (p.namn, p.kort)
            if namn
        }

    def organ(self, pk: int) -> Post:
        return self.per_nyckel[f"{ORGAN}:{pk}"]

    def sok(self, text: str, slagen: tuple[str, ...]) -> list[Post]:
        """Who bears the name: of the first kind that has any."""
        for namn in _former(text):
            for slag in slagen:
                if funna := self._per_namn.get((slag, namn)):
                    return [p for p in funna if p.aktiv] or funna
        return []

    def nara(self, text: str, slagen: tuple[str, ...], most: int = 3) -> list[Post]:
        """Names that are spelt nearly so, or hold the words that tell them apart."""
        vikt = vik_namn(text)[:80]
        ord_ = set(re.findall(r"\w{4,}", _sarskilt(vikt)))
        poang: dict[Post, float] = {}
        for (slag, namn), poster in self._per_namn.items():
            if slag not in slagen:
                continue
            # "avdelningen" and the like are alike in all of them, and say nothing of which is meant.
            p = min(
                SequenceMatcher(None, vikt, namn).ratio(),
                SequenceMatcher(None, _sarskilt(vikt), _sarskilt(namn)).ratio(),
            )
            if ord_ & set(re.findall(r"\w{4,}", _sarskilt(namn))):
                p = max(p, 0.65) + 0.1
            for post in poster:
                if post.aktiv and p >= 0.6:
                    poang[post] = max(p, poang.get(post, 0))
        return sorted(poang, key=lambda post: (-poang[post], post.namn))[:most]


_ALLMANT = re.compile(
    r"(?:s?förvaltning|s?avdelning|s?kontor|s?nämnd|s?enhet|verksamhet|sektor|s?styrelse|s?utskott)(?:en|et|n|s)*\b"
)


def _sarskilt(vikt: str) -> str:
    """A name without what kind of body it is; all of it where nothing else is left."""
    return " ".join(_ALLMANT.sub(" ", vikt).split()) or vikt


def _former(text: str):
    """ "Ek, Anna", "Anna Ek, ekonom" and "Anna Ek (ekonomi)" name the same person as "Anna Ek"."""
    yield vik_namn(text)
    delar = [vik_namn(d) for d in text.split(",")]
    if len(delar) == 2:
        yield f"{delar[1]} {delar[0]}"
    if forst := vik_namn(re.split(r"[,(/]", text, maxsplit=1)[0]):
        yield forst


# A § by the key of its organ, its year and its number.
Nyckel = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Paragrafpost:
    datum: date
    besluten: int
    ar_forslag: bool = False
    dnr: str = ""


@dataclass(frozen=True)
class Uppslag:
    """What is here already about the §§ that the list names."""

    paragrafer: Mapping[Nyckel, Paragrafpost] = field(default_factory=dict)
    # (§, text) → the beteckning of the uppdrag.
    registrerade: Mapping[tuple[Nyckel, str], str] = field(default_factory=dict)
    # Meetings with minutes of our own: they have the §§ they have.
    egna_moten: frozenset[tuple[int, date]] = frozenset()
    # Row → the beteckning of the uppdrag that it has given already.
    inlasta: Mapping[int, str] = field(default_factory=dict)
