"""What a handläggare answers, and the files that come with it."""

from pathlib import PurePath
from uuid import uuid4

from django import forms

from kommun.forms import DatumInput
from kommun.granser import STORSTA_FIL
from kommun.models import Person
from uppdrag.forms import VillkoradMixin, mojliga_ansvariga
from uppdrag.models import Aterrapport, Uppdrag
from uppdrag.rapportering import FLEST_BILAGOR, Fil

Slag = Aterrapport.Slag
LANGST_TEXT = 50_000
MEGABYTE = STORSTA_FIL // 1024 // 1024

# Suffix → content type, and how such a file begins. What is not here is not taken: nothing that a browser runs.
_OFFICE = (b"PK\x03\x04",)
FILSLAG = {
    ".pdf": ("application/pdf", (b"%PDF",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _OFFICE),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _OFFICE),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _OFFICE),
    ".odt": ("application/vnd.oasis.opendocument.text", _OFFICE),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _OFFICE),
    ".odp": ("application/vnd.oasis.opendocument.presentation", _OFFICE),
    ".png": ("image/png", (b"\x89PNG",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".txt": ("text/plain; charset=utf-8", ()),
}
FILSLAG_I_ORD = "PDF, Word, Excel, PowerPoint, OpenDocument, bilder (png, jpg) och text"


class FlerfilInput(forms.FileInput):
    allow_multiple_selected = True


def _fil(upload) -> Fil:
    """The upload as it is kept; ValidationError says what is wrong with it."""
    namn = PurePath(upload.name).name
    typ, borjar = FILSLAG.get(PurePath(namn).suffix.lower(), (None, ()))
    if typ is None:
        raise forms.ValidationError(f"”{namn}” är av ett slag som inte kan bifogas. Det går med {FILSLAG_I_ORD}.")
    if not upload.size:
        raise forms.ValidationError(f"”{namn}” är tom. Välj en annan fil.")
    if upload.size > STORSTA_FIL:
        raise forms.ValidationError(f"”{namn}” är större än {MEGABYTE} MB. Spara om den med mindre bilder.")
    innehall = upload.read()
    if borjar and not innehall.startswith(borjar):
        raise forms.ValidationError(
            f"”{namn}” är inte den sorts fil som namnet säger. Öppna den, spara om den och bifoga den igen."
        )
    return Fil(namn=namn, typ=typ, innehall=innehall)


class FlerfilFalt(forms.FileField):
    """Several files at once, each judged by itself: (those that were right, what is wrong with the others)."""

    def clean(self, data, initial=None) -> tuple[list[Fil], list[str]]:
        filer, fel = [], []
        for upload in data if isinstance(data, list | tuple) else [data]:
            if not upload:
                continue
            try:
                filer.append(_fil(upload))
            except forms.ValidationError as e:
                fel += e.messages
        if len(filer) > FLEST_BILAGOR:
            fel.append(f"En rapport får ha högst {FLEST_BILAGOR} bilagor. Slå ihop några av dem.")
        return filer[:FLEST_BILAGOR], fel


class SvaraForm(VillkoradMixin, forms.Form):
    """One text and what it is. As a draft anything goes; `skicka` asks that nothing is missing."""

    villkorade = ("onskad_frist",)

    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    # The key of the draft that this showing began with.
    fran = forms.UUIDField(widget=forms.HiddenInput, required=False)
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
        widget=FlerfilInput(attrs={"multiple": True, "accept": ",".join(FILSLAG), "data-max-bytes": STORSTA_FIL}),
        help_text=f"{FILSLAG_I_ORD}. Högst {FLEST_BILAGOR} filer, tillsammans högst {MEGABYTE} MB.",
    )
    field_order = ["nyckel", "fran", "av", "text", "slag", "onskad_frist", "bilagor"]

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
