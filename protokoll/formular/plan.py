import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from kommun.forms import DatumInput, KlockslagInput
from kommun.kalender import MANADER, VECKODAGAR, dag_i_ord, is_vardag, rod_dag
from kommun.models import Organ
from protokoll.models import Sammantrade
from protokoll.plan import SISTA, KringAnnat, Monster, NteVeckodag, Riktning, VarNteVecka

FORSTA_AR, SISTA_AR = 2000, 2100
FLEST_RADER = 60

_MANADER = [(n, namn) for n, namn in enumerate(MANADER, start=1)]
_LANGSTA_PLATS = Sammantrade._meta.get_field("plats").max_length


def _slutar_fore_start(start, slut) -> bool:
    return bool(slut and (start is None or slut <= start))


class TidOchPlats(forms.Form):
    """When it begins and ends, and where: of a meeting, or of all that are planned at once."""

    start = forms.TimeField(label="Börjar", required=False, widget=KlockslagInput)
    slut = forms.TimeField(label="Slutar", required=False, widget=KlockslagInput)
    plats = forms.CharField(label="Plats", required=False, max_length=_LANGSTA_PLATS)

    def clean(self):
        data = super().clean()
        if _slutar_fore_start(data.get("start"), data.get("slut")) and "start" not in self.errors:
            self.add_error("slut", "Sammanträdet ska sluta efter att det har börjat.")
        return data


