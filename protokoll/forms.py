from django import forms

from kommun.editor import RichTextField
from kommun.granser import STORSTA_FIL
from kommun.organval import OrganVal
from protokoll.formular.dnr import DnrField
from protokoll.models import Sammantrade


class SammantradenFilter(forms.Form):
    organ = OrganVal()
    ar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)
    lage = forms.ChoiceField(label="Läge", required=False, choices=[("", "Alla lägen"), *Sammantrade.Lage.choices])

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ar"].choices = [("", "Alla år"), *((y, str(y)) for y in years)]


class SkalForm(forms.Form):
    """A reason, asked for only where the act demands one."""

    skal = forms.CharField(
        label="Varför rättas avskriften?",
        max_length=300,
        required=False,
        help_text="Skälet sparas i historiken, till exempel ”fel läst bokstav”.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, kraver_skal: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if kraver_skal:
            self.fields["skal"].required = True
            self.fields["skal"].error_messages["required"] = (
                "Skriv varför avskriften rättas, till exempel ”fel läst bokstav”."
            )
        else:
            del self.fields["skal"]


class TextForm(SkalForm):
    text = RichTextField(label="Text", required=False)
    field_order = ["text", "skal", "version"]


class HuvudForm(SkalForm):
    rubrik = forms.CharField(
        label="Rubrik",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv vad paragrafen handlar om."},
    )
    dnr = DnrField(help_text="Till exempel 2020/000053 eller KS-2024-00548.")
    klassificering = forms.CharField(label="Klassificering", max_length=30, required=False)
    field_order = ["rubrik", "dnr", "klassificering", "skal", "version"]


class LasInForm(forms.Form):
    fil = forms.FileField(
        label="Protokoll",
        help_text=f"Word (.docx), PDF med text i eller ren text (.txt, .md), högst {STORSTA_FIL // 1024 // 1024} MB.",
        max_length=255,
        error_messages={
            "required": "Välj den fil som protokollet finns i.",
            "empty": "Filen är tom. Välj den fil som protokollet finns i.",
            "max_length": "Filnamnet är för långt. Döp om filen till något kortare.",
        },
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.md"}),
    )

    def __init__(self, *args, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        if too_large:
            self.fields["fil"].error_messages["required"] = (
                f"Filen är större än {STORSTA_FIL // 1024 // 1024} MB. "
                "Dela upp den eller spara om den med mindre bilder."
            )
