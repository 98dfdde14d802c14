"""The acts of the demo are done in a moment; here they are done on the day on which they happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone

from kommun.models import Utskick


@contextmanager
def klockan(dag: date, tid: time) -> Iterator[datetime]:
    """What the acts inside see as now. The mail they wrote went out then too."""
    nu, riktig = timezone.make_aware(datetime.combine(dag, tid)), timezone.now
    timezone.now = lambda: nu
    try:
        yield nu
    finally:
        timezone.now = riktig
    Utskick.objects.filter(skapat=nu, paborjat=None).update(paborjat=nu, skickat=nu)
