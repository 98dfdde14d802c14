from django import forms

from kommun.organval import OrganVal
from protokoll.klarkoll import ALLVAR, SKEDEN


class GodtaForm(forms.Form):
    """Why a warning is let stand. `kod` and `nyckel` tell which."""

    kod = forms.CharField(
        max_length=60, widget=forms.HiddenInput, error_messages={"required": "Välj vilken varning som godtas."}
    )
    nyckel = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    skal = forms.CharField(
        label="Varför godtas den?",
        max_length=300,
        error_messages={"required": "Skriv varför varningen godtas, så att den som läser efter dig förstår."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self):
        # The page has no field for the reason of a warning that is not said.
        if "kod" in self.errors:
            self.errors.pop("skal", None)


class BristerFilter(forms.Form):
    organ = OrganVal()
    skede = forms.ChoiceField(label="Skede", required=False, choices=[("", "Alla skeden"), *SKEDEN.items()])
    allvar = forms.ChoiceField(label="Allvar", required=False, choices=[("", "Fel och varningar"), *ALLVAR.items()])
