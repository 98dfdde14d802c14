"""What is typed about yrkanden, the chair's questions and what is noted. Validation only."""

from django import forms

from kommun.editor import RichTextField
from protokoll.formular.personval import PersonerField, bisittande, tjanstgorande, valda_i
from protokoll.lydelser import foremal, forval, utan_punkt
from protokoll.models import Anmalan, Sammantrade, Yrkande
from protokoll.narvarolista import Narvarolista

EGEN_LYDELSE_HJALP = "Ersätter meningen som systemet skriver. Lämna tomt för systemets mening."


class Slagval(forms.RadioSelect):
    """Kinds to choose among, each with the words that most often follow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.forval: dict[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if text := self.forval.get(value):
            option["attrs"]["data-forval"] = text
        return option


class EgenLydelse(forms.Form):
    egen_lydelse = forms.CharField(
        label="Egen lydelse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=EGEN_LYDELSE_HJALP,
    )
    # Of a row that exists: the one that was read.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


class YrkandeForm(EgenLydelse):
    yrkare = PersonerField(
        label="Vem yrkar",
        error_messages={"required": "Välj vem som yrkar.", "invalid_choice": "Personen står inte på närvarolistan."},
    )
    slag = forms.ChoiceField(
        label="Vad",
        choices=Yrkande.Slag.choices,
        widget=Slagval,
        error_messages={"required": "Välj vad yrkandet går ut på."},
    )
    text = forms.CharField(
        label="… yrkar",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Det som står efter ”yrkar”. Flera att-satser skrivs på var sin rad.",
    )
    instammer = PersonerField(label="Vilka instämmer", required=False)
    field_order = ["yrkare", "slag", "text", "instammer", "egen_lydelse", "version"]

    def __init__(self, *args, paragraf, lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        self.sak = foremal(paragraf.rubrik)
        self.fields["text"].villkorad = True
        self.fields["slag"].widget.forval = {slag: forval(slag, self.sak) for slag in Yrkande.Slag.values}
        for namn in ("yrkare", "instammer"):
            self.fields[namn].erbjud(lista, tjanstgorande(lista, paragraf), valda_i(self, namn))

    def clean(self):
        data = super().clean()
        text = (data.get("text") or "").strip()
        if text.casefold().startswith("yrkar "):
            text = text[6:].lstrip()
        forvalt = forval(data["slag"], self.sak) if data.get("slag") else ""
        if not forvalt.endswith(" "):  # a whole yrkande as it stands
            text = text or forvalt
        elif text in ("", forvalt.strip()):
            self.add_error("text", "Skriv vad som yrkas.")
        data["text"] = text
        return data


class PropositionForm(forms.Form):
    """One question of the beslutsgång. A row where nothing is chosen is not used."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    ordning = forms.IntegerField(label="Ordning", min_value=1, max_value=99, required=False)
    forslag = forms.ChoiceField(label="Ordföranden prövar", required=False)
    mot = forms.ChoiceField(label="mot", required=False)
    bifall = forms.NullBooleanField(
        label="Ordföranden finner",
        required=False,
        widget=forms.Select(
            choices=[("", "Inte avgjort än"), ("True", "Enligt det första"), ("False", "Enligt det andra")]
        ),
    )
    egen_lydelse = forms.CharField(
        label="Egen lydelse", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=EGEN_LYDELSE_HJALP
    )
    ta_bort = forms.BooleanField(label="Ta bort propositionen", required=False)

    INGEN = "0"

    def __init__(self, *args, yrkanden, **kwargs):
        super().__init__(*args, **kwargs)
        self.yrkanden = {str(y.pk): y for y, _ in yrkanden}
        val = [(str(y.pk), namn) for y, namn in yrkanden]
        self.fields["forslag"].choices = [("", "Välj"), (self.INGEN, "Liggande förslag"), *val]
        self.fields["mot"].choices = [(self.INGEN, "Avslag, eller att ärendet avgörs i dag"), *val]
        for falt in self.fields.values():
            falt.villkorad = True

    def clean_forslag(self):
        valt = self.cleaned_data["forslag"]
        if not valt and self.cleaned_data.get("pk"):
            raise forms.ValidationError("Välj vad som prövas, eller ta bort propositionen.")
        return valt

    @property
    def anvands(self) -> bool:
        return bool(self.cleaned_data.get("forslag"))

    @property
    def egen_lydelse_oppen(self) -> bool:
        return bool(self["egen_lydelse"].value() or self.errors.get("egen_lydelse"))


