"""The organ one works with: remembered in the session, changed in one place (the page head)."""

from django.http import QueryDict

from kommun.models import Organ

_KEY = "organ"


def valt_organ_id(request) -> int | None:
    return request.session.get(_KEY)


def valj_organ(request, organ: Organ | None) -> None:
    request.session[_KEY] = organ.pk if organ else None


def filter_data(request) -> QueryDict:
    """What a list is filtered by: the URL, and where it says nothing about the organ, the remembered one."""
    data = request.GET.copy()
    if "organ" not in data and (valt := valt_organ_id(request)):
        data["organ"] = str(valt)
    return data
