"""The uppföljning beside a meeting and beside its §: what stands there, and the button."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from protokoll.handlingar import Handling
from protokoll.models import StandigtArende
from protokoll.models.sekretess import far_lasa
from protokoll.permissions import can_change_sammantrade
from uppdrag.models import Uppdrag, Uppfoljning
from uppdrag.uppfoljning import hinder, oppna_uppfoljningar, standande_paragraf
from uppdrag.uppfoljningsdokument import Uppfoljningsdokument, sammanfattning

MALL = "uppdrag/_uppfoljning.html"


def _innehall(request, sammantrade, paragraf, rad, *, ater: str) -> dict:
    dokument = rad and Uppfoljningsdokument.fran_json(rad.innehall)
    stopp = hinder(paragraf) if paragraf else None
    return {
        "sammantrade": sammantrade,
        "paragraf": paragraf,
        "rad": rad,
        "sammanstalld": rad and timezone.localdate(rad.sammanstalld),
        "i_korthet": sammanfattning(dokument.delar) if dokument else "",
        "vantar": None if rad or stopp else _vantar(sammantrade.organ_id),
        "far_sammanstalla": can_change_sammantrade(request.user, sammantrade) and not stopp,
        "ater": ater,
    }


def _vantar(organ_id: int) -> dict:
    """What there is to tell of, counted."""
    return (
        Uppdrag.objects.utom_hemliga()
        .filter(rapporteras_till=organ_id)
        .aggregate(
            aterrapporterade=Count("pk", filter=Q(lage=Uppdrag.Lage.ATERRAPPORTERAT)),
            forsenade=Count("pk", filter=Q(lage__in=Uppdrag.OPPNA, frist__lt=timezone.localdate())),
            oppna=Count("pk", filter=Q(lage__in=Uppdrag.OPPNA)),
        )
    )


def sammantradespanel(request, sammantrade):
    """On the meeting: where it has the §, and where it could have one because there is something to follow up."""
    if sammantrade.lage in sammantrade.RAKNAS_EJ:
        return None
    paragraf = standande_paragraf(sammantrade)
    if paragraf and not far_lasa(request.user, paragraf):
        return None
    rad = getattr(paragraf, "uppfoljning", None)
    innehall = _innehall(request, sammantrade, paragraf, rad, ater="sammantrade")
    if paragraf is None and not (
        sammantrade.lage in ("planerat", "pagar") and innehall["far_sammanstalla"] and innehall["vantar"]["oppna"]
    ):
        return None
    return MALL, innehall


def handling(sammantrade) -> Handling | None:
    """The bilaga, for those who are called to the meeting."""
    rad = oppna_uppfoljningar().filter(paragraf__sammantrade=sammantrade).only("pk").first()
    if rad is None:
        return None
    sida = reverse("uppdrag:uppfoljning-pdf", args=[rad.pk])
    return Handling("Uppföljning av uppdrag", sida, "uppdrag:uppfoljning-kallad")


def _i_paragraf(request, paragraf, ater):
    if paragraf.standigt_id is None or paragraf.standigt.kod != StandigtArende.Kod.UPPFOLJNING:
        return None
    rad = Uppfoljning.objects.filter(paragraf=paragraf).first()
    return MALL, _innehall(request, paragraf.sammantrade, paragraf, rad, ater=ater)


def paragrafpanel(request, paragraf):
    """In the § itself; on the page where it is written the button leads back there."""
    skriver = request.resolver_match and request.resolver_match.url_name == "skriv"
    return _i_paragraf(request, paragraf, "skriv" if skriver else "paragraf")
