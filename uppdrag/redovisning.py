"""An uppdrag before its organ again: put on a dagordning, decided about in the §, and taken back while it may be."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kommun.editor import clean_html
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.kalender import dag_i_ord
from kommun.models import Avsnittstyp
from protokoll.dagordning import lagg_till
from protokoll.dagordningsrader import las_oppen
from protokoll.models import Beslut, Paragraf, Sammantrade, StandigtArende
from protokoll.sekretess import folj_med as insyn_foljer_med
from protokoll.skrivning import kraver_skal, lagg_till_avsnitt, las_paragraf, last_sentence
from protokoll.standiga import skriv_texter
from protokoll.systemtext import eget_beslut, skriv_beslut
from uppdrag.avslut import bekraftelse
from uppdrag.fristandring import flytta, kontrollera_frist
from uppdrag.lage import Lage, kontrollera_overgang, las, las_flera
from uppdrag.models import Aterrapport, Fristandring, Redovisning, Uppdrag
from uppdrag.redovisningsord import Utfallet, beslutet

Utfall = Redovisning.Utfall
# What an outcome changes of an uppdrag, and what is put back when it is undone.
_FALT = (
    "lage",
    "frist",
    "ingen_frist",
    "nasta_rapport",
    "rapporteras_vid_id",
    "aterrapporterat_i_id",
    "avslutat_i_id",
    "avslutat_den",
    "avslutsskal",
)


def standig_paragraf(sammantrade: Sammantrade) -> Paragraf | None:
    """The § "Uppföljning av uppdrag" of the dagordning, when it has one that can still be written in."""
    stod = sammantrade.paragraferna.filter(standigt__kod=StandigtArende.Kod.UPPFOLJNING, utfall="")
    return next((p for p in stod.select_related("protokoll").order_by("ordning") if not last_sentence(p)), None)


def vantande(uppdrag: Uppdrag) -> Redovisning | None:
    """Where it stands on a dagordning and waits for the organ to decide."""
    vantar = Redovisning.objects.vantande().filter(uppdrag=uppdrag)
    return vantar.select_related("paragraf__sammantrade__organ", "paragraf__organ").first()


def att_satta_upp(organ_ids: Iterable[int]) -> QuerySet:
    """What these organ have to decide of and that stands on no dagordning: a slutrapport, or a wish for more time.

    What stood in a § that was bordlagd, or at a meeting that was never held, is here again.
    """
    rapporter = Aterrapport.objects.filter(uppdrag=OuterRef("uppdrag"), inlamnad__gt=OuterRef("inlamnad"))
    flyttad = Fristandring.objects.filter(uppdrag=OuterRef("uppdrag"), tid__gt=OuterRef("inlamnad"))
    avgjord = Redovisning.objects.filter(rapport=OuterRef("pk")).exclude(utfall="")
    begaran = Aterrapport.objects.filter(
        uppdrag=OuterRef("pk"), slag=Aterrapport.Slag.FORLANGNING, inlamnad__isnull=False
    ).exclude(Exists(rapporter) | Exists(flyttad) | Exists(avgjord))
    return (
        Uppdrag.objects.oppna()
        .filter(rapporteras_till__in=organ_ids)
        .filter(Q(lage=Lage.ATERRAPPORTERAT) | Exists(begaran))
        .exclude(Exists(Redovisning.objects.vantande().filter(uppdrag=OuterRef("pk"))))
    )


@transaction.atomic
def satt_pa_dagordning(
    uppdragen: Iterable[Uppdrag], *, sammantrade: Sammantrade, by, eget_arende: bool = False
) -> list[Redovisning]:
    """Put them before the organ: in the standing § when the dagordning has one, else each as an ärende of its own.

    `eget_arende` asks for that in any case. What stands there already is left as it is.
    """
    sammantrade, _ = las_oppen(sammantrade.pk)
    standig = None if eget_arende else standig_paragraf(sammantrade)
    ut = []
    for nu in las_flera(u.pk for u in uppdragen):
        if redan := _star_redan(nu, sammantrade):
            ut.append(redan)
            continue
        hemligt = nu.hemligt and not (standig and standig.ar_hemlig)
        paragraf = _eget_arende(nu, sammantrade, by=by) if hemligt or not standig else standig
        redovisning = Redovisning(uppdrag=nu, paragraf=paragraf, rapport=_senaste_rapport(nu))
        ut.append(spara(redovisning, by=by, reason=f"Sattes upp på dagordningen för {sammantrade}"))
    return ut


def folj_med(fran: Paragraf, ny: Paragraf, *, by) -> None:
    """For protokoll.tillagg.FORTSATTNINGAR: what the ärende was to decide of comes back with it, unless it stands
    somewhere else by then."""
    obeslutade = fran.redovisningarna.filter(utfall="").order_by("uppdrag")
    for nu in las_flera(obeslutade.values_list("uppdrag", flat=True)):
        if nu.oppet and not vantande(nu):
            redovisning = Redovisning(uppdrag=nu, paragraf=ny, rapport=_senaste_rapport(nu))
            spara(redovisning, by=by, reason=f"Följde med från {fran}")


def _senaste_rapport(nu: Uppdrag) -> Aterrapport | None:
    return nu.rapporterna.filter(inlamnad__isnull=False).first()


def _star_redan(nu: Uppdrag, sammantrade: Sammantrade) -> Redovisning | None:
    redan = nu.redovisningarna.filter(paragraf__sammantrade=sammantrade, paragraf__utfall="").first()
    if redan:
        return redan
    if not nu.oppet:
        raise DomanFel(f"Uppdraget {nu.beteckning} {nu.lage_i_mening} och redovisas inte mer.")
    if sammantrade.organ_id != nu.rapporteras_till_id:
        raise DomanFel(f"Uppdraget {nu.beteckning} redovisas till {nu.rapporteras_till}, inte {sammantrade.organ}.")
    if sammantrade.datum < nu.beslut.paragraf.sammantrade.datum:
        raise DomanFel(f"Uppdraget {nu.beteckning} gavs efter sammanträdet {dag_i_ord(sammantrade.datum)}.")
    if annan := vantande(nu):
        raise DomanFel(
            f"Uppdraget {nu.beteckning} står redan på dagordningen för {annan.paragraf.sammantrade.organ} "
            f"{dag_i_ord(annan.paragraf.sammantrade.datum)}. Ta bort det därifrån först."
        )
    return None


def _eget_arende(nu: Uppdrag, sammantrade: Sammantrade, *, by) -> Paragraf:
    gav = nu.beslut.paragraf
    # One taken off and put up again finds its ärende; one that utgick gets a new.
    utgangna = nu.redovisningarna.filter(paragraf__sammantrade=sammantrade).count()
    rubrik = gav.rubrik if not gav.genom_hanvisning else nu.text.strip().rstrip(".")
    ny = lagg_till(
        sammantrade,
        rubrik=f"Återrapportering: {rubrik}"[:500],
        dnr=gav.dnr,
        klassificering=gav.klassificering,
        foredragande=(nu.ansvarig.namn if nu.ansvarig else "")[:150],
        nyckel=uuid5(NAMESPACE_URL, f"redovisning:{nu.pk}:{sammantrade.pk}:{utgangna}"),
        sekretess=gav.sekretess_vidare,
        by=by,
    )
    insyn_foljer_med(gav, ny, by=by)
    return ny


def _kontrollera_paragraf(paragraf: Paragraf) -> None:
    """May anything be decided in it now?"""
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    if kraver_skal(paragraf):
        raise DomanFel(f"{paragraf.beteckning} står i ett inläst protokoll, och vad som beslutades är avgjort där.")
    if not paragraf.sammantrade.har_borjat:
        raise DomanFel("Sammanträdet har inte öppnats. Vad organet beslutar antecknas när det pågår.")
    if paragraf.utfall:
        raise DomanFel(f"Ärendet är {paragraf.get_utfall_display().lower()}, så inget har beslutats om uppdraget.")


def _kontrollera_utfall(nu: Redovisning, utfall: str, anteckning: str) -> None:
    if utfall not in Utfall:
        raise DomanFel("Välj vad som beslutades om uppdraget.")
    if nu.utfall:
        sagt = nu.get_utfall_display().lower()
        raise DomanFel(f"Här står redan ”{sagt}”. Ångra det först om något annat beslutades.")
    if utfall == Utfall.KOMPLETTERING and not anteckning:
        raise DomanFel("Skriv vad rapporten ska kompletteras med.")


def _beslut_i(paragraf: Paragraf, *, by) -> Beslut:
    if beslut := eget_beslut(paragraf):
        return beslut
    mall = next((m for m in paragraf.organ.mall() if m.typ == Avsnittstyp.BESLUT), None)
    if mall is None:
        raise DomanFel(f"Paragraferna hos {paragraf.organ} har inget beslutsavsnitt. Lägg till det i organets mall.")
    return lagg_till_avsnitt(paragraf, mall=mall, by=by)


def _las(redovisning: Redovisning) -> tuple[Paragraf, Uppdrag, Redovisning | None]:
    """The rows of the act in the order of uppdrag.lage; the redovisning is None when it has left the § meanwhile."""
    Sammantrade.objects.select_for_update(no_key=True, of=("self",)).get(paragraferna=redovisning.paragraf_id)
    paragraf = las_paragraf(redovisning.paragraf_id)
    uppdrag = las(redovisning.uppdrag)
    nu = Redovisning.objects.select_for_update(of=("self",)).select_related("fristandring").filter(pk=redovisning.pk)
    return paragraf, uppdrag, nu.first()


def markning(utfall: str, paragraf: Paragraf) -> str:
    """What the history of the uppdrag calls the act; by it the row before is found when it is undone."""
    return f"{Utfall(utfall).label} i {paragraf}"


@transaction.atomic
def besluta(
    redovisning: Redovisning,
    *,
    utfall: str,
    by,
    ny_frist: date | None = None,
    anteckning: str = "",
    skriv: bool = False,
    bekraftat: bool = False,
) -> Redovisning:
    """What the organ decided of the uppdrag in the §. The same again changes nothing.

    `skriv` writes the sentence into the decision of the §, unless somebody has written one of their own there.
    Raises BehoverBekraftas when the organ closes what another gave, until `bekraftat`.
    """
    paragraf, uppdrag, nu = _las(redovisning)
    if nu is None:
        raise DomanFel("Uppdraget står inte längre i paragrafen. Sätt upp det på dagordningen igen först.")
    anteckning = anteckning.strip()
    ny_frist = ny_frist if utfall == Utfall.ANSTAND else None
    _kontrollera_paragraf(paragraf)
    if nu.utfall and (nu.utfall, nu.ny_frist, nu.anteckning) == (utfall, ny_frist, anteckning):
        return nu
    _kontrollera_utfall(nu, utfall, anteckning)
    nu.uppdrag = uppdrag
    if not uppdrag.oppet:
        raise DomanFel(
            f"Uppdraget {uppdrag.beteckning} {uppdrag.lage_i_mening} redan. Ta bort det ur paragrafen, eller öppna "
            "det igen om organet ska besluta om det här."
        )
    beslut = _beslut_i(paragraf, by=by)
    andring = None
    if utfall == Utfall.ANSTAND:
        andring = _anstand(uppdrag, paragraf, ny_frist)
    vad = ": ".join(filter(None, [markning(utfall, paragraf), anteckning]))
    if utfall == Utfall.GODKANT:
        tillagg = bekraftelse(uppdrag, beslut, bekraftat=bekraftat)
        _stang(uppdrag, beslut, by=by, vad=vad + (tillagg and f".{tillagg}"))
    elif utfall != Utfall.ANTECKNAT:
        # The organ wants more, or gives more time: it goes on.
        uppdrag.lage = Lage.PAGAR
        spara(uppdrag, by=by, reason=vad)
    if andring:
        andring.skal, andring.beslut = anteckning or f"Anstånd enligt {paragraf}", beslut
        spara(andring, by=by, reason="Ändrade fristen")
    nu.utfall, nu.beslut, nu.ny_frist, nu.anteckning, nu.fristandring = utfall, beslut, ny_frist, anteckning, andring
    spara(nu, by=by, reason=Utfall(utfall).label)
    if skriv:
        skriv_lydelse(paragraf, by=by)
    return nu


def _stang(uppdrag: Uppdrag, beslut: Beslut, *, by, vad: str) -> None:
    kontrollera_overgang(uppdrag, Lage.AVSLUTAT)
    uppdrag.lage, uppdrag.avslutat_den = Lage.AVSLUTAT, beslut.paragraf.sammantrade.datum
    uppdrag.avslutat_i = uppdrag.aterrapporterat_i = beslut
    spara(uppdrag, by=by, reason=vad)


def _anstand(uppdrag: Uppdrag, paragraf: Paragraf, ny_frist: date | None):
    if ny_frist is None:
        raise DomanFel("Ange till vilken dag anståndet gäller.")
    if ny_frist <= paragraf.sammantrade.datum:
        raise DomanFel("Anståndet ska gälla till en dag efter sammanträdet.")
    if ny_frist == uppdrag.frist:
        raise DomanFel(f"Fristen är redan {dag_i_ord(ny_frist, veckodag=False)}. Ange en annan dag.")
    kontrollera_frist(ny_frist, uppdrag.beslut)
    return flytta(uppdrag, ny=ny_frist)


@transaction.atomic
def angra(redovisning: Redovisning, *, by, utfall: str | None = None) -> Redovisning | None:
    """Take back what was noted, while the § may be changed; one that nothing is decided of leaves the § (None).

    `utfall` is what the page showed: when another stands there now, as after the first half of a double click, nothing
    changes. Raises DomanFel when the uppdrag has gone on since: what came after is not undone along with it.
    """
    paragraf, uppdrag, nu = _las(redovisning)
    if nu is None:
        return None
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    if utfall is not None and utfall != nu.utfall:
        return nu
    if not nu.utfall:
        ta_bort(nu, by=by, reason="Togs bort från paragrafen")
        return None
    skrivet = clean_html(lydelse(paragraf))
    nu.uppdrag = uppdrag
    _aterstall(uppdrag, nu, paragraf, by=by)
    andring, nu.fristandring = nu.fristandring, None
    sade = nu.get_utfall_display().lower()
    nu.utfall, nu.beslut, nu.ny_frist, nu.anteckning = "", None, None, ""
    spara(nu, by=by, reason=f"Ångrade: {sade}")
    if andring:
        ta_bort(andring, by=by, reason="Anståndet ångrades")
    beslut = eget_beslut(paragraf)
    if paragraf.standigt_id or (beslut and beslut.text == skrivet):
        skriv_lydelse(paragraf, by=by)
    return nu


def _aterstall(uppdrag: Uppdrag, redovisning: Redovisning, paragraf: Paragraf, *, by) -> None:
    if redovisning.utfall == Utfall.ANTECKNAT:
        return
    marke = markning(redovisning.utfall, paragraf)
    handelser = uppdrag.history.order_by("-history_id")
    # Not of § 11 where § 1 is meant: after the mark comes nothing, the note or the confirmation.
    efter = handelser.filter(history_change_reason__regex=rf"^{re.escape(marke)}([:.]|$)").first()
    fore = efter and handelser.filter(history_id__lt=efter.history_id).first()
    senare = redovisning.fristandring_id and uppdrag.fristandringarna.filter(pk__gt=redovisning.fristandring_id)
    if fore is None or (senare and senare.exists()) or any(getattr(uppdrag, f) != getattr(efter, f) for f in _FALT):
        raise DomanFel(
            f"Uppdraget {uppdrag.beteckning} har ändrats sedan dess: det {uppdrag.lage_i_mening} nu. "
            "Det som har hänt efteråt ångras inte härifrån. Öppna uppdraget och ändra där."
        )
    for falt in _FALT:
        setattr(uppdrag, falt, getattr(fore, falt))
    spara(uppdrag, by=by, reason=f"Ångrade: {marke}")


def utfallet(r: Redovisning) -> Utfallet:
    gav = r.uppdrag.beslut.paragraf
    return Utfallet(
        slag=r.utfall,
        givare=gav.organ.kortnamn,
        givet=gav.sammantrade.datum,
        paragraf=gav.nummer,
        anteckning=r.anteckning,
        ny_frist=r.ny_frist,
    )


def lydelse(paragraf: Paragraf) -> str:
    """The decision about the uppdrag of the §, as far as it is noted; empty when nothing is."""
    beslutade = paragraf.redovisningarna.exclude(utfall="").select_related(
        "uppdrag__beslut__paragraf__organ", "uppdrag__beslut__paragraf__sammantrade"
    )
    return beslutet([utfallet(r) for r in beslutade.order_by("pk")], paragraf.organ.namn)


def lydelse_i_standig(paragraf: Paragraf, html: str) -> str:
    """For protokoll.tillagg.STANDIGA_TEXTER: what the standing § decides besides its own sentence."""
    uppfoljning = paragraf.standigt.kod == StandigtArende.Kod.UPPFOLJNING
    return html + lydelse(paragraf) if uppfoljning else html


def skriv_lydelse(paragraf: Paragraf, *, by) -> Beslut | None:
    """Write the decision of the § from what is noted, when it is empty or the system's own.

    None when somebody has written one of their own, which is left alone.
    """
    if paragraf.standigt_id and paragraf.standigt.beslut:
        skriv_texter(paragraf.sammantrade, by=by)
        beslut = eget_beslut(paragraf)
        return beslut if beslut and clean_html(lydelse(paragraf)) in beslut.text else None
    return skriv_beslut(paragraf, lydelse(paragraf), by=by, vad="Återrapportering")


def star_i_beslutet(redovisning: Redovisning) -> bool:
    """Does the decision of the § say what was noted?"""
    beslut = eget_beslut(redovisning.paragraf)
    return bool(beslut and clean_html(lydelse(redovisning.paragraf)) in beslut.text)
