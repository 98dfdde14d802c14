"""What is typed about those who go, and by them."""

import re
from decimal import Decimal
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from protokoll.inbjudan import evenemang
from protokoll.inbjudan.bokning import Uppgift
from protokoll.models import Bokning, Deltagande

STORSTA_KOSTNAD = Decimal("99999999.99")
LANGSTA_RAPPORT = 20_000
_KRONOR = re.compile(r"\d{1,10}([.,]\d{1,2})?")


class KronorField(forms.CharField):
    """ "1 250,50", "1250.5", "1 250 kr"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 20})

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",").removesuffix(",00")
        return value

    def to_python(self, value):
        text = "".join(super().to_python(value).lower().removesuffix("kronor").removesuffix("kr").split())
        if not text:
            return None
        if not _KRONOR.fullmatch(text):
            raise ValidationError("Skriv kostnaden i kronor, till exempel 1 250 eller 1 250,50.")
        kronor = Decimal(text.replace(",", "."))
        if kronor > STORSTA_KOSTNAD:
            raise ValidationError("Kostnaden kan inte vara större än 99 999 999 kronor.")
        return kronor.quantize(Decimal("0.01"))


class BokningForm(forms.Form):
    """Of one who goes."""

    anmald = forms.BooleanField(label="Anmäld till arrangören", required=False)
    resa = forms.ChoiceField(label="Resa", choices=Bokning.Behov, required=False)
    boende = forms.ChoiceField(
        label="Boende",
        choices=[(v, "Bokat" if v == Bokning.Behov.BOKAD else ord_) for v, ord_ in Bokning.Behov.choices],
        required=False,
    )
    kostnad = KronorField(label="Kostnad, kronor", required=False)
    anteckning = forms.CharField(
        label="Tider, hotell, bokningsnummer",
        required=False,
        max_length=300,
        help_text="Syns för den som deltar.",
    )
    forhindrad = forms.BooleanField(label="Har fått förhinder", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data, *, deltagande: Deltagande):
        self.deltagande = deltagande
        self.namn = evenemang.namn(deltagande)
        self.bokning = getattr(deltagande, "bokningen", None)
        nu = Uppgift.av(self.bokning)
        super().__init__(data, prefix=f"d{deltagande.pk}", initial=vars(nu))
        for falt in ("resa", "boende", "kostnad", "anteckning"):
            self.fields[falt].villkorad = True

    def uppgift(self, *, anmald: bool = False) -> Uppgift:
        data = self.cleaned_data
        return Uppgift(**{**data, "anmald": data["anmald"] or (anmald and not data["forhindrad"])})


class UppgifterForm(forms.Form):
    meddelande = forms.CharField(
        label="Meddelande till alla",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Samling, biljetter, vem som kör. Var och en får dessutom tid och plats, vad som är bokat för "
        "henne eller honom, och en kalenderpost.",
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RapportForm(forms.Form):
    text = forms.CharField(
        label="Vad är värt att veta?",
        max_length=LANGSTA_RAPPORT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Några rader räcker. Texten står sedan i protokollet, som är offentligt.",
        error_messages={"required": "Skriv några rader om vad som är värt att veta."},
    )


class RapportAtForm(RapportForm):
    """By somebody else's hand: whose it is, is said."""

    person = forms.ModelChoiceField(
        label="Vem rapporterar?",
        queryset=None,
        empty_label="Välj …",
        error_messages={"required": "Välj vem rapporten kommer från."},
    )
    field_order = ["person", "text"]

    def __init__(self, *args, deltagarna, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = deltagarna


class MoteField(forms.ModelChoiceField):
    def label_from_instance(self, mote):
        kl = f" kl. {mote.start:%H.%M}" if mote.start else ""
        return f"{mote.organ.kortnamn} {mote.dag}{kl}"


class MoteForm(forms.Form):
    sammantrade = MoteField(
        label="Sammanträde",
        queryset=None,
        empty_label=None,
        error_messages={"required": "Välj ett sammanträde.", "invalid_choice": "Sammanträdet kan inte längre väljas."},
    )

    def __init__(self, *args, moten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sammantrade"].queryset = moten
