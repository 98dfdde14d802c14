"""The acts on the invitations of a §: decided at the meeting, put off, taken out and up again; decided by the chair
between meetings and reported afterwards. The § writes itself after each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Person
from protokoll.inbjudan import paragrafen
from protokoll.inbjudan.placering import UR, ar_orord, lagg_under, placera, satt_anmald
from protokoll.inbjudan.svarsord import Namngiven, svar_i_ord
from protokoll.models import Behandling, Bokning, Deltagande, Inbjudan, Paragraf, Protokoll, Sammantrade, StandigtArende
from protokoll.tillagg import EFTER_INBJUDANSBESLUT

Svar = Behandling.Svar
# What somebody can decide, here or between meetings.
BESLUT = (Svar.AVSTAR, Svar.DELTAR, Svar.KANNEDOM, Svar.BORDLAGD, Svar.ANNAT)
AVGORANDEN = (Svar.AVSTAR, Svar.DELTAR, Svar.KANNEDOM)
_SLUTLIGA = (Svar.AVSTAR, Svar.DELTAR, Svar.KANNEDOM, Svar.ANNAT)


@dataclass(frozen=True)
class Deltar:
    """Somebody who goes, by the name that will be printed; without `person` a new one is registered."""

    person: Person | None
    namn: str
    tillagg: str = ""


@dataclass(frozen=True)
class Beslut:
    """What was decided of one row. `version` is that of the row when it was shown."""

    behandling: int
    svar: str
    version: int | None = None
    deltagare: Sequence[Deltar] = ()
    personlig: bool | None = None
    tillagg: str = ""


@transaction.atomic
def besluta(paragraf: Paragraf, *, besluten: Iterable[Beslut], by) -> list[Behandling]:
    """Write down what was decided of some of the invitations of a §, and then the § itself. The same again changes
    nothing; decided anew, the last word holds until the protokoll is frozen."""
    paragrafen.las_organets(paragraf.organ_id)
    nu = paragrafen.las(paragraf.pk)
    if not nu.sammantrade.har_borjat:
        raise DomanFel(
            "Organet beslutar när sammanträdet pågår. Öppna det först, eller låt ordföranden avgöra det som brådskar."
        )
    partier = paragrafen.partierna()
    andrade = [rad for b in besluten if (rad := _besluta(nu, b, partier, by=by))]
    if andrade:
        paragrafen.skriv(nu, by=by)
        placera(nu.organ, by=by)
    return andrade


def _las_rad(paragraf: Paragraf, pk: int) -> Behandling:
    rad = paragraf.behandlingarna.select_for_update(of=("self",)).filter(pk=pk).first()
    if rad is None:
        raise DomanFel("Inbjudan står inte längre i paragrafen. Ladda om sidan.")
    rad.paragraf = paragraf
    rad.inbjudan = paragrafen.lasta(rad.inbjudan_id)
    return rad


def _las_inbjudan(inbjudan: Inbjudan) -> Inbjudan:
    if nu := paragrafen.las_inbjudan(inbjudan):
        return nu
    raise DomanFel("Inbjudan är borttagen.")


def _besluta(paragraf: Paragraf, b: Beslut, partier, *, by) -> Behandling | None:
    rad = _las_rad(paragraf, b.behandling)
    inbjudan = rad.inbjudan
    _kontrollera(rad, b)
    deltagare = b.deltagare if b.svar == Svar.DELTAR else ()
    personlig = inbjudan.personlig if b.personlig is None else b.personlig
    text = svar_i_ord(
        b.svar,
        deltagare=[Namngiven(d.namn, d.tillagg) for d in deltagare],
        personlig=personlig,
        tillagg=b.tillagg,
        partier=partier,
    )
    if _samma(rad, b.svar, text, personlig, deltagare):
        return None
    if b.version is not None and rad.version != b.version:
        raise DomanFel(
            f"Någon annan har ändrat beslutet om ”{inbjudan}” medan sidan var öppen. Läs vad som står nu innan "
            "du beslutar."
        )
    _svara(inbjudan, b.svar if b.svar in _SLUTLIGA else Inbjudan.Svar.OBESVARAD, personlig, by=by)
    _synka_deltagande(inbjudan, deltagare, by=by)
    rad.svar, rad.svarstext = b.svar, text
    spara(rad, by=by, reason=f"Beslutade om inbjudan: {text}" if text else "Tog tillbaka beslutet om inbjudan")
    if b.svar in _SLUTLIGA:
        _ta_bort_orord_annorstades(rad, by=by)
    return rad


def _kontrollera(rad: Behandling, b: Beslut) -> None:
    vilken = f"”{rad.inbjudan}”"
    if rad.svar == Svar.ANMALD:
        raise DomanFel(f"{vilken} är redan avgjord och anmäls här. Häv avgörandet först, om organet ska besluta.")
    if b.svar not in (Svar.OBESVARAD, *BESLUT):
        raise DomanFel(f"Välj vad som beslutas om {vilken}.")
    annan = rad.inbjudan.behandlingarna.filter(svar__in=(*_SLUTLIGA, Svar.ANMALD)).exclude(pk=rad.pk)
    if b.svar and (forst := annan.select_related("paragraf__sammantrade", "paragraf__organ").first()):
        raise DomanFel(f"{vilken} är redan beslutad i {paragrafen.i_ord(forst.paragraf)}. Ändra beslutet där.")
    if b.svar == Svar.DELTAR and not b.deltagare:
        raise DomanFel(f"Skriv vem som deltar, när ni antar {vilken}.")
    if b.svar == Svar.ANNAT and not b.tillagg.strip():
        raise DomanFel(f"Skriv vad som beslutas om {vilken}.")


def _samma(rad: Behandling, svar: str, text: str, personlig: bool, deltagare: Sequence[Deltar]) -> bool:
    if (rad.svar, rad.svarstext, rad.inbjudan.personlig) != (svar, text, personlig):
        return False
    return _samma_deltagare(rad.inbjudan, deltagare)


def _samma_deltagare(inbjudan: Inbjudan, deltagare: Sequence[Deltar]) -> bool:
    har = inbjudan.deltagandena.order_by("ordning").values_list("person", "namn", "titel_eller_parti")
    return list(har) == [(d.person and d.person.pk, d.namn, d.tillagg) for d in deltagare]


def _svara(inbjudan: Inbjudan, svar: str, personlig: bool, *, by) -> None:
    if (inbjudan.svar, inbjudan.personlig) != (svar, personlig):
        inbjudan.svar, inbjudan.personlig = svar, personlig
        spara(inbjudan, by=by, reason=f"Svar: {Inbjudan.Svar(svar).label.lower()}")


def _synka_deltagande(inbjudan: Inbjudan, deltagare: Iterable[Deltar], *, by) -> None:
    """Those who go are these, in this order. A row that stays keeps what hangs on it."""
    finns = {d.person_id: d for d in inbjudan.deltagandena.all()}
    nya: dict[str, Person] = {}
    sedda: set[int] = set()
    for n, vem in enumerate(deltagare, start=1):
        person = vem.person or nya.get(vem.namn.casefold())
        if person is None:
            person = spara(Person(namn=vem.namn), by=by, reason="Lades upp från en inbjudan")
            nya[vem.namn.casefold()] = person
        if person.pk in sedda:
            continue
        sedda.add(person.pk)
        rad = finns.pop(person.pk, None) or Deltagande(inbjudan=inbjudan, person=person)
        nytt = (vem.namn, vem.tillagg, n)
        if (rad.namn, rad.titel_eller_parti, rad.ordning) != nytt or rad.pk is None:
            rad.namn, rad.titel_eller_parti, rad.ordning = nytt
            spara(rad, by=by, reason="Deltar enligt beslut")
    for rad in finns.values():
        _ta_bort_deltagande(rad, by=by)


def _ta_bort_deltagande(rad: Deltagande, *, by) -> None:
    """Not of somebody who is registered already: that has to be undone out in the world first."""
    hinder = f"{rad.namn} är redan anmäld eller bokad. Avanmäl och ta bort det ur bokningen först."
    bokning = Bokning.objects.filter(deltagande=rad).first()
    if bokning:
        gjort = Bokning.Behov.BOKAD in (bokning.resa, bokning.boende) or bokning.kostnad is not None
        if bokning.anmald or gjort:
            raise DomanFel(hinder)
        ta_bort(bokning, by=by, reason="Deltar inte längre")
    try:
        with transaction.atomic():
            ta_bort(rad, by=by, reason="Deltar inte längre")
    except ProtectedError as fel:
        raise DomanFel(hinder) from fel


def _ta_bort_orord_annorstades(rad: Behandling, *, by) -> None:
    """Decided here, it waits nowhere else."""
    for annan in rad.inbjudan.behandlingarna.filter(svar=Svar.OBESVARAD).exclude(pk=rad.pk):
        _ta_bort_raden(annan, by=by, reason=f"Beslutades i {rad.paragraf}")


def _ta_bort_raden(rad: Behandling, *, by, reason: str) -> None:
    """Out of a § that is still written in; one that is closed keeps what it said."""
    p = Paragraf.objects.select_related("organ", "protokoll", "sammantrade", "standigt").get(pk=rad.paragraf_id)
    if paragrafen.stangd(p):
        return
    p = paragrafen.las(p.pk)
    ta_bort(rad, by=by, reason=reason)
    paragrafen.skriv(p, by=by)


@transaction.atomic
def ta_ur(behandling: Behandling, *, by) -> Behandling | None:
    """Take an invitation out of a §; it comes up at the next meeting whose dagordning takes it: that row, or None."""
    paragrafen.las_organets(behandling.paragraf.organ_id)
    nu = paragrafen.las(behandling.paragraf_id)
    rad = nu.behandlingarna.filter(pk=behandling.pk).first()
    if rad is None:
        return None
    rad = _las_rad(nu, rad.pk)
    if rad.svar in _SLUTLIGA:
        _svara(rad.inbjudan, Inbjudan.Svar.OBESVARAD, rad.inbjudan.personlig, by=by)
        _synka_deltagande(rad.inbjudan, (), by=by)
    ta_bort(rad, by=by, reason=UR)
    paragrafen.skriv(nu, by=by)
    nya = placera(nu.organ, by=by)
    return next((b for b in nya if b.inbjudan_id == rad.inbjudan_id), None)


@transaction.atomic
def ta_upp(inbjudan: Inbjudan, *, sammantrade: Sammantrade, by) -> Behandling:
    """Put an invitation under the § of a meeting of one's own choice. Once only."""
    nu = _las_inbjudan(inbjudan)
    paragraf = sammantrade.paragraferna.filter(standigt__kod=StandigtArende.Kod.INBJUDNINGAR).first()
    if sammantrade.organ_id != nu.organ_id:
        raise DomanFel("Inbjudan tas upp i det organ som den är ställd till.")
    if paragraf is None:
        raise DomanFel(
            f"Paragrafen Inbjudningar står inte på dagordningen till {sammantrade.dagen}. Sätt upp den först."
        )
    paragraf = paragrafen.las(paragraf.pk)
    if redan := paragraf.behandlingarna.filter(inbjudan=nu).first():
        return redan
    if nu.svar != Inbjudan.Svar.OBESVARAD and nu.avgjord is None:
        raise DomanFel("Inbjudan är redan beslutad. Ta tillbaka beslutet i sin paragraf om den ska tas upp igen.")
    for rad in nu.behandlingarna.all():
        if ar_orord(rad):
            _ta_bort_raden(rad, by=by, reason=UR)
    rad = lagg_under(paragraf, nu, by=by)
    paragrafen.skriv(paragraf, by=by)
    return rad


