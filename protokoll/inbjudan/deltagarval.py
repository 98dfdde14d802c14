"""Whom one means by the names that are typed: people of the register, with party or title as the minutes have it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Q

from kommun.models import Mandat, Organ, Person, Tjanst
from kommun.ord import i_mening
from protokoll.inbjudan.behandling import Deltar
from protokoll.inbjudan.paragrafen import partierna
from protokoll.inbjudan.svarsord import Namngiven, las_namn, namn_i_ord
from protokoll.models import Deltagande, Inbjudan


@dataclass(frozen=True)
class Val:
    """Somebody who is offered: how he or she is printed, and how the list of names tells two of a name apart."""

    person: Person
    namngiven: Namngiven
    etikett: str


@dataclass(frozen=True)
class Tolkat:
    """What one line meant. Exactly one of these: somebody, nobody known, or one of several."""

    text: str
    deltar: Deltar | None = None
    okand: bool = False
    flera: tuple[str, ...] = ()
    lika: tuple[str, ...] = ()


class Folk:
    """Those with a mandat or a tjänst that day, those of the organ first, and those who have gone somewhere before."""

    def __init__(self, organ: Organ, *, today: date):
        self.organ, self.today = organ, today

    @cached_property
    def partier(self) -> frozenset[str]:
        return partierna()

    @cached_property
    def alla(self) -> list[Val]:
        folk: dict[int, tuple[Person, str]] = {}
        mandat = Mandat.objects.gallande(self.today).select_related("person", "parti").order_by("ordning", "pk")
        for m in sorted(mandat, key=lambda m: m.organ_id != self.organ.pk):
            folk.setdefault(m.person_id, (m.person, m.parti.beteckning if m.parti else ""))
        tjanster = Tjanst.objects.gallande(self.today).select_related("person").order_by("person__namn", "-fran")
        for t in tjanster.exclude(roll=Tjanst.Roll.SYSTEMADMINISTRATOR):
            titel = t.titel or ("sekreterare" if t.roll == Tjanst.Roll.SEKRETERARE else "")
            if t.person_id not in folk or not folk[t.person_id][1]:
                folk[t.person_id] = (t.person, i_mening(titel))
        for d in Deltagande.objects.select_related("person").order_by("person_id", "-pk").distinct("person_id"):
            folk.setdefault(d.person_id, (d.person, d.titel_eller_parti))
        valen = [(person, Namngiven(person.namn, tillagg)) for person, tillagg in folk.values()]
        orden = [namn_i_ord(n, self.partier) for _, n in valen]
        antal = Counter(o.casefold() for o in orden)
        return [
            Val(person, n, f"{o} [{person.epost or person.pk}]" if antal[o.casefold()] > 1 else o)
            for (person, n), o in zip(valen, orden, strict=True)
        ]

    @property
    def etiketter(self) -> list[str]:
        return [v.etikett for v in self.alla]

    def skrivna(self, inbjudan: Inbjudan) -> str:
        """Those who go already, as they are typed."""
        return "\n".join(self._skrivet(d) for d in inbjudan.deltagandena.all())

    def _skrivet(self, deltagande: Deltagande) -> str:
        """A line that means the same person again."""
        egen = next((v for v in self.alla if v.person.pk == deltagande.person_id), None)
        ord_ = namn_i_ord(Namngiven(deltagande.namn, deltagande.titel_eller_parti), self.partier)
        return egen.etikett if egen and egen.etikett.startswith(f"{ord_} [") else ord_

    def tolka(self, rad: str) -> Tolkat:
        """Whom a line means: as the list has it, else by the name alone, by another form of it, or as it stands."""
        slatt = " ".join(rad.split())
        if val := next((v for v in self.alla if v.etikett.casefold() == slatt.casefold()), None):
            return Tolkat(slatt, Deltar(val.person, val.namngiven.namn, val.namngiven.tillagg))
        skrivet = las_namn(slatt)
        traffar = self._med_namn(skrivet)
        if len(traffar) > 1:
            return Tolkat(slatt, flera=tuple(v.etikett for v in traffar))
        if traffar:
            val = traffar[0]
            # Another form of the name stands as it is typed.
            samma = skrivet.namn.casefold() == val.namngiven.namn.casefold()
            namn = val.namngiven.namn if samma else skrivet.namn
            return Tolkat(slatt, Deltar(val.person, namn, skrivet.tillagg or val.namngiven.tillagg))
        lika = get_close_matches(skrivet.namn.casefold(), [v.namngiven.namn.casefold() for v in self.alla], 2, 0.75)
        return Tolkat(
            slatt,
            Deltar(None, skrivet.namn, skrivet.tillagg),
            okand=True,
            lika=tuple(v.etikett for v in self.alla if v.namngiven.namn.casefold() in lika),
        )

    def _med_namn(self, skrivet: Namngiven) -> list[Val]:
        namn = skrivet.namn.casefold()
        traffar = [v for v in self.alla if v.namngiven.namn.casefold() == namn]
        if len(traffar) > 1 and skrivet.tillagg:
            traffar = [v for v in traffar if v.namngiven.tillagg.casefold() == skrivet.tillagg.casefold()] or traffar
        if traffar:
            return traffar
        andra = Person.objects.filter(Q(namn__iexact=skrivet.namn) | Q(namnformerna__namn__iexact=skrivet.namn))
        kanda = {v.person.pk: v for v in self.alla}
        ut = []
        for p in andra.distinct().order_by("pk")[:10]:
            v = kanda.get(p.pk)
            ut.append(v or Val(p, Namngiven(p.namn), f"{p.namn} [{p.epost or p.pk}]"))
        return ut
