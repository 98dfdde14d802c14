from django import forms

from protokoll.models import Kallad

SKAL = "Skriv inget om sjukdom eller annat känsligt."


class KallelseForm(forms.Form):
    meddelande = forms.CharField(
        label="Meddelande",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Står i kallelsen och i e-postbrevet.",
    )
    # The number that the page offers to send: pressed twice, it is sent once.
    nummer = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SvarForm(forms.Form):
    skal = forms.CharField(
        label="Skäl",
        required=False,
        max_length=200,
        help_text=f"Läses av sekreteraren. {SKAL}",
    )
    svar = forms.ChoiceField(
        label="Svar",
        choices=Kallad.Svar.choices,
        error_messages={
            "required": "Välj ”Jag kommer” eller ”Jag kommer inte”.",
            "invalid_choice": "Välj ”Jag kommer” eller ”Jag kommer inte”.",
        },
    )


class AntecknatSvarForm(SvarForm):
    """An answer that the secretary was told."""

    skal = forms.CharField(label="Skäl, om hon eller han inte kommer", required=False, max_length=200, help_text=SKAL)


class InkallelseForm(forms.Form):
    ersattare = forms.ModelChoiceField(
        label="Ersättare",
        queryset=Kallad.objects.none(),
        error_messages={
            "required": "Välj vilken ersättare som ska kallas in.",
            "invalid_choice": "Ersättaren finns inte bland de kallade.",
        },
    )

    def __init__(self, *args, sammantrade, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ersattare"].queryset = Kallad.objects.filter(
            sammantrade=sammantrade, som=Kallad.Som.ERSATTARE
        ).select_related("person")
