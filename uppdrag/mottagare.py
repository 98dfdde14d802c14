"""Who can be given an uppdrag, and whom the words of a decision mean."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kommun.listor import swedish
from kommun.models import Forvaltning, Mandat, Organ, Person, Tjanst
from protokoll.mottagarnamn import FORVALTNINGAR, NAMNDER, Kandidat, chefsnamn, matcha

_I_GRUPPEN = (Organ.Slag.NAMND, Organ.Slag.STYRELSE)


@dataclass(frozen=True)
class Mottagare:
    """A receiver: a förvaltning, a nämnd, a person; a person comes with the förvaltning he or she works in."""

    forvaltning: Forvaltning | None = None
    organ: Organ | None = None
    ansvarig: Person | None = None

    def __str__(self):
        return ", ".join(str(m) for m in (self.organ, self.forvaltning, self.ansvarig) if m)


class Mottagarregister:
    """All who can receive today, read once: five queries however many names are looked up."""

    def __init__(self, today: date):
        self.today = today

    @cached_property
    def forvaltningar(self) -> dict[int, Forvaltning]:
        return {f.pk: f for f in Forvaltning.objects.verksamma(self.today).order_by(swedish("namn"))}

    @cached_property
    def organ(self) -> dict[int, Organ]:
        return {o.pk: o for o in Organ.objects.verksamma(self.today).order_by(swedish("namn"))}

    @cached_property
    def _tjanster(self) -> list[Tjanst]:
        return list(Tjanst.objects.gallande(self.today).select_related("person", "forvaltning").order_by("pk"))

    @cached_property
    def personer(self) -> dict[int, Person]:
        """People with an appointment today, and chairs: an uppdrag is never given to somebody who has left."""
        pks = {t.person_id for t in self._tjanster} | {person for person, _ in self._ordforandena}
        return {p.pk: p for p in Person.objects.filter(pk__in=pks).order_by(swedish("namn"))}

    @cached_property
    def _forvaltning_av_person(self) -> dict[int, int]:
        return {
            t.person_id: t.forvaltning_id for t in reversed(self._tjanster) if t.forvaltning_id in self.forvaltningar
        }

    def forvaltning_for(self, person: Person | None) -> Forvaltning | None:
        """Where the person works today."""
        return self.forvaltningar.get(self._forvaltning_av_person.get(person.pk)) if person else None

    def titel(self, person_id: int) -> str:
        return next((t.titel for t in self._tjanster if t.person_id == person_id and t.titel), "")

    @cached_property
    def kandidater(self) -> tuple[Kandidat, ...]:
        ut = [
            Kandidat("organ", o.pk, (o.namn, o.kortnamn), NAMNDER if o.slag in _I_GRUPPEN else "")
            for o in self.organ.values()
        ]
        ut += [
            Kandidat("forvaltning", f.pk, (f.namn,), "" if f.overordnad_id else FORVALTNINGAR)
            for f in self.forvaltningar.values()
        ]
        namnen: dict[int, list[str]] = {pk: [p.namn] for pk, p in self.personer.items()}
        for t in self._tjanster:
            namnen[t.person_id].append(t.titel)
            if t.roll == Tjanst.Roll.FORVALTNINGSCHEF:
                namnen[t.person_id] += chefsnamn(t.forvaltning.namn)
        for person_id, organ in self._ordforandena:
            o = self.organ.get(organ)
            if o:
                namnen[person_id] += [f"{o.genitiv} ordförande", f"ordföranden i {o.namn}", f"ordföranden för {o.namn}"]
        return (*ut, *(Kandidat("person", pk, tuple(n)) for pk, n in namnen.items()))

    @cached_property
    def _ordforandena(self):
        return list(
            Mandat.objects.gallande(self.today).filter(roll=Mandat.Roll.ORDFORANDE).values_list("person_id", "organ_id")
        )

    def hitta(self, namn: str) -> list[Mottagare]:
        return [self._mottagare(k) for k in matcha(namn, self.kandidater)]

    def _mottagare(self, k: Kandidat) -> Mottagare:
        match k.slag:
            case "organ":
                return Mottagare(organ=self.organ[k.pk])
            case "forvaltning":
                return Mottagare(forvaltning=self.forvaltningar[k.pk])
        person = self.personer[k.pk]
        return Mottagare(forvaltning=self.forvaltning_for(person), ansvarig=person)
