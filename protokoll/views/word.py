"""A protokoll, and an utdrag, as a Word file: to whoever may read the PDF."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kommun.fel import DomanFel
from kommun.forms import nycklar
from kommun.permissions import can_enter, require
from protokoll.utdrag import filnamn, kalla
from protokoll.views.utdrag import gor_utdrag, protokollen
from protokoll.wordfil import markning, protokoll_word, utdrag_word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@require(can_enter, get=protokollen)
def protokoll(request, protokoll):
    kallan = kalla(protokoll)
    fil = protokoll_word(kallan.dokument, markning=markning(kallan.dokument, protokoll, kallan.version))
    s = protokoll.sammantrade
    version = f"-version-{kallan.version.nummer}" if kallan.version else ""
    namn = f"protokoll-{s.organ.kortnamn.lower().replace(' ', '-')}-{s.datum:%Y-%m-%d}-{protokoll.pk}{version}"
    return _svar(fil, namn)


@require_safe
@require(can_enter, get=protokollen)
def utdrag(request, protokoll):
    valda = protokoll.paragraferna.filter(pk__in=nycklar(request.GET.getlist("paragraf"))).exclude(nummer=None)
    try:
        gjort = gor_utdrag(request, protokoll, list(valda.values_list("nummer", flat=True)))
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("protokoll:utdrag", pk=protokoll.pk)
    return _svar(utdrag_word(gjort), filnamn(protokoll, gjort).removesuffix(".pdf"))


def _svar(innehall: bytes, namn: str) -> HttpResponse:
    svar = HttpResponse(innehall, content_type=WORD)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{namn}.docx")
    return svar