@transaction.atomic
def avgor(
    inbjudan: Inbjudan,
    *,
    svar: str,
    av: Person,
    dag: date,
    by,
    deltagare: Sequence[Deltar] = (),
    personlig: bool | None = None,
    version: int | None = None,
) -> Inbjudan:
    """The chair, or whom the organ has let, decides what cannot wait for the meeting (KL 6:39); it is reported at the
    next one. Decided anew, the last word holds until the protokoll with the report is frozen. `version` is that of the
    invitation when it was shown."""
    nu = _las_inbjudan(inbjudan)
    if svar not in AVGORANDEN:
        raise DomanFel("Välj vad som beslutas: avstår, deltar eller för kännedom.")
    if svar == Svar.DELTAR and not deltagare:
        raise DomanFel("Skriv vem som deltar.")
    if dag > timezone.localdate():
        raise DomanFel("Dagen för beslutet ligger i framtiden.")
    _kontrollera_avgorande(nu)
    if svar != Svar.DELTAR and (paragraf := organets_beslut(nu)):
        raise DomanFel(f"Att delta är beslutat i {paragrafen.i_ord(paragraf)}. Ordföranden kan ändra vilka som deltar.")
    deltagare = deltagare if svar == Svar.DELTAR else ()
    nytt = (svar, nu.personlig if personlig is None else personlig, dag, av.pk)
    if (nu.svar, nu.personlig, nu.avgjord, nu.avgjord_av_id) == nytt and _samma_deltagare(nu, deltagare):
        return nu
    if version is not None and nu.version != version:
        raise DomanFel("Någon annan har ändrat inbjudan medan sidan var öppen. Öppna den igen och läs vad som står nu.")
    _synka_deltagande(nu, deltagare, by=by)
    # Saved also when others go and nothing else: its version tells whoever has the page open.
    nu.svar, nu.personlig, nu.avgjord, nu.avgjord_av_id = nytt
    spara(nu, by=by, reason=f"Avgjordes av {av.namn}: {Inbjudan.Svar(svar).label.lower()}")
    _anmal(nu, by=by)
    placera(nu.organ, by=by)
    for folj in EFTER_INBJUDANSBESLUT:
        folj(nu, by=by)
    return nu


