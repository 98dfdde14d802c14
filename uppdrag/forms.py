import re

from django import forms

from kommun.forms import DatumInput
from kommun.listor import swedish
from kommun.models import Forvaltning, Person, Tjanst


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


class BeslutsvalFalt(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        p = obj.paragraf
        return f"{p.sammantrade.datum:%Y-%m-%d} {p.beteckning} {p.rubrik}"[:110]
