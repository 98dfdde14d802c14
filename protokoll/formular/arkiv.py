from django import forms

from kommun.models import Organ


class ArkivForm(forms.Form):
    """Which organ and year; `nyckel` is of one showing of the form, so that a double click orders once."""

    organ = forms.ModelChoiceField(
        Organ.objects.none(), label="Organ", empty_label=None, error_messages={"required": "Välj organ."}
    )
    ar = forms.TypedChoiceField(label="År", coerce=int, error_messages={"required": "Välj år."})

    def __init__(self, *args, organen, aren, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organen
        self.fields["ar"].choices = [(ar, str(ar)) for ar in aren]


class BestallForm(ArkivForm):
    nyckel = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Ladda om sidan och försök igen."})
