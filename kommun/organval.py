"""Choosing an organ to filter by: also one that has ceased has a past to look for."""

from django import forms
from django.db.models import F
from django.utils import timezone

from kommun.kalender import dag_i_ord
from kommun.models import Organ


class OrganVal(forms.ModelChoiceField):
    """All of them by name; those that have ceased last, and said to be so."""

    def __init__(self, *, label: str = "Organ", empty_label: str = "Alla organ"):
        alla = Organ.objects.order_by(F("upphord").desc(nulls_first=True), "namn")
        super().__init__(label=label, queryset=alla, required=False, empty_label=empty_label)

    def label_from_instance(self, organ: Organ) -> str:
        if organ.verksamt(timezone.localdate()):
            return str(organ)
        return f"{organ} (upphörde {dag_i_ord(organ.upphord, veckodag=False)})"
