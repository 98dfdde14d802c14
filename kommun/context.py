from kommun.models import Kommun, Organ
from kommun.valt_organ import valt_organ_id


def kommun(request):
    """The municipality (None before it has been registered) and, signed in, the organ to choose among."""
    context = {"kommun": Kommun.objects.first()}
    if getattr(request, "user", None) and request.user.is_authenticated and request.user.behorighet.har_insyn:
        context["organ_att_valja"] = list(Organ.objects.only("pk", "kortnamn", "namn"))
        context["valt_organ_id"] = valt_organ_id(request)
    return context
