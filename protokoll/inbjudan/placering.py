"""Invitations come under the § *Inbjudningar* of the organ's next meeting by themselves: those nobody has decided of,
those put off, and those the chair has decided of since."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Organ
from protokoll import dagordning, standiga
from protokoll.inbjudan import paragrafen
from protokoll.inbjudan.svarsord import PERSONLIG, anmald_i_ord, egna_ord, svar_i_ord
from protokoll.inbjudan.urval import kommande_moten
from protokoll.models import Behandling, Inbjudan, Paragraf, Protokoll, Sammantrade, StandigtArende
from protokoll.skrivning import las_paragraf

Kod = StandigtArende.Kod
Lage = Sammantrade.Lage
Svar = Behandling.Svar
UR = "Togs ur paragrafen"
_UNDER = "Kom upp till paragrafen"


def att_behandla(organ: Organ):
    """What the organ has left to do with: not decided, or decided by the chair and not reported to it yet."""
    rader = Behandling.objects.filter(inbjudan=OuterRef("pk"))
    hallna = rader.exclude(paragraf__sammantrade__lage__in=Sammantrade.RAKNAS_EJ)
    # Of one that a protokoll was read in with, the municipality has done what it did.
    inlast = rader.filter(paragraf__protokoll__lage=Protokoll.Lage.AVSKRIFT)
    anmald = hallna.filter(svar=Svar.ANMALD, paragraf__utfall="", paragraf__sammantrade__lage=Lage.AVSLUTAT)
    obesvarad = Q(svar=Inbjudan.Svar.OBESVARAD, avgjord=None, installd=None)
    return (
        Inbjudan.objects.utom_hemliga()
        .filter(organ=organ)
        .filter(obesvarad | Q(avgjord__isnull=False) & ~Exists(anmald))
        .filter(~Exists(inlast))
        .order_by(F("ankom").asc(nulls_last=True), "pk")
    )


def oppna_paragrafer(organ: Organ, *, today: date) -> list[Paragraf]:
    """The §§ that take invitations, that of the meeting that comes first first."""
    if not organ.behandlar_inbjudningar:
        return []
    rader = Paragraf.objects.filter(
        Q(protokoll=None) | Q(protokoll__lage=Protokoll.Lage.UTKAST),
        sammantrade__in=kommande_moten(today).filter(organ=organ),
        standigt__kod=Kod.INBJUDNINGAR,
        utfall="",
    )
    return list(
        rader.select_related("sammantrade", "organ", "standigt", "protokoll").order_by(
            "sammantrade__datum", "sammantrade__start", "ordning"
        )
    )


@transaction.atomic
def placera(organ: Organ, *, by, today: date | None = None) -> list[Behandling]:
    """Put each that waits under the first § that takes it, and write the §§ that got any. Done again it does nothing.

    One that somebody has taken out of a § does not come back to it. One that waits at a later meeting, untouched, comes
    forward when an earlier one gets its dagordning.
    """
    oppna = oppna_paragrafer(organ, today=today or timezone.localdate())
    if not oppna:
        return []
    borttagna = _borttagna(oppna)
    nya, skrivs = [], {}
    for inbjudan in att_behandla(organ).prefetch_related("deltagandena", "behandlingarna__paragraf__sammantrade"):
        rader = {b.paragraf_id: b for b in inbjudan.behandlingarna.all()}
        mojliga = [p for p in oppna if p.pk in rader or (p.pk, inbjudan.pk) not in borttagna]
        mal = next((p for p in mojliga if _tar(p, rader)), None)
        if mal is None:
            continue
        for senare in oppna[oppna.index(mal) + 1 :]:
            if (rad := rader.get(senare.pk)) and ar_orord(rad):
                ta_bort(rad, by=by, reason="Kom upp till ett tidigare sammanträde")
                skrivs[senare.pk] = senare
        if mal.pk not in rader:
            nya.append(lagg_under(paragrafen.las(mal.pk), inbjudan, by=by))
            skrivs[mal.pk] = mal
    for pk in sorted(skrivs):
        paragrafen.skriv(paragrafen.las(pk), by=by)
    return nya


def ar_orord(rad: Behandling) -> bool:
    """Nothing has been decided of it in its §."""
    return rad.svar in (Svar.OBESVARAD, Svar.ANMALD)


def _tar(paragraf: Paragraf, rader: dict[int, Behandling]) -> bool:
    """The § of a meeting after those at which it was put off."""
    bordlagda = [b.paragraf.sammantrade for b in rader.values() if b.svar == Svar.BORDLAGD]
    return all((s.datum, s.pk) < (paragraf.sammantrade.datum, paragraf.sammantrade_id) for s in bordlagda)


def _borttagna(paragrafer: Iterable[Paragraf]) -> set[tuple[int, int]]:
    """(§, invitation) that somebody has taken apart by hand."""
    rader = Behandling.history.filter(
        paragraf_id__in=[p.pk for p in paragrafer], history_type="-", history_change_reason=UR
    )
    return set(rader.values_list("paragraf_id", "inbjudan_id"))


def lagg_under(paragraf: Paragraf, inbjudan: Inbjudan, *, by) -> Behandling:
    """A row last in the table; what the chair has decided is reported in it. Once in each §."""
    if redan := paragraf.behandlingarna.filter(inbjudan=inbjudan).first():
        return redan
    if not paragraf.ar_hemlig and inbjudan.hemlig:
        raise DomanFel(
            "Inbjudan har behandlats med sekretess. Markera först paragrafen där den ska tas upp med sekretess."
        )
    sist = paragraf.behandlingarna.order_by("-ordning").values_list("ordning", flat=True).first() or 0
    rad = Behandling(inbjudan=inbjudan, paragraf=paragraf, ordning=sist + 1)
    satt_anmald(rad)
    return spara(rad, by=by, reason=_UNDER)


def satt_anmald(rad: Behandling) -> None:
    """The words of a row about what was decided between meetings, or of one that waits."""
    inbjudan = rad.inbjudan
    if inbjudan.avgjord is None:
        rad.svar, rad.svarstext = Svar.OBESVARAD, ""
        return
    text = svar_i_ord(
        inbjudan.svar,
        deltagare=paragrafen.namngivna(inbjudan),
        personlig=inbjudan.personlig,
        partier=paragrafen.partierna(),
    )
    rad.svar = Svar.ANMALD
    rad.svarstext = anmald_i_ord(text, vem=inbjudan.avgjord_av.namn, dag=inbjudan.avgjord)


def fore_borttagning(paragraf: Paragraf, *, by) -> None:
    """tillagg.FORE_BORTTAGNING: what waits in the § goes on to the next meeting."""
    rader = list(paragraf.behandlingarna.all())
    if not rader:
        return
    if not all(ar_orord(rad) for rad in rader):
        raise DomanFel(
            "Beslut om inbjudningar är antecknade vid ärendet. Ta tillbaka dem först, eller låt ärendet utgå i stället."
        )
    for rad in rader:
        ta_bort(rad, by=by, reason="Ärendet togs bort från dagordningen")
    # The receivers that they brought go with them.
    paragrafen.skriv(paragraf, by=by)


def efter_dagordning(sammantrade: Sammantrade, *, by) -> None:
    """tillagg.EFTER_DAGORDNING."""
    if sammantrade.organ.behandlar_inbjudningar:
        placera(sammantrade.organ, by=by)


def efter_inbjudan(inbjudan: Inbjudan, *, by, ny: bool) -> None:
    """tillagg.EFTER_INBJUDAN: a new one comes up at once; the table has the facts as they were changed."""
    if not inbjudan.organ.behandlar_inbjudningar:
        return
    if ny:
        paragrafen.las_organets(inbjudan.organ_id)
        placera(inbjudan.organ, by=by)
        return
    for rad in inbjudan.behandlingarna.order_by("paragraf"):
        nu = las_paragraf(rad.paragraf_id)
        if paragrafen.stangd(nu):
            continue
        rad.inbjudan = inbjudan
        _folj_personlig(rad, by=by)
        paragrafen.skriv(nu, by=by)


def _folj_personlig(rad: Behandling, *, by) -> None:
    """That the letter was personal stands before the decision; changed, it comes there or goes."""
    fore, inbjudan = rad.svarstext, rad.inbjudan
    var = fore.startswith(PERSONLIG)
    if rad.svar == Svar.ANMALD:
        satt_anmald(rad)
    elif rad.svar and var != inbjudan.personlig:
        fakta = {"deltagare": paragrafen.namngivna(inbjudan), "partier": paragrafen.partierna()}
        egna = egna_ord(fore, rad.svar, personlig=var, **fakta)
        if egna is not None:
            rad.svarstext = svar_i_ord(rad.svar, personlig=inbjudan.personlig, tillagg=egna, **fakta)
    if rad.svarstext != fore:
        spara(rad, by=by, reason="Inbjudan ändrades")


def standande_paragraf(sammantrade: Sammantrade) -> Paragraf | None:
    """Its § of the invitations, also one that utgår."""
    return (
        sammantrade.paragraferna.filter(standigt__kod=Kod.INBJUDNINGAR)
        .select_related("sammantrade", "organ", "standigt", "protokoll")
        .order_by("ordning")
        .first()
    )


@transaction.atomic
def satt_upp(sammantrade: Sammantrade, *, by) -> Paragraf:
    """Put the standing § on a dagordning that lacks it, and among the organ's standing ärenden. Once only."""
    s = Sammantrade.objects.select_for_update(no_key=True, of=("self",)).select_related("organ").get(pk=sammantrade.pk)
    if not s.organ.behandlar_inbjudningar:
        raise DomanFel(f"{s.organ.namn} behandlar inte inbjudningar.")
    if har := standande_paragraf(s):
        return har
    standigt = s.organ.standiga_arenden.filter(kod=Kod.INBJUDNINGAR).order_by("-aktivt", "ordning").first()
    standigt = standigt or standiga.lagg_upp(
        s.organ, by=by, kod=Kod.INBJUDNINGAR, rubrik=Kod.INBJUDNINGAR.label, beslut="", sist=True
    )
    falt = {"rubrik": standigt.rubrik, "dnr": standigt.dnr, "klassificering": standigt.klassificering}
    ny = dagordning.lagg_till(s, **falt, by=by)
    # The first ärende of an empty dagordning brings the standing ones with it.
    if (redan := standande_paragraf(s)) and redan.pk != ny.pk:
        dagordning.ta_bort(ny, by=by)
        return redan
    ny = Paragraf.objects.get(pk=ny.pk)
    ny.standigt = standigt
    spara(ny, by=by, reason="Sattes upp på dagordningen som stående ärende")
    placera(s.organ, by=by)
    return standande_paragraf(s)
