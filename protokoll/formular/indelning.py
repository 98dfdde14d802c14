from collections.abc import Iterable, Sequence

from django import forms

from protokoll.indelning import SLAGORD, Slag, gar_att_flytta
from protokoll.models import Paragraf, Protokoll

_NYA = {
    Slag.OMEDELBART: "Ett nytt protokoll, som justeras omedelbart",
    Slag.JAV: "Ett nytt protokoll på grund av jäv",
    Slag.JUSTERARE: "Ett nytt protokoll med annan justerare",
    Slag.SEKRETESS: "Ett nytt protokoll på grund av sekretess",
}


def namnet(protokoll: Protokoll) -> str:
    """ "§§ 1–4, ordinarie": what a protokoll is called beside the others. Reads `paragrafer_i_text`."""
    return f"{protokoll.paragrafer_i_text or 'Utan paragrafer'}, {SLAGORD[protokoll.slag].lower()}"


class IndelningForm(forms.Form):
    """Which §§, and to which protokoll: "ny-jav" for a new one, else the key of one in work."""

    paragrafer = forms.MultipleChoiceField(
        label="Paragrafer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst en paragraf.",
            "invalid_choice": "En vald paragraf går inte att flytta längre. Ladda om sidan och välj igen.",
        },
    )
    till = forms.ChoiceField(
        label="Lägg dem i",
        widget=forms.RadioSelect,
        help_text="Ett nytt protokoll får samma sekreterare och justerare, utom dem som är jäviga eller borta där.",
        error_messages={
            "required": "Välj vilket protokoll paragraferna ska ligga i.",
            "invalid_choice": "Protokollet finns inte längre, eller är hos justerarna. Välj ett annat.",
        },
    )

    def __init__(self, *args, paragrafer: Iterable[Paragraf], protokollen: Sequence[Protokoll], **kwargs):
        super().__init__(*args, **kwargs)
        self.rader = {str(p.pk): p for p in paragrafer if gar_att_flytta(p)}
        self.protokollen = {str(p.pk): p for p in protokollen if p.lage == Protokoll.Lage.UTKAST}
        namn = {p.pk: namnet(p) for p in protokollen}
        grupper: dict[str, list] = {}
        for pk, p in self.rader.items():
            grupp = namn.get(p.protokoll_id, "I inget protokoll")
            grupper.setdefault(grupp, []).append((pk, f"{p.beteckning} {p.rubrik}"))
        en = len(grupper) == 1
        self.fields["paragrafer"].choices = next(iter(grupper.values())) if en else list(grupper.items())
        nya = [(f"ny-{slag}", ord_) for slag, ord_ in _NYA.items()]
        if not any(p.slag == Slag.ORDINARIE for p in self.protokollen.values()):
            nya.append((f"ny-{Slag.ORDINARIE}", "Ett nytt ordinarie protokoll"))
        self.fields["till"].choices = [*nya, *((pk, namn[p.pk]) for pk, p in self.protokollen.items())]

    @property
    def valda(self) -> list[Paragraf]:
        return [self.rader[pk] for pk in self.cleaned_data["paragrafer"]]

    @property
    def nytt_slag(self) -> str:
        """The kind of the new protokoll; empty when the §§ go to one that is there."""
        return self.cleaned_data["till"].removeprefix("ny-") if self.cleaned_data["till"].startswith("ny-") else ""

    @property
    def till_protokollet(self) -> Protokoll:
        return self.protokollen[self.cleaned_data["till"]]
