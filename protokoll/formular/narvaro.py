"""What is typed about who is in the room. Choices come from the Narvarolista at hand, so that no form asks again."""

from django import forms

from kommun.forms import KlockslagInput
from kommun.models import Person
from protokoll.models import Motesdeltagare, Narvarohandelse
from protokoll.narvaroandring import BehoverSkal, ersattare_for, namn_pa
from protokoll.narvarolista import Narvarolista
from protokoll.narvarorollen import ATT_LAGGA_TILL
from protokoll.numrering import tolka_paragrafer

Slag = Motesdeltagare.Slag
VAD = (
    ("gar", "Går"),
    ("kommer", "Kommer"),
    ("jav", "Jäv"),
    ("ersatter", "Tjänstgör för …"),
    ("ordforande", "Leder"),
)
_TID = {"invalid": "Skriv tiden som timme och minut, till exempel 14.05."}


def _villkorad(falt: forms.Field) -> forms.Field:
    """Not marked as optional: it is there for some of the choices."""
    falt.villkorad = True
    return falt


class KlockslagField(forms.TimeField):
    def __init__(self, **kwargs):
        formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
        super().__init__(widget=KlockslagInput, input_formats=formats, error_messages=_TID, **kwargs)


class RadField(forms.TypedChoiceField):
    """A row of the list by its key; the empty choice is None."""

    def __init__(self, *, rader=(), tom: str | None = None, **kwargs):
        super().__init__(coerce=self._rad, empty_value=None, **kwargs)
        self.satt(rader, tom)

    def satt(self, rader, tom: str | None = None) -> None:
        """`rader`: (row, how it is called)."""
        self._rader = {str(r.pk): r for r, _ in rader}
        self.choices = [*([("", tom)] if tom is not None else []), *((r.pk, text) for r, text in rader)]

    def _rad(self, nyckel):
        return self._rader[str(nyckel)]

    def __deepcopy__(self, memo):
        kopia = super().__deepcopy__(memo)
        kopia.coerce = kopia._rad
        return kopia


