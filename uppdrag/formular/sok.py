from django import forms

from kommun.models import Person
from kommun.organval import OrganVal
from protokoll.models import Sammantrade
from uppdrag.sok.fraga import LANGST
from uppdrag.sok.intern import VAL


class SokForm(forms.Form):
    """The question and what narrows it. The kind and the person are chosen among what was found."""

    q = forms.CharField(
        label="Sök",
        required=False,
        max_length=LANGST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    organ = OrganVal()
    ar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    slag = forms.ChoiceField(
        required=False, choices=[("", "Allt"), *((s, namn) for s, (namn, _) in VAL.items())], widget=forms.HiddenInput
    )
    person = forms.ModelChoiceField(queryset=Person.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        aren = Sammantrade.objects.order_by("-ar").values_list("ar", flat=True).distinct()
        self.fields["ar"].choices = [("", "Alla år"), *((a, str(a)) for a in aren)]
