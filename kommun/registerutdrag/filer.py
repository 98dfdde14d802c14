"""The files that belong to what was found: nobody reads through them here, so that it is said which they are."""

from collections.abc import Collection, Iterator

from django.db import models

from kommun.models import Bilaga, User

MEST = 200


def filerna(modell: type[models.Model], pks: Collection[int], synliga, laser: User) -> list[dict]:
    """Of rows of a table: their own files, and those of what hangs on them, where that may be read (`synliga`)."""
    if not pks or modell is Bilaga or hasattr(modell, "instance_type"):
        return []
    funna: dict[tuple[str, str], dict] = {}
    for urval, fil in _vagar(modell, pks):
        for rad in synliga(urval.model, urval, laser).select_related(fil).order_by("pk")[:MEST]:
            namn, till = getattr(rad, fil).namn, str(rad)
            funna.setdefault((namn, till), {"fil": namn, "rad": "" if till == namn else till})
    return list(funna.values())[:MEST]


def _vagar(modell: type[models.Model], pks: Collection[int]) -> Iterator[tuple[models.QuerySet, str]]:
    for fil in _filfalt(modell):
        yield modell._base_manager.filter(pk__in=pks, **{f"{fil}__isnull": False}), fil
    for rel in modell._meta.related_objects:
        barn = rel.related_model
        # Of a person or an organ nearly everything hangs; what is about the person is found by itself.
        if modell._meta.app_label == "kommun" or hasattr(barn, "instance_type") or rel.many_to_many:
            continue
        for fil in _filfalt(barn):
            yield barn._base_manager.filter(**{f"{rel.field.name}__in": pks, f"{fil}__isnull": False}), fil


def _filfalt(modell: type[models.Model]) -> list[str]:
    return [f.name for f in modell._meta.concrete_fields if f.related_model is Bilaga]
