"""A diarienummer as it is typed, or pasted out of another system."""

import unicodedata

from django import forms


class DnrField(forms.CharField):
    """Free text, less what nobody sees: signs without width and spaces of other kinds would make it another ärende."""

    def __init__(self, *, max_length=60, label="Diarienummer", required=False, **kwargs):
        super().__init__(max_length=max_length, label=label, required=required, **kwargs)

    def to_python(self, value):
        synligt = "".join(tecken for tecken in super().to_python(value) if unicodedata.category(tecken) != "Cf")
        return " ".join(synligt.split())
