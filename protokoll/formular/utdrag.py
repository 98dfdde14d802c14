"""What is typed about receivers, sändlistor and what is sent."""

import re
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kommun.bifogat import MEGABYTE, granskad
from kommun.filslag import FILSLAG, FILSLAG_I_ORD, Fil
from kommun.granser import STORSTA_FIL
from kommun.models import Organ
from protokoll.formular.signering import FilForm
from protokoll.models import Mottagare, Sandlista
from protokoll.mottagarregister import Register, Val
from protokoll.paragrafbilagor import Bifogad

_ADRESS = re.compile(r"^(?P<namn>.*?)[\s,;:]*<?(?P<epost>[^\s<>,;]+@[^\s<>,;]+)>?\s*$")


class MottagareForm(forms.Form):
    """Somebody of the registers by the name, or somebody outside."""

    namn = forms.CharField(
        label="Vem",
        max_length=200,
        help_text="En person, förvaltning, nämnd eller sändlista i registret, eller någon utanför kommunen.",
        widget=forms.TextInput(attrs={"list": "kanda-mottagare", "autocomplete": "off"}),
        error_messages={"required": "Skriv vem beslutet skickas till."},
    )
    epost = forms.EmailField(label="E-post", required=False, help_text="Bara för den som inte finns i registret.")

    def __init__(self, *args, register: Register, **kwargs):
        super().__init__(*args, **kwargs)
        self.register = register

    def valet(self) -> Val:
        namn, epost = self.cleaned_data["namn"], self.cleaned_data["epost"]
        return self.register.med_namn(namn) or Val(Mottagare.Slag.EXTERN, None, " ".join(namn.split()), epost=epost)


class AndraMottagareForm(forms.Form):
    namn = forms.CharField(label="Som det står i protokollet", max_length=200)
    epost = forms.EmailField(
        label="E-post för den här paragrafen", required=False, help_text="Tomt: adressen i registret används."
    )


class AdressForm(forms.Form):
    mottagare = forms.CharField(max_length=250)
    epost = forms.EmailField(
        label="E-post",
        error_messages={"required": "Skriv e-postadressen.", "invalid": "Skriv en fullständig e-postadress."},
    )


class SkickaForm(forms.Form):
    """Ticked receivers, the version that the page showed, and the key of this showing of the form."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    nyckel = forms.UUIDField(widget=forms.HiddenInput)


class IgenForm(forms.Form):
    skal = forms.CharField(
        label="Varför skickas utdraget igen?",
        max_length=300,
        required=False,
        help_text="Till exempel ”mottagaren hittar det inte”. Sparas tillsammans med utskicket.",
    )
    bilagor = forms.MultipleChoiceField(
        label="Bilagor som följer med",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "En av bilagorna finns inte längre på paragrafen. Läs igenom listan."},
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, bilagor: Sequence[Bifogad], **kwargs):
        super().__init__(*args, **kwargs)
        # Asked for when the mail has gone out, or may have; the page shows it only then.
        self.fields["skal"].villkorad = self.fields["bilagor"].villkorad = True
        if bilagor:
            self.fields["bilagor"].choices = [(b.varde, b.namn) for b in bilagor]
        else:
            del self.fields["bilagor"]


class BilagaForm(FilForm):
    fil = forms.FileField(
        label="Fil",
        max_length=255,
        help_text=f"{FILSLAG_I_ORD}. Högst {MEGABYTE} MB.",
        error_messages={"required": "Välj en fil."},
        widget=forms.FileInput(attrs={"accept": ",".join(FILSLAG), "data-max-bytes": STORSTA_FIL}),
    )
    namn = forms.CharField(
        label="Vad den heter",
        max_length=150,
        required=False,
        help_text="Så som beslutet nämner den, till exempel ”Bilaga 1, taxa”. Tomt: filens namn.",
    )

    def clean_fil(self) -> Fil:
        return granskad(self.cleaned_data["fil"])


class SandlistaForm(forms.ModelForm):
    """A list of one of one's own organs, or of every organ; a receiver on each line."""

    organ = forms.ModelChoiceField(label="Används i", queryset=Organ.objects.none(), required=False)
    rader = forms.CharField(
        label="Mottagare",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="En på varje rad: namn och e-postadress, till exempel ”Räddningstjänsten, post@example.se”.",
        error_messages={"required": "Skriv minst en mottagare."},
    )

    class Meta:
        model = Sandlista
        fields = ["namn", "organ", "rader", "upphord"]
        error_messages = {"namn": {"required": "Skriv vad listan heter, till exempel ”Samtliga nämnder”."}}

    field_order = ["namn", "organ", "rader", "upphord"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        falt = self.fields["organ"]
        falt.queryset = Organ.objects.filter(pk__in=user.behorighet.sekreterare_i).order_by("namn")
        falt.empty_label = "Alla organ"
        falt.villkorad = True  # none is every organ, a choice and not an omission
        if self.instance.pk:
            rader = self.instance.raderna.all()
            self.initial["rader"] = "\n".join(f"{r.namn}, {r.epost}" for r in rader)
        else:
            del self.fields["upphord"]

    def clean_rader(self) -> list[tuple[str, str]]:
        rader, fel = {}, []
        for n, text in enumerate(self.cleaned_data["rader"].splitlines(), start=1):
            if not text.strip():
                continue
            m = _ADRESS.match(text.strip())
            try:
                validate_email(m["epost"] if m else "")
            except ValidationError:
                fel.append(f"Rad {n}: ”{text.strip()}” har ingen fullständig e-postadress.")
                continue
            namn = " ".join(m["namn"].split()) or m["epost"]
            if len(namn) > 150:
                fel.append(f"Rad {n}: namnet är längre än 150 tecken.")
            rader.setdefault(m["epost"].casefold(), (namn, m["epost"]))
        if fel:
            raise ValidationError(fel)
        return list(rader.values())

    def _post_clean(self):
        """The act saves and validates; a model form would put the text of the rows on the list."""
