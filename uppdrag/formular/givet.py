from uuid import uuid4

from django import forms

from kommun.forms import DatumInput
from kommun.models import Organ
from uppdrag.forms import FristFalt
from uppdrag.formular.registrering import MottagarForm


class GivetForm(MottagarForm, FristFalt):
    """An uppdrag that a § tells was given before, elsewhere.

    Its time is asked for as it was, a day or none: it is answered already, and no coming meeting waits for it.
    """

    class Utfall:
        AVSLUTAT = "avslutat"
        ATERRAPPORTERAT = "aterrapporterat"

    text = forms.CharField(label="Uppdraget", widget=forms.Textarea(attrs={"rows": 4}))
    givare = forms.ModelChoiceField(
        label="Givet av",
        queryset=Organ.objects.none(),
        empty_label="Inget valt",
        help_text="Ett organ som du är sekreterare i.",
        error_messages={
            "required": "Välj det organ som gav uppdraget.",
            "invalid_choice": "Du är inte sekreterare i det organet och kan inte registrera dess uppdrag.",
        },
    )
    datum = forms.DateField(
        label="Givet den",
        widget=DatumInput,
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd.", "required": "Ange dagen då uppdraget gavs."},
    )
    paragraf = forms.IntegerField(
        label="Paragraf",
        min_value=1,
        max_value=9999,
        error_messages={"required": "Ange i vilken paragraf uppdraget gavs.", "invalid": "Skriv numret med siffror."},
    )
    utfall = forms.ChoiceField(
        label="Vad innebär den här paragrafen för uppdraget?",
        widget=forms.RadioSelect,
        choices=[
            (Utfall.AVSLUTAT, "Uppdraget är fullgjort och avslutas med paragrafen"),
            (Utfall.ATERRAPPORTERAT, "Uppdraget är återrapporterat men inte avslutat"),
        ],
        error_messages={"required": "Välj om paragrafen avslutar uppdraget eller inte."},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, givare, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["givare"].queryset = givare
        # Those of the receivers came last.
        self.order_fields(self.field_order)

    field_order = [
        "text",
        "givare",
        "datum",
        "paragraf",
        "forvaltning",
        "mottagande_organ",
        "ansvarig",
        "frist",
        "ingen_frist",
        "utfall",
        "nyckel",
    ]
