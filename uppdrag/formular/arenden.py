"""What the list of ärenden is filtered by, and what joins two dnr. Validation only."""

from django import forms

from kommun.organval import OrganVal
from protokoll.formular.dnr import DnrField


class ArendeFilter(forms.Form):
    q = forms.CharField(label="Sök i rubrik eller diarienummer", required=False, max_length=100)
    organ = OrganVal()
    ar = forms.IntegerField(
        label="År",
        required=False,
        min_value=1800,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "Alla år", "size": 6}),
        error_messages={
            "invalid": "Skriv året med fyra siffror, till exempel 2026.",
            "min_value": "Skriv året med fyra siffror, till exempel 2026.",
            "max_value": "Skriv året med fyra siffror, till exempel 2026.",
        },
    )
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla ärenden"),
            ("kommande", "På kommande sammanträden"),
            ("oppna", "Med öppna uppdrag"),
            ("forsenade", "Med försenade uppdrag"),
        ],
    )


class SammanforForm(forms.Form):
    """Which other dnr is the same ärende."""

    annat = DnrField(
        label="Det andra diarienumret",
        required=True,
        help_text="Som det är skrivet i protokollet, till exempel 2018/14 KS.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Skriv det andra diarienumret."},
    )
    skal = forms.CharField(
        label="Varför är det samma ärende?",
        max_length=300,
        required=False,
        help_text="Visas på ärendets sida. Behövs inte när bara skrivsättet skiljer.",
    )
