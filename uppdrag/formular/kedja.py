"""What the forms of a proposal on its way ask for. Validation only."""

from django import forms

from kommun.kalender import dag_i_ord
from protokoll.models import Beslut
from uppdrag.formular.registrering import TidForm, UrValet


def _text(beslut: Beslut) -> str:
    p = beslut.paragraf
    dag = dag_i_ord(p.sammantrade.datum, veckodag=False)
    return f"{p.organ.kortnamn} {dag} {p.beteckning} {p.rubrik}"[:110]


class StegForm(forms.Form):
    """Which beslut takes the uppdrag one step further."""

    def __init__(self, *args, besluten: list[Beslut], etikett: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.besluten = besluten
        self.fields["beslut"] = UrValet(
            label=etikett,
            rader={b.pk: b for b in besluten},
            tomt="Välj beslut",
            text=_text,
            error_messages={
                "required": "Välj vilket beslut det är.",
                "invalid_choice": "Det beslutet kan inte väljas. Välj ett av dem som visas.",
            },
        )
        self.order_fields(["beslut", "skal"])


class BeslutstidForm(TidForm):
    nyckel = None  # the beslut is the key: it gives an uppdrag once


class AvslagForm(StegForm):
    skal = forms.CharField(
        label="Varför blev det inget uppdrag?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial="Förslaget avslogs.",
        error_messages={"required": "Skriv varför uppdraget inte blev av, till exempel att förslaget avslogs."},
    )
