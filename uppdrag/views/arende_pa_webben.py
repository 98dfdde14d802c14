"""Ärendets väg for the public: no login, no cookie, nothing that is not published."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kommun.offentligt import hel_adress, offentlig
from protokoll.dnr import normalform
from uppdrag.arende_pa_webben import MEST, pa_webben
from uppdrag.dnrlikhet import gruppen


@require_safe
@offentlig
def arende(request, dnr):
    """At each dnr that a published § bears; that it was joined with another which none shows is not told."""
    pa = pa_webben(gruppen(dnr))
    if not any(s.dnr == normalform(dnr) for s in pa.stegen):
        raise Http404
    har = reverse("uppdrag:offentligt-arende", args=[dnr])
    if dnr != normalform(dnr):
        return redirect(har)
    svar = render(
        request,
        "uppdrag/offentligt_arende.html",
        {"dnr": dnr, "pa": pa, "mest": MEST, "kanonisk": hel_adress(har)},
    )
    svar["X-Robots-Tag"] = "noarchive"
    return svar
