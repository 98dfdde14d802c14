from uuid import uuid4

from django import forms

from protokoll.models import Invandning, Paragraf

TEXT_KRAVS = "Skriv vad som inte stämmer, och gärna vad som ska stå i stället."
PARAGRAF_SAKNAS = "Paragrafen står inte i det här protokollet. Ladda om sidan och försök igen."


class VersionForm(forms.Form):
    """The version that the page showed when the button was pressed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)


class ParagrafForm(VersionForm):
    paragraf = forms.ModelChoiceField(
        queryset=Paragraf.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": PARAGRAF_SAKNAS, "invalid_choice": PARAGRAF_SAKNAS},
    )

    def __init__(self, *args, protokoll, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragraf"].queryset = protokoll.paragraferna.select_related("protokoll")


class LastForm(ParagrafForm):
    # Takes the mark away.
    angra = forms.BooleanField(required=False, widget=forms.HiddenInput)


class InvandningForm(ParagrafForm):
    text = forms.CharField(
        label="Vad stämmer inte?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skriv gärna vad som ska stå i stället. Sekreteraren läser och svarar.",
        error_messages={"required": TEXT_KRAVS},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class SvarForm(forms.Form):
    svar = forms.ChoiceField(
        label="Svar",
        choices=[
            (Invandning.Svar.RATTAD, "Texten ändras. Protokollet tas tillbaka, så att du kan ändra i det."),
            (Invandning.Svar.KVARSTAR, "Texten står kvar."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om texten ändras eller står kvar."},
    )
    text = forms.CharField(
        label="Till den som invände",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Behövs när texten står kvar: skriv varför.",
    )

    def clean(self):
        data = super().clean()
        if data.get("svar") == Invandning.Svar.KVARSTAR and not data.get("text", "").strip():
            self.add_error("text", "Skriv varför texten står kvar, så att den som invände förstår.")
        return data
