"""What is typed about an invitation, and the letter that it is read from."""

from pathlib import PurePath
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.db.models import Exists, OuterRef, Q

from kommun.bifogat import MEGABYTE, granskad
from kommun.filfalt import FlerfilFalt, FlerfilInput
from kommun.filslag import FILSLAG, FILSLAG_I_ORD, Fil
from kommun.forms import DatumInput, KlockslagInput
from kommun.granser import STORSTA_FIL
from kommun.models import Organ, Person, Tjanst
from kommun.organval import OrganVal
from protokoll.formular.dnr import DnrField
from protokoll.inbjudan import brevlasning
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.registrering import hinder_att_flytta
from protokoll.models import Inbjudan

FLEST_BILAGOR = 20
_DAG_FEL = {"invalid": "Skriv dagen som år-månad-dag, till exempel 2026-03-10."}
_TID_FEL = {"invalid": "Skriv klockslaget som timme och minut, till exempel 13.00."}


def organ_med_inbjudningar(today):
    return Organ.objects.filter(behandlar_inbjudningar=True).filter(Q(upphord=None) | Q(upphord__gt=today))


def organ_att_registrera_i(user, today):
    """The registrator takes in for every organ that deals with invitations, a secretary for his or her own."""
    alla = organ_med_inbjudningar(today)
    if Tjanst.Roll.REGISTRATOR not in user.behorighet.tjansteroller:
        alla = alla.filter(pk__in=user.behorighet.sekreterare_i)
    return alla.order_by("namn")


class PlatserFalt(forms.CharField):
    """A place on each line."""

    def to_python(self, value) -> tuple[str, ...]:
        rader = (" ".join(r.split()) for r in super().to_python(value).splitlines())
        return tuple(dict.fromkeys(r for r in rader if r))

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(value or ())

    def validate(self, value):
        if langa := [p for p in value if len(p) > 150]:
            raise forms.ValidationError(f"”{langa[0][:40]}…” är längre än 150 tecken.")
        if len(value) > 20:
            raise forms.ValidationError("Skriv högst 20 platser, till exempel de närmaste och ”m fl orter”.")


class Brevfiler(FlerfilFalt):
    """Letters as files: a mail, an event, a document or a picture of one."""

    def granska(self, upload) -> Fil:
        namn = PurePath(upload.name).name
        andelse = PurePath(namn).suffix.lower()
        if andelse in FILSLAG:
            return granskad(upload)
        typ = brevlasning.FILSLAG.get(andelse)
        if typ is None:
            raise forms.ValidationError(
                f"”{namn}” är av ett slag som inte kan tas emot. Det går med e-post (.eml, .msg), "
                f"kalenderfiler (.ics), {FILSLAG_I_ORD}."
            )
        if not upload.size:
            raise forms.ValidationError(f"”{namn}” är tom. Välj en annan fil.")
        if upload.size > STORSTA_FIL:
            raise forms.ValidationError(f"”{namn}” är större än {MEGABYTE} MB.")
        return Fil(namn=namn, typ=typ, innehall=upload.read())


BREVSLAG = ",".join((*brevlasning.FILSLAG, *FILSLAG))


