from django import forms


class BorjaSerienForm(forms.Form):
    """From which number the series goes on."""

    forsta = forms.IntegerField(
        label="Nästa paragraf blir",
        min_value=1,
        max_value=99999,
        error_messages={"required": "Ange numret som nästa paragraf ska få."},
    )
    skal = forms.CharField(
        label="Varför?",
        max_length=300,
        help_text="Till exempel ”§§ 1–41 finns i det gamla systemet”.",
        error_messages={"required": "Skriv varför serien inte går vidare av sig själv."},
    )


class MakuleraForm(forms.Form):
    skal = forms.CharField(
        label="Varför makuleras numret?",
        max_length=300,
        help_text="Skälet står i årets nummerserie, till exempel ”ärendet stod två gånger”.",
        error_messages={"required": "Skriv varför numret makuleras, till exempel ”ärendet stod två gånger”."},
    )
