"""Make a private person's data anonymous where they are no record. It cannot be undone.

What an authority has decided, received or sent is allmän handling and is preserved (TF 2 kap., arkivlagen 3 §): the
right to be forgotten does not reach it (GDPR art. 17.3 b and d). Left are registers kept for our own convenience:
addresses, lists, the text of letters that carried no decision. Only what stands in `BYTEN` changes; packages above add
theirs. The values go out of the change history of those rows as well, else nothing would be forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.granskning import anteckning
from kommun.history import TrackedModel, spara, ta_bort
from kommun.models import Mandat, Namnform, Person, Registerutdrag, Tjanst, User, Utskick
from kommun.registerutdrag.sokning import Sokt

TEXTEN_BORTTAGEN = "[Texten är borttagen: mottagaren är pseudonymiserad.]"


@dataclass(frozen=True)
class Byte:
    """Rows of one register that change, and what becomes of them."""

    rubrik: str
    # What happens to each, to end the sentence "12 rader": "tas bort".
    vad: str
    finn: Callable[[Sokt], models.QuerySet]
    # (row, pseudonym) → the new values; None: the row goes.
    varden: Callable[[models.Model, str], dict] | None


@dataclass(frozen=True)
class Orort:
    """What stays, and why."""

    rubrik: str
    varfor: str


ORORT = [
    Orort(
        "Protokoll, beslut, uppdrag och deras versioner",
        "De är allmänna handlingar som ska bevaras (2 kap. tryckfrihetsförordningen, 3 § arkivlagen). Rätten till "
        "radering gäller inte det som behövs för myndighetens uppgift eller för arkivet (artikel 17.3 b och d i "
        "dataskyddsförordningen). Står namnet på webben kan det maskeras där.",
    ),
    Orort(
        "Expedierade beslut: till vem och när",
        "De visar att beslutet nådde mottagaren, och hör till ärendet.",
    ),
    Orort(
        "Inbjudningar och andra brev som har kommit in, och filer",
        "Inkomna handlingar är allmänna handlingar. De gallras bara enligt kommunens gallringsbeslut.",
    ),
    Orort(
        "Granskningsloggen",
        "Den visar vem som har gjort vad och kan inte ändras, inte ens här (artikel 17.3 b och 32 i "
        "dataskyddsförordningen). Den gallras med tiden.",
    ),
    Orort("Säkerhetskopiorna", "Uppgifterna finns kvar i dem tills de äldsta kopiorna tas bort."),
]


def lika(falt: str, varden: Iterable[str]) -> models.Q:
    villkor = models.Q(pk__in=())
    for v in varden:
        villkor |= models.Q(**{f"{falt}__iexact": v})
    return villkor


def _personen(sokt: Sokt) -> models.QuerySet:
    return Person.objects.filter(pk=sokt.person.pk) if sokt.person else Person.objects.none()


def _namnformerna(sokt: Sokt) -> models.QuerySet:
    return Namnform.objects.filter(person__in=_personen(sokt))


def _breven(sokt: Sokt) -> models.QuerySet:
    """Sent to the address, and no expediering: those are record. What waits to go out is let go out first."""
    return Utskick.objects.filter(lika("till", sokt.epost)).exclude(skickat=None).filter(expedieringarna=None)


def _registerloggen(sokt: Sokt) -> models.QuerySet:
    """What the registers noted of their own changes: "Ada Alm" as the name of the row."""
    typer = ContentType.objects.get_for_models(Person, Namnform).values()
    ord_ = lika("object_repr", sokt.ord)
    egen = models.Q(content_type__in=typer) & ord_
    return LogEntry.objects.filter(egen)


BYTEN = [
    Byte(
        "Personen i registret",
        "får en pseudonym i stället för namnet, och e-postadressen tas bort",
        _personen,
        lambda rad, pseudonym: {"namn": pseudonym, "epost": ""},
    ),
    Byte(
        "Andra sätt att skriva namnet",
        "får en pseudonym",
        _namnformerna,
        lambda rad, pseudonym: {"namn": f"{pseudonym} ({rad.pk})"},
    ),
    Byte(
        "Brev till adressen, utom expedierade beslut",
        "förlorar adressen, ämnet och texten",
        _breven,
        lambda rad, pseudonym: {
            "till": f"{pseudonym.split()[-1].lower()}@pseudonym.invalid",
            "amne": "[Ämnet är borttaget]",
            "text": TEXTEN_BORTTAGEN,
        },
    ),
    Byte(
        "Registrets egen ändringslogg",
        "får pseudonymen i stället för namnet",
        _registerloggen,
        lambda rad, pseudonym: {"object_repr": pseudonym},
    ),
]


def hinder(utdrag: Registerutdrag) -> str:
    """Why not, as a sentence; empty when it may be done."""
    if utdrag.pseudonymiserat:
        return "Uppgifterna är redan pseudonymiserade."
    if utdrag.lage != Registerutdrag.Lage.KLART:
        return "Vänta tills utdraget är klart, så att det syns vad som finns."
    sokt = Sokt(utdrag)
    personer = Person.objects.filter(lika("namn", sokt.ord) | lika("epost", sokt.epost))
    if utdrag.person_id:
        personer = personer | Person.objects.filter(pk=utdrag.person_id)
    offentliga = {*Mandat.objects.filter(person__in=personer).values_list("person", flat=True)}
    offentliga |= {*Tjanst.objects.filter(person__in=personer).values_list("person", flat=True)}
    offentliga |= {*User.objects.filter(person__in=personer).values_list("person", flat=True)}
    if utdrag.person_id in offentliga or (offentliga and not utdrag.person_id):
        return (
            "Den som har eller har haft mandat, tjänst eller konto kan inte pseudonymiseras: vad förtroendevalda och "
            "anställda har gjort i tjänsten hör till handlingarna."
        )
    return ""


@dataclass(frozen=True)
class Plan:
    """What would change: (byte, how many)."""

    rader: list[tuple[Byte, int]]

    @property
    def antal(self) -> int:
        return sum(antal for _, antal in self.rader)


def planen(utdrag: Registerutdrag) -> Plan:
    sokt = Sokt(utdrag)
    return Plan([(b, b.finn(sokt).count()) for b in BYTEN])


@transaction.atomic
def pseudonymisera(utdrag: Registerutdrag, *, skal: str, antal: int, by: User) -> int:
    """Change what is listed, and empty the gathering itself. `antal` is what the page showed: if more has come since,
    nothing is done. Twice changes nothing."""
    nu = Registerutdrag.objects.select_for_update(of=("self",)).select_related("person").get(pk=utdrag.pk)
    if nu.pseudonymiserat:
        return 0
    if mening := hinder(nu):
        raise DomanFel(mening)
    if not skal.strip():
        raise DomanFel("Skriv varför, till exempel ”begäran om radering, dnr KS 2026/12”.")
    sokt, plan = Sokt(nu), planen(nu)
    if plan.antal != antal:
        raise DomanFel("Det har kommit till eller försvunnit uppgifter sedan sidan visades. Gå igenom den igen.")
    for byte, _ in plan.rader:
        for rad in byte.finn(sokt).select_for_update(of=("self",)):
            _byt(rad, byte, f"Pseudonym P{nu.pk}", by=by)
    # The others that were gathered about the same person say the name too.
    for andra in Registerutdrag.objects.filter(_samma(nu)):
        andra.namn = andra.epost = ""
        andra.innehall, andra.person = [], None
        andra.pseudonymiserat, andra.pseudonymiserat_av = timezone.now(), by
        andra.skal = skal.strip()
        andra.save()
    anteckning.med_ord(f"Pseudonymiserade {plan.antal} rader: {skal.strip()}")
    anteckning.sparade(nu, None, antal=plan.antal)
    return plan.antal


def _samma(utdrag: Registerutdrag) -> models.Q:
    villkor = models.Q(pk=utdrag.pk)
    for falt in ("namn", "epost"):
        if varde := getattr(utdrag, falt):
            villkor |= models.Q(**{f"{falt}__iexact": varde})
    return villkor | models.Q(person=utdrag.person) if utdrag.person_id else villkor


def _byt(rad: models.Model, byte: Byte, pseudonym: str, *, by: User) -> None:
    pk, orsak = rad.pk, "Pseudonymiserad"
    nya = byte.varden(rad, pseudonym) if byte.varden else {}
    for falt, varde in nya.items():
        setattr(rad, falt, varde)
    if byte.varden is None:
        ta_bort(rad, by=by, reason=orsak)
        nya = {f.name: pseudonym for f in rad._meta.concrete_fields if type(f) is models.CharField and not f.choices}
        nya |= {f.name: "" for f in rad._meta.concrete_fields if isinstance(f, models.EmailField)}
    elif isinstance(rad, TrackedModel):
        spara(rad, by=by, reason=orsak, validate=False)
    else:
        rad.save(update_fields=list(nya))
    if isinstance(rad, TrackedModel):
        # Nothing is forgotten while the history says it.
        type(rad).history.filter(id=pk).update(**nya)
