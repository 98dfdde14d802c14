from kommun.models import Kommun


def kommun(request):
    """The municipality whose installation this is; None before it has been registered."""
    return {"kommun": Kommun.objects.first()}