class MonsterForm(forms.Form):
    """The pattern of a year. Only the fields of the chosen pattern count."""

    FALT = {
        "nte": ("n", "veckodag", "manader"),
        "vecka": ("forsta", "veckor", "utan_manader", "utan_veckor"),
        "annat": ("annat", "dagar", "sida"),
    }
    monster = forms.ChoiceField(
        label="Hur ofta",
        choices=[
            ("nte", "En viss veckodag i månaden"),
            ("vecka", "Med ett visst antal veckor emellan"),
            ("annat", "I förhållande till ett annat organ"),
        ],
        widget=forms.RadioSelect,
    )
    n = forms.TypedChoiceField(
        label="Vilken i månaden",
        coerce=int,
        choices=[(1, "första"), (2, "andra"), (3, "tredje"), (4, "fjärde"), (SISTA, "sista")],
    )
    veckodag = forms.TypedChoiceField(label="Veckodag", coerce=int, choices=list(enumerate(VECKODAGAR[:5])))
    manader = forms.TypedMultipleChoiceField(
        label="Månader",
        coerce=int,
        choices=_MANADER,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryssa i de månader som organet sammanträder."},
    )
    forsta = forms.DateField(label="Första dagen", widget=DatumInput)
    veckor = forms.IntegerField(label="Veckor emellan", min_value=1, max_value=26)
    utan_manader = forms.TypedMultipleChoiceField(
        label="Månader utan sammanträde",
        coerce=int,
        choices=_MANADER,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    utan_veckor = forms.CharField(
        label="Veckor utan sammanträde", required=False, max_length=100, help_text="Till exempel 8, 28–31, 44."
    )
    annat = forms.ModelChoiceField(label="Organ", queryset=Organ.objects.none(), empty_label=None)
    dagar = forms.IntegerField(label="Antal dagar", min_value=1, max_value=120)
    sida = forms.ChoiceField(label="Före eller efter", choices=[("fore", "före"), ("efter", "efter")])
    riktning = forms.ChoiceField(
        label="En dag som inte är vardag flyttas till",
        choices=[(Riktning.NASTA, "vardagen efter"), (Riktning.FOREGAENDE, "vardagen före")],
    )

    def __init__(self, *args, organ: Organ, ar: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.ar = ar
        self.fields["annat"].queryset = Organ.objects.exclude(pk=organ.pk).order_by("namn")
        valt = self.data.get("monster")
        for monster, namnen in self.FALT.items():
            for namn in namnen:
                # Its box shows only with its pattern, where it is needed: "(valfritt)" would be wrong either way.
                self.fields[namn].villkorad = namn != "utan_veckor"
                if monster != valt:
                    self.fields[namn].required = False

    def clean(self):
        data = super().clean()
        for monster, namnen in self.FALT.items():
            if monster != data.get("monster"):
                for namn in namnen:  # not shown, so nothing to mend
                    self.errors.pop(namn, None)
        return data

    def clean_utan_veckor(self) -> frozenset[int]:
        veckor: set[int] = set()
        for del_ in re.split(r"[,;\s]+", self.cleaned_data["utan_veckor"].strip()):
            if not del_:
                continue
            traff = re.fullmatch(r"[vV]?\.?(\d{1,2})(?:[-–](\d{1,2}))?", del_)
            forsta, sista = (int(traff[1]), int(traff[2] or traff[1])) if traff else (0, 0)
            if not 1 <= forsta <= sista <= 53:
                raise ValidationError(f"”{del_}” är ingen vecka. Skriv till exempel 8, 28–31, 44.")
            veckor.update(range(forsta, sista + 1))
        return frozenset(veckor)

    def clean_forsta(self):
        forsta = self.cleaned_data["forsta"]
        if forsta and self.data.get("monster") == "vecka" and not self.ar - 2 <= forsta.year <= self.ar:
            raise ValidationError(f"Den första dagen ska ligga före eller under {self.ar}.")
        return forsta

    def monstret(self, motesdagar) -> Monster:
        """`motesdagar` gives the meetings of the organ that was chosen to count from."""
        d = self.cleaned_data
        match d["monster"]:
            case "nte":
                return NteVeckodag(d["n"], d["veckodag"], frozenset(d["manader"]))
            case "vecka":
                return VarNteVecka(d["forsta"], d["veckor"], frozenset(d["utan_manader"]), d["utan_veckor"])
        return KringAnnat(d["dagar"], tuple(motesdagar(d["annat"])), efter=d["sida"] == "efter")


class RadForm(forms.Form):
    """One line of the preview: a meeting to be made, or not."""

    med = forms.BooleanField(label="Skapa", required=False)
    datum = forms.DateField(label="Datum", widget=DatumInput)
    start = forms.TimeField(label="Börjar", required=False, widget=KlockslagInput)
    slut = forms.TimeField(label="Slutar", required=False, widget=KlockslagInput)
    # What the pattern gave, and the meeting that the day was counted from.
    ursprung = forms.DateField(widget=forms.HiddenInput)
    till = forms.DateField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        if _slutar_fore_start(data.get("start"), data.get("slut")) and "start" not in self.errors:
            self.add_error("slut", "Sluttiden är före starttiden.")
        return data


class BasRader(forms.BaseFormSet):
    """The lines of a preview, of one year."""

    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "missing_management_form": "Raderna kom inte fram hela. Visa datumen igen.",
    }

    def __init__(self, *args, ar: int, **kwargs):
        self.ar = ar
        super().__init__(*args, **kwargs)

    def clean(self):
        if not self.management_form.is_valid():
            return
        tagna: dict[date, int] = {}
        for rad in self.forms:
            dag = rad.cleaned_data.get("datum") if hasattr(rad, "cleaned_data") else None
            if dag is None or not rad.cleaned_data.get("med"):
                continue
            if mening := self._fel(dag, tagna):
                rad.add_error("datum", mening)
            tagna.setdefault(dag, 1)
        if not any(r.cleaned_data.get("med") for r in self.forms if hasattr(r, "cleaned_data")):
            raise ValidationError("Kryssa i minst ett sammanträde att skapa.")

    def _fel(self, dag: date, tagna) -> str:
        i_ord = dag_i_ord(dag, ar=False).capitalize()
        if dag.year != self.ar:
            return f"{dag_i_ord(dag).capitalize()} är inte i {self.ar}."
        if not is_vardag(dag):
            namn = rod_dag(dag)
            return f"{i_ord} är {namn}. Välj en vardag." if namn else f"{i_ord} är ingen vardag. Välj en vardag."
        return f"{i_ord} står två gånger. Ändra den ena eller kryssa ur den." if dag in tagna else ""


RaderFormSet = forms.formset_factory(
    RadForm, formset=BasRader, extra=0, max_num=FLEST_RADER, absolute_max=FLEST_RADER, validate_max=True
)


class NyttForm(TidOchPlats):
    organ = forms.ModelChoiceField(label="Organ", queryset=Organ.objects.none(), empty_label=None)
    datum = forms.DateField(
        label="Datum", widget=DatumInput, error_messages={"required": "Välj vilken dag sammanträdet ska vara."}
    )
    field_order = ["organ", "datum", "start", "slut", "plats"]

    def __init__(self, *args, organen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organen

    def clean_datum(self):
        return _rimligt_ar(self.cleaned_data["datum"])


def _rimligt_ar(datum: date) -> date:
    if not FORSTA_AR <= datum.year <= SISTA_AR:
        raise ValidationError(f"Året {datum.year} kan inte stämma.")
    return datum


class AndraForm(TidOchPlats):
    stoppdag = forms.DateField(label="Stoppdag för handlingar", required=False, widget=DatumInput)
    kallelsedag = forms.DateField(label="Kallelsen skickas", required=False, widget=DatumInput)
    planerad_justering = forms.DateField(label="Planerad justering", required=False, widget=DatumInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, datum: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.datum = datum

    def clean(self):
        data = super().clean()
        for falt, fore in (("stoppdag", True), ("kallelsedag", True), ("planerad_justering", False)):
            dag = data.get(falt)
            if dag and (dag > self.datum if fore else dag < self.datum):
                hur = "senast den dagen" if fore else "tidigast den dagen"
                self.add_error(falt, f"Sammanträdet är {dag_i_ord(self.datum)}. Välj {hur}.")
        return data


class FlyttaForm(TidOchPlats):
    datum = forms.DateField(
        label="Ny dag", widget=DatumInput, error_messages={"required": "Välj vilken dag sammanträdet ska vara."}
    )
    rakna_om = forms.BooleanField(
        label="Räkna om stoppdag, kallelsedag och justering efter den nya dagen", required=False, initial=True
    )
    skal = forms.CharField(
        label="Varför det flyttas", required=False, max_length=300, help_text="Sparas i historiken, visas inte utåt."
    )
    field_order = ["datum", "start", "slut", "plats", "rakna_om", "skal"]

    def clean_datum(self):
        return _rimligt_ar(self.cleaned_data["datum"])


class StallInForm(forms.Form):
    skal = forms.CharField(
        label="Varför ställs det in?",
        max_length=Sammantrade._meta.get_field("installt_skal").max_length,
        help_text="Till exempel ”för få ärenden”. Visas för inloggade och står i brevet till dem som har kallats, "
        "men inte i den öppna kalendern.",
        error_messages={"required": "Skriv varför sammanträdet ställs in, till exempel ”för få ärenden”."},
    )
