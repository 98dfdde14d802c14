"""What machines ask: does it live, can it work, and how much."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from kommun import halsa, matning
from kommun.permissions import public


def _har_nyckeln(request) -> bool:
    nyckel = settings.MATNYCKEL
    return bool(nyckel) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {nyckel}")


@never_cache
@require_safe
@public
def lever(request):
    """The process answers; it is asked of nothing else, so that no trouble elsewhere makes somebody restart it."""
    return HttpResponse("lever\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
@public
def redo(request):
    """200 when it can be given work, else 503. What stands in the way is told to who has the key."""
    proven = halsa.undersok()
    kan = halsa.kan_svara(proven)
    svar = {"redo": kan, "prov": {prov.namn: prov.lage for prov in proven}}
    if _har_nyckeln(request):
        svar["text"] = {prov.namn: prov.text for prov in proven}
    return JsonResponse(svar, status=200 if kan else 503, json_dumps_params={"ensure_ascii": False})


@never_cache
@require_safe
@public
def matvarden(request):
    if not _har_nyckeln(request):
        raise Http404
    return HttpResponse(matning.text(), content_type=CONTENT_TYPE_LATEST)