@transaction.atomic
def hav_avgorande(inbjudan: Inbjudan, *, by) -> Inbjudan:
    """It was noted by mistake: the organ decides after all. Done twice it is done once."""
    nu = _las_inbjudan(inbjudan)
    if nu.avgjord is None:
        return nu
    _kontrollera_avgorande(nu)
    if paragraf := organets_beslut(nu):
        raise DomanFel(f"Att delta är beslutat i {paragrafen.i_ord(paragraf)}. Ändra vilka som deltar i stället.")
    _synka_deltagande(nu, (), by=by)
    nu.svar, nu.avgjord, nu.avgjord_av = Inbjudan.Svar.OBESVARAD, None, None
    spara(nu, by=by, reason="Hävde avgörandet")
    _anmal(nu, by=by)
    placera(nu.organ, by=by)
    for folj in EFTER_INBJUDANSBESLUT:
        folj(nu, by=by)
    return nu


def avgorandets_hinder(inbjudan: Inbjudan) -> str | None:
    """Why it cannot be decided between meetings, or that be changed, as a sentence."""
    if not inbjudan.organ.behandlar_inbjudningar:
        return f"{inbjudan.organ.namn} behandlar inte inbjudningar."
    if inbjudan.installd and inbjudan.svar == Inbjudan.Svar.OBESVARAD:
        return "Evenemanget är inställt, så det finns inget att avgöra."
    beslut = organets_beslut(inbjudan)
    for rad in inbjudan.behandlingarna.select_related(
        "paragraf__protokoll", "paragraf__organ", "paragraf__sammantrade"
    ):
        if rad.svar in _SLUTLIGA and rad.paragraf != beslut:
            return f"Inbjudan är beslutad i {paragrafen.i_ord(rad.paragraf)}."
        if rad.svar == Svar.ANMALD and rad.paragraf.utfall == "" and (mening := paragrafen.stangd(rad.paragraf)):
            return f"Beslutet är anmält i {paragrafen.i_ord(rad.paragraf)}. {mening}"
    if inbjudan.avgjord is None and inbjudan.svar != Inbjudan.Svar.OBESVARAD and beslut is None:
        return "Inbjudan är redan besvarad."
    return None