class InbjudanForm(forms.Form):
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organ = forms.ModelChoiceField(
        label="Organ som ska besluta",
        queryset=Organ.objects.none(),
        empty_label="Välj organ",
        error_messages={"required": "Välj vilket organ som ska besluta om inbjudan."},
    )
    arrangor = forms.CharField(
        label="Vem bjuder in", max_length=200, required=False, help_text="Till exempel SKR eller Länsstyrelsen."
    )
    titel = forms.CharField(
        label="Till vad",
        max_length=300,
        help_text="Evenemangets namn, till exempel ”Budgetdagen 2026”.",
        error_messages={"required": "Skriv vad inbjudan gäller, till exempel ”Budgetdagen 2026”."},
    )
    borjar = forms.DateField(label="Första dagen", required=False, widget=DatumInput, error_messages=_DAG_FEL)
    borjar_tid = forms.TimeField(label="Börjar klockan", required=False, widget=KlockslagInput, error_messages=_TID_FEL)
    slutar = forms.DateField(
        label="Sista dagen",
        required=False,
        widget=DatumInput,
        help_text="Tomt när det är en enda dag.",
        error_messages=_DAG_FEL,
    )
    slutar_tid = forms.TimeField(label="Slutar klockan", required=False, widget=KlockslagInput, error_messages=_TID_FEL)
    platser = PlatserFalt(
        label="Platser",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En på varje rad, som de skrivs i protokollet. Hålls det på många ställen: ”m fl orter” sist.",
    )
    pa_natet = forms.BooleanField(label="Går att delta på nätet", required=False)
    sista_anmalan = forms.DateField(
        label="Sista anmälningsdag", required=False, widget=DatumInput, error_messages=_DAG_FEL
    )
    kostnad = forms.CharField(
        label="Kostnad",
        max_length=200,
        required=False,
        help_text="Till exempel ”2 900 kr exkl. moms”.",
    )
    lank = forms.URLField(
        label="Länk till anmälan eller program",
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        error_messages={"invalid": "Skriv hela adressen, till exempel https://example.se/anmalan."},
    )
    personlig = forms.BooleanField(label="Inbjudan är personlig", required=False)
    personligt_till = forms.CharField(
        label="Ställd till",
        max_length=300,
        required=False,
        help_text="När den är personlig: till vem, till exempel ”kommunstyrelsens ordförande”.",
    )
    ankom = forms.DateField(label="Kom in", required=False, widget=DatumInput, error_messages=_DAG_FEL)
    dnr = DnrField()
    anmals_av = forms.ModelChoiceField(
        label="Anmälan görs av",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Den som brukar göra det för organet",
    )
    installd = forms.BooleanField(
        label="Arrangören har ställt in evenemanget",
        required=False,
        help_text="De som skulle ha deltagit och den som har anmält dem får veta det.",
    )
    filer = Brevfiler(
        label="Brevet och dess bilagor",
        required=False,
        flest=FLEST_BILAGOR,
        vad="En inbjudan",
        widget=FlerfilInput(attrs={"multiple": True, "accept": BREVSLAG, "data-max-bytes": STORSTA_FIL}),
        help_text=f"E-post (.eml, .msg), kalenderfil (.ics), {FILSLAG_I_ORD}. Tillsammans högst {MEGABYTE} MB.",
    )

    DELAR = tuple(Fakta.__dataclass_fields__)

    def __init__(self, *args, user, today, inbjudan: Inbjudan | None = None, for_stor: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.inbjudan, self.for_stor = inbjudan, for_stor
        tjanster = Tjanst.objects.gallande(today).filter(person=OuterRef("pk"))
        valbara = Q(Exists(tjanster))
        if inbjudan is None:
            self.fields["organ"].queryset = organ = organ_att_registrera_i(user, today)
            if not self.initial.get("organ") and len(organ) == 1:
                self.initial["organ"] = organ[0]
            del self.fields["version"], self.fields["installd"]
        else:
            del self.fields["nyckel"]
            valbara |= Q(pk=inbjudan.anmals_av_id)
            self._organ_att_flytta_till(inbjudan, today)
        self.fields["anmals_av"].queryset = Person.objects.filter(valbara).order_by("namn")

    def _organ_att_flytta_till(self, inbjudan: Inbjudan, today) -> None:
        """Whoever got a letter that is another's may hand it on, also to where he or she registers nothing."""
        if hinder_att_flytta(inbjudan):
            del self.fields["organ"]
            return
        har = Organ.objects.filter(pk=inbjudan.organ_id)
        self.fields["organ"].queryset = (organ_med_inbjudningar(today) | har).order_by("namn")
        self.fields["organ"].help_text = "Byts organet följer inbjudan med till det organets nästa sammanträde."

    def clean_filer(self) -> list[Fil]:
        filer, fel = self.cleaned_data["filer"]
        if self.for_stor:
            fel = [f"Filerna är tillsammans större än {MEGABYTE} MB. Bifoga färre åt gången."]
        if fel:
            raise forms.ValidationError(fel)
        return filer

    def clean(self):
        data = super().clean()
        borjar, slutar = data.get("borjar"), data.get("slutar")
        if slutar and not borjar and "borjar" not in self.errors:
            self.add_error("borjar", "Skriv den första dagen också.")
        if borjar and slutar and slutar < borjar:
            self.add_error("slutar", "Sista dagen ligger före den första.")
        if borjar and slutar == borjar:
            data["slutar"] = slutar = None
        fran, till = data.get("borjar_tid"), data.get("slutar_tid")
        if (fran or till) and not borjar and "borjar" not in self.errors:
            self.add_error("borjar", "Skriv vilken dag klockslaget gäller.")
        if fran and till and not slutar and till <= fran:
            self.add_error("slutar_tid", "Det slutar innan det börjar.")
        sista = data.get("sista_anmalan")
        if sista and borjar and sista > (slutar or borjar):
            self.add_error("sista_anmalan", "Sista anmälningsdagen ligger efter evenemanget. Kontrollera året.")
        data["personlig"] = bool(data.get("personlig") or data.get("personligt_till"))
        return data

    def fakta(self) -> Fakta:
        return Fakta(**{d: self.cleaned_data[d] for d in self.DELAR})

    def ovrigt(self) -> dict:
        """What is kept of it beside its parts."""
        return {namn: self.cleaned_data[namn] for namn in ("dnr", "anmals_av", "installd") if namn in self.fields}


class BrevForm(forms.Form):
    text = forms.CharField(
        label="Brevets text",
        max_length=200_000,
        error_messages={
            "max_length": "Texten är %(show_value)d tecken lång. Högst 200 000 går att klistra in: ta med bara det "
            "som rör inbjudan, eller lämna brevet som fil."
        },
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Markera hela brevet, kopiera och klistra in det här. Från, Ämne och Skickat får gärna vara med.",
    )
    filer = Brevfiler(
        label="Eller som fil",
        required=False,
        flest=FLEST_BILAGOR,
        vad="Det du lämnar på en gång",
        widget=FlerfilInput(attrs={"multiple": True, "accept": BREVSLAG, "data-max-bytes": STORSTA_FIL}),
        help_text="Sparad e-post (.eml, eller .msg från Outlook), kalenderfil (.ics), PDF, Word eller en bild. Varje "
        f"fil läses som ett eget brev; bilagor lägger du till i nästa steg. Tillsammans högst {MEGABYTE} MB.",
    )

    def __init__(self, *args, for_stor: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.for_stor = for_stor

    def clean_filer(self) -> list[Fil]:
        filer, fel = self.cleaned_data["filer"]
        if self.for_stor:
            fel = [f"Filerna är tillsammans större än {MEGABYTE} MB. Välj färre åt gången."]
        if fel:
            raise forms.ValidationError(fel)
        return filer

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("text", "").strip() and not data.get("filer"):
            self.add_error("text", "Klistra in brevets text, eller välj en fil.")
        return data


class InbjudningarFilter(forms.Form):
    LAGEN = (
        ("att-besluta", "Att besluta"),
        ("gar-ut", "Anmälan går ut före mötet"),
        ("ej-anmalda", "Ej anmälda"),
    )
    vanliga = ("q", "organ", "lage")

    q = forms.CharField(label="Sök i inbjudan", required=False, max_length=100)
    organ = OrganVal()
    lage = forms.ChoiceField(label="Läge", required=False, choices=[("", "Alla lägen"), *LAGEN])
    svar = forms.ChoiceField(label="Svar", required=False, choices=[("", "Alla svar"), *Inbjudan.Svar.choices])
    fran = forms.DateField(label="Från och med", required=False, widget=DatumInput, error_messages=_DAG_FEL)
    till = forms.DateField(label="Till och med", required=False, widget=DatumInput, error_messages=_DAG_FEL)
