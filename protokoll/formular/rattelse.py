from hashlib import sha256

from django import forms

from kommun.editor import RichTextField
from protokoll.dokumentvarden import DIARIENUMRET, Dokument, Tryckt
from protokoll.formular.dnr import DnrField
from protokoll.framsidesrattelse import FelText, falten, med_texter
from protokoll.rattelse import Andring


def _rader(text: str) -> str:
    """The same however the browser ends a line: a form sends it one way, a script another."""
    return text.replace("\r\n", "\n")


class _RattelseForm(forms.Form):
    """What shall read otherwise, and why. What is not changed is no correction."""

    fran = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    # Fingerprint of what the person has been shown and now confirms.
    granskad = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    skal = forms.CharField(
        label="Varför rättas protokollet?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skälet står i det rättade protokollet, på framsidan och i paragrafen.",
        error_messages={"required": "Skriv varför protokollet rättas, till exempel ”skrivfel i beloppet”."},
    )

    def clean_skal(self) -> str:
        return _rader(self.cleaned_data["skal"])

    def andringar(self) -> list[Andring]:
        """Every part as it was sent; the act sees which of them differ."""
        return []

    def framsida(self) -> dict[str, str]:
        """The texts of the front page as they were sent."""
        return {}

    def avtryck(self) -> str:
        """Of what is to be confirmed."""
        data = self.cleaned_data
        texter = [*(a.text for a in self.andringar()), *self.framsida().values()]
        return sha256("\0".join([str(data["fran"]), data["skal"], *texter]).encode()).hexdigest()

    def rattelsen(self) -> dict:
        """As the act takes it."""
        return {"andringar": self.andringar(), "framsida": self.framsida(), "skal": self.cleaned_data["skal"]}


class RattaForm(_RattelseForm):
    """One § of a version as it shall read."""

    rubrik = forms.CharField(
        label="Rubrik", max_length=500, error_messages={"required": "Paragrafen måste ha en rubrik."}
    )
    dnr = DnrField(max_length=100)

    def __init__(self, *args, paragraf: Tryckt, plats: int, **kwargs):
        self.plats, self.antal = plats, len(paragraf.delar)
        initial = {"rubrik": paragraf.rubrik, "dnr": paragraf.dnr}
        initial |= {f"del{n}": d.html for n, d in enumerate(paragraf.delar)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for n, del_ in enumerate(paragraf.delar):
            self.fields[f"del{n}"] = RichTextField(label=del_.rubrik or "Text", required=False)
        self.order_fields(["rubrik", "dnr", *(f"del{n}" for n in range(self.antal)), "skal", "fran", "granskad"])

    def andringar(self) -> list[Andring]:
        data = self.cleaned_data
        delar = [Andring(self.plats, n, data[f"del{n}"]) for n in range(self.antal)]
        return [
            Andring(self.plats, None, " ".join(data["rubrik"].split())),
            Andring(self.plats, DIARIENUMRET, data["dnr"]),
            *delar,
        ]


class RattaFramsidanForm(_RattelseForm):
    """The front page and the bilaga of a version as they shall read."""

    def __init__(self, *args, dokument: Dokument, **kwargs):
        self.dokument, self.egna = dokument, falten(dokument)
        initial = {f.namn: f.text for f in self.egna}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for f in self.egna:
            rader = min(f.text.count("\n") + 2, 14)
            falt = self.fields[f.namn] = forms.CharField(
                label=f.etikett,
                required=False,
                max_length=20_000 if f.rader else 300,
                widget=forms.Textarea(attrs={"rows": rader}) if f.rader else forms.TextInput,
                help_text=f.hjalp,
            )
            falt.villkorad = True  # what stands there is a fact, not an option
        self.fields["skal"].help_text = "Skälet står på framsidan av det rättade protokollet."
        self.order_fields([*(f.namn for f in self.egna), "skal", "fran", "granskad"])

    def clean(self):
        data = super().clean()
        try:
            med_texter(self.dokument, {f.namn: data[f.namn] for f in self.egna if f.namn in data})
        except FelText as fel:
            self.add_error(fel.falt, str(fel))
        return data

    def framsida(self) -> dict[str, str]:
        return {f.namn: _rader(self.cleaned_data[f.namn]) for f in self.egna}
