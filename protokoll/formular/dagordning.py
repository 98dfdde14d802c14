from uuid import uuid4

from django import forms

from kommun.forms import KlockslagInput
from protokoll.formular.dnr import DnrField
from protokoll.models import Paragraf, StandigtArende

RADFALT = ("rubrik", "dnr", "klassificering", "foredragande", "planerad_tid", "slag")


class ArendeForm(forms.Form):
    """A line of the dagordning."""

    rubrik = forms.CharField(
        label="Rubrik", max_length=500, error_messages={"required": "Skriv vad ärendet handlar om."}
    )
    dnr = DnrField()
    klassificering = forms.CharField(label="Klassificering", max_length=30, required=False)
    foredragande = forms.CharField(label="Föredragande", max_length=150, required=False)
    planerad_tid = forms.TimeField(
        label="Planerad tid",
        required=False,
        widget=KlockslagInput,
        error_messages={"invalid": "Skriv tiden som timme och minut, till exempel 13.30."},
    )
    slag = forms.ChoiceField(label="Slag", choices=Paragraf.Slag, initial=Paragraf.Slag.ARENDE)


class NyttArendeForm(ArendeForm):
    """The same, with the key of one showing of the form."""

    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.villkorad = True  # a row of fields says "valfritt" once by what it does not demand


class FlyttaForm(forms.Form):
    """The place to move to; 1 is first."""

    plats = forms.IntegerField(min_value=1, error_messages={"required": "Ange vilken plats ärendet ska ha."})


class UtfallForm(forms.Form):
    """What becomes of an ärende that is not decided."""

    utfall = forms.ChoiceField(label="Ärendet", widget=forms.RadioSelect, required=False)
    skal = forms.CharField(
        label="Skäl eller anvisning",
        required=False,
        max_length=400,
        help_text="Står sist i meningen: ”… återremitterar ärendet för att kostnaderna ska utredas”.",
    )
    till = forms.ModelChoiceField(
        label="Tas upp igen", queryset=None, required=False, empty_label="vid ett kommande sammanträde, väljs senare"
    )

    def __init__(self, *args, till, har_borjat: bool, **kwargs):
        super().__init__(*args, **kwargs)
        U = Paragraf.Utfall
        val = [("", "avgörs som vanligt"), (U.UTGAR, "utgår")]
        if har_borjat:
            val += [(U.BORDLAGT, "bordläggs"), (U.ATERREMITTERAT, "återremitteras")]
            self.fields["till"].queryset = till
            self.fields["till"].label_from_instance = lambda s: s.dagen
        else:
            del self.fields["skal"], self.fields["till"]
        self.fields["utfall"].choices = val


class StandigtForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = StandigtArende
        fields = ["rubrik", "kod", "dnr", "klassificering", "beslut", "utan_beslut", "sist", "aktivt"]
        field_classes = {"dnr": DnrField}
        widgets = {"beslut": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"rubrik": {"required": "Skriv ärendets rubrik."}}

    def clean(self):
        data = super().clean()
        if data.get("utan_beslut") and data.get("beslut"):
            self.add_error("beslut", "Ett ärende utan beslut har ingen beslutstext. Ta bort texten eller krysset.")
        return data
