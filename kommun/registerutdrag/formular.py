"""Whom it is about, and why it is made anonymous. Validation only."""

from django import forms

from kommun.models import Person


class BestallForm(forms.Form):
    """`nyckel` is of one showing of the form: a double click orders once."""

    namn = forms.CharField(
        label="Namn", required=False, max_length=150, help_text="Förnamn och efternamn, så som det brukar skrivas."
    )
    epost = forms.EmailField(label="E-postadress", required=False)
    dnr = forms.CharField(label="Begärans diarienummer", required=False, max_length=60)
    person = forms.ModelChoiceField(
        Person.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Personen finns inte i registret. Sök på namnet i stället."},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Ladda om sidan och försök igen."})

    def clean_namn(self):
        namn = " ".join(self.cleaned_data["namn"].split())
        if namn and len(namn) < 3:
            raise forms.ValidationError("Skriv hela namnet: så korta ord finns överallt.")
        return namn

    def clean(self):
        val = super().clean()
        if not (val.get("namn") or val.get("epost") or val.get("person")) and not self.errors:
            raise forms.ValidationError("Skriv ett namn eller en e-postadress att söka efter.")
        return val


class PseudonymForm(forms.Form):
    skal = forms.CharField(
        label="Skäl",
        max_length=300,
        help_text="Till exempel ”begäran om radering, dnr KS 2026/12”. Skriv inte namnet: skälet sparas.",
        error_messages={"required": "Skriv varför uppgifterna pseudonymiseras."},
    )
    antal = forms.IntegerField(widget=forms.HiddenInput)
    bekraftat = forms.BooleanField(
        label="Jag har gått igenom vad som ändras. Det går inte att ångra.",
        error_messages={"required": "Kryssa i att du har gått igenom vad som ändras."},
    )

    def __init__(self, *args, namn: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self._namn = namn

    def clean_skal(self):
        skal = self.cleaned_data["skal"]
        if self._namn and self._namn.casefold() in skal.casefold():
            raise forms.ValidationError("Skriv skälet utan namnet: det sparas, och namnet ska bort.")
        return skal
