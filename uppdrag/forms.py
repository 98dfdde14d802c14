import re
from uuid import uuid4

from django import forms

from kommun.editor import html_to_text
from kommun.forms import DatumInput
from kommun.listor import swedish
from kommun.models import Forvaltning, Organ, Person, Tjanst
from protokoll.models import Beslut

EGEN_LYDELSE = ""


class VillkoradMixin:
    """Fields of which some combination is required: they are not marked "valfritt", their help says the rule."""

    villkorade: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for namn in self.villkorade:
            self.fields[namn].villkorad = True


def meningar(text: str) -> list[str]:
    """The sentences of a decision, each a possible uppdrag. An abbreviation may split one; it is only an offer."""
    rader = [rad for rad in text.splitlines() if "\t" not in rad]  # not the rows of a table
    delar = [m.strip() for rad in rader for m in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", rad)]
    return [m for m in delar if len(m.split()) > 2]


def forvaltningar(today):
    return Forvaltning.objects.verksamma(today).order_by(swedish("namn"))


def mojliga_ansvariga(today):
    """People with an appointment today: an uppdrag is never given to somebody who has left."""
    return Person.objects.filter(pk__in=Tjanst.objects.gallande(today).values("person")).order_by(swedish("namn"))


class FristFalt(VillkoradMixin, forms.Form):
    """A frist, or the explicit choice of none."""

    villkorade = ("frist",)

    frist = forms.DateField(
        label="Frist",
        required=False,
        widget=DatumInput,
        help_text="Senast när uppdraget ska vara återrapporterat.",
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."},
    )
    ingen_frist = forms.BooleanField(label="Ingen frist är bestämd", required=False)

    def clean(self):
        data = super().clean()
        if "frist" not in self.errors:
            if data.get("frist") and data.get("ingen_frist"):
                self.add_error("ingen_frist", "Välj antingen en dag eller ”ingen frist”, inte båda.")
            elif not data.get("frist") and not data.get("ingen_frist"):
                self.add_error("frist", "Ange en frist, eller kryssa i att ingen frist är bestämd.")
        return data


class MottagareFalt(VillkoradMixin, forms.Form):
    villkorade = ("forvaltning", "ansvarig")
    forvaltning = forms.ModelChoiceField(
        label="Förvaltning",
        queryset=Forvaltning.objects.none(),
        required=False,
        empty_label="Ingen vald",
        help_text="Ange en förvaltning, en ansvarig person eller båda.",
    )
    ansvarig = forms.ModelChoiceField(
        label="Ansvarig person", queryset=Person.objects.none(), required=False, empty_label="Ingen vald"
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["forvaltning"].queryset = forvaltningar(today)
        self.fields["ansvarig"].queryset = mojliga_ansvariga(today)

    def clean(self):
        data = super().clean()
        if not data.get("forvaltning") and not data.get("ansvarig") and not self.errors:
            self.add_error("forvaltning", "Ange vem som får uppdraget: en förvaltning, en person eller båda.")
        return data


class LoggaForm(MottagareFalt, FristFalt):
    villkorade = ("mening", "text", *MottagareFalt.villkorade, *FristFalt.villkorade)
    mening = forms.ChoiceField(label="Uppdraget", required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Egen lydelse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv här om uppdraget bara är en del av beslutet, eller behöver egna ord.",
    )
    rapporteras_till = forms.ModelChoiceField(label="Rapporteras till", queryset=Organ.objects.none(), empty_label=None)
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = [
        "mening",
        "text",
        "forvaltning",
        "ansvarig",
        "rapporteras_till",
        "frist",
        "ingen_frist",
        "nyckel",
    ]

    def __init__(self, *args, beslut: Beslut, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        self.fields["rapporteras_till"].queryset = Organ.objects.verksamma(today).order_by(swedish("namn"))
        val = [(m, m) for m in meningar(html_to_text(beslut.text))]
        self.fields["mening"].choices = [*val, (EGEN_LYDELSE, "Egen lydelse, skrivs nedan")]
        self.initial.setdefault("mening", val[0][0] if len(val) == 1 else None)
        self.initial.setdefault("rapporteras_till", beslut.paragraf.organ_id)
        if self.initial.get("text"):
            self.initial["mening"] = EGEN_LYDELSE

    def clean(self):
        data = super().clean()
        data["text"] = (data.get("text") or data.get("mening") or "").strip()
        if not data["text"]:
            self.add_error("text", "Välj en mening ur beslutet, eller skriv uppdraget med egna ord.")
        return data


class BeslutsvalFalt(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        p = obj.paragraf
        return f"{p.sammantrade.datum:%Y-%m-%d} {p.beteckning} {p.rubrik}"[:110]


class GivetForm(MottagareFalt, FristFalt):
    """An uppdrag that a § tells was given before, elsewhere."""

    villkorade = (*MottagareFalt.villkorade, *FristFalt.villkorade)

    class Utfall:
        AVSLUTAT = "avslutat"
        ATERRAPPORTERAT = "aterrapporterat"

    text = forms.CharField(label="Uppdraget", widget=forms.Textarea(attrs={"rows": 4}))
    givare = forms.ModelChoiceField(
        label="Givet av",
        queryset=Organ.objects.none(),
        empty_label="Inget valt",
        help_text="Ett organ som du är sekreterare i.",
        error_messages={
            "required": "Välj det organ som gav uppdraget.",
            "invalid_choice": "Du är inte sekreterare i det organet och kan inte registrera dess uppdrag.",
        },
    )
    datum = forms.DateField(
        label="Givet den",
        widget=DatumInput,
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd.", "required": "Ange dagen då uppdraget gavs."},
    )
    paragraf = forms.IntegerField(
        label="Paragraf", min_value=1, error_messages={"required": "Ange i vilken paragraf uppdraget gavs."}
    )
    utfall = forms.ChoiceField(
        label="Vad innebär den här paragrafen för uppdraget?",
        widget=forms.RadioSelect,
        choices=[
            (Utfall.AVSLUTAT, "Uppdraget är fullgjort och avslutas med paragrafen"),
            (Utfall.ATERRAPPORTERAT, "Uppdraget är återrapporterat men inte avslutat"),
        ],
        error_messages={"required": "Välj om paragrafen avslutar uppdraget eller inte."},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, givare, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["givare"].queryset = givare

    field_order = [
        "text",
        "givare",
        "datum",
        "paragraf",
        "forvaltning",
        "ansvarig",
        "frist",
        "ingen_frist",
        "utfall",
        "nyckel",
    ]
