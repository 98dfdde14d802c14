"""The public page that says what a file or a paper is. It changes nothing and keeps nothing, so it needs no cookie."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kommun.permissions import public
from protokoll import akthet
from protokoll.formular.publicering import KodForm, KontrolleraForm


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
def kontrollera(request):
    """A file by POST; by GET the code of a last page, to which its QR code leads, or a SHA-256."""
    form, kodform, besked = KontrolleraForm(), KodForm(), None
    if request.method == "POST":
        form = KontrolleraForm({}, request.FILES, too_large=getattr(request, "upload_too_large", False))
        if form.is_valid():
            besked = akthet.av_fil(form.cleaned_data["fil"].read(), user=request.user)
    elif kod := request.GET.get("kod", "")[:60]:
        kodform = KodForm(initial={"kod": kod})
        besked = akthet.av_kod(kod, user=request.user)
    elif summa := request.GET.get("sha256", "")[:100]:
        besked = akthet.av_summa(summa, user=request.user)
    svar = render(
        request,
        "protokoll/kontrollera.html",
        {"form": form, "kodform": kodform, "besked": besked},
        status=422 if form.is_bound and not form.is_valid() else 200,
    )
    if besked:
        svar["X-Robots-Tag"] = "noindex"
    return svar
