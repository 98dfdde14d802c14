from uuid import uuid4

from django import forms

from protokoll.inlasningsfiler import SLAG, SLAG_I_ORD
from protokoll.inlasningsjobb import STORST_AT_GANGEN

_MB = STORST_AT_GANGEN // 1024 // 1024


class FlerfilInput(forms.FileInput):
    allow_multiple_selected = True


class FlerfilFalt(forms.FileField):
    """Several files at once; what each of them is, the act says file by file."""

    def clean(self, data, initial=None) -> list:
        return [fil for fil in (data if isinstance(data, list | tuple) else [data]) if fil]


class LasInFleraForm(forms.Form):
    """`nyckel` is the job of one showing of the form: what is sent twice comes in once. With `fler` more is to come;
    `stigar` are the files' paths in their folder, which the browser leaves out of the names that it sends."""

    nyckel = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages={"required": "Ladda om sidan och försök igen."}
    )
    filer = FlerfilFalt(
        label="Filer eller en zip-fil",
        required=False,
        widget=FlerfilInput(attrs={"multiple": True, "accept": ",".join((*SLAG, ".zip"))}),
        help_text=f"{SLAG_I_ORD}. Högst {_MB} MB i en zip-fil och 20 MB i var och en av de andra.",
    )
    mapp = FlerfilFalt(
        label="Eller en hel mapp",
        required=False,
        widget=FlerfilInput(attrs={"multiple": True, "webkitdirectory": True}),
        help_text="Även mapparna i mappen följer med. Filer av andra slag hoppas över, och det framgår vilka.",
    )
    fler = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, stigar: list[str] = (), too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.stigar, self.too_large = stigar, too_large
        # One of them is needed, whichever.
        self.fields["filer"].villkorad = self.fields["mapp"].villkorad = True

    def clean(self):
        if self.too_large:
            self.add_error(
                "filer", f"Det du lämnade in är större än {_MB} MB. Dela upp det och lämna in delarna för sig."
            )
        return self.cleaned_data

    def uppladdade(self) -> list[tuple[str, object]]:
        """Each upload with its path."""
        alla = [*self.cleaned_data.get("filer", ()), *self.cleaned_data.get("mapp", ())]
        stigar = self.stigar if len(self.stigar) == len(alla) else [fil.name for fil in alla]
        return list(zip(stigar, alla, strict=True))
