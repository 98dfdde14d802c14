from uuid import uuid4

from django import forms

from kommun.forms import DatumInput
from kommun.models import Forvaltning, Person
from uppdrag.forms import VillkoradMixin, forvaltningar, mojliga_ansvariga
from uppdrag.models import Uppdrag

_DAG = {"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."}


class UppdragVal(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, uppdrag):
        text = uppdrag.text if len(uppdrag.text) <= 110 else f"{uppdrag.text[:109]}…"
        return f"{uppdrag.beteckning} {text} ({uppdrag.mottagare})"


class OverlamnaForm(VillkoradMixin, forms.Form):
    """Which uppdrag, to whom and why."""

    villkorade = ("ansvarig", "forvaltning")

    uppdrag = UppdragVal(
        label="Uppdrag att lämna över",
        queryset=Uppdrag.objects.none(),
        error_messages={
            "required": "Välj minst ett uppdrag att lämna över.",
            "invalid_choice": "Ett av uppdragen går inte att lämna över. Ladda om sidan och välj på nytt.",
        },
    )
    ansvarig = forms.ModelChoiceField(
        label="Ny ansvarig person",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Ingen vald",
        help_text="De som har en tjänst i dag. Den du väljer får ett brev med uppdragen.",
    )
    forvaltning = forms.ModelChoiceField(
        label="Ny förvaltning",
        queryset=Forvaltning.objects.none(),
        required=False,
        empty_label="Samma som förut",
        help_text="Väljer du bara en förvaltning står uppdragen utan ansvarig tills chefen har utsett någon.",
    )
    skal = forms.CharField(
        label="Skäl",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står i uppdragens historik och i brevet.",
        error_messages={"required": "Skriv varför uppdragen lämnas över."},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, uppdragen, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uppdrag"].queryset = uppdragen
        self.fields["ansvarig"].queryset = mojliga_ansvariga(today)
        self.fields["forvaltning"].queryset = forvaltningar(today)

    def clean(self):
        data = super().clean()
        vem = [data.get(namn) or namn in self.errors for namn in ("ansvarig", "forvaltning")]
        if not any(vem):
            self.add_error("ansvarig", "Välj vem som tar över: en person, en förvaltning eller båda.")
        return data


class FranvaroForm(forms.Form):
    person = forms.ModelChoiceField(label="Vem är borta?", queryset=Person.objects.none(), empty_label="Välj person")
    fran = forms.DateField(label="Från och med", widget=DatumInput, error_messages=_DAG)
    till = forms.DateField(
        label="Till och med",
        widget=DatumInput,
        required=False,
        error_messages=_DAG,
    )
    ersattare = forms.ModelChoiceField(
        label="Vem tar hand om uppdragen så länge?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Ingen vald",
        help_text="Ersättaren får ett brev med uppdragen och sedan påminnelserna. Utan ersättare påminns chefen.",
    )

    def __init__(self, *args, personer, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = personer
        self.fields["ersattare"].queryset = mojliga_ansvariga(today)

    def clean(self):
        data = super().clean()
        if data.get("fran") and data.get("till") and data["till"] < data["fran"]:
            self.add_error("till", "Slutdagen ligger före startdagen.")
        if data.get("person") and data.get("person") == data.get("ersattare"):
            self.add_error("ersattare", "Välj någon annan än den som är borta.")
        return data
