from django import forms

from kommun.forms import DatumInput
from kommun.kalender import dag_i_ord
from protokoll.models import Sammantrade
from uppdrag.avslut import avslutas_av_annan
from uppdrag.forms import VillkoradMixin
from uppdrag.models import Redovisning, Uppdrag

Utfall = Redovisning.Utfall


class Uppdragsval(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        text = obj.text if len(obj.text) <= 110 else f"{obj.text[:110].rsplit(' ', 1)[0]} …"
        return f"{obj.beteckning} {text} ({obj.get_lage_display().lower()})"


class Motesval(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        pagar = ", pågår" if obj.lage == Sammantrade.Lage.PAGAR else ""
        return f"{obj.organ.namn} {dag_i_ord(obj.datum)}{pagar}"


class PaDagordningForm(forms.Form):
    STAENDE, EGET = "staende", "eget"

    uppdrag = Uppdragsval(
        label="Uppdrag",
        queryset=Uppdrag.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst ett uppdrag.",
            "invalid_choice": "Ett av uppdragen redovisas inte till något av dina organ, eller är inte öppet längre.",
        },
    )
    sammantrade = Motesval(
        label="Sammanträde",
        queryset=Sammantrade.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj till vilket sammanträde."},
    )
    var = forms.ChoiceField(
        label="Var på dagordningen?",
        widget=forms.RadioSelect,
        initial=STAENDE,
        choices=[
            (STAENDE, "I den stående paragrafen Uppföljning av uppdrag (eget ärende om den saknas)"),
            (EGET, "Som ett eget ärende, ”Återrapportering: …”, med diarienumret från paragrafen som gav uppdraget"),
        ],
        error_messages={"required": "Välj var på dagordningen."},
    )

    def __init__(self, *args, uppdragen, sammantraden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uppdrag"].queryset = uppdragen
        self.fields["sammantrade"].queryset = sammantraden

    def clean(self):
        data = super().clean()
        if mote := data.get("sammantrade"):
            andra = [u for u in data.get("uppdrag", []) if u.rapporteras_till_id != mote.organ_id]
            if andra:
                namn = ", ".join(u.beteckning for u in andra)
                self.add_error(
                    "sammantrade", f"{namn} redovisas till {andra[0].rapporteras_till}. Välj ett sammanträde där."
                )
        return data


class BeslutaForm(VillkoradMixin, forms.Form):
    villkorade = ("anteckning", "ny_frist", "bekraftat")

    utfall = forms.ChoiceField(
        label="Vad beslutades om uppdraget?",
        widget=forms.RadioSelect,
        choices=Utfall,
        error_messages={
            "required": "Välj vad som beslutades om uppdraget.",
            "invalid_choice": "Välj ett av alternativen.",
        },
    )
    ny_frist = forms.DateField(
        label="Anstånd till",
        required=False,
        widget=DatumInput,
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."},
    )
    anteckning = forms.CharField(
        label="Vad som begärs, eller skälet till anståndet",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    bekraftat = forms.BooleanField(label="Ja, uppdraget avslutas av det organet", required=False)
    skriv = forms.BooleanField(
        label="Skriv beslutsmeningen i paragrafen",
        required=False,
        initial=True,
        help_text="Det som någon har skrivit själv skrivs inte över.",
    )

    def __init__(self, *args, redovisning: Redovisning, **kwargs):
        super().__init__(*args, **kwargs)
        self.varning = avslutas_av_annan(redovisning.uppdrag, redovisning.paragraf.organ)
        if not self.varning:
            del self.fields["bekraftat"]
        else:
            self.fields["bekraftat"].help_text = f"{self.varning} Gäller bara om uppdraget godkänns och avslutas."

    def clean(self):
        data = super().clean()
        utfall = data.get("utfall")
        if utfall == Utfall.KOMPLETTERING and not data.get("anteckning"):
            self.add_error("anteckning", "Skriv vad rapporten ska kompletteras med.")
        if utfall == Utfall.ANSTAND and not data.get("ny_frist") and "ny_frist" not in self.errors:
            self.add_error("ny_frist", "Ange till vilken dag anståndet gäller.")
        if utfall == Utfall.GODKANT and self.varning and not data.get("bekraftat"):
            self.add_error("bekraftat", f"{self.varning} Kryssa i om uppdraget ändå ska avslutas där.")
        return data
