from django import forms
from django.db.models import Q

from kommun.forms import DatumInput
from kommun.models import Mandat, Person, Tjanst

_DAG = {"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."}


class LagrumForm(forms.Form):
    lagrum = forms.CharField(
        label="Sekretess enligt",
        max_length=200,
        help_text="Lagrummet, till exempel ”19 kap. 3 § OSL”. Det läses bara av dem som läser paragrafen.",
        error_messages={"required": "Ange lagrummet, till exempel ”19 kap. 3 § OSL”."},
    )


class OppnaForm(forms.Form):
    skal = forms.CharField(
        label="Varför gäller sekretessen inte längre?",
        max_length=300,
        help_text="Till exempel ”avtalet är tecknat”. Skälet står i paragrafens historik.",
        error_messages={"required": "Skriv varför sekretessen inte längre gäller, till exempel ”avtalet är tecknat”."},
    )


class OppnaLastForm(OppnaForm):
    """Of what is justerat: who tried it is said too."""

    provad_av = forms.CharField(
        label="Vem har prövat det?",
        max_length=120,
        help_text="Till exempel ”kommunjuristen” eller ”kommunstyrelsen, § 12”.",
        error_messages={"required": "Skriv vem som har prövat att sekretessen inte längre gäller."},
    )
    field_order = ("provad_av", "skal")


class LasareForm(forms.Form):
    """Who else reads it. The secretaries of the organ and those who sign do so without being named here."""

    person = forms.ModelChoiceField(
        label="Person",
        queryset=Person.objects.none(),
        empty_label="Välj en person",
        help_text="De som har ett uppdrag eller en tjänst i dag.",
        error_messages={"required": "Välj den som ska läsa paragrafen."},
    )
    skal = forms.CharField(
        label="Varför",
        max_length=300,
        help_text="Till exempel ”handlägger ärendet” eller ”tjänstgjorde vid paragrafen”.",
        error_messages={"required": "Skriv varför personen ska läsa paragrafen, till exempel ”handlägger ärendet”."},
    )
    fran = forms.DateField(
        label="Från och med",
        widget=DatumInput,
        error_messages={"required": "Ange från vilken dag personen läser paragrafen."} | _DAG,
    )
    till = forms.DateField(
        label="Till och med",
        required=False,
        widget=DatumInput,
        help_text="Lämna tomt för tills vidare.",
        error_messages=_DAG,
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        i_tjanst = Tjanst.objects.gallande(today).values("person")
        valda = Mandat.objects.gallande(today).values("person")
        self.fields["person"].queryset = Person.objects.filter(Q(pk__in=i_tjanst) | Q(pk__in=valda)).order_by("namn")
        self.fields["till"].villkorad = True  # empty is until further notice, a choice and not an omission

    def clean(self):
        data = super().clean()
        if (fran := data.get("fran")) and (till := data.get("till")) and till < fran:
            self.add_error("till", "Den sista dagen är före den första.")
        return data
