"""Names of a read-in protokoll that nobody in the register has but somebody nearly has: who is it?"""

from collections.abc import Mapping
from dataclasses import dataclass

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Mandat, Namnform, Person
from protokoll import inlasning as lasare
from protokoll.namnlikhet import Namnregister, likhet

NY = "ny"
_PERSON, _NAMN = "person:", "namn:"
_FLEST_FORSLAG = 5


@dataclass(frozen=True, slots=True)
class Forslag:
    varde: str
    namn: str
    skal: str
    vem: str = ""  # "S, Kommunstyrelsen", to know the person by


@dataclass(frozen=True, slots=True)
class Namnfraga:
    namn: str
    forslag: tuple[Forslag, ...]

    @property
    def falt(self) -> str:
        return f"namn {self.namn}"

    @property
    def svaren(self) -> set[str]:
        return {NY, *(f.varde for f in self.forslag)}


def namnen_i(inlast: lasare.Inlast) -> list[str]:
    """Everybody that saving would link to a person."""
    namn = [*_i_salen(inlast), *(j.namn for j in inlast.justerare)]
    namn += [d.namn for i in inlast.inbjudningar for d in i.deltagare]
    namn += [n for n in (inlast.ordforande, inlast.sekreterare) if n]
    return list(dict.fromkeys(namn))


def _i_salen(inlast: lasare.Inlast) -> list[str]:
    return [p.namn for grupp in (inlast.ledamoter, inlast.ersattare, inlast.ovriga) for p in grupp]


def kanda(namnen: list[str]) -> set[str]:
    """Those that are the name of a person, or another written form of it."""
    personer = Person.objects.filter(namn__in=namnen).values_list("namn", flat=True)
    return {*personer, *Namnform.objects.filter(namn__in=namnen).values_list("namn", flat=True)}


def namnfragor(inlast: lasare.Inlast, kant: set[str] | None = None) -> tuple[Namnfraga, ...]:
    """A question for each name that is new and like another: of the register, or of the same document.

    `kant` are those that are known, where they are at hand.
    """
    namnen = namnen_i(inlast)
    kant = kanda(namnen) if kant is None else kant
    nya = [n for n in namnen if n not in kant]
    if not nya:
        return ()
    i_registret = _registret()
    register = Namnregister(i_registret)
    i_salen = set(_i_salen(inlast))
    lika = {namn: _utan_grannar(register.lika(namn), namn, i_salen) for namn in nya}
    vilka = _vilka({i_registret[n] for funna in lika.values() for n, _ in funna})
    fragor = []
    for plats, namn in enumerate(nya):
        forslag: dict[str, Forslag] = {}
        for annat, skal in lika[namn]:
            pk = i_registret[annat]
            forslag.setdefault(f"{_PERSON}{pk}", Forslag(f"{_PERSON}{pk}", annat, skal, vilka.get(pk, "")))
        for annat, skal in _utan_grannar(_lika_i(nya[:plats], namn), namn, i_salen):
            forslag[f"{_NAMN}{annat}"] = Forslag(f"{_NAMN}{annat}", annat, skal, "i samma protokoll")
        if forslag:
            fragor.append(Namnfraga(namn, tuple(forslag.values())[:_FLEST_FORSLAG]))
    return tuple(fragor)


def _registret() -> dict[str, int]:
    namnen = dict(Namnform.objects.values_list("namn", "person"))
    return namnen | dict(Person.objects.order_by("-pk").values_list("namn", "pk"))


def _lika_i(namnen: list[str], namn: str) -> list[tuple[str, str]]:
    return [(n, skal) for n in namnen if (skal := likhet(namn, n))]


def _utan_grannar(funna: list[tuple[str, str]], namn: str, i_salen: set[str]) -> list[tuple[str, str]]:
    """Two who sat in the same room are two."""
    return [(n, skal) for n, skal in funna if not (namn in i_salen and n in i_salen)]


def _vilka(personer: set[int]) -> dict[int, str]:
    """A word about each, so that one knows who is meant: party and organ of the latest mandat."""
    mandat = Mandat.objects.filter(person__in=personer).select_related("parti", "organ").order_by("fran")
    return {m.person_id: ", ".join(filter(None, (m.parti and m.parti.beteckning, m.organ.namn))) for m in mandat}


def obesvarade(fragor: tuple[Namnfraga, ...], svar: Mapping[str, str]) -> list[str]:
    """The names that nobody has said who they are; an answer that is none of those offered is no answer."""
    return [f.namn for f in fragor if svar.get(f.namn) not in f.svaren]


def namnmening(namnen: list[str]) -> str:
    if len(namnen) == 1:
        return f"Namnet {namnen[0]} liknar ett annat. Välj om det är samma person eller en ny."
    return f"Namnen {', '.join(namnen[:-1])} och {namnen[-1]} liknar andra. Välj för vart och ett vem det är."


class Personval:
    """Whom each name of one protokoll is linked to; lives for one saving."""

    def __init__(self, svar: Mapping[str, str], *, by, orsak: str):
        self._svar, self._by, self._orsak = svar, by, orsak

    def valt(self, namn: str, hitta) -> Person | None:
        """The person that somebody said it is, who from now on has this written form too; None for nothing said.

        `hitta` gives the person of another name of the same document.
        """
        svar = self._svar.get(namn, NY)
        if svar.startswith(_PERSON):
            person = Person.objects.filter(pk=svar.removeprefix(_PERSON)).first()
            if person is None:
                raise DomanFel(f"Den person som valdes för {namn} finns inte längre. Välj igen.")
        elif svar.startswith(_NAMN):
            person = hitta(svar.removeprefix(_NAMN))
        else:
            form = Namnform.objects.filter(namn=namn).select_related("person").first()
            return form and form.person
        if person.namn != namn and not Namnform.objects.filter(namn=namn).exists():
            spara(Namnform(person=person, namn=namn), by=self._by, reason=self._orsak)
        return person
