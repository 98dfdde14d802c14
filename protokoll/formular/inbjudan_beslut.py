"""What is typed when an invitation is decided: a form for each row of the §, and one for the chair's own decision."""

import re

from django import forms

from kommun.forms import DatumInput
from kommun.models import Mandat, Person
from protokoll.inbjudan.behandling import AVGORANDEN, BESLUT, Beslut, Deltar
from protokoll.inbjudan.deltagarval import Folk
from protokoll.inbjudan.paragrafen import namngivna
from protokoll.inbjudan.svarsord import egna_ord
from protokoll.models import Behandling

Svar = Behandling.Svar
_FLEST = 40


class DeltagareForm(forms.Form):
    """Names, one on each line; whoever is not in the register is added only when that is confirmed."""

    deltagare = forms.CharField(
        label="Vem deltar?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "deltagarval", "autocomplete": "off", "spellcheck": "false"}),
        help_text="En på varje rad: Ada Alm (M) eller Bo Björk, kommundirektör.",
    )
    ny = forms.MultipleChoiceField(
        label="Finns inte i registret. Lägg upp:", required=False, widget=forms.CheckboxSelectMultiple
    )
    personlig = forms.BooleanField(label="Personlig inbjudan", required=False)

    def __init__(self, *args, folk: Folk, **kwargs):
        super().__init__(*args, **kwargs)
        self.folk = folk
        for namn in ("deltagare", "ny", "personlig"):
            self.fields[namn].villkorad = True
        self.okanda: list[str] = []
        skickade = self.data.getlist(self.add_prefix("ny")) if self.is_bound else []
        self.fields["ny"].choices = [(n, n) for n in skickade[:_FLEST]]

    def _deltagarna(self, cleaned) -> list[Deltar]:
        rader = [r for r in re.split(r"[\n;]", cleaned.get("deltagare") or "") if r.strip()]
        bekraftade = {n.casefold() for n in cleaned.get("ny") or ()}
        ut: list[Deltar] = []
        for rad in rader[:_FLEST]:
            tolkat = self.folk.tolka(rad)
            if tolkat.flera:
                self.add_error(
                    "deltagare", f"Det finns flera som heter så. Skriv en av dem: {' eller '.join(tolkat.flera)}."
                )
            elif tolkat.okand and tolkat.text.casefold() not in bekraftade:
                self.okanda.append(tolkat.text)
                menade = f" Menade du {' eller '.join(tolkat.lika)}?" if tolkat.lika else ""
                self.add_error(
                    "deltagare",
                    f"{tolkat.text} finns inte i registret.{menade} Bocka för namnet nedan om personen ska läggas upp.",
                )
            elif tolkat.deltar not in ut:
                ut.append(tolkat.deltar)
        if self.okanda:
            # Shown to be ticked; what was ticked before stays so.
            alla = [*(n for n, _ in self.fields["ny"].choices), *self.okanda]
            self.fields["ny"].choices = [(n, n) for n in dict.fromkeys(alla)]
        return ut


class RadForm(DeltagareForm):
    """One invitation of the §."""

    svar = forms.ChoiceField(
        label="Beslut",
        required=False,
        choices=[*((s.value, s.label) for s in BESLUT), (Svar.OBESVARAD.value, Svar.OBESVARAD.label)],
        widget=forms.RadioSelect,
    )
    tillagg = forms.CharField(
        label="Ord i beslutet",
        required=False,
        max_length=500,
        help_text="Det som läggs till, till exempel ”på distans”. Vid annat beslut: hela beslutet.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["svar", "personlig", "deltagare", "ny", "tillagg", "version"]

    def __init__(self, data, *, rad: Behandling, folk: Folk):
        self.rad = rad
        inbjudan = rad.inbjudan
        egna = egna_ord(
            rad.svarstext,
            rad.svar,
            deltagare=namngivna(inbjudan),
            personlig=inbjudan.personlig,
            partier=folk.partier,
        )
        initial = {
            "svar": rad.svar,
            "personlig": inbjudan.personlig,
            "deltagare": folk.skrivna(inbjudan),
            "tillagg": egna or "",
            "version": rad.version,
        }
        super().__init__(data, folk=folk, prefix=f"b{rad.pk}", initial=initial)
        self.fields["svar"].villkorad = self.fields["tillagg"].villkorad = True

    @property
    def ar_gammal(self) -> bool:
        """Somebody else has decided since the page was shown."""
        return self.is_bound and str(self["version"].value()) != str(self.rad.version)

    @property
    def _vilken(self) -> str:
        return str(self.rad.inbjudan)[:80]

    def clean(self):
        cleaned = super().clean()
        svar = cleaned.get("svar")
        self.deltar = self._deltagarna(cleaned) if svar == Svar.DELTAR else []
        if svar == Svar.DELTAR and not self.deltar and "deltagare" not in self.errors:
            self.add_error("deltagare", f"Skriv vem som deltar i ”{self._vilken}”.")
        if svar == Svar.ANNAT and not cleaned.get("tillagg"):
            self.add_error("tillagg", f"Skriv vad som beslutas om ”{self._vilken}”.")
        return cleaned

    def beslut(self) -> Beslut:
        c = self.cleaned_data
        return Beslut(
            behandling=self.rad.pk,
            svar=c["svar"],
            version=c["version"],
            deltagare=self.deltar,
            # What is not decided yet says nothing of it.
            personlig=c["personlig"] if c["svar"] else None,
            tillagg=c["tillagg"] if c["svar"] else "",
        )


class AvgorForm(DeltagareForm):
    """The decision of the chair between meetings."""

    svar = forms.ChoiceField(
        label="Beslut",
        choices=[(s.value, s.label) for s in AVGORANDEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som beslutas."},
    )
    av = forms.ModelChoiceField(
        label="Beslutat av",
        queryset=Person.objects.none(),
        empty_label="Välj …",
        error_messages={"required": "Välj vem som har beslutat."},
    )
    dag = forms.DateField(
        label="Beslutsdag", widget=DatumInput, error_messages={"required": "Skriv vilken dag det beslutades."}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["svar", "personlig", "deltagare", "ny", "av", "dag", "version"]

    def __init__(self, *args, organ, today, **kwargs):
        super().__init__(*args, **kwargs)
        mandat = Mandat.objects.gallande(today).filter(organ=organ).exclude(roll=Mandat.Roll.ERSATTARE)
        self.fields["av"].queryset = Person.objects.filter(pk__in=mandat.values("person")).order_by("namn")

    def clean(self):
        cleaned = super().clean()
        self.deltar = self._deltagarna(cleaned) if cleaned.get("svar") == Svar.DELTAR else []
        if cleaned.get("svar") == Svar.DELTAR and not self.deltar and "deltagare" not in self.errors:
            self.add_error("deltagare", "Skriv vem som deltar.")
        return cleaned
