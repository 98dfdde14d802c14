"""What a handläggare answers, and the files that come with it."""

from uuid import uuid4

from django import forms

from kommun.bifogat import MEGABYTE
from kommun.filfalt import FlerfilFalt, FlerfilInput
from kommun.filslag import FILSLAG, FILSLAG_I_ORD, Fil
from kommun.forms import DatumInput
from kommun.granser import STORSTA_FIL
from kommun.models import Person
from uppdrag.forms import VillkoradMixin, mojliga_ansvariga
from uppdrag.models import Aterrapport, Uppdrag
from uppdrag.rapportering import FLEST_BILAGOR

Slag = Aterrapport.Slag
LANGST_TEXT = 50_000


class SvaraForm(VillkoradMixin, forms.Form):
    """One text and what it is. As a draft anything goes; `skicka` asks that nothing is missing."""

    villkorade = ("onskad_frist",)

    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # The key of the draft that this showing began with.
    fran = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The key of the last report that was there when it was shown, 0 for none.
    sedd = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="Ditt svar",
        max_length=LANGST_TEXT,
        required=False,
        error_messages={
            "max_length": "Svaret är %(show_value)s tecken långt och får vara högst %(limit_value)s. "
            "Lägg en del av det i en bilaga."
        },
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Vad är gjort, vad är kvar och när blir det klart? Skriv så att den som inte kan frågan förstår.",
    )
    slag = forms.ChoiceField(
        label="Vad är det du lämnar?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj ett av alternativen."},
    )
    onskad_frist = forms.DateField(
        label="Vilken dag önskar du?",
        required=False,
        widget=DatumInput,
        error_messages={"invalid": "Skriv dagen som åååå-mm-dd, till exempel 2026-03-31."},
    )
    av = forms.ModelChoiceField(
        label="Vem svarar?",
        queryset=Person.objects.none(),
        empty_label="Ingen vald",
        required=False,
        help_text="Du är sekreterare och för in svaret åt någon annan.",
    )
    bilagor = FlerfilFalt(
        label="Bilagor",
        required=False,
        flest=FLEST_BILAGOR,
        vad="En rapport",
        widget=FlerfilInput(attrs={"multiple": True, "accept": ",".join(FILSLAG), "data-max-bytes": STORSTA_FIL}),
        help_text=f"{FILSLAG_I_ORD}. Högst {FLEST_BILAGOR} filer, tillsammans högst {MEGABYTE} MB.",
    )
    field_order = ["nyckel", "fran", "sedd", "av", "text", "slag", "onskad_frist", "bilagor"]

    def __init__(self, *args, uppdrag: Uppdrag, today, skicka: bool, valja_av: bool, for_stor=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.skicka, self.for_stor = skicka, for_stor
        self.filer: list[Fil] = []
        # The browser would cut what is pasted without a word; the form says that it is too long.
        self.fields["text"].widget.attrs.pop("maxlength", None)
        val = [
            (Slag.SLUTRAPPORT, "Slutrapport: uppdraget är klart"),
            (Slag.DELRAPPORT, "Delrapport: arbetet pågår"),
        ]
        if uppdrag.frist and uppdrag.lage == Uppdrag.Lage.PAGAR:
            val.append((Slag.FORLANGNING, "Begär förlängd tid: det hinns inte i tid"))
        else:
            del self.fields["onskad_frist"]
        self.fields["slag"].choices = val
        # Asked for, though a draft may be without.
        for namn in ("text", "slag", "av"):
            if namn in self.fields:
                self.fields[namn].villkorad = True
        if valja_av:
            self.fields["av"].queryset = mojliga_ansvariga(today)
        else:
            del self.fields["av"]

    @property
    def skrivet(self) -> str:
        """What was typed, also when it is too long to be handed in: a draft loses nothing."""
        return self.cleaned_data.get("text") or self.data.get("text", "").replace("\0", "").strip()

    def saga(self, fel: Exception, falt: str | None = None) -> None:
        """What the act says is wrong, once."""
        if str(fel) not in self.errors.get(falt or "__all__", ()):
            self.add_error(falt, str(fel))

    def clean_bilagor(self):
        # Those that were right are kept though another is wrong: a file field comes back empty.
        self.filer, fel = self.cleaned_data["bilagor"]
        if fel:
            raise forms.ValidationError(fel)
        return self.filer

    def clean(self):
        data = super().clean()
        if self.for_stor:
            self.add_error(
                "bilagor", f"Filerna är tillsammans större än {MEGABYTE} MB. Spara om dem mindre, eller välj färre."
            )
        if data.get("slag") != Slag.FORLANGNING:
            # A day that is not asked for, and not seen, stops nobody.
            self.errors.pop("onskad_frist", None)
        if not self.skicka:
            return data
        if not (data.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", "Skriv ett svar.")
        if not data.get("slag") and "slag" not in self.errors:
            self.add_error("slag", "Välj om det är en delrapport, en slutrapport eller en begäran om förlängd tid.")
        if "av" in self.fields and not data.get("av") and "av" not in self.errors:
            self.add_error("av", "Välj vem som svarar.")
        if data.get("slag") == Slag.FORLANGNING and not data.get("onskad_frist") and "onskad_frist" not in self.errors:
            self.add_error("onskad_frist", "Ange vilken dag du önskar.")
        return data
