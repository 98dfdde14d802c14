from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import tabellfil, utskrift
from kommun.listor import filter_i_ord, fraga, render_list
from kommun.models import Kommun
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from uppdrag import export, urval
from uppdrag.formular.lista import UppdragFilter
from uppdrag.models import Uppdrag
from uppdrag.permissions import can_hand_over, can_redovisa, can_register_uppdrag

# So many keys fit in an address.
MEST_VALDA = 200
FORMAT = tabellfil.FORMAT | {"pdf": "PDF"}


def _urvalet(request, today):
    """(form, all one may see, what the address asks for in its order). Nonsense in a field shows all, and its error."""
    alla = Uppdrag.objects.visible_to(request.user)
    form = UppdragFilter(filter_data(request))
    funna = urval.filtrera(alla, form, user=request.user, today=today) if form.is_valid() else alla
    return form, alla, urval.ordnat(funna, request)


def _akter(user):
    """What can be done with the chosen rows."""
    val = [
        ("Lämna över", "uppdrag:lamna-over", can_hand_over(user)),
        ("Lägg på dagordning", "uppdrag:pa-dagordning", can_redovisa(user)),
    ]
    return [(text, reverse(namn)) for text, namn, far in val if far]


def _sidans_akter(user):
    """What the tabs above do not lead to."""
    val = [
        ("Registrera uppdrag", "uppdrag:nytt", can_register_uppdrag(user)),
        ("Frister i kalendern", "uppdrag:frist-kalender", True),
    ]
    return [(text, reverse(namn)) for text, namn, far in val if far]


def _valda(request, funna, sida):
    """(how many are chosen, those of them that are not on the page)."""
    valj = request.GET.get("valj", "")
    if valj == "alla" and sida.paginator.count <= MEST_VALDA:
        pa_sidan = {u.pk for u in sida.object_list}
        return sida.paginator.count, [pk for pk in funna.values_list("pk", flat=True) if pk not in pa_sidan]
    return (len(sida.object_list), []) if valj == f"sida{sida.number}" else (0, [])


@require_safe
@require(can_enter)
def uppdragen(request):
    today = timezone.localdate()
    form, alla, funna = _urvalet(request, today)
    sida = urval.sidan(funna, request, dyrt=urval.ar_dyrt(form))
    antal_valda, dolda_valda = _valda(request, funna, sida)
    hamta = reverse("uppdrag:uppdragen-export")
    return render_list(
        request,
        "uppdrag/uppdragen.html",
        {
            "form": form,
            "sida": sida,
            "presets": urval.presets(request, alla, form, user=request.user, today=today),
            "fraga": fraga(form, sida=sida.number),
            "exporter": [(namn, f"{hamta}?{fraga(form, format=f)}") for f, namn in FORMAT.items()],
            "akter": _akter(request.user),
            "sidans_akter": _sidans_akter(request.user),
            "antal_valda": antal_valda,
            "dolda_valda": dolda_valda,
            "mest_valda": MEST_VALDA,
            "today": today,
        },
    )


@require_safe
@require(can_enter)
def exportera(request):
    """Exactly what the list shows for the same address, all pages of it."""
    today = timezone.localdate()
    form, _, funna = _urvalet(request, today)
    tillbaka = f"{reverse('uppdrag:uppdragen')}?{fraga(form)}"
    if not form.is_valid():
        return redirect(tillbaka)
    kommun = Kommun.objects.first()
    om = tabellfil.Om(today, kommun.namn if kommun else "", funna.count(), tuple(filter_i_ord(form)))
    format_ = request.GET.get("format", "")
    if format_ != "pdf":
        if mening := tabellfil.for_manga(format_, om.antal):
            messages.error(request, mening)
            return redirect(tillbaka)
        return tabellfil.fil(format_, export.KOLUMNER, export.uppdragen(funna), om=om)
    if om.antal > export.MEST_I_PDF:
        messages.error(request, _for_manga(om.antal))
        return redirect(tillbaka)
    gor = partial(export.lista_pdf, export.uppdragen(funna), om=om)
    return utskrift.svar(request, gor, filnamn=f"uppdrag-{today:%Y-%m-%d}.pdf", tillbaka=tillbaka)


def _for_manga(antal):
    return (
        f"Urvalet har {antal} uppdrag, och en PDF får ha högst {export.MEST_I_PDF}. "
        "Avgränsa urvalet, eller hämta det som Excel eller CSV."
    )
