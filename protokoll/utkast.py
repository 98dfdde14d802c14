"""What is typed in a § and not saved yet, and who else is there. Neither is part of the minutes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from kommun.editor import clean_html
from kommun.fel import DomanFel
from protokoll.models import Narvarotecken, Paragraf, Utkast
from protokoll.paragraftext import Deltext, hitta_del
from protokoll.skrivning import kraver_skal, last_sentence

# A page asks every ten seconds; one that has missed two rounds is gone.
BORTA_EFTER = timedelta(seconds=25)
# A draft that was on its way when its text was saved comes this much later at most.
SENT = timedelta(seconds=30)


@transaction.atomic
def spara_utkast(paragraf: Paragraf, *, delar: Iterable[Deltext], by) -> None:
    """Keep what was typed in these parts; a text that stands in the § already needs no keeping.

    Raises DomanFel when the § is locked, or a transcript.
    """
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    if kraver_skal(paragraf):
        raise DomanFel("En avskrift skrivs inte om; den rättas ett avsnitt i taget.")
    for d in delar:
        text = clean_html(d.text)
        rad = hitta_del(paragraf, d.namn, niva=d.beslutsniva, till=d.till_organ)
        if text == (rad.text if rad else ""):
            Utkast.objects.filter(av=by, paragraf=paragraf, del_namn=d.namn).delete()
        elif not (rad and rad.version > d.version and _nyss_sparad(rad, by)):
            Utkast.objects.update_or_create(
                av=by, paragraf=paragraf, del_namn=d.namn, defaults={"text": text, "fran_version": d.version}
            )


def _nyss_sparad(rad, by) -> bool:
    """By the same person, a moment ago: then a draft of the version before was sent before the save."""
    return rad.history.filter(version=rad.version, history_user=by, history_date__gt=timezone.now() - SENT).exists()


def utkast_till(paragraf: Paragraf, user) -> dict[str, Utkast]:
    """One's own drafts, by the name of the part; those that say what stands there anyway are left out."""
    ut = {}
    for utkast in paragraf.utkasten.filter(av=user):
        rad = hitta_del(paragraf, utkast.del_namn)
        if utkast.text != (rad.text if rad else ""):
            ut[rad.ankare if rad else utkast.del_namn] = utkast
    return ut


def kasta_utkast(paragraf: Paragraf, *, by) -> None:
    paragraf.utkasten.filter(av=by).delete()


def anmal(paragraf: Paragraf, *, by, skriver: bool) -> None:
    """Say that one has the § open just now."""
    Narvarotecken.objects.update_or_create(av=by, paragraf=paragraf, defaults={"skriver": skriver})


def ga(paragraf: Paragraf, *, by) -> None:
    paragraf.tecknen.filter(av=by).delete()


def andra_vid(paragraf: Paragraf, *, user, now: datetime) -> list[Narvarotecken]:
    """Who else has the § open."""
    nyliga = paragraf.tecknen.filter(tid__gt=now - BORTA_EFTER).exclude(av=user)
    return list(nyliga.select_related("av__person").order_by("pk"))