def organets_beslut(inbjudan: Inbjudan) -> Paragraf | None:
    """The § where the organ decided that somebody goes, once it is justerat and until the event begins: of that, who
    goes is what the chair can change."""
    if inbjudan.svar != Inbjudan.Svar.DELTAR or (inbjudan.borjar and inbjudan.borjar <= timezone.localdate()):
        return None
    rader = inbjudan.behandlingarna.filter(svar=Svar.DELTAR, paragraf__protokoll__lage=Protokoll.Lage.JUSTERAT)
    rad = rader.select_related("paragraf__sammantrade").first()
    return rad.paragraf if rad else None


def _kontrollera_avgorande(inbjudan: Inbjudan) -> None:
    if mening := avgorandets_hinder(inbjudan):
        raise DomanFel(mening)


def _anmal(inbjudan: Inbjudan, *, by) -> None:
    """The rows where it waits say what holds now."""
    for rad in inbjudan.behandlingarna.filter(svar__in=(Svar.OBESVARAD, Svar.ANMALD)):
        p = Paragraf.objects.select_related("organ", "protokoll", "sammantrade").get(pk=rad.paragraf_id)
        if paragrafen.stangd(p):
            continue
        p = paragrafen.las(p.pk)
        rad.inbjudan = inbjudan
        fore = (rad.svar, rad.svarstext)
        satt_anmald(rad)
        if (rad.svar, rad.svarstext) != fore:
            spara(rad, by=by, reason="Avgjordes mellan sammanträdena" if inbjudan.avgjord else "Avgörandet hävdes")
        paragrafen.skriv(p, by=by)


@transaction.atomic
def skriv_om(paragraf: Paragraf, *, by) -> None:
    """Put the table and the receivers in the place of what somebody wrote by hand; the history keeps the old text."""
    paragrafen.skriv(paragrafen.las(paragraf.pk), by=by, over_handen=True)
