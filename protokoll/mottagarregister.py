"""Whom a decision can be sent to: everybody in the registers, by the name that is typed, and their address."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from kommun.listor import swedish
from kommun.models import Forvaltning, Organ, Person, Tjanst
from protokoll.kallelse import adress
from protokoll.models import Mottagare, Sandlista
from protokoll.mottagarnamn import Kandidat, matcha

Slag = Mottagare.Slag
# What `matcha` calls a kind, and the field of Mottagare that holds it.
FALT = {Slag.PERSON: "person", Slag.FORVALTNING: "forvaltning", Slag.ORGAN: "organ", Slag.LISTA: "sandlista"}


@dataclass(frozen=True)
class Val:
    """Somebody who can be chosen: what is printed, and what the list of names shows."""

    slag: str
    pk: int | None
    namn: str
    etikett: str = ""
    epost: str = ""

    @property
    def varde(self) -> str:
        """As a form carries it: "person:12", "extern:Länsstyrelsen"."""
        return f"{self.slag}:{self.pk if self.pk else self.namn}"


class Register:
    """All who can receive, read once."""

    def __init__(self, organ: Organ, *, today: date):
        self.organ, self.today = organ, today

    @cached_property
    def alla(self) -> tuple[Val, ...]:
        listor = Sandlista.objects.filter(Q(organ=None) | Q(organ=self.organ), upphord=False).order_by(swedish("namn"))
        rader = [
            *((Slag.LISTA, x.pk, x.namn, "sändlista", "") for x in listor),
            *(
                (Slag.FORVALTNING, f.pk, f.namn, "", f.epost)
                for f in Forvaltning.objects.verksamma(self.today).order_by(swedish("namn"))
            ),
            *(
                (Slag.ORGAN, o.pk, o.namn, "", o.epost)
                for o in Organ.objects.verksamma(self.today).order_by(swedish("namn"))
            ),
            *(
                (Slag.PERSON, p.pk, p.namn, self._titlar.get(p.pk, ""), adress(p))
                for p in Person.objects.select_related("user").order_by(swedish("namn"))
            ),
        ]
        antal = Counter(namn for _, _, namn, *_ in rader)
        return tuple(
            Val(slag, pk, namn, f"{namn} ({tillagg or epost or slag})" if antal[namn] > 1 else namn, epost)
            for slag, pk, namn, tillagg, epost in rader
        )

    @cached_property
    def _titlar(self) -> dict[int, str]:
        return dict(Tjanst.objects.gallande(self.today).exclude(titel="").values_list("person", "titel"))

    @cached_property
    def _med_varde(self) -> dict[str, Val]:
        return {v.varde: v for v in self.alla}

    def valet(self, varde: str) -> Val | None:
        """What a form carried; None when it is nobody (any more)."""
        slag, _, namn = varde.partition(":")
        if slag == Slag.EXTERN and namn.strip():
            return Val(Slag.EXTERN, None, " ".join(namn.split())[:200])
        return self._med_varde.get(varde)

    def med_namn(self, namn: str) -> Val | None:
        """By what the list of names shows, whatever the case and spacing."""
        slatt = " ".join(namn.split()).casefold()
        return next((v for v in self.alla if v.etikett.casefold() == slatt), None)

    @cached_property
    def _kandidater(self) -> tuple[Kandidat, ...]:
        kort = dict(Organ.objects.values_list("pk", "kortnamn"))
        return tuple(
            Kandidat(v.slag, v.pk, (v.namn, kort[v.pk]) if v.slag == Slag.ORGAN else (v.namn,)) for v in self.alla
        )

    def menade(self, namn: str) -> list[Val]:
        """Whom the words of a text mean; empty when one of them is unknown or could be two."""
        return [self._med_varde[f"{k.slag}:{k.pk}"] for k in matcha(namn, self._kandidater)]


RELATIONER = ("person__user", "forvaltning", "organ", "sandlista")


def adresser(mottagare: Mottagare) -> list[tuple[str, str]]:
    """(name, address or "") of each who gets the mail: one, or all of a list. Reads `RELATIONER` and the list's rows.

    An address written on the § goes before that of the register.
    """
    match mottagare.slag:
        case Slag.LISTA:
            return [(rad.namn, rad.epost) for rad in mottagare.sandlista.raderna.all()] or [(mottagare.namn, "")]
        case Slag.PERSON:
            registrets = adress(mottagare.person)
        case Slag.FORVALTNING:
            registrets = mottagare.forvaltning.epost
        case Slag.ORGAN:
            registrets = mottagare.organ.epost
        case _:
            registrets = ""
    return [(mottagare.namn, mottagare.epost or registrets)]


def samma(mottagarna: Iterable[Mottagare], val: Val) -> bool:
    """The choice stands among the receivers already."""
    falt = FALT.get(val.slag)
    return any(
        m.namn.casefold() == val.namn.casefold() or (falt and getattr(m, f"{falt}_id") == val.pk) for m in mottagarna
    )
