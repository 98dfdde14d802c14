"""When a § should have a protokoll of its own, read from who was there and what the decisions say. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from protokoll.models import Motesdeltagare, Paragraf, Protokoll, Underskrift
from protokoll.narvarolista import Narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.omedelbart import sager_omedelbart

Slag = Protokoll.Slag


@dataclass(frozen=True)
class Forslag:
    """What is said, and what one press does: the §§ to `till`, or to a new protokoll of `slag`."""

    mening: str
    knapp: str
    paragrafer: tuple[Paragraf, ...]
    slag: str
    till: Protokoll | None = None

    @property
    def mal(self) -> str:
        """As the form of the page names it."""
        return str(self.till.pk) if self.till else f"ny-{self.slag}"


def forslagen(lista: Narvarolista, protokollen: Iterable[Protokoll]) -> list[Forslag]:
    """Of a meeting whose `lista.paragrafer` have their beslut prefetched, and whose protokoll their underskrifter.
    Costs no query then."""
    i_arbete = [p for p in protokollen if p.lage == Protokoll.Lage.UTKAST]
    av_slag = {p.slag: p for p in reversed(i_arbete)}
    ut = []
    losa = [p for p in lista.paragrafer if p.protokoll_id is None and p.nummer and not p.genom_hanvisning]
    if losa:
        ut.append(_i_inget(losa, av_slag.get(Slag.ORDINARIE)))
    tagna: set[int] = set()
    for protokoll in i_arbete:
        egna = [p for p in lista.paragrafer if p.protokoll_id == protokoll.pk]
        for f in _i_protokollet(lista, protokoll, egna, av_slag):
            kvar = tuple(p for p in f.paragrafer if p.pk not in tagna)
            # What would leave nothing behind parts nothing.
            if kvar == f.paragrafer and (len(kvar) < len(egna) or f.slag == Slag.OMEDELBART):
                tagna |= {p.pk for p in kvar}
                ut.append(f)
    return ut


def _i_inget(losa: Sequence[Paragraf], ordinarie: Protokoll | None) -> Forslag:
    mening = f"{_spann(losa)} ligger inte i något protokoll och blir då inte justerad{'e' * (len(losa) > 1)}."
    knapp = f"Lägg {_spann(losa)} i det ordinarie protokollet"
    return Forslag(mening, knapp, tuple(losa), Slag.ORDINARIE, ordinarie)


def _i_protokollet(lista: Narvarolista, protokoll: Protokoll, egna: Sequence[Paragraf], av_slag: dict):
    if protokoll.slag != Slag.OMEDELBART:
        yield from _omedelbara(egna, av_slag.get(Slag.OMEDELBART))
    yield from _ordforandens_jav(lista, egna)
    yield from _justerarna(lista, protokoll, egna)


def _omedelbara(egna: Sequence[Paragraf], till: Protokoll | None):
    sagda = tuple(p for p in egna if p.nummer and any(sager_omedelbart(b.text) for b in p.besluten.all()))
    if sagda:
        vilka = _spann(sagda)
        mening = f"Beslutet i {vilka} säger att paragrafen justeras omedelbart, men den ligger i ett annat protokoll."
        if len(sagda) > 1:
            mening = f"{vilka} justeras omedelbart enligt besluten, men paragraferna ligger i ett annat protokoll."
        knapp = f"Lägg {vilka} bland de omedelbart justerade" if till else f"Ge {vilka} ett eget protokoll"
        yield Forslag(mening, knapp, sagda, Slag.OMEDELBART, till)


def _ordforandens_jav(lista: Narvarolista, egna: Sequence[Paragraf]):
    """Another presided where the chair is jävig: the chair neither answers for that § nor signs it (KL 5:65, 6:28)."""
    ledde = lista.ledde(egna)
    if len(ledde) < 2:
        return
    ordforande, _ = max(ledde, key=lambda rad: len(rad[1]))
    for vem, vid in ledde:
        javiga = _paragrafer(lista, (n for n in vid if ordforande.pk in lista.vid[n].javiga))
        if vem.pk != ordforande.pk and javiga:
            mening = (
                f"{ordforande.namn_med_parti} är jävig vid {_spann(javiga)}, och {vem.namn_med_parti} leder "
                f"sammanträdet där. I ett eget protokoll skriver {vem.namn_med_parti} under ensam som ordförande."
            )
            yield Forslag(mening, f"Ge {_spann(javiga)} ett eget protokoll", javiga, Slag.JAV)


def _justerarna(lista: Narvarolista, protokoll: Protokoll, egna: Sequence[Paragraf]):
    """Nobody adjusts a § from which jäv or absence kept him or her away."""
    pa_rollen: dict[int, Motesdeltagare] = {d.person_id: d for d in lista.deltagare if d.person_id}
    vid = lista.urval(egna)
    for u in protokoll.underskrifterna.all():
        d = pa_rollen.get(u.person_id) if u.roll == Underskrift.Roll.JUSTERARE else None
        if d is None:
            continue
        jav = lista.mote.javig(d.pk) & vid
        borta = vid - lista.mote.narvarar(d.pk) - jav
        for vilka, slag, varfor in ((jav, Slag.JAV, "är jävig"), (borta, Slag.JUSTERARE, "är inte med")):
            if skiljs := _paragrafer(lista, vilka):
                mening = (
                    f"{d.namn_med_parti} är vald att justera men {varfor} vid {_spann(skiljs)}. "
                    "I ett eget protokoll kan någon annan justera."
                )
                yield Forslag(mening, f"Ge {_spann(skiljs)} ett eget protokoll", skiljs, slag)


def _paragrafer(lista: Narvarolista, vid: Iterable[int]) -> tuple[Paragraf, ...]:
    return tuple(p for n in sorted(vid) if (p := lista.paragrafer[n]).nummer)


def _spann(paragrafer: Iterable[Paragraf]) -> str:
    return skriv_paragrafer((p.nummer for p in paragrafer), med_utom=False)
