from functools import partial

from django import forms

from kommun.forms import DatumInput
from kommun.listor import swedish
from kommun.models import Forvaltning, Organ, Person
from kommun.organval import OrganVal
from uppdrag.models import Uppdrag

_FEL_DAG = {"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."}


def _dagfalt(etikett: str) -> forms.DateField:
    return forms.DateField(label=etikett, required=False, widget=DatumInput, error_messages=_FEL_DAG)


class UppdragFilter(forms.Form):
    """The list's filter. `lage` also knows states that are computed; an old address may hold what is no more."""

    # The rest is folded away.
    vanliga = ("q", "lage", "organ", "forvaltning")

    q = forms.CharField(label="Sök i text eller nummer", required=False, max_length=100)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla lägen"),
            ("oppna", "Öppna"),
            ("forsenade", "Försenade"),
            ("ej_besvarade", "Ej besvarade"),
            ("utan_frist", "Saknar frist"),
            ("utan_ansvarig", "Utan ansvarig i tjänst"),
            *Uppdrag.Lage.choices,
        ],
    )
    organ = OrganVal(label="Givet av")
    utskott = forms.ChoiceField(
        label="Organets utskott",
        required=False,
        choices=[("", "Bara organet"), ("med", "Organet och dess utskott")],
    )
    forvaltning = forms.ModelChoiceField(
        label="Förvaltning",
        queryset=Forvaltning.objects.order_by(swedish("namn")),
        required=False,
        empty_label="Alla förvaltningar",
    )
    till = OrganVal(label="Rapporteras till")
    mote = forms.ChoiceField(
        label="Rapporteras",
        required=False,
        choices=[("", "När som helst"), ("nasta", "Till nästa sammanträde")],
    )
    namnd = forms.ModelChoiceField(
        label="Mottagande nämnd", queryset=Organ.objects.none(), required=False, empty_label="Alla nämnder"
    )
    person = forms.ModelChoiceField(
        label="Ansvarig person", queryset=Person.objects.none(), required=False, empty_label="Alla personer"
    )
    vems = forms.ChoiceField(
        label="Vems",
        required=False,
        choices=[
            ("", "Allas"),
            ("organ", "I mina organ"),
            ("forvaltning", "Mina och min förvaltnings"),
            ("mina", "Mina egna"),
        ],
    )
    alder = forms.ChoiceField(
        label="Ålder",
        required=False,
        choices=[
            ("", "Alla åldrar"),
            ("-3", "Yngre än 3 månader"),
            ("3", "Äldre än 3 månader"),
            ("6", "Äldre än 6 månader"),
            ("12", "Äldre än 1 år"),
            ("24", "Äldre än 2 år"),
        ],
    )
    givet_fran = _dagfalt("Givet från och med")
    givet_till = _dagfalt("Givet till och med")
    frist_fran = _dagfalt("Frist från och med")
    frist_till = _dagfalt("Frist till och med")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["namnd"].queryset = Organ.objects.filter(
            pk__in=Uppdrag.objects.exclude(mottagande_organ=None).values("mottagande_organ")
        ).order_by("namn")
        self.fields["person"].queryset = Person.objects.filter(
            pk__in=Uppdrag.objects.exclude(ansvarig=None).values("ansvarig")
        ).order_by(swedish("namn"))
        self._las_bara_namnen()

    def _las_bara_namnen(self) -> None:
        """Of hundreds to choose among nothing but the name is shown, and two fields have the same ones."""
        lasta: dict[str, list] = {}

        def alternativen(namn: str, falt: forms.ModelChoiceField) -> list[tuple]:
            vilka = "organ" if namn == "till" else namn
            if vilka not in lasta and isinstance(falt, OrganVal):
                lasta[vilka] = [(o.pk, falt.label_from_instance(o)) for o in falt.queryset]
            elif vilka not in lasta:
                lasta[vilka] = list(falt.queryset.values_list("pk", "namn"))
            return [("", falt.empty_label), *lasta[vilka]]

        for namn, falt in self.fields.items():
            if isinstance(falt, forms.ModelChoiceField):
                falt.choices = partial(alternativen, namn, falt)

    def clean(self):
        data = super().clean()
        for fran, till in (("givet_fran", "givet_till"), ("frist_fran", "frist_till")):
            if data.get(fran) and data.get(till) and data[till] < data[fran]:
                self.add_error(till, "Slutdagen ligger före startdagen. Byt plats på dem.")
        return data

    @property
    def antal_valda(self) -> int:
        return sum(1 for namn in self.fields if self[namn].value())
