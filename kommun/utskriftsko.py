"""Long PDF:s wait for a worker in rows of kommun.models.Utskriven: ordered once by their content, the short before the
long, with how far they have come, and kept for a while."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kommun import bakgrund
from kommun.models import Person, Utskriftsjobb, Utskriven
from kommun.pdf import PdfFel
from kommun.pdf.framsteg import sidorna
from kommun.storningar import FULL_DISK, storning

KVAR = timedelta(days=1)
# After so long what failed is tried again.
IGEN = timedelta(minutes=1)
OVANTAT = "Något gick fel på servern. Felet är skrivet i loggen; säg till den som sköter driften."
AVBROTS = "Utskriften avbröts. Säg till den som sköter driften: servern kan ha för lite minne eller disk."


@transaction.atomic
def bestall(modell: type[Utskriven], uppgift, nyckel: str, *, sekunder: int, **varden) -> Utskriven:
    """Put it in the queue, unless it is there or is made: after what takes fewer `sekunder`, about."""
    nu = timezone.now()
    modell.objects.filter(bestalld__lt=nu - KVAR).delete()
    rad, ny = modell.objects.select_for_update(of=("self",)).get_or_create(
        nyckel=nyckel, defaults=varden | {"bestalld": nu}
    )
    if not ny:
        folj_upp(rad, uppgift)
    igen = rad.fel and nu - rad.bestalld > IGEN
    if rad.pdf is None and (ny or igen or not (rad.fel or rad.pk in bakgrund.pa_gang(uppgift))):
        rad.bestalld, rad.sidor, rad.fel = nu, 0, ""
        rad.save(update_fields=["bestalld", "sidor", "fel"])
        uppgift.using(priority=-min(sekunder, 90)).enqueue(rad.pk)
        rad.refresh_from_db()
    return rad


def glom(person: Person | None = None) -> None:
    """Whoever may read less from now on, or everybody, gets nothing that was made before."""
    jobb = Utskriftsjobb.objects.all()
    (jobb.filter(av__person=person) if person else jobb).delete()


def folj_upp(rad: Utskriven, uppgift) -> None:
    """One that has taken its workers with it is not waited for."""
    if rad.pdf is None and not rad.fel and bakgrund.uppgivet(uppgift, rad.pk, efter=rad.bestalld):
        rad.fel = AVBROTS
        rad.save(update_fields=["fel"])


def vantan(rad: Utskriven, uppgift) -> dict:
    """What a page says of one that is being set."""
    andra = bakgrund.pa_gang(uppgift) - {rad.pk}
    return {
        "rad": rad,
        "paborjad": bakgrund.paborjat(uppgift, rad.pk),
        # How many others wait, or are made, that were ordered before.
        "fore": type(rad).objects.filter(pk__in=andra, bestalld__lt=rad.bestalld).count(),
        "ingen_arbetar": not bakgrund.nagon_arbetar(),
    }


def utfor(modell: type[Utskriven], nyckel: str, gor: Callable[[Utskriven], bytes]) -> None:
    """The worker's part. Done twice it gives the same bytes."""
    rad = modell.objects.filter(pk=nyckel).first()
    if rad is None or rad.pdf is not None:
        return
    raden = modell.objects.filter(pk=nyckel)
    try:
        with sidorna(lambda antal: raden.update(sidor=antal)):
            pdf = gor(rad)
    except PdfFel as fel:
        raden.update(fel=str(fel))
    except Exception as fel:
        raden.update(fel=FULL_DISK if storning(fel) == "full" else OVANTAT)
        raise
    else:
        raden.update(pdf=pdf, fel="")


@cache
def formen(*filer: str) -> str:
    """Of what gives a print its form, patterns from the root, so that a new version of it prints anew."""
    rot = Path(settings.BASE_DIR)
    alla = {fil for monster in ("kommun/pdf/*.py", "static/css/pdf*.css", *filer) for fil in rot.glob(monster)}
    return hashlib.sha256(b"".join(fil.read_bytes() for fil in sorted(alla) if fil.is_file())).hexdigest()
