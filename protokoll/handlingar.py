"""What those who are called get to read beside the kallelse: documents that packages above add to a meeting."""

from dataclasses import dataclass

from django.urls import reverse

from protokoll.models import Kallad, Sammantrade
from protokoll.tillagg import HANDLINGAR


@dataclass(frozen=True)
class Handling:
    """A document: its name, its page for who logs in, and the URL that gives it to whoever has a personal link."""

    namn: str
    sida: str
    url_for_kallad: str

    def lank(self, kallad: Kallad) -> str:
        return reverse(self.url_for_kallad, args=[kallad.token])


def handlingar(sammantrade: Sammantrade) -> tuple[Handling, ...]:
    return tuple(h for finn in HANDLINGAR if (h := finn(sammantrade)))
