"""The box beside a § that says which uppdrag it redovisar, with the acts of the organ while it may be written in."""

from django.db.models import Prefetch

from protokoll.models import Paragraf
from protokoll.permissions import can_edit_paragraf
from protokoll.skrivning import kraver_skal, last_sentence
from uppdrag.avslut import avslutas_av_annan
from uppdrag.formular.redovisning import BeslutaForm
from uppdrag.models import Rapportbilaga, Redovisning, Uppdrag
from uppdrag.redovisning import utfallet
from uppdrag.redovisningsord import mening


def redovisningarna(paragraf, user) -> list[Redovisning]:
    synliga = paragraf.redovisningarna.filter(uppdrag__in=Uppdrag.objects.visible_to(user))
    # Most §§ have none, and all that is shown of one is a question of two hundred columns.
    nycklar = list(synliga.order_by().values_list("pk", flat=True))
    if not nycklar:
        return []
    return list(
        Redovisning.objects.filter(pk__in=nycklar)
        .select_related(
            "rapport__av",
            "uppdrag__serie",
            "uppdrag__ansvarig",
            "uppdrag__givare__overordnat__overordnat",
            "uppdrag__beslut__paragraf__organ",
            "uppdrag__beslut__paragraf__sammantrade",
            "beslut",
        )
        .prefetch_related(Prefetch("rapport__bilagorna", Rapportbilaga.objects.med_filnamn()))
        .order_by("pk")
    )


def _rad(redovisning, paragraf, *, far_besluta: bool) -> dict:
    redovisning.paragraf = paragraf
    u = redovisning.uppdrag
    return {
        "r": redovisning,
        "u": u,
        "rapport": redovisning.rapport,
        "mening": mening(utfallet(redovisning), paragraf.organ.namn) if redovisning.utfall else "",
        "form": BeslutaForm(redovisning=redovisning, auto_id=f"redovisning-{redovisning.pk}-%s")
        if far_besluta and not redovisning.utfall and u.oppet
        else None,
        "varning": avslutas_av_annan(u, paragraf.organ),
        "vantar": "" if redovisning.utfall else _varfor_inget(u, paragraf),
    }


def _varfor_inget(u, paragraf) -> str:
    """Why nothing is decided of it here now, as a sentence; empty when it can be."""
    if not u.oppet:
        return f"Uppdraget {u.lage_i_mening} utan beslut här. Ta bort det härifrån."
    if paragraf.utfall == Paragraf.Utfall.UTGAR:
        return "Ärendet utgår. Lägg uppdraget på en annan dagordning."
    if paragraf.utfall:
        return f"Ärendet är {paragraf.get_utfall_display().lower()}. Uppdraget följer med när det tas upp igen."
    if not paragraf.sammantrade.har_borjat:
        return "Vad organet beslutar antecknas här när sammanträdet pågår."
    return ""


def redovisningspanel(request, paragraf):
    rader = redovisningarna(paragraf, request.user)
    if not rader:
        return None
    far_andra = can_edit_paragraf(request.user, paragraf) and not last_sentence(paragraf) and not kraver_skal(paragraf)
    borjat = paragraf.sammantrade.har_borjat and not paragraf.utfall
    return "uppdrag/_redovisningar.html", {
        "rader": [_rad(r, paragraf, far_besluta=far_andra and borjat) for r in rader],
        "far_andra": far_andra,
        "skrivs": request.resolver_match.view_name == "protokoll:skriv",
    }