class AntecknaForm(forms.Form):
    """Something that happened to somebody from a § on."""

    deltagare = RadField(
        label="Vem", error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vem det gäller.")
    )
    paragraf = _villkorad(RadField(label="Vid", required=False))
    vad = forms.ChoiceField(
        label="Vad händer?",
        choices=VAD,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj vad som händer."),
    )
    for_deltagare = _villkorad(RadField(label="Tjänstgör för", required=False))
    ersattare = _villkorad(RadField(label="Ersättare som tjänstgör i stället", required=False))
    bara_paragrafen = _villkorad(forms.BooleanField(label="Bara den paragrafen", required=False))
    mitt_i = _villkorad(forms.BooleanField(label="Medan ärendet behandlas", required=False))
    klockslag = KlockslagField(label="Klockan", required=False)
    skal = _villkorad(
        forms.CharField(
            label="Skäl",
            max_length=300,
            required=False,
            help_text="Skälet sparas tillsammans med varningen.",
        )
    )

    def __init__(self, *args, lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        self.visa_skal = bool(self.data.get("skal"))
        personer = [d for d in lista.deltagare if not d.ar_vakant]
        self.fields["deltagare"].satt([(d, str(d)) for d in personer], "Välj …")
        self.fields["paragraf"].satt(
            [(p, f"{namn_pa(p, lista)} {p.rubrik}"[:80]) for p in lista.paragrafer], "Från öppnandet"
        )
        platser = [d for d in lista.deltagare if d.slag == Slag.LEDAMOT]
        self.fields["for_deltagare"].satt([(d, str(d)) for d in platser], "Ingen vald")
        self.fields["ersattare"].satt([(d, str(d)) for d in self._ersattare(lista, platser)], "Ingen ersättare")

    def _ersattare(self, lista: Narvarolista, platser) -> list[Motesdeltagare]:
        """All of them, those next in turn for the chosen ledamot first."""
        alla = [d for d in lista.deltagare if d.slag == Slag.ERSATTARE]
        vald = self.data.get("deltagare") or self.initial.get("deltagare")
        vid = self.data.get("paragraf") or self.initial.get("paragraf")
        plats = next((d for d in platser if str(d.pk) == str(vald)), None)
        paragraf = next((p for p in lista.paragrafer if str(p.pk) == str(vid)), None)
        forst = ersattare_for(lista, plats, paragraf) if plats else []
        return [*forst, *(d for d in alla if d not in forst)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("vad") == "ersatter" and not cleaned.get("for_deltagare") and "deltagare" in cleaned:
            self.add_error("for_deltagare", f"Välj vem {cleaned['deltagare']} tjänstgör för.")
        return cleaned

    def fraga_skal(self, fel: BehoverSkal) -> None:
        self.visa_skal = True
        for v in fel.varningar:
            self.add_error("skal", v.mening)
        self.add_error("skal", "Skriv ett skäl om det ändå ska antecknas så.")

    def handelse(self) -> dict:
        """The arguments of narvaroandring.anteckna."""
        c = self.cleaned_data
        vad = c["vad"]
        return {
            "deltagare": c["deltagare"],
            "slag": Narvarohandelse.Slag(vad),
            "paragraf": c["paragraf"],
            "for_deltagare": c["for_deltagare"] if vad == "ersatter" else None,
            "ersattare": c["ersattare"] if vad in ("gar", "jav") else None,
            "bara_paragrafen": c["bara_paragrafen"] and c["paragraf"] is not None,
            "mitt_i": c["mitt_i"],
            "klockslag": c["klockslag"],
            "skal": c["skal"],
        }


class PausForm(forms.Form):
    fran = KlockslagField(label="Från")
    till = KlockslagField(label="Till", required=False)
    paragraf = RadField(label="Vid", required=False)

    def __init__(self, *args, lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fran"].error_messages["required"] = "Skriv när pausen börjar."
        self.fields["paragraf"].satt(
            [(p, f"{namn_pa(p, lista)} {p.rubrik}"[:80]) for p in lista.paragrafer], "Ingen paragraf"
        )


class PausSlutForm(forms.Form):
    till = KlockslagField(label="Återupptogs")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["till"].error_messages["required"] = "Skriv när sammanträdet återupptogs."
        self.fields["till"].widget.attrs["data-nu"] = ""


class ParagraferField(forms.CharField):
    """ "20; 24", "14–35, utom 21": §§ of the meeting by number; one without number by its place on the dagordning."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            max_length=200,
            help_text="Till exempel 20; 24 eller 14–35, utom 21. Lämna tomt för hela sammanträdet.",
            **kwargs,
        )
        self.lista: Narvarolista | None = None

    def clean(self, value):
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            valda = tolka_paragrafer(text)
        except ValueError as fel:
            raise forms.ValidationError(str(fel)) from fel
        if not valda:
            raise forms.ValidationError("Skriv paragraferna med siffror, till exempel 20; 24.")
        finns = {p.nummer or n + 1: p for n, p in enumerate(self.lista.paragrafer)}
        if okanda := sorted(valda - finns.keys()):
            raise forms.ValidationError(
                f"{', '.join(f'§ {n}' for n in okanda[:5])} finns inte i sammanträdet. Det har {_spann(sorted(finns))}."
            )
        return [finns[n] for n in sorted(valda)]


def _spann(nummer: list[int]) -> str:
    if not nummer:
        return "inga paragrafer än"
    return f"§§ {nummer[0]}–{nummer[-1]}" if len(nummer) > 1 else f"§ {nummer[0]}"


class DeltagareForm(forms.Form):
    """Somebody else in the room: chosen among the known, or a new name."""

    slag = forms.ChoiceField(
        label="Närvarar som",
        choices=[(s.value, s.label) for s in ATT_LAGGA_TILL],
        widget=forms.RadioSelect,
        initial=Slag.TJANSTEPERSON,
    )
    namn = forms.CharField(
        label="Namn",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "kanda-personer", "autocomplete": "off"}),
        help_text="Välj bland förslagen eller skriv ett nytt namn.",
        error_messages={"required": "Skriv vad personen heter."},
    )
    titel = forms.CharField(
        label="Titel eller roll",
        max_length=150,
        required=False,
        help_text="Lämnas den tom hämtas titeln från personens tjänst.",
    )
    paragrafer = ParagraferField(label="Paragrafer")
    person = _villkorad(forms.ModelChoiceField(label="Vilken av dem?", queryset=Person.objects.none(), required=False))

    def __init__(self, *args, lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragrafer"].lista = lista
        namn = " ".join(str(self.data.get("namn", "")).split())
        samma = Person.objects.filter(namn__iexact=namn).order_by("pk") if namn else Person.objects.none()
        self.fields["person"].queryset = samma
        self.fields["person"].label_from_instance = lambda p: (
            f"{p.namn}, {p.epost}" if p.epost else f"{p.namn} ({p.pk})"
        )
        self.visa_person = False

    def clean(self):
        cleaned = super().clean()
        samma = list(self.fields["person"].queryset[:20])
        if len(samma) > 1 and not cleaned.get("person"):
            self.visa_person = True
            self.add_error("person", "Det finns flera personer med det namnet. Välj vilken av dem det är.")
        elif len(samma) == 1:
            cleaned["person"] = samma[0]
        return cleaned


class DeltagareAndraForm(forms.Form):
    """How somebody stands in the minutes of that day; officials and others also at which §§."""

    namn = forms.CharField(label="Namn i protokollet", max_length=150)
    parti = forms.CharField(label="Parti", max_length=10, required=False)
    titel = forms.CharField(label="Titel eller roll", max_length=150, required=False)
    paragrafer = ParagraferField(label="Paragrafer")

    def __init__(self, *args, lista: Narvarolista, deltagare: Motesdeltagare, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragrafer"].lista = lista
        del self.fields["paragrafer" if deltagare.slag in Motesdeltagare.FORTROENDEVALDA else "parti"]


class GodtaForm(forms.Form):
    kod = forms.CharField(
        widget=forms.HiddenInput, max_length=60, error_messages={"required": "Välj vilken varning som godtas."}
    )
    nyckel = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
    skal = forms.CharField(label="Skäl", max_length=300, error_messages={"required": "Skriv varför varningen godtas."})

    def clean(self):
        # The page has no field for the reason of a warning that is not said.
        if "kod" in self.errors:
            self.errors.pop("skal", None)
