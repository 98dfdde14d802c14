"""The grid of an open vote, and the totals of a closed one. Validation only."""

import re
from dataclasses import dataclass

from django import forms

from protokoll.models import Motesdeltagare, Omrostning, Rost
from protokoll.narvarolista import Narvarolista
from protokoll.rostning import Rakning

_ROST = re.compile(r"^rost_(\d{1,18})$")


@dataclass
class Rad:
    """A line of the grid. `rostar` False: has a röst, and may not vote."""

    deltagare: Motesdeltagare
    falt: forms.BoundField
    ersatter: str
    ordforande: bool
    rostar: bool

    @property
    def val(self) -> list[tuple[str, object]]:
        """(what it means, the radio button) for ja, nej and avstår; for one who may not vote also for no röst."""
        return [(str(w.data["label"]), w) for w in self.falt.subwidgets]


class UtfallForm(forms.Form):
    utfall = forms.ChoiceField(
        label="Utslagsröst",
        choices=Omrostning.Utfall.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["utfall"].villkorad = True

    def clean_utfall(self) -> str | None:
        return self.cleaned_data["utfall"] or None


def _antal(label: str, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Skriv antalet röster med siffror.", "required": "Skriv antalet, 0 om ingen."},
        **kwargs,
    )


class RosterForm(UtfallForm):
    """A row for each who votes. A röst posted for somebody else is kept in a row of its own, for the act to refuse."""

    angivet_ja = _antal("Ja-röster", required=False)
    angivet_nej = _antal("Nej-röster", required=False)
    angivet_avstar = _antal("Avstår", required=False)

    def __init__(self, *args, omrostning: Omrostning, rostande: list[Motesdeltagare], lista: Narvarolista, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "utfall"
        ].help_text = "Bara vid lika röstetal, när ordföranden inte har röstat. Annars avgör ordförandens röst."
        for namn in ("angivet_ja", "angivet_nej", "angivet_avstar"):
            self.fields[namn].villkorad = True
        vid = lista.vid_paragraf(omrostning.paragraf)
        plats = {d: lista.deltagaren(vid.plats_for(d.pk)) for d in rostande}
        frammande = [d for d in self._ovriga(omrostning, lista) if d not in rostande]
        for d in [*rostande, *frammande]:
            val = [*Rost.Val.choices, *([] if d in rostande else [("", "Ingen röst")])]
            self.fields[f"rost_{d.pk}"] = forms.ChoiceField(
                label=d.namn_med_parti,
                choices=val,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "ds-input"}),
            )
        self.rader = [
            Rad(
                d,
                self[f"rost_{d.pk}"],
                str(plats[d]) if plats.get(d) not in (None, d) else "",
                d.pk == vid.ordforande,
                d in rostande,
            )
            for d in [*rostande, *frammande]
        ]

    def _ovriga(self, omrostning: Omrostning, lista: Narvarolista) -> list[Motesdeltagare]:
        posted = {int(m[1]) for namn, rost in self.data.items() if rost and (m := _ROST.match(namn))}
        har = {r.deltagare_id for r in omrostning.rosterna.all()}
        return [d for d in lista.deltagare if d.pk in posted | har]

    @property
    def angivet_oppet(self) -> bool:
        falt = ("angivet_ja", "angivet_nej", "angivet_avstar")
        return any(self[namn].value() not in (None, "") or self.errors.get(namn) for namn in falt)

    def clean(self):
        data = super().clean()
        data["roster"] = {r.deltagare.pk: rost for r in self.rader if (rost := data.get(f"rost_{r.deltagare.pk}"))}
        tal = [data.get(f"angivet_{vad}") for vad in ("ja", "nej", "avstar")]
        data["angivet"] = None if tal == [None, None, None] else Rakning(*(t or 0 for t in tal))
        return data


class SlutenForm(UtfallForm):
    ja = _antal("Ja-röster")
    nej = _antal("Nej-röster")
    avstar = _antal("Avstår eller röstar blankt", required=False)
    field_order = ["ja", "nej", "avstar", "utfall", "version"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["utfall"].label = "Lotten föll på"
        self.fields["utfall"].help_text = "Bara vid lika röstetal. Då avgörs saken genom lottning."
        self.fields["avstar"].villkorad = True

    def clean(self):
        data = super().clean()
        if not self.errors:
            data["raknat"] = Rakning(data["ja"], data["nej"], data.get("avstar") or 0)
        return data
