"""Who changed which field when, and by which act (django-simple-history)."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from kommun.fel import DomanFel
from kommun.granskning import anteckning


class TrackedQuerySet(models.QuerySet):
    """Refuses the bulk paths, since they write no history."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("Tracked rows are saved one by one: update() and bulk_*() write no history.")

    update = _refuse
    bulk_create = _refuse
    bulk_update = _refuse


class _Historik:
    """What `Model.history` gives. The library makes a class anew each time it is asked, at each save: a tenth of it."""

    def __init__(self, descriptor: HistoryDescriptor):
        self.model = descriptor.model
        self.manager = descriptor.manager_class.from_queryset(descriptor.queryset_class)

    def __get__(self, instance, owner):
        return self.manager(self.model, instance)


class _Historikrader(HistoricalRecords):
    def fields_included(self, model):
        return [f for f in super().fields_included(model) if f.name not in model.UTAN_HISTORIK]

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        gjord = sender.__dict__.get(self.manager_name)
        if isinstance(gjord, HistoryDescriptor):
            setattr(sender, self.manager_name, _Historik(gjord))


class TrackedModel(models.Model):
    """Base of every row whose changes are kept. `version` counts the saves of the row."""

    version = models.PositiveIntegerField("version", default=0, editable=False)
    # Fields that the database keeps by itself: copies of what has its own history.
    UTAN_HISTORIK: frozenset[str] = frozenset()

    objects = TrackedQuerySet.as_manager()
    history = _Historikrader(inherit=True, history_change_reason_field=models.TextField(null=True))

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)
        anteckning.sparade(self, getattr(self, "_change_reason", None))

    def delete(self, *args, **kwargs):
        borttaget = super().delete(*args, **kwargs)
        anteckning.sparade(self, getattr(self, "_change_reason", None))
        return borttaget


T = TypeVar("T", bound=TrackedModel)


def _mening(obj: models.Model, fel: ValidationError) -> str:
    """The sentences of a validation, each with the field it is about."""
    meningar = []
    for namn, rader in fel.message_dict.items():
        falt = "" if namn == NON_FIELD_ERRORS else f"{obj._meta.get_field(namn).verbose_name}: ".capitalize()
        meningar += [falt + rad for rad in rader]
    return " ".join(meningar)


def spara(obj: T, *, by, reason: str, validate: bool = True) -> T:
    """Validate and save one row, with the person and the act in its history.

    Raises DomanFel with the validation sentences when the row may not exist. `validate=False` is for an act that
    lets rows change places under a deferred constraint: on the way two of them may hold the same place.
    """
    try:
        if validate:
            obj.full_clean()
    except ValidationError as fel:
        raise DomanFel(_mening(obj, fel)) from fel
    obj._history_user = by
    obj._change_reason = reason
    obj.save()
    return obj


def spara_nya(objekt: list[T], *, by, reason: Callable[[T], str] | str, validate: bool = False) -> list[T]:
    """Many new rows of one kind with the history of each, in a few statements instead of twenty for every row.

    For an act that has checked the rows itself: what may not exist is still refused by the database. With `validate`
    the values of each row are looked at as in `spara`, but not what it points at or how it agrees with others.
    """
    for obj in objekt:
        if validate:
            try:
                obj.clean_fields(exclude={f.name for f in obj._meta.fields if f.is_relation})
            except ValidationError as fel:
                raise DomanFel(_mening(obj, fel)) from fel
        obj.version = 1
        obj._history_user = by
        obj._change_reason = reason if isinstance(reason, str) else reason(obj)
    if objekt:
        # The manager of tracked rows refuses, since it would write no history; here it is written beside.
        modell = type(objekt[0])
        modell._base_manager.bulk_create(objekt, batch_size=500)
        modell.history.bulk_history_create(objekt, batch_size=500)
        anteckning.sparade(objekt[0], objekt[0]._change_reason, antal=len(objekt))
    return objekt


def ta_bort(obj: TrackedModel, *, by, reason: str) -> None:
    """Delete one row; its history tells who did it and why."""
    obj._history_user = by
    obj._change_reason = reason
    obj.delete()
