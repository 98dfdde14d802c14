"""What the log does not say to one who does not read what it is about: that it was done stands, its words do not."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import QuerySet

from kommun.models import Loggrad

# user → the keys (kommun.granskning.objekt.nyckel) of what is hidden from him or her. Packages above append to it.
DOLDA_NYCKLAR: list[Callable[..., Iterable[str]]] = []
ORD = "Sekretess"


# keys → the words that stand for some of them: the number of a § is no secret. Packages above append to it.
DOLDAS_ORD: list[Callable[[Iterable[str]], dict[str, str]]] = []


def doldas_ord(nycklar: Iterable[str]) -> dict[str, str]:
    nycklar = list(nycklar)
    return {nyckel: ord_ for fraga in DOLDAS_ORD for nyckel, ord_ in fraga(nycklar).items()}


def dolda_nycklar(user) -> frozenset[str]:
    return frozenset(nyckel for fraga in DOLDA_NYCKLAR for nyckel in fraga(user))


def utan_dolda(urval: QuerySet, dolda: frozenset[str]) -> QuerySet:
    """For a question about the words: whether a line has them would tell what they are."""
    return urval.exclude(objekten__overlap=sorted(dolda)) if dolda else urval


def dolj(rader: Iterable[Loggrad], dolda: frozenset[str]) -> Iterator[Loggrad]:
    """The same lines, shown and never saved; one query for the words of all that is hidden."""
    orden = doldas_ord(dolda) if dolda else {}
    for rad in rader:
        if gomda := [n for n in rad.objekten if n in dolda]:
            rad.objekt, rad.vad = next((orden[n] for n in gomda if n in orden), ORD), ""
        yield rad
