"""The tree of förvaltningar: who is above whom. One query, then asked of many."""

from collections.abc import Iterable, Iterator

from kommun.models import Forvaltning


class Forvaltningstrad:
    def __init__(self):
        self._over = dict(Forvaltning.objects.values_list("pk", "overordnad"))

    def uppat(self, pk: int | None) -> Iterator[int]:
        """The förvaltning itself, then the one above it, and so on."""
        sedda: set[int] = set()
        while pk is not None and pk not in sedda:
            sedda.add(pk)
            yield pk
            pk = self._over.get(pk)

    def under(self, pks: Iterable[int]) -> set[int]:
        """The förvaltningar and all that lie below them."""
        toppar = set(pks)
        return {pk for pk in self._over if not toppar.isdisjoint(self.uppat(pk))} if toppar else set()
