"""What a reminder says: plain text, calm and short, everything that waits for one person in one mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from kommun.kalender import dag_i_ord, dagar_i_ord
from kommun.models import Person
from protokoll.sekretess import RUBRIK
from uppdrag.models import Uppdrag
from uppdrag.models.uppdrag import LEDENS_PARAGRAFER
from uppdrag.paminnelsemottagare import Som
from uppdrag.paminnelseregler import Slag
from uppdrag.svarslank import svarslank

# A mail with more is not read: the rest is a number and a link to the list.
MEST = 30

Brev = tuple[str, str]

HEMLIGT = "Texten har sekretess och läses efter inloggning."


@dataclass(frozen=True, slots=True)
class Punkt:
    """An uppdrag (of `las_uppdragen`), what is said of it, and as what the person is told."""

    uppdrag: Uppdrag
    slag: Slag
    som: Som


def las_uppdragen(pks: Collection[int]) -> dict[int, Uppdrag]:
    """With all that a mail says of them; two queries, some more where one was proposed on its way."""
    uppdragen = (
        Uppdrag.objects.filter(pk__in=pks)
        .med_stoppdag()
        .med_rapportmote()
        .select_related("serie", "ansvarig", "forvaltning", "rapporteras_till", "beslut__paragraf__sammantrade")
        .select_related("beslut__paragraf__organ", "beslut__paragraf__protokoll")
        .prefetch_related(LEDENS_PARAGRAFER)
    )
    return {u.pk: u for u in uppdragen}


def paminnelser(person: Person, punkter: Iterable[Punkt], *, today: date) -> Brev:
    """Everything that one run has to say to a person: what is late first."""
    grupper = _grupper(punkter, today)
    antal = sum(len(g) for g in grupper.values())
    visade, stycken = 0, []
    for rubrik, gruppen in grupper.items():
        plats = MEST - visade
        if gruppen and plats > 0:
            stycken.append(rubrik.upper())
            stycken += [_uppdraget(p, person, today) for p in gruppen[:plats]]
            visade += len(gruppen[:plats])
    if antal > visade:
        stycken.append(f"Och {antal - visade} uppdrag till. Alla finns här:\n{_adress('uppdrag:uppdragen')}")
    text = "\n\n".join([f"Hej {person.namn}!", _ingress(grupper, antal), *stycken, _avslutning()])
    return _amne(grupper, antal), text + "\n"


SENA, OBESVARADE, SNART = "Försenade", "Skulle ha rapporterats", "Dags att rapportera"


def _grupper(punkter: Iterable[Punkt], today: date) -> dict[str, list[Punkt]]:
    # A head who stands in for nobody is told of the same uppdrag twice: the graver word is enough.
    per_uppdrag: dict[int, Punkt] = {}
    for p in sorted(punkter, key=lambda p: p.slag == Slag.ESKALERING):
        per_uppdrag[p.uppdrag.pk] = p
    grupper: dict[str, list[Punkt]] = {SENA: [], OBESVARADE: [], SNART: []}
    for p in per_uppdrag.values():
        if p.uppdrag.ar_forsenat(today):
            grupper[SENA].append(p)
        elif p.slag == Slag.EJ_BESVARAT:
            grupper[OBESVARADE].append(p)
        else:
            grupper[SNART].append(p)
    for gruppen in grupper.values():
        gruppen.sort(key=lambda p: (p.uppdrag.stopp or p.uppdrag.frist or today, p.uppdrag.pk))
    return grupper


def uppdragen_i_ord(antal: int) -> str:
    return "1 uppdrag" if antal == 1 else f"{antal} uppdrag"


def _amne(grupper: dict[str, list[Punkt]], antal: int) -> str:
    if antal == 1:
        [(rubrik, [p])] = [(r, g) for r, g in grupper.items() if g]
        ord_ = {SENA: "Försenat uppdrag", OBESVARADE: "Rapport saknas", SNART: "Dags att rapportera"}[rubrik]
        return f"{ord_}: {p.uppdrag.beteckning}" + ("" if p.uppdrag.hemligt else f" {p.uppdrag.text}")
    if sena := len(grupper[SENA]):
        return f"{uppdragen_i_ord(antal)} att rapportera, {'1 är försenat' if sena == 1 else f'{sena} är försenade'}"
    return f"{uppdragen_i_ord(antal)} att rapportera"


def _ingress(grupper: dict[str, list[Punkt]], antal: int) -> str:
    roller = {p.som for gruppen in grupper.values() for p in gruppen}
    det = "Det här uppdraget" if antal == 1 else "De här uppdragen"
    if roller == {Som.CHEF}:
        return f"{det} finns i den förvaltning som du leder."
    if roller == {Som.SEKRETERARE}:
        return f"{det} har lämnats till en nämnd som du är sekreterare i. Se till att nämnden svarar."
    vart = "det organ som gav det" if antal == 1 else "de organ som gav dem"
    return f"{det} ska rapporteras till {vart}."


def _uppdraget(p: Punkt, person: Person, today: date) -> str:
    return "\n".join([*om_uppdraget(p.uppdrag, today=today), *_vem(p, person), *_vart(p, person)])


def om_uppdraget(u: Uppdrag, *, today: date) -> list[str]:
    """What was decided, and when the report is due; of an uppdrag from `las_uppdragen`."""
    paragraf = u.beslut.paragraf
    nar = dag_i_ord(paragraf.sammantrade.datum, veckodag=False)
    rader = [
        f"{u.beteckning}  {HEMLIGT if u.hemligt else ' '.join(u.text.split())}",
        f"Beslutat av {paragraf.organ.i_mening} {nar}, {paragraf.beteckning} "
        + (RUBRIK if u.hemligt else paragraf.rubrik),
    ]
    if not u.hemligt and u.mening and u.mening.strip() != u.text.strip():
        rader.append(f"”{' '.join(u.mening.split())}”")
    if u.ar_forsenat(today):
        forsenat = dagar_i_ord(u.dagar_forsenat(today))
        rader.append(f"Fristen var {dag_i_ord(u.frist)}. Uppdraget är försenat {forsenat}.")
    if u.stopp and u.lage == Uppdrag.Lage.PAGAR:
        till = f"till {u.rapporteras_till.i_mening}"
        if u.rapportmote:
            till = f"till {u.rapporteras_till.genitiv} sammanträde {dag_i_ord(u.rapportmote)}"
        lamnas = "skulle ha lämnats" if u.stopp < today else "lämnas"
        rader.append(f"Rapporten {till} {lamnas} senast {dag_i_ord(u.stopp)}.")
    return rader


def _vem(p: Punkt, person: Person) -> Iterable[str]:
    ansvarig = p.uppdrag.ansvarig
    match p.som:
        case Som.ERSATTARE if ansvarig and ansvarig != person:
            yield f"Ansvarig: {ansvarig.namn}, som är frånvarande. Du ersätter."
        case Som.CHEF if p.slag == Slag.ESKALERING and ansvarig:
            yield f"Ansvarig: {ansvarig.namn}."
        case Som.CHEF:
            yield "Ingen som svarar för uppdraget är på plats. Utse någon, eller svara själv."


def _vart(p: Punkt, person: Person) -> Iterable[str]:
    """Where it is answered; a head may also give it to somebody."""
    if p.som == Som.SEKRETERARE:
        # The personal link is for those who answer for it themselves.
        yield f"Svara här:\n{_adress('uppdrag:svara', p.uppdrag.pk)}"
        return
    # Nor does a link that needs no login lead to what is secret.
    lank = _adress("uppdrag:svara", p.uppdrag.pk) if p.uppdrag.hemligt else svarslank(p.uppdrag, person)
    yield f"Svara här:\n{lank}"
    if p.som == Som.CHEF:
        yield f"Lämna över till någon annan:\n{_adress('uppdrag:lamna-over')}?uppdrag={p.uppdrag.pk}"


def _adress(namn: str, *args) -> str:
    return settings.WEBBADRESS + reverse(namn, args=args)


def _avslutning() -> str:
    return (
        "Några meningar räcker: vad som är gjort och vad som återstår. Behöver du längre tid begär du det på samma "
        "sida.\n\nDet här brevet skickades automatiskt. Du får inga fler påminnelser om det som du har svarat på."
    )
