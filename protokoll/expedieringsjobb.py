"""The worker's part of an expediering: many utdrag and mails, away from the page."""

from django_tasks import task

from protokoll.expediering import utfor
from protokoll.models import Sandning


@task
def utfor_sandning(pk: int) -> None:
    utfor(Sandning.objects.get(pk=pk))