class AnmalanForm(EgenLydelse):
    slag = forms.ChoiceField(label="Vad", choices=Anmalan.Slag.choices, widget=forms.RadioSelect)
    anmalare = PersonerField(
        label="Vem",
        error_messages={"required": "Välj vem det gäller.", "invalid_choice": "Personen står inte på närvarolistan."},
    )
    till_forman_for = forms.CharField(
        label="Till förmån för",
        max_length=300,
        required=False,
        help_text="Av en reservation, till exempel ”eget förslag”.",
        widget=forms.TextInput(attrs={"list": "forslagen", "autocomplete": "off"}),
    )
    motivering = RichTextField(label="Motivering eller text", required=False)
    anmald_i_tid = forms.BooleanField(
        label="Reservationen anmäldes innan sammanträdet avslutades",
        required=False,
        help_text="Krävs av en reservation (4 kap. 27 § kommunallagen). Motiveringen får lämnas fram till justeringen.",
    )
    field_order = [
        "slag",
        "anmalare",
        "till_forman_for",
        "motivering",
        "anmald_i_tid",
        "egen_lydelse",
        "version",
    ]

    def __init__(self, *args, paragraf, lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        erbjudna = [*tjanstgorande(lista, paragraf), *bisittande(lista, paragraf)]
        self.fields["anmalare"].erbjud(lista, erbjudna, valda_i(self, "anmalare"))
        if paragraf.sammantrade.lage == Sammantrade.Lage.PAGAR:
            del self.fields["anmald_i_tid"]
        self.fields["motivering"].villkorad = True


class FragaForm(EgenLydelse):
    """What a ja and a nej mean. Of a proposition both have their ordinary words, which may be left out."""

    proposition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    ja_ar_mot = forms.TypedChoiceField(
        label="Ja-röst är för",
        coerce=lambda v: v == "1",
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    ja_innebar = forms.CharField(
        label="Ja-röst innebär",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nej_innebar = forms.CharField(
        label="Nej-röst innebär",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sluten = forms.BooleanField(
        label="Sluten omröstning",
        required=False,
        help_text="Bara vid val och anställning. Då antecknas summorna, inte hur var och en röstade.",
    )
    field_order = ["proposition", "ja_ar_mot", "ja_innebar", "nej_innebar", "sluten", "egen_lydelse", "version"]

    def __init__(self, *args, sidor: tuple[str, str] | None = None, ny: bool = False, **kwargs):
        """`sidor` is what a röst for the first side of the proposition means, and for the second."""
        super().__init__(*args, **kwargs)
        self.sidor = sidor
        if sidor:
            self.fields["ja_ar_mot"].choices = [("0", sidor[0]), ("1", sidor[1])]
            self.fields["ja_ar_mot"].villkorad = True
        else:
            del self.fields["ja_ar_mot"]
        for namn in ("ja_innebar", "nej_innebar"):
            self.fields[namn].villkorad = True
        if ny:
            del self.fields["egen_lydelse"]

    def clean(self):
        data = super().clean()
        ja, nej = utan_punkt(data.get("ja_innebar") or ""), utan_punkt(data.get("nej_innebar") or "")
        if self.sidor:
            vanliga = self.sidor[::-1] if data.get("ja_ar_mot") else self.sidor
            if (ja, nej) in (("", ""), vanliga[::-1]):  # left out, or turned round without JavaScript
                ja, nej = vanliga
        for namn, text in (("ja_innebar", ja), ("nej_innebar", nej)):
            data[namn] = text
            if not text and namn not in self.errors:
                self.add_error(namn, "Skriv vad rösten innebär, till exempel ”bifall till motionen”.")
        data.setdefault("ja_ar_mot", False)
        return data
