"""A field of a form that takes several files at once."""

from django import forms

from kommun.bifogat import granskad
from kommun.filslag import Fil


class FlerfilInput(forms.FileInput):
    allow_multiple_selected = True


class FlerfilFalt(forms.FileField):
    """Several files at once, each judged by itself: (those that were right, what is wrong with the others)."""

    def __init__(self, *args, flest: int, vad: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.flest, self.vad = flest, vad

    def granska(self, upload) -> Fil:
        return granskad(upload)

    def clean(self, data, initial=None) -> tuple[list[Fil], list[str]]:
        filer, fel = [], []
        for upload in data if isinstance(data, list | tuple) else [data]:
            if not upload:
                continue
            try:
                filer.append(self.granska(upload))
            except forms.ValidationError as e:
                fel += e.messages
        if len(filer) > self.flest:
            fel.append(f"{self.vad} får ha högst {self.flest} bilagor. Slå ihop några av dem.")
        return filer[: self.flest], fel
