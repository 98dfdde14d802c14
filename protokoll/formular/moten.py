from datetime import timedelta

from django import forms

from kommun.forms import DatumInput, KlockslagInput
from kommun.kalender import next_vardag
from protokoll.underskrifter import justeringen_i_text

_FEL_TID = "Skriv tiden som timme och minut, till exempel 13.00."


class OppnaForm(forms.Form):
    start = forms.TimeField(
        label="Öppnas klockan",
        widget=KlockslagInput,
        error_messages={"required": "Ange när sammanträdet öppnades.", "invalid": _FEL_TID},
    )


class AvslutaForm(forms.Form):
    """When it closed, and which of the ärenden without number utgår; the others get their number."""

    slut = forms.TimeField(
        label="Avslutas klockan",
        widget=KlockslagInput,
        error_messages={"required": "Ange när sammanträdet avslutades.", "invalid": _FEL_TID},
    )
    utgar = forms.TypedMultipleChoiceField(
        label="Ärenden som inte har tagits upp",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kryssa för dem som utgår. De andra får sitt paragrafnummer när sammanträdet avslutas.",
    )

    def __init__(self, *args, utan_nummer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["utgar"].choices = [(p.pk, p.rubrik) for p in utan_nummer]
        if not utan_nummer:
            del self.fields["utgar"]


class OppnaIgenForm(forms.Form):
    skal = forms.CharField(
        label="Varför öppnas sammanträdet igen?",
        max_length=300,
        help_text="Skälet sparas i historiken, till exempel ”ett ärende glömdes”.",
        error_messages={"required": "Skriv varför sammanträdet öppnas igen, till exempel ”ett ärende glömdes”."},
    )


class JusterareForm(forms.Form):
    """Who adjusts, and where and when."""

    deltagare = forms.MultipleChoiceField(
        label="Protokolljusterare",
        widget=forms.CheckboxSelectMultiple,
        help_text="De som tjänstgör, utom ordföranden.",
        error_messages={
            "required": "Välj minst en protokolljusterare.",
            "invalid_choice": "Välj någon som tjänstgör och inte är ordförande; närvaron har ändrats.",
        },
    )
    plats = forms.CharField(label="Justeringens plats", max_length=120, required=False)
    dag = forms.DateField(
        label="Dag",
        widget=DatumInput,
        required=False,
        error_messages={"invalid": "Skriv dagen som år-månad-dag, till exempel 2026-03-10."},
    )
    tid = forms.TimeField(label="Klockan", widget=KlockslagInput, required=False, error_messages={"invalid": _FEL_TID})

    def __init__(self, *args, kan_justera, **kwargs):
        super().__init__(*args, **kwargs)
        self.kan_justera = {str(d.pk): d for d in kan_justera}
        self.fields["deltagare"].choices = [(pk, _rad(d)) for pk, d in self.kan_justera.items()]

    @property
    def valda(self) -> list:
        return [self.kan_justera[pk] for pk in self.cleaned_data["deltagare"]]


def _rad(d) -> str:
    return ", ".join(filter(None, [d.namn_med_parti, d.titel]))


def initial_for(protokoll, sammantrade, kan_justera) -> dict:
    """What is decided about the justering: who, and the place, day and time taken apart again."""
    underskrifter = protokoll.underskrifterna.filter(roll="justerare") if protokoll else ()
    valda = {u.person_id for u in underskrifter}
    text = protokoll.justeringens_plats_och_tid if protokoll else ""
    bestamd = sammantrade.planerad_justering
    if protokoll and protokoll.slag == protokoll.Slag.OMEDELBART:
        bestamd = sammantrade.datum
    dag = bestamd or next_vardag(sammantrade.datum + timedelta(days=sammantrade.organ.justering_dagar))
    plats, tid = text, ""
    nar = justeringen_i_text("", bestamd, None)
    if nar and nar in text:
        plats, _, rest = text.partition(nar)
        tid = rest.removeprefix(" kl. ").replace(".", ":")
    deltagare = [str(d.pk) for d in kan_justera if d.person_id in valda]
    return {"deltagare": deltagare, "plats": plats.strip().rstrip(","), "dag": dag, "tid": tid}
