"""Forms for reading in a list. Validation only."""

from django import forms

from kommun.forms import DatumInput
from kommun.granser import STORSTA_FIL
from kommun.listor import swedish
from kommun.models import Forvaltning, Organ
from uppdrag.inlasning import FALTEN, Lista
from uppdrag.inlasning.lagen import LAGEN
from uppdrag.inlasning.register import FORVALTNING, ORGAN, PERSON, Register, vik_namn
from uppdrag.inlasning.tolkad import TOMT, Okand

_MB = STORSTA_FIL // 1024 // 1024


def mina_organ(user):
    return Organ.objects.filter(pk__in=user.behorighet.sekreterare_i).order_by(swedish("namn"))


class LaddaUppForm(forms.Form):
    fil = forms.FileField(
        label="Lista",
        help_text=f"Excel (.xlsx) eller text (.csv), högst {_MB} MB. Rubrikerna får heta vad som helst.",
        max_length=255,
        error_messages={
            "required": "Välj den fil som listan finns i.",
            "empty": "Filen är tom. Välj den fil som listan finns i.",
            "max_length": "Filnamnet är för långt. Döp om filen till något kortare.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.tsv", "data-max-bytes": STORSTA_FIL}),
    )
    organ = forms.ModelChoiceField(
        label="Organ som gav uppdragen",
        queryset=Organ.objects.none(),
        empty_label=None,
        help_text="Gäller de rader som inte själva nämner ett organ.",
    )

    def __init__(self, *args, user, too_large: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = mina_organ(user)
        if too_large:
            self.fields["fil"].error_messages["required"] = (
                f"Filen är större än {_MB} MB. Dela upp listan i flera filer."
            )


class BladForm(forms.Form):
    """Which sheet, and on which row its headings stand. Comes in by GET: it only changes what is shown."""

    blad = forms.ChoiceField(label="Blad", required=False)
    rubrikrad = forms.IntegerField(
        label="Rubrikerna står på rad",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="Tomt: den rad som liknar rubriker mest.",
    )

    def __init__(self, *args, bladen, **kwargs):
        super().__init__(*args, **kwargs)
        if len(bladen) > 1:
            self.fields["blad"].choices = [(b.namn, f"{b.namn} (dolt)" if b.dolt else b.namn) for b in bladen]
        else:
            del self.fields["blad"]


class KolumnForm(forms.Form):
    """What each column is read as, and what holds for rows that do not say it themselves."""

    organ = forms.ModelChoiceField(
        label="Organ som gav uppdragen",
        queryset=Organ.objects.none(),
        empty_label=None,
        help_text="Gäller de rader som inte själva nämner ett organ.",
    )
    forvaltning = forms.ModelChoiceField(
        label="Förvaltning för rader utan mottagare",
        queryset=Forvaltning.objects.none(),
        required=False,
        empty_label="Ingen: sådana rader är fel",
    )
    avslutat_dag = forms.DateField(
        label="Dag för avslutade uppdrag som saknar dag",
        required=False,
        widget=DatumInput,
        help_text="Till exempel årets sista dag. Tomt: sådana rader är fel.",
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd."},
    )

    def __init__(self, *args, user, today, lista: Lista, gissning: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.lista, self.today = lista, today
        self.fields["organ"].queryset = mina_organ(user)
        self.fields["forvaltning"].queryset = Forvaltning.objects.verksamma(today).order_by(swedish("namn"))
        per_rubrik = {rubrik: falt for falt, rubrik in gissning.items()}
        for n, rubrik in enumerate(lista.rubriker):
            self.fields[f"kolumn_{n}"] = forms.ChoiceField(
                label=f"”{rubrik}” läses som",
                required=False,
                choices=[("", "Läses inte"), *((f.namn, f.etikett) for f in FALTEN)],
                initial=per_rubrik.get(rubrik, ""),
            )
            self.fields[f"kolumn_{n}"].villkorad = True

    def rader(self):
        """(heading, letter, samples, the field that chooses) for each column."""
        for n, rubrik in enumerate(self.lista.rubriker):
            yield rubrik, self.lista.prov(n), self[f"kolumn_{n}"]

    def clean_avslutat_dag(self):
        dag = self.cleaned_data["avslutat_dag"]
        if dag and dag > self.today:
            raise forms.ValidationError("Dagen kan inte ligga i framtiden.")
        return dag

    def clean(self):
        data = super().clean()
        kolumner: dict[str, str] = {}
        for n, rubrik in enumerate(self.lista.rubriker):
            falt = data.get(f"kolumn_{n}")
            if not falt:
                continue
            if falt in kolumner:
                self.add_error(
                    f"kolumn_{n}", f"”{kolumner[falt]}” läses redan som det. En sak kan bara stå i en kolumn."
                )
            else:
                kolumner[falt] = rubrik
        if "uppdrag" not in kolumner:
            self.add_error(None, "Välj den kolumn som uppdragets text står i.")
        if not {"beslut", "paragraf"} & kolumner.keys():
            self.add_error(None, "Välj den kolumn som säger vilken paragraf som gav uppdraget.")
        data["kolumner"] = kolumner
        return data


class NamnForm(forms.Form):
    """What the names that are in no register stand for."""

    def __init__(self, *args, okanda: list[tuple[Okand, int]], register: Register, val: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.okanda = okanda
        for n, (o, _) in enumerate(okanda):
            falt = forms.ChoiceField(
                label=f"”{o.text}” är",
                required=False,
                choices=_val_for(o, register),
                initial=val.get(o.falt, {}).get(vik_namn(o.text), ""),
            )
            falt.villkorad = True
            self.fields[f"namn_{n}"] = falt

    def rader(self):
        for n, (o, antal) in enumerate(self.okanda):
            yield o, antal, self[f"namn_{n}"]

    def svar(self) -> dict[str, dict[str, str]]:
        svar: dict[str, dict[str, str]] = {}
        for n, (o, _) in enumerate(self.okanda):
            svar.setdefault(o.falt, {})[vik_namn(o.text)] = self.cleaned_data[f"namn_{n}"]
        return svar


_GRUPPER = {FORVALTNING: "Förvaltningar", ORGAN: "Nämnder och andra organ", PERSON: "Personer"}
_FORST = {"ansvarig": (PERSON, FORVALTNING, ORGAN), "namnd": (ORGAN, FORVALTNING, PERSON)}


def _val_for(o: Okand, register: Register) -> list:
    inget = ("", "Välj …")
    if o.falt == "status":
        return [inget, *LAGEN.items()]
    poster = [p for p in register.poster if p.aktiv]
    if o.falt == "organ":
        mina = [p for p in poster if p.slag == ORGAN and p.pk in register.mina]
        return [inget, *((p.nyckel, p.namn) for p in mina)]
    nara = [p for p in o.nara if p.aktiv]
    val = [inget, *([("Liknar", [(p.nyckel, p.visas) for p in nara])] if nara else [])]
    for slag in _FORST.get(o.falt, (FORVALTNING, ORGAN, PERSON)):
        if grupp := [(p.nyckel, p.visas) for p in poster if p.slag == slag and p not in nara]:
            val.append((_GRUPPER[slag], grupp))
    return [*val, (TOMT, "Lämna tomt på de raderna")]
