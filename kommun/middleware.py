"""Around every request, in this order: its number, its line in the log, its figures; then the probes."""

from time import perf_counter

from django.http import Http404, HttpResponse

from kommun import halsovyer, loggning, matning
from kommun.begaran import begaran

PROBER = {
    "/halsa/lever": halsovyer.lever,
    "/halsa/redo": halsovyer.redo,
    "/halsa/matvarden": halsovyer.matvarden,
}


class BegaranMiddleware:
    """The outermost: also what the others refuse has a number."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with begaran() as nummer:
            borjade = perf_counter()
            svar = self.get_response(request)
            sekunder = perf_counter() - borjade
            svar.headers["X-Request-ID"] = nummer
            if request.method == "HEAD":
                _utan_kropp(svar)
            matning.rakna(loggning.vy(request), request.method, svar.status_code, sekunder)
            loggning.anteckna(request, svar, sekunder)
            return svar


# What the layers that a probe does not come to give every other answer.
SKYDD = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


def _utan_kropp(svar) -> None:
    """What would have been sent is told of and not sent: gunicorn complains of every byte of it in its log."""
    if svar.streaming:
        svar.close()
        svar.streaming_content = ()
    else:
        langd = svar.headers.get("Content-Length", str(len(svar.content)))
        svar.content = b""
        svar.headers["Content-Length"] = langd


class HalsaMiddleware:
    """Before the host and https are looked at: a probe comes to the address of the machine, past the proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        vy = PROBER.get(request.path_info)
        if vy is None:
            return self.get_response(request)
        try:
            svar = vy(request)
        except Http404:
            svar = HttpResponse(status=404)
        for namn, varde in SKYDD.items():
            svar.headers[namn] = varde
        return svar
