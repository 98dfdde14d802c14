from django import forms

from kommun.granser import STORSTA_FIL
from kommun.models import Organ
from protokoll.maskering import FORVALT
from protokoll.models import Maskering, Paragraf
from protokoll.narvaroord import upprakning

_MEGABYTE = STORSTA_FIL // 1024 // 1024


class MaskeraForm(forms.Form):
    """What of a § the web version leaves out."""

    paragraf = forms.ModelChoiceField(
        label="Paragraf",
        queryset=Paragraf.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Välj en av protokollets paragrafer."},
    )
    slag = forms.ChoiceField(
        label="Vad ska döljas?",
        choices=[
            (Maskering.Slag.STYCKE, "Vissa ord i texten"),
            (Maskering.Slag.PARAGRAF, "Hela paragrafens text"),
            (Maskering.Slag.RUBRIK, "Paragrafens rubrik"),
        ],
        initial=Maskering.Slag.STYCKE,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Orden som ska döljas",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Markera dem i paragrafens text, eller klistra in dem. De döljs överallt i paragrafen, "
        "och på framsidan om de står bland dem som var närvarande.",
    )
    ersattning = forms.CharField(
        label="I stället står",
        required=False,
        max_length=300,
        help_text=f"Tomt ger ”{FORVALT[Maskering.Slag.STYCKE]}”, eller en mening om att paragrafen inte visas.",
    )
    skal = forms.CharField(
        label="Varför?",
        required=False,
        max_length=300,
        help_text="Syns bara för er, till exempel ”enskild persons namn”.",
    )

    def __init__(self, *args, paragrafer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragraf"].queryset = paragrafer
        self.fields["text"].villkorad = True

    def clean(self):
        data = super().clean()
        if data.get("slag") == Maskering.Slag.STYCKE and not data.get("text"):
            self.add_error("text", "Markera eller klistra in de ord som ska döljas.")
        return data


class MaskeraFyndForm(forms.Form):
    """What was pointed out, to be withheld wherever it stands."""

    text = forms.CharField(max_length=5000)


class PubliceraForm(forms.Form):
    """What somebody has judged before it goes out."""

    bedomt = forms.BooleanField(
        label="Jag har gått igenom det som pekas ut, och det som inte är maskerat får stå på webben",
        required=False,
    )
    skal = forms.CharField(
        label="Varför får numret stå kvar?",
        required=False,
        max_length=300,
        help_text="Till exempel att det inte är ett personnummer.",
    )

    def __init__(self, *args, koll, **kwargs):
        super().__init__(*args, **kwargs)
        if koll.att_bedoma:
            self.fields["bedomt"].help_text = f"Publicerar du nu kan alla läsa {_obedomt(koll)}."
        else:
            del self.fields["bedomt"]
        if koll.personnummer:
            self.fields["skal"].villkorad = True
        else:
            del self.fields["skal"]

    def clean_bedomt(self):
        if not self.cleaned_data["bedomt"]:
            raise forms.ValidationError("Gå igenom det som pekas ut och kryssa för att du har gjort det.")
        return True

    def clean_skal(self):
        skal = self.cleaned_data["skal"].strip()
        if not skal:
            raise forms.ValidationError("Maskera numret, eller skriv varför det får stå kvar.")
        return skal


def _obedomt(koll) -> str:
    antal = (
        (len(koll.namn) + koll.fler_namn, "namn", "namn"),
        (len(koll.kontakt), "telefonnummer eller e-postadress", "telefonnummer och e-postadresser"),
        (len(koll.kvar), "uppgift som är maskerad på ett annat ställe", "uppgifter som är maskerade på andra ställen"),
    )
    return upprakning([f"{n} {en if n == 1 else flera}" for n, en, flera in antal if n])


class AvpubliceraForm(forms.Form):
    skal = forms.CharField(
        label="Varför tas protokollet bort från webben?",
        max_length=500,
        help_text="Syns bara för er. På webben står att protokollet har tagits bort.",
        error_messages={"required": "Skriv varför, till exempel ”ett namn ska maskeras”."},
    )


class OffentligaFilter(forms.Form):
    q = forms.CharField(label="Sök i protokollen", required=False, max_length=100)
    organ = forms.ModelChoiceField(
        label="Organ", queryset=Organ.objects.none(), required=False, empty_label="Alla organ"
    )
    ar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)

    def __init__(self, *args, organ, aren, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organ
        self.fields["ar"].choices = [("", "Alla år"), *((a, str(a)) for a in aren)]


class KontrolleraForm(forms.Form):
    fil = forms.FileField(
        label="PDF-fil",
        max_length=255,
        help_text=f"Släpp filen här eller välj den, högst {_MEGABYTE} MB. Den sparas inte.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf", "data-max-bytes": STORSTA_FIL}),
        error_messages={
            "required": "Välj den PDF-fil som ska kontrolleras.",
            "empty": "Filen är tom.",
            "max_length": "Filnamnet är för långt. Döp om filen till något kortare.",
        },
    )

    def __init__(self, *args, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["fil"].error_messages["required"] = (
                f"Filen är större än {_MEGABYTE} MB. Inget protokoll härifrån är så stort."
            )


class KodForm(forms.Form):
    kod = forms.CharField(
        label="Kod",
        max_length=40,
        help_text="Står på protokollets sista sida, till exempel 7KQ2-M9TR-4HXA-C0DE. QR-koden där fyller i den.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
