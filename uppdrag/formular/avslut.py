from django import forms
from django.db.models import Q

from kommun.forms import DatumInput, nycklar
from kommun.kalender import dag_i_ord
from kommun.listor import swedish
from kommun.models import Organ
from protokoll.models import Beslut, Sammantrade
from protokoll.sekretess import RUBRIK as SEKRETESS
from uppdrag.avslut import avslutas_av_annan
from uppdrag.forms import BeslutsvalFalt, VillkoradMixin
from uppdrag.models import Uppdrag

SENASTE = 200


def mojliga_beslut(uppdrag: Uppdrag, most: int = SENASTE):
    """Decisions since the uppdrag was given, of the organ that has to do with it and those above; latest first."""
    organen = {uppdrag.givare_id, uppdrag.rapporteras_till_id, uppdrag.mottagande_organ_id} - {None}
    beslut = (
        Beslut.objects.filter(
            Q(paragraf__organ__in=organen) | Q(paragraf__organ__underordnade__in=organen),
            paragraf__sammantrade__datum__gte=uppdrag.beslut.paragraf.sammantrade.datum,
            paragraf__nummer__isnull=False,
        )
        .exclude(pk=uppdrag.beslut_id)
        .distinct()
        .order_by("-paragraf__sammantrade__datum", "-paragraf__nummer", "pk")
    )
    # A slice cannot be filtered by the field's own check, so the keys are taken first.
    rader = beslut.values_list("pk", "paragraf__sammantrade__datum", "paragraf__nummer")[:most]
    return (
        Beslut.objects.filter(pk__in=[pk for pk, *_ in rader])
        .select_related("paragraf__sammantrade", "paragraf__organ__overordnat", "paragraf__protokoll")
        .order_by("-paragraf__sammantrade__datum", "-paragraf__nummer")
    )


class Beslutsval(BeslutsvalFalt):
    def label_from_instance(self, obj):
        p = obj.paragraf
        rubrik = SEKRETESS if p.ar_hemlig else p.rubrik
        return f"{p.organ.kortnamn} {p.sammantrade.datum:%Y-%m-%d} {p.beteckning} {rubrik}"[:110]


def _beslutsfalt(label: str, *, empty: str, hjalp: str = "") -> Beslutsval:
    return Beslutsval(label=label, queryset=Beslut.objects.none(), required=False, empty_label=empty, help_text=hjalp)


def _skalfalt(label: str, fel: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": fel},
    )


class AvslutaForm(VillkoradMixin, forms.Form):
    villkorade = ("avslutat_i", "skal", "bekraftat")
    avslutat_i = _beslutsfalt(
        "Paragraf som avslutar uppdraget",
        empty="Ingen paragraf, skälet skrivs nedan",
        hjalp=f"De {SENASTE} senaste besluten av organen som gav uppdraget och följer upp det.",
    )
    skal = forms.CharField(
        label="Skäl eller anteckning",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Krävs om ingen paragraf avslutar uppdraget.",
    )
    bekraftat = forms.BooleanField(label="Ja, uppdraget avslutas av det organet", required=False)

    def __init__(self, *args, uppdrag: Uppdrag, **kwargs):
        super().__init__(*args, **kwargs)
        self.uppdrag = uppdrag
        self.fields["avslutat_i"].queryset = mojliga_beslut(uppdrag)
        if not self._att_bekrafta():
            self.fields.pop("bekraftat")

    def _att_bekrafta(self) -> str | None:
        """The warning, once a § of another organ has been chosen."""
        valt = self.data.get("avslutat_i", "") if self.is_bound else ""
        beslut = self.fields["avslutat_i"].queryset.filter(pk__in=nycklar([valt])).first()
        return avslutas_av_annan(self.uppdrag, beslut.paragraf.organ) if beslut else None

    def clean(self):
        data = super().clean()
        if not data.get("avslutat_i") and not data.get("skal") and not self.errors:
            self.add_error(
                "avslutat_i", "Välj den paragraf som avslutar uppdraget, eller skriv varför det avslutas utan."
            )
        if "bekraftat" in self.fields and not data.get("bekraftat"):
            self.add_error("bekraftat", f"{self._att_bekrafta()} Kryssa i om uppdraget ändå ska avslutas där.")
        return data


