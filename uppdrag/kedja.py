"""One uppdrag on its way up: the arbetsutskott proposes, the styrelse proposes, fullmäktige decides.

It keeps its number. The beslut it hangs on is the latest; those before are its Uppdragsled.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, FloatField, Func, Q, Value
from django.db.models.functions import Coalesce, NullIf

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.models import Beslut, Sammantrade
from uppdrag.fristandring import andra_frist
from uppdrag.lage import Lage, kontrollera_overgang, las
from uppdrag.models import Uppdrag, Uppdragsled
from uppdrag.organvag import kan_ta_upp, organtrad
from uppdrag.registrering import givare_av, kontrollera_tid

# How alike the words must be when the dnr does not say that it is the same ärende (pg_trgm, word similarity).
LIKHET = 0.6
_LANGSTA_TEXT = 20_000

_EGET, _FORSLAG = Beslut.Beslutsniva.EGET, Beslut.Beslutsniva.FORSLAG


# What waits


class _Ordlikhet(Func):
    """How well the first text is found somewhere in the second, 0 to 1."""

    function = "word_similarity"
    output_field = FloatField()


def vantande_i(besluten: Iterable[Beslut], *, user) -> dict[int, list[Uppdrag]]:
    """Föreslagna uppdrag, of those the user reads, that the beslut of one §, by pk, may be the next step of: same
    ärende by dnr, or nearly the same words. One query, and two more when something was found."""
    besluten = [b for b in besluten if b.text]
    if not besluten:
        return {}
    paragraf = besluten[0].paragraf
    text = "\n".join(html_to_text(b.text) for b in besluten)[:_LANGSTA_TEXT]
    samma = Q(likhet__gte=LIKHET)
    if paragraf.dnr.strip():
        samma |= Q(beslut__paragraf__dnr__iexact=paragraf.dnr.strip())
    mening = Coalesce(NullIf(F("mening"), Value("")), F("text"))
    nycklar = list(
        Uppdrag.objects.visible_to(user)
        .filter(lage=Lage.FORESLAGET, givet__lte=paragraf.sammantrade.datum)
        .exclude(beslut__paragraf=paragraf)
        .exclude(leden__beslut__paragraf=paragraf)
        .alias(likhet=_Ordlikhet(mening, Value(text)))
        .filter(samma)
        .order_by()
        .values_list("pk", flat=True)
    )
    if not nycklar:
        return {}
    kandidater = (
        Uppdrag.objects.filter(pk__in=nycklar)
        .select_related("serie", "givare", "beslut__paragraf__organ", "beslut__paragraf__sammantrade")
        .order_by("givet", "pk")
    )
    trad = organtrad()
    passar = [
        u
        for u in kandidater
        if kan_ta_upp(paragraf.organ_id, foreslog=u.beslut.paragraf.organ_id, avgor=u.givare_id, trad=trad)
    ]
    return {b.pk: passar for b in besluten} if passar else {}


def besluten_for(uppdrag: Uppdrag, organ_ids: Iterable[int], *, niva: str | None = None, most: int = 100):
    """Decisions of these organ since the proposal that may be its next step; those of the same ärende first."""
    p = uppdrag.beslut.paragraf
    trad = organtrad()
    passar = [o for o in organ_ids if kan_ta_upp(o, foreslog=p.organ_id, avgor=uppdrag.givare_id, trad=trad)]
    besluten = (
        Beslut.objects.filter(
            paragraf__organ__in=passar,
            paragraf__sammantrade__datum__gte=p.sammantrade.datum,
            paragraf__sammantrade__lage__in=[Sammantrade.Lage.PAGAR, Sammantrade.Lage.AVSLUTAT],
        )
        .exclude(text="")
        .exclude(paragraf=p)
        .exclude(uppdragsleden__uppdrag=uppdrag)
    )
    if niva:
        besluten = besluten.filter(beslutsniva=niva)
    samma = list(besluten.filter(paragraf__dnr__iexact=p.dnr).values_list("pk", flat=True)[:most]) if p.dnr else []
    ovriga = besluten.order_by("-paragraf__sammantrade__datum", "-paragraf__ordning").values_list("pk", flat=True)
    pks = list(dict.fromkeys([*samma, *ovriga[:most]]))
    funna = Beslut.objects.select_related("paragraf__organ", "paragraf__sammantrade__organ").in_bulk(pks)
    return [funna[pk] for pk in pks]


# The acts


def _kontrollera(nu: Uppdrag, beslut: Beslut) -> None:
    """The state and the decision fit each other."""
    if nu.lage != Lage.FORESLAGET:
        raise DomanFel(
            f"Uppdraget {nu.beteckning} {nu.lage_i_mening}. "
            "Bara ett föreslaget uppdrag kan föreslås vidare, beslutas eller avslås."
        )
    p, fore = beslut.paragraf, nu.beslut.paragraf
    if not p.sammantrade.har_borjat or not beslut.text:
        raise DomanFel(f"{p} har inte beslutat något än. Skriv beslutet först.")
    if p.sammantrade.datum < fore.sammantrade.datum:
        raise DomanFel(
            f"{p} ligger före den dag då uppdraget föreslogs, {dag_i_ord(fore.sammantrade.datum, veckodag=False)}. "
            "Välj ett senare beslut."
        )
    if p.pk == fore.pk or nu.leden.filter(beslut__paragraf=p).exists():
        raise DomanFel(f"Uppdraget föreslogs redan i {p}. Välj ett beslut i en annan paragraf.")
    if not kan_ta_upp(p.organ_id, foreslog=fore.organ_id, avgor=nu.givare_id, trad=organtrad()):
        raise DomanFel(
            f"{p.organ} avgör inte förslag från {fore.organ} till {nu.givare}. Välj ett beslut av ett organ på vägen."
        )


def _nytt_led(nu: Uppdrag, beslut: Beslut, mening: str, *, by) -> None:
    """The decision so far becomes a step behind; the new one is what the uppdrag hangs on."""
    spara(Uppdragsled(uppdrag=nu, beslut=nu.beslut, mening=nu.mening), by=by, reason=f"Togs upp i {beslut.paragraf}")
    nu.beslut = beslut
    nu.mening = mening.strip() or nu.mening


@transaction.atomic
def foresla_vidare(uppdrag: Uppdrag, *, beslut: Beslut, by, mening: str = "") -> Uppdrag:
    """`beslut` proposes it further up. Once more with the same beslut changes nothing."""
    nu = las(uppdrag)
    if nu.lage == Lage.FORESLAGET and nu.beslut_id == beslut.pk:
        return nu
    _kontrollera(nu, beslut)
    if beslut.beslutsniva != _FORSLAG:
        raise DomanFel(f"{beslut.paragraf} är ett eget beslut och föreslår inget. Välj ”Beslutat här” i stället.")
    till = givare_av(beslut)
    _nytt_led(nu, beslut, mening, by=by)
    if nu.rapporteras_till_id == nu.givare_id:
        nu.rapporteras_till = till
    nu.givare = till
    return spara(nu, by=by, reason=f"Föreslogs vidare i {beslut.paragraf}")


@transaction.atomic
def besluta_forslag(
    uppdrag: Uppdrag,
    *,
    beslut: Beslut,
    by,
    rapporteras_till: Organ | None = None,
    frist: date | None = None,
    ingen_frist: bool = False,
    nasta_rapport: date | None = None,
    frist_ord: str = "",
    rapporteras_vid: Sammantrade | None = None,
    mening: str = "",
) -> Uppdrag:
    """`beslut` gives it: it is under way from now on, with a frist or the day of its first report."""
    nu = las(uppdrag)
    if nu.lage != Lage.FORESLAGET and nu.beslut_id == beslut.pk:
        return nu
    _kontrollera(nu, beslut)
    kontrollera_overgang(nu, Lage.PAGAR)
    if beslut.beslutsniva != _EGET:
        raise DomanFel(f"{beslut.paragraf} är ett förslag till ett högre organ. Välj ”Föreslå vidare” i stället.")
    organ = beslut.paragraf.organ
    till = rapporteras_till or (organ if nu.rapporteras_till_id == nu.givare_id else nu.rapporteras_till)
    if rapporteras_vid and not ingen_frist:
        frist = frist or rapporteras_vid.datum
    kontrollera_tid(
        beslut=beslut,
        rapporteras_till=till,
        frist=frist,
        ingen_frist=ingen_frist,
        nasta_rapport=nasta_rapport,
        rapporteras_vid=rapporteras_vid,
    )
    if not frist and not ingen_frist:
        raise DomanFel("Ange en frist, eller välj uttryckligen ”ingen frist”.")
    tidigare = nu.frist
    _nytt_led(nu, beslut, mening, by=by)
    nu.givare, nu.rapporteras_till, nu.rapporteras_vid = organ, till, rapporteras_vid
    nu.frist_ord = frist_ord.strip() or nu.frist_ord
    nu.lage = Lage.PAGAR
    if tidigare is None:
        # Nothing is moved: a proposal that named no day gets its first one.
        nu.frist, nu.ingen_frist, nu.nasta_rapport = frist, frist is None, nasta_rapport
    nu = spara(nu, by=by, reason=f"Gavs genom {beslut.paragraf}")
    if tidigare is not None and tidigare != frist:
        andra_frist(
            nu,
            ny=frist,
            skal=f"Bestämdes när uppdraget gavs, {beslut.paragraf}",
            beslut=beslut,
            nasta_rapport=nasta_rapport,
            rapporteras_vid=rapporteras_vid,
            by=by,
        )
        nu.refresh_from_db()
    return nu


@transaction.atomic
def avsla_forslag(uppdrag: Uppdrag, *, beslut: Beslut, skal: str, by) -> Uppdrag:
    """`beslut` did not give it: it is written off with that decision and the reason."""
    nu = las(uppdrag)
    if nu.lage == Lage.AVSKRIVET and nu.avslutat_i_id == beslut.pk:
        return nu
    _kontrollera(nu, beslut)
    kontrollera_overgang(nu, Lage.AVSKRIVET)
    if not skal.strip():
        raise DomanFel("Skriv varför uppdraget inte blev av, till exempel att förslaget avslogs.")
    nu.lage, nu.avslutat_i, nu.avslutsskal = Lage.AVSKRIVET, beslut, skal.strip()
    nu.avslutat_den = beslut.paragraf.sammantrade.datum
    return spara(nu, by=by, reason=f"Förslaget avslogs i {beslut.paragraf}: {skal.strip()}")
