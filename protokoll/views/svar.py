"""The personal link of a kallelse: no login, and nothing about anybody else. A wrong link leads nowhere (404)."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Kommun
from kommun.permissions import public
from protokoll import kalenderfil
from protokoll.formular.kallelse import SvarForm
from protokoll.handlingar import handlingar
from protokoll.kallelse import stangt, svara
from protokoll.models import Kallad
from protokoll.sekretess import hemliga_i, rojer
from protokoll.views.kalendrar import varddator
from protokoll.views.kallelser import pdf_svar


def _kallad(token: str) -> Kallad:
    return get_object_or_404(
        Kallad.objects.select_related("sammantrade__organ", "person", "inkallad_for__person"), token=token
    )


@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
def svar(request, token):
    """Shown by GET, which changes nothing: programs that check mail open every link. Answered by POST."""
    kallad = _kallad(token)
    form = SvarForm(posted(request), initial={"skal": kallad.skal})
    if form.is_valid():
        try:
            svara(kallad=kallad, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            return redirect(f"{kallad.svarslank}#svaret")
    kallelse = kallad.sammantrade.kallelserna.order_by("-nummer").first()
    sida = render(
        request,
        "protokoll/kallelse_svar.html",
        {
            "kallad": kallad,
            "sammantrade": kallad.sammantrade,
            "kallelse": kallelse,
            "handlingar": [(h.namn, h.lank(kallad)) for h in handlingar(kallad.sammantrade)] if kallelse else (),
            "stangt": stangt(kallad.sammantrade),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )
    sida["X-Robots-Tag"] = "noindex, nofollow"
    return sida


@require_safe
@public
@never_cache
def pdf(request, token):
    kallelse = _kallad(token).sammantrade.kallelserna.select_related("bilaga").order_by("-nummer").first()
    if kallelse is None or rojer(kallelse, hemliga_i(kallelse.sammantrade_id)):
        raise Http404
    svar = pdf_svar(bytes(kallelse.bilaga.innehall), kallelse.bilaga.namn)
    svar["X-Robots-Tag"] = "noindex, nofollow"
    return svar


@require_safe
@public
@never_cache
def ics(request, token):
    """The meeting for one's own calendar; the same event as in the organ's public one."""
    kallad = _kallad(token)
    organ, kommun = kallad.sammantrade.organ, Kommun.objects.first()
    rader = kalenderfil.sammantraden(organ, today=kallad.sammantrade.datum).filter(pk=kallad.sammantrade_id)
    innehall = kalenderfil.kalender(
        organ,
        rader,
        kommun=kommun.namn if kommun else "",
        varddator=varddator(request),
        sida=request.build_absolute_uri(kallad.svarslank),
    )
    svar = HttpResponse(innehall, content_type="text/calendar; charset=utf-8")
    namn = f"{organ.kortnamn.lower()}-{kallad.sammantrade.datum}.ics"
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=namn)
    svar["X-Robots-Tag"] = "noindex, nofollow"
    return svar