class AvskrivForm(forms.Form):
    skal = _skalfalt("Varför avskrivs uppdraget?", "Skriv varför uppdraget avskrivs.")
    beslut = _beslutsfalt("Paragraf där det beslutades", empty="Ingen paragraf")

    def __init__(self, *args, uppdrag: Uppdrag, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beslut"].queryset = mojliga_beslut(uppdrag)


class OverforForm(AvskrivForm):
    till = forms.ModelChoiceField(
        label="Organ som tar över uppdraget",
        queryset=Organ.objects.none(),
        empty_label="Inget valt",
        error_messages={"required": "Välj det organ som tar över uppdraget."},
    )
    field_order = ["till", "skal", "beslut"]

    def __init__(self, *args, uppdrag: Uppdrag, today, **kwargs):
        super().__init__(*args, uppdrag=uppdrag, **kwargs)
        verksamma = Organ.objects.verksamma(today).exclude(pk=uppdrag.rapporteras_till_id)
        self.fields["till"].queryset = verksamma.order_by(swedish("namn"))
        self.fields["skal"].label = "Varför förs uppdraget över?"
        self.fields["skal"].error_messages["required"] = "Skriv varför uppdraget förs över."


class AteroppnaForm(forms.Form):
    skal = _skalfalt("Varför öppnas uppdraget igen?", "Skriv varför uppdraget öppnas igen.")


class Motesval(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        stopp = f", stoppdag {dag_i_ord(obj.stoppdag, veckodag=False, ar=False)}" if obj.stoppdag else ""
        return f"{dag_i_ord(obj.datum)}{stopp}"


class FristForm(VillkoradMixin, forms.Form):
    """A day, a coming meeting, or the explicit choice of none with a day for the next report."""

    villkorade = ("frist", "mote", "nasta_rapport")
    frist = forms.DateField(
        label="Ny frist",
        required=False,
        widget=DatumInput,
        help_text="Senast när uppdraget ska vara återrapporterat. Välj en dag, eller ett sammanträde nedan.",
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."},
    )
    mote = Motesval(
        label="Sammanträde där det ska redovisas",
        queryset=Sammantrade.objects.none(),
        required=False,
        empty_label="Inget valt",
    )
    ingen_frist = forms.BooleanField(label="Ingen frist är bestämd", required=False)
    nasta_rapport = forms.DateField(
        label="Nästa rapport, när ingen frist är bestämd",
        required=False,
        widget=DatumInput,
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."},
    )
    skal = forms.CharField(
        label="Varför ändras fristen?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv varför fristen ändras. Skälet syns i uppdragets historik."},
    )
    beslut = _beslutsfalt(
        "Paragraf som gav anståndet", empty="Ingen paragraf", hjalp="Om organet har beslutat om den nya dagen."
    )

    def __init__(self, *args, uppdrag: Uppdrag, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mote"].queryset = uppdrag.rapporteras_till.sammantradena.kommande(today).filter(
            lage__in=(Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR)
        )
        self.fields["beslut"].queryset = mojliga_beslut(uppdrag)

    def clean(self):
        data = super().clean()
        if self.errors.keys() & {"frist", "mote", "nasta_rapport"}:
            return data
        frist, mote, ingen = data.get("frist"), data.get("mote"), data.get("ingen_frist")
        if ingen and (frist or mote):
            self.add_error("ingen_frist", "Välj antingen en dag eller ”ingen frist”, inte båda.")
        elif frist and mote and frist != mote.datum:
            self.add_error("mote", "Välj antingen en dag eller ett sammanträde, inte båda.")
        elif not (frist or mote or ingen):
            self.add_error("frist", "Ange en frist, välj ett sammanträde eller kryssa i att ingen frist är bestämd.")
        if data.get("nasta_rapport") and not ingen:
            self.add_error("nasta_rapport", "Nästa rapport anges bara när ingen frist är bestämd.")
        elif ingen and not data.get("nasta_rapport"):
            self.add_error("nasta_rapport", "Ange när uppdraget ska redovisas nästa gång.")
        if mote:
            data["frist"] = mote.datum
        return data
