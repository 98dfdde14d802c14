"""Whom, and on which day. Validation only."""

from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from kommun.forms import DatumInput


class DagForm(forms.Form):
    dag = forms.DateField(
        label="Dag",
        required=False,
        widget=DatumInput,
        validators=[MinValueValidator(date(1900, 1, 1), "Välj en dag efter år 1900.")],
    )

    def vald(self):
        """The day asked for; today without one, and for nonsense."""
        return (self.cleaned_data.get("dag") if self.is_valid() else None) or timezone.localdate()


class PersonFilter(DagForm):
    q = forms.CharField(label="Namn", required=False, max_length=100)
    field_order = ("q", "dag")
