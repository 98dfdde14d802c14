from hashlib import sha256

from django import forms

from kommun.editor import RichTextField
from protokoll.dokumentvarden import Tryckt
from protokoll.rattelse import Andring


class RattaForm(forms.Form):
    """One § of a version as it shall read, and why. What is not changed is no correction."""

    fran = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    # Fingerprint of what the person has been shown and now confirms.
    granskad = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    rubrik = forms.CharField(
        label="Rubrik", max_length=500, error_messages={"required": "Paragrafen måste ha en rubrik."}
    )
    skal = forms.CharField(
        label="Varför rättas protokollet?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skälet står i det rättade protokollet, på framsidan och i paragrafen.",
        error_messages={"required": "Skriv varför protokollet rättas, till exempel ”skrivfel i beloppet”."},
    )

    def __init__(self, *args, paragraf: Tryckt, plats: int, **kwargs):
        self.plats, self.antal = plats, len(paragraf.delar)
        initial = {"rubrik": paragraf.rubrik} | {f"del{n}": d.html for n, d in enumerate(paragraf.delar)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for n, del_ in enumerate(paragraf.delar):
            self.fields[f"del{n}"] = RichTextField(label=del_.rubrik or "Text", required=False)
        self.order_fields(["rubrik", *(f"del{n}" for n in range(self.antal)), "skal", "fran", "granskad"])

    def andringar(self) -> list[Andring]:
        """Every part as it was sent; the act sees which of them differ."""
        data = self.cleaned_data
        delar = [Andring(self.plats, n, data[f"del{n}"]) for n in range(self.antal)]
        return [Andring(self.plats, None, data["rubrik"]), *delar]

    def avtryck(self) -> str:
        """Of what is to be confirmed."""
        data = self.cleaned_data
        text = "\0".join([str(data["fran"]), data["skal"], *(a.text for a in self.andringar())])
        return sha256(text.encode()).hexdigest()
