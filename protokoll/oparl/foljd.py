"""What is public and then what was, as one sequence to take pages of."""

from django.db.models import QuerySet, Value


class Foljd:
    """The rows of a query, and after them those of another, each of which says of itself that it is `borta`."""

    def __init__(self, finns: QuerySet, borta: QuerySet | list):
        self.delar = [finns, borta.annotate(borta=Value(True)) if isinstance(borta, QuerySet) else borta]

    def count(self) -> int:
        return sum(len(d) if isinstance(d, list) else d.count() for d in self.delar)

    __len__ = count

    def __getitem__(self, snitt: slice) -> list:
        rader, fran, till = [], snitt.start or 0, snitt.stop
        for del_ in self.delar:
            rader += del_[max(fran, 0) : max(till, 0)]
            antal = len(del_) if isinstance(del_, list) else del_.count()
            fran, till = fran - antal, till - antal
        return rader
