"""What the log is searched by. Validation only."""

from django import forms

from kommun.forms import DatumInput
from kommun.models import Loggrad
from kommun.organval import OrganVal


class LoggFilter(forms.Form):
    vanliga = ("q", "vem", "organ", "slag")

    q = forms.CharField(label="Vad det gällde", required=False, max_length=100, help_text="Till exempel KSAU § 36.")
    vem = forms.CharField(label="Person eller konto", required=False, max_length=100)
    organ = OrganVal()
    slag = forms.ChoiceField(label="Vad som gjordes", required=False, choices=[("", "Allt"), *Loggrad.Slag.choices])
    utfall = forms.ChoiceField(label="Utfall", required=False, choices=[("", "Alla"), *Loggrad.Utfall.choices])
    fran = forms.DateField(label="Från och med", required=False, widget=DatumInput)
    till = forms.DateField(label="Till och med", required=False, widget=DatumInput)
    begaran = forms.CharField(label="Begärans nummer", required=False, max_length=64)
    objekt = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput, label="Objekt")

    def clean(self):
        val = super().clean()
        if val.get("fran") and val.get("till") and val["till"] < val["fran"]:
            self.add_error("till", "Slutdagen ligger före startdagen.")
        return val
