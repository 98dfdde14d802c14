from django import forms

from kommun.fel import DomanFel
from kommun.forms import DatumInput
from kommun.granser import STORSTA_FIL
from protokoll.signering.papper import ANDELSER, filslag

MEGABYTE = STORSTA_FIL // 1024 // 1024
_DAG_FEL = {
    "required": "Skriv vilken dag den sista skrev under.",
    "invalid": "Skriv dagen som år-månad-dag, till exempel 2026-03-10.",
}


class FilForm(forms.Form):
    """A file, of which the server says when it was too large to be taken in at all."""

    fil = forms.FileField(max_length=255)

    def __init__(self, *args, too_large: bool = False, rattelse: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if rattelse:
            self.fields["justeringsdag"].label = "Undertecknad"
        fel = self.fields["fil"].error_messages
        fel["max_length"] = "Filnamnet är för långt. Döp om filen till något kortare."
        fel["empty"] = f"Filen är tom. {fel['required']}"
        if too_large:
            fel["required"] = f"Filen är större än {MEGABYTE} MB. Spara om den med mindre bilder."


class LaddaUppForm(FilForm):
    fil = forms.FileField(
        label="Undertecknad PDF",
        max_length=255,
        help_text=f"Filen som underskriftstjänsten gav tillbaka när alla hade skrivit under. Högst {MEGABYTE} MB.",
        error_messages={"required": "Välj den undertecknade PDF-filen."},
        widget=forms.FileInput(attrs={"accept": ".pdf", "data-max-bytes": STORSTA_FIL}),
    )
    justeringsdag = forms.DateField(
        label="Justeringsdag",
        required=False,
        widget=DatumInput,
        help_text="Lämnas den tom blir det dagen för den sista underskriften i filen.",
        error_messages=_DAG_FEL,
    )


class OmgjordForm(forms.Form):
    """The choice about a file that the service has built anew."""

    fil = forms.CharField(widget=forms.HiddenInput)
    jamford = forms.BooleanField(
        label="Jag har öppnat filen och sett att den säger samma sak som det frysta protokollet",
        error_messages={
            "required": "Öppna filen, jämför den med det frysta protokollet och kryssa i att du har gjort det."
        },
    )
    skal = forms.CharField(
        label="Varför ska filen gälla?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Sparas i historiken, till exempel ”tjänsten lägger till ett blad”.",
        error_messages={"required": "Skriv varför filen ska gälla, till exempel ”tjänsten lägger till ett blad”."},
    )
    justeringsdag = forms.DateField(
        label="Justeringsdag",
        required=False,
        widget=DatumInput,
        help_text="Lämnas den tom blir det dagen för den sista underskriften i filen.",
        error_messages=_DAG_FEL,
    )


class PapperForm(FilForm):
    fil = forms.FileField(
        label="Sidan med underskrifterna",
        max_length=255,
        help_text=f"Skannad eller fotograferad: PDF, JPG eller PNG, högst {MEGABYTE} MB.",
        error_messages={"required": "Välj filen med den skannade sidan."},
        widget=forms.FileInput(attrs={"accept": ANDELSER, "data-max-bytes": STORSTA_FIL}),
    )
    justeringsdag = forms.DateField(
        label="Justeringsdag",
        widget=DatumInput,
        help_text="Den dag då den sista skrev under.",
        error_messages=_DAG_FEL,
    )

    def clean_fil(self):
        """Told together with a day that is missing: a browser forgets the file each time the form comes back."""
        fil = self.cleaned_data["fil"]
        try:
            filslag(fil.read())
        except DomanFel as fel:
            raise forms.ValidationError(str(fel)) from fel
        fil.seek(0)
        return fil
