from django import forms

from kommun.organval import OrganVal


class TaNedForm(forms.Form):
    skal = forms.CharField(
        label="Varför tas anslaget ned i förtid?",
        max_length=300,
        help_text="Skälet sparas och står på beviset, till exempel ”fel protokoll anslogs”.",
        error_messages={"required": "Skriv varför anslaget tas ned i förtid, till exempel ”fel protokoll anslogs”."},
    )


class KungorForm(forms.Form):
    text = forms.CharField(
        label="Ärenden som ska behandlas",
        help_text="Ett ärende på varje rad. Det här läses av alla, också på webben: ta bort namn på enskilda personer.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Skriv vilka ärenden som ska behandlas. De ska stå i kungörelsen."},
    )


class TiderFilter(forms.Form):
    LAGEN = (
        ("", "Alla lägen"),
        ("forsenade", "Försenade"),
        ("justeras", "Ska justeras"),
        ("anslas", "Ska anslås"),
        ("overklagas", "Kan överklagas"),
        ("laga_kraft", "Överklagandetiden har gått ut"),
    )
    organ = OrganVal()
    lage = forms.ChoiceField(label="Läge", required=False, choices=LAGEN)
