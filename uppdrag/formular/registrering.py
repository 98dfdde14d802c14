"""The form that registers uppdrag: a row for each, and what they share. Validation only."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django import forms

from kommun.fel import DomanFel
from kommun.forms import DatumInput
from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.formular.dnr import DnrField
from protokoll.models import Beslut, Sammantrade
from uppdrag.kalla import paragrafen
from uppdrag.mottagare import Mottagarregister
from uppdrag.registrering import Uppdragsrad, radnyckel

FLEST_RADER = 60
FLEST_MOTEN = 30
# Another organ has other meetings; without a script a button asks for them.
_BYT_MOTEN = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-vals": '{"akt": "moten"}',
    "hx-target": "#motena",
    "hx-select": "#motena",
    "hx-swap": "outerHTML",
}
_DAG_FEL = {"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."}


def kommande_moten(organ: Organ | None, today) -> list[Sammantrade]:
    """The meetings of the organ that a report can be due at."""
    if organ is None:
        return []
    moten = Sammantrade.objects.kommande(today).filter(organ=organ, lage=Sammantrade.Lage.PLANERAT)
    return list(moten.select_related("organ")[:FLEST_MOTEN])


def villkora(form: forms.Form, *namnen: str) -> None:
    """Fields of which some combination is required: they are not marked "valfritt", the page says the rule."""
    for namn in namnen:
        form.fields[namn].villkorad = True


class UrValet(forms.TypedChoiceField):
    """A choice among rows that are here already: however many fields ask for it, it costs no query."""

    def __init__(self, *, rader: dict[int, object], tomt: str | None, text=str, **kwargs):
        val = [(str(pk), text(rad)) for pk, rad in rader.items()]
        super().__init__(
            choices=[("", tomt), *val] if tomt is not None else val,
            coerce=lambda varde: rader[int(varde)],
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value):
        return getattr(value, "pk", value)


class TidForm(forms.Form):
    """To whom it is reported, and when: at a meeting, on a day, or without frist."""

    MOTE, DAG, INGEN, VANTAR = "mote", "dag", "ingen", "vantar"

    nar = forms.ChoiceField(
        label="När ska det rapporteras?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj när uppdraget ska rapporteras."},
    )
    frist = forms.DateField(label="Senast", required=False, widget=DatumInput, error_messages=_DAG_FEL)
    nasta_rapport = forms.DateField(
        label="Första rapporten",
        required=False,
        widget=DatumInput,
        help_text="Utan frist följs uppdraget ändå upp: ange när det ska rapporteras första gången.",
        error_messages=_DAG_FEL,
    )
    frist_ord = forms.CharField(
        label="Tiden med beslutets egna ord",
        required=False,
        max_length=300,
        help_text="Till exempel ”i samband med delårsrapport och bokslut”. Visas vid uppdraget.",
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, register: Mottagarregister, today, vantar_pa: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.vantar_pa = vantar_pa
        val = [(self.MOTE, "Vid ett sammanträde"), (self.DAG, "Senast en viss dag"), (self.INGEN, "Ingen frist")]
        if vantar_pa:
            val.insert(0, (self.VANTAR, f"Bestäms när {vantar_pa} har beslutat"))
        self.fields["nar"].choices = val
        self.initial.setdefault("nar", self.VANTAR if vantar_pa else self.MOTE)
        self.fields["rapporteras_till"] = UrValet(
            label="Rapporteras till",
            rader=register.organ,
            tomt=None,
            error_messages={"invalid_choice": "Välj ett organ som finns i dag."},
            widget=forms.Select(attrs=_BYT_MOTEN),
        )
        valt = self["rapporteras_till"].value()
        self.organ = register.organ.get(int(valt)) if str(valt).isdecimal() else None
        moten = {m.pk: m for m in kommande_moten(self.organ, today)}
        self.fields["mote"] = UrValet(
            label="Sammanträde",
            rader=moten,
            tomt="Välj sammanträde" if moten else "Inga planerade sammanträden",
            text=lambda m: dag_i_ord(m.datum),
            required=False,
            error_messages={
                "invalid_choice": f"Sammanträdet hör inte till {self.organ or 'organet'}. Välj ett av dem som visas."
            },
        )
        villkora(self, "mote", "frist", "nasta_rapport")

    def clean(self):
        data = super().clean()
        krav = {
            self.MOTE: ("mote", "Välj vid vilket sammanträde det ska rapporteras."),
            self.DAG: ("frist", "Ange den sista dagen."),
            self.INGEN: ("nasta_rapport", "Ange när uppdraget ska rapporteras första gången."),
        }
        valt = data.get("nar")
        for nar, (falt, mening) in krav.items():
            if nar != valt:
                self.errors.pop(falt, None)  # not shown, so nothing to mend
                data[falt] = None
            elif not data.get(falt) and falt not in self.errors:
                self.add_error(falt, mening)
        return data

    @property
    def tid(self) -> dict:
        """As the acts take it."""
        data = self.cleaned_data
        mote = data.get("mote")
        return {
            "rapporteras_till": data["rapporteras_till"],
            "frist": mote.datum if mote else data.get("frist"),
            "ingen_frist": data["nar"] in (self.INGEN, self.VANTAR),
            "nasta_rapport": data.get("nasta_rapport"),
            "rapporteras_vid": mote,
            "frist_ord": data["frist_ord"],
        }


class MottagarForm(forms.Form):
    """Who gets it: a förvaltning, a nämnd, a person, or several of them."""

    VEM = ("forvaltning", "mottagande_organ", "ansvarig")

    def __init__(self, *args, register: Mottagarregister, **kwargs):
        super().__init__(*args, **kwargs)
        self.register = register
        self.fields["forvaltning"] = UrValet(
            label="Förvaltning", rader=register.forvaltningar, tomt="Ingen vald", required=False
        )
        self.fields["mottagande_organ"] = UrValet(
            label="Nämnd", rader=register.organ, tomt="Ingen vald", required=False
        )
        self.fields["ansvarig"] = UrValet(
            label="Ansvarig person", rader=register.personer, tomt="Ingen vald", text=self._person, required=False
        )
        villkora(self, *self.VEM)

    def _person(self, person) -> str:
        titel = self.register.titel(person.pk)
        return f"{person.namn}, {titel[:1].lower()}{titel[1:]}" if titel else person.namn

    def clean(self):
        data = super().clean()
        if not any(data.get(namn) or namn in self.errors for namn in self.VEM):
            self.add_error("forvaltning", "Ange vem som får uppdraget: en förvaltning, en nämnd eller en person.")
        if data.get("ansvarig") and not data.get("forvaltning"):
            data["forvaltning"] = self.register.forvaltning_for(data["ansvarig"])
        return data


class RadForm(MottagarForm):
    """One uppdrag to be: what, and who."""

    text = forms.CharField(
        label="Uppdraget",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    frist = forms.DateField(label="Egen frist", required=False, widget=DatumInput, error_messages=_DAG_FEL)
    bort = forms.BooleanField(label="Ta inte med", required=False)
    # What the decision calls the receiver, when nobody by that name was found.
    sagd = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args, meningar: Iterable[str], fast_mening: bool, **kwargs):
        super().__init__(*args, **kwargs)
        meningar = tuple(meningar)
        # With one sentence, or the one that was pressed, there is nothing to choose.
        self.visar_mening = not fast_mening and len(meningar) > 1
        if fast_mening:
            self.fields["mening"] = forms.CharField(required=False, max_length=8000, widget=forms.HiddenInput)
        else:
            self.fields["mening"] = forms.ChoiceField(
                label="Mening i beslutet",
                required=False,
                choices=[("", "Ingen vald"), *((m, m) for m in meningar)],
                widget=forms.Select if self.visar_mening else forms.HiddenInput,
            )
        villkora(self, "text", "bort")

    @property
    def sagd_mottagare(self) -> str:
        return self["sagd"].value() or ""

    @property
    def egen_frist_oppen(self) -> bool:
        return bool(self["frist"].value() or (self.is_bound and self.errors.get("frist")))

    @property
    def tom(self) -> bool:
        """Nothing was typed or chosen in it."""
        falt = ("text", *self.VEM, *(["mening"] if self.visar_mening else []))
        return not any(self[namn].value() for namn in falt)

    @property
    def bortvald(self) -> bool:
        return bool(self["bort"].value())

    def clean(self):
        data = super().clean()
        data["text"] = (data.get("text") or data.get("mening") or "").strip()
        if not data["text"]:
            eller = ", eller välj en mening ur beslutet" if self.visar_mening else ""
            self.add_error("text", f"Skriv vad som ska göras{eller}.")
        return data


class Uppdragsformular:
    """The rows and what they share, as one form. `extra` is a form about where they were given."""

    ANTAL = "rader"

    def __init__(self, data=None, *, register, today, tid=None, rader=(), meningar=(), fast_mening=False, vantar_pa=""):
        self._argument = {
            "register": register,
            "today": today,
            "meningar": tuple(meningar),
            "fast_mening": fast_mening,
            "vantar_pa": vantar_pa,
        }
        self.is_bound = data is not None
        self.tid = TidForm(data, initial=tid or {}, register=register, today=today, vantar_pa=vantar_pa)
        antal = _antal(data.get(self.ANTAL)) if data is not None else len(rader)
        self.rader = [
            RadForm(
                data,
                initial=rader[n] if n < len(rader) else {},
                prefix=f"rad-{n}",
                register=register,
                meningar=meningar,
                fast_mening=fast_mening,
            )
            for n in range(max(1, min(antal, FLEST_RADER)))
        ]

    # As one form, for the summary of what is wrong.

    def __iter__(self):
        for form in (*self.rader, self.tid):
            yield from form

    def non_field_errors(self):
        return self.tid.non_field_errors()

    @property
    def flera(self) -> bool:
        return len(self.rader) > 1

    @property
    def full(self) -> bool:
        return len(self.rader) >= FLEST_RADER

    @property
    def _med(self) -> list[tuple[int, RadForm]]:
        """The rows that count: not those taken away, nor an empty one beside others."""
        kvar = [(n, r) for n, r in enumerate(self.rader) if not r.bortvald]
        fyllda = [(n, r) for n, r in kvar if not r.tom]
        return fyllda or kvar[:1]

    def is_valid(self) -> bool:
        if not self.is_bound:
            return False
        med = self._med
        if not med:
            self.tid.add_error(None, "Alla rader är bortvalda. Ta med minst en.")
        raknas = [r for _, r in med]
        for r in self.rader:
            if r not in raknas:
                r._errors = forms.utils.ErrorDict()  # does not count, so nothing to mend
        return all([self.tid.is_valid(), *(r.is_valid() for r in raknas)])

    def add_error(self, text: str) -> None:
        self.tid.add_error(None, text)

    def uppdragsrader(self) -> list[Uppdragsrad]:
        tid, nyckel = self.tid.tid, self.tid.cleaned_data["nyckel"]
        return [self._uppdragsrad(n, r.cleaned_data, tid, nyckel) for n, r in self._med]

    def _uppdragsrad(self, n: int, data: dict, tid: dict, nyckel: UUID) -> Uppdragsrad:
        if egen := data.get("frist"):
            tid = tid | {"frist": egen, "ingen_frist": False, "nasta_rapport": None, "rapporteras_vid": None}
        return Uppdragsrad(
            text=data["text"],
            mening=data.get("mening", ""),
            forvaltning=data["forvaltning"],
            mottagande_organ=data["mottagande_organ"],
            ansvarig=data["ansvarig"],
            nyckel=radnyckel(nyckel, n),
            **tid,
        )

    def igen(self, *, rad: str = "", nyckel: UUID | None = None) -> "Uppdragsformular":
        """The same with everything typed, not judged yet. `rad`: with one more row, "mottagare" for the same task to
        somebody else, "rad" for another task."""
        tid = varden(self.tid) | ({"nyckel": str(nyckel)} if nyckel else {})
        rader = [varden(r) for r in self.rader]
        if rad and not self.full:
            forra = rader[-1] if rad == "mottagare" else {}
            ny = {k: forra[k] for k in ("text", "mening", "frist") if forra.get(k)}
            if not self.rader[-1].visar_mening:
                ny["mening"] = rader[-1]["mening"]
            rader.append(ny)
        nytt = Uppdragsformular(None, tid=tid, rader=rader, **self._argument)
        if rad:
            nytt.rader[-1].fields["forvaltning" if rad == "mottagare" else "text"].widget.attrs["autofocus"] = True
        return nytt


def _antal(varde) -> int:
    return int(varde) if str(varde or "").isdecimal() and len(varde) < 5 else 1


def varden(form: forms.Form) -> dict:
    return {namn: form[namn].value() for namn in form.fields}


class GivetIForm(forms.Form):
    """The organ, day and § that gave uppdrag registered by hand."""

    datum = forms.DateField(
        label="Givet den",
        widget=DatumInput,
        error_messages={**_DAG_FEL, "required": "Ange dagen för sammanträdet där uppdraget gavs."},
    )
    paragraf = forms.IntegerField(
        label="Paragraf",
        min_value=1,
        max_value=9999,
        error_messages={"required": "Ange i vilken paragraf uppdraget gavs.", "invalid": "Skriv numret med siffror."},
    )
    rubrik = forms.CharField(
        label="Ärendets rubrik", required=False, max_length=500, help_text="Behövs bara när paragrafen inte finns här."
    )
    dnr = DnrField()

    def __init__(self, *args, organ: dict[int, Organ], today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        villkora(self, "rubrik", "dnr")
        self.fields["givare"] = UrValet(
            label="Givet av",
            rader=organ,
            tomt=None if len(organ) == 1 else "Inget valt",
            help_text="Ett organ som du är sekreterare i.",
            error_messages={
                "required": "Välj det organ som gav uppdraget.",
                "invalid_choice": "Du är inte sekreterare i det organet och kan inte registrera dess uppdrag.",
            },
        )
        self.besluten: list[Beslut] = []
        if self.is_bound:
            self._finn_besluten()

    def _finn_besluten(self) -> None:
        """With several beslut in the §, which one gave it is a field of the form."""
        try:
            givare = self.fields["givare"].clean(self["givare"].value())
            datum = self.fields["datum"].clean(self["datum"].value())
            nummer = self.fields["paragraf"].clean(self["paragraf"].value())
            paragraf = paragrafen(givare, datum, nummer)
        except (forms.ValidationError, DomanFel):
            return  # said by the field, or by the act
        if paragraf:
            besluten = paragraf.besluten.exclude(text="")
            self.besluten = list(besluten.select_related("paragraf__sammantrade__organ", "paragraf__organ"))
        if len(self.besluten) > 1:
            self.fields["beslut"] = UrValet(
                label="Vilket av paragrafens beslut gav uppdraget?",
                rader={b.pk: b for b in self.besluten},
                tomt=None,
                text=lambda b: f"{b.rubrik} ({b.get_beslutsniva_display().lower()})",
                widget=forms.RadioSelect,
                error_messages={"required": f"{paragraf} har flera beslut. Välj vilket som gav uppdraget."},
            )

    def clean_datum(self):
        datum = self.cleaned_data["datum"]
        if datum > self.today:
            raise forms.ValidationError("Den dagen har inte varit än. Ange dagen för sammanträdet där uppdraget gavs.")
        return datum

    @property
    def givet_i(self) -> dict:
        """As the act takes it."""
        data = self.cleaned_data
        beslut = data.get("beslut") or (self.besluten[0] if len(self.besluten) == 1 else None)
        return {k: data[k] for k in ("givare", "datum", "paragraf", "rubrik", "dnr")} | {"beslut": beslut}
