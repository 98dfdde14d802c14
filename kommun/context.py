from kommun.models import Kommun, Organ
from kommun.valt_organ import valt_organ_id


def kommun(request):
    """The municipality (None before it has been registered) and, signed in, the organ to choose among."""
    context = {"kommun": Kommun.objects.first()}
    if getattr(request, "user", None) and request.user.is_authenticated and request.user.behorighet.har_insyn:
        valt = valt_organ_id(request)
        # One that has ceased stays for who works in its past.
        organ = Organ.objects.verksamma(request.user.behorighet.dag) | Organ.objects.filter(pk=valt)
        context["organ_att_valja"] = list(organ.only("pk", "kortnamn", "namn"))
        context["valt_organ_id"] = valt
    return context
