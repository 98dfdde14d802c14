from django import forms

from protokoll.models import Protokoll
from protokoll.signering.installningar import satten


class FrysForm(forms.Form):
    """How it will be signed, and why there is another version."""

    satt = forms.ChoiceField(
        label="Hur skrivs protokollet under?",
        choices=satten,
        initial=Protokoll.Satt.GODKANNANDE,
        widget=forms.RadioSelect,
        help_text="Det avgör hur protokollet ser ut: på papper har det rader att skriva namnet på.",
        error_messages={"required": "Välj hur protokollet skrivs under."},
    )
    skal = forms.CharField(
        label="Vad är ändrat sedan förra versionen?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Justerarna läser det, tillsammans med vad som skiljer ord för ord.",
        error_messages={"required": "Skriv vad som är ändrat sedan förra versionen, till exempel ”beslutet i § 21”."},
    )

    def __init__(self, *args, har_version: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not har_version:
            del self.fields["skal"]


class TaTillbakaForm(forms.Form):
    skal = forms.CharField(
        label="Varför tas protokollet tillbaka?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skälet sparas i historiken och justerarna får veta det.",
        error_messages={"required": "Skriv varför protokollet tas tillbaka, till exempel ”invändning mot § 21”."},
    )
