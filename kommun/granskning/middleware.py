from kommun.granskning import objekt as objektet
from kommun.granskning.anteckning import Anteckning, anteckna
from kommun.granskning.logg import ord_om, redan_last, skriv, vem
from kommun.models import Loggrad

Slag, Utfall = Loggrad.Slag, Loggrad.Utfall
_LASER = ("GET", "HEAD", "OPTIONS")


class GranskningMiddleware:
    """The line of the request, when its answer is ready and before it is sent.

    A page that needs no login writes none, unless somebody changed something by a personal link.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with anteckna(request) as nu:
            request.granskning = nu
            response = self.get_response(request)
        if _skall_skrivas(nu, request):
            _skriv(nu, request, response)
        return response


def _skall_skrivas(nu: Anteckning, request) -> bool:
    return bool(nu.slag or nu.objekt is not None or nu.nyckel or nu.sparade or _ar_register(request))


def _ar_register(request) -> bool:
    """The registers (Django's admin) are no views of ours, and mark nothing."""
    match = request.resolver_match
    return bool(match and match.app_name == "admin" and request.user.is_authenticated)


def _slag(nu: Anteckning, request, response) -> str:
    if nu.slag:
        return nu.slag
    if request.method not in _LASER:
        return Slag.ANDRADE
    fil = response.get("Content-Disposition") or not response.get("Content-Type", "text/html").startswith("text/html")
    return Slag.HAMTADE if fil and response.status_code == 200 else Slag.LASTE


def _utfall(nu: Anteckning, request, response) -> str:
    status = response.status_code
    if status >= 500:
        return Utfall.FEL
    if status in (401, 403, 404, 429):
        return Utfall.NEKAT
    if request.method in _LASER and not nu.misslyckat:
        return Utfall.GENOMFORT
    inget = status == 202 or status >= 400 or (nu.misslyckat and not nu.lyckat and not nu.sparade)
    return Utfall.INGET if inget else Utfall.GENOMFORT


def _om(nu: Anteckning, request, slag: str) -> objektet.Objekt:
    """What the page is about, else the first row that was saved, else what the address of the register says."""
    # A page may cost no question more; an act and a file may.
    far_fraga = request.method not in _LASER or slag == Slag.HAMTADE
    if nu.objekt is not None:
        return objektet.las(nu.objekt, pk=nu.nyckel.partition(":")[2] or None, far_fraga=far_fraga)
    if nu.text or nu.nyckel:
        return objektet.Objekt(nycklar=[nu.nyckel[:100]] if nu.nyckel else [], text=nu.text[: objektet.LANGST])
    if nu.forsta is not None and nu.forsta.pk:
        return objektet.las(nu.forsta, far_fraga=far_fraga)
    match = request.resolver_match
    if _ar_register(request):
        _, _, modell = (match.url_name or "").rpartition("kommun_")
        pk = match.kwargs.get("object_id")
        nycklar = [f"{modell.partition('_')[0]}:{pk}"] if pk else []
        return objektet.Objekt(nycklar=nycklar, text=f"Registret {request.path.removeprefix('/register').strip('/')}")
    return objektet.Objekt()


def _skriv(nu: Anteckning, request, response) -> None:
    slag, utfall = _slag(nu, request, response), _utfall(nu, request, response)
    om = _om(nu, request, slag)
    if _omtag(nu, request, slag, utfall, om):
        return
    vem_ = vem(request)
    if nu.konto is not None:
        vem_["konto"] = nu.konto
    if vem_["konto"] is None and nu.sparade:
        vem_["namn"] = "Den som fick en personlig länk"
    skriv(slag, utfall=utfall, om=om, vad=ord_om(nu), **vem_)


def _omtag(nu: Anteckning, request, slag: str, utfall: str, om: objektet.Objekt) -> bool:
    """The same again: a page that keeps itself fresh, an autosave. What was refused is always said."""
    if utfall == Utfall.NEKAT or not (slag == Slag.LASTE or nu.ofta):
        return False
    nyckel = (request.session.session_key, request.resolver_match.view_name, slag, utfall, om.nycklar[:1] or om.text)
    return redan_last((*nyckel[:4], str(nyckel[4])))
