"""What the living page of all components shows (mallar/komponenter.html): no database."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.paginator import Paginator

from kommun.forms import DatumInput, KlockslagInput

TODAY = date(2020, 3, 7)


class Exempelform(forms.Form):
    rubrik = forms.CharField(label="Rubrik", help_text="Så som den ska stå i protokollet.")
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    organ = forms.ChoiceField(label="Organ", choices=[("", "Välj organ"), ("ks", "Kommunstyrelsen")])
    frist = forms.DateField(label="Senast", widget=DatumInput)
    tid = forms.TimeField(label="Klockslag", widget=KlockslagInput, required=False)
    vag = forms.ChoiceField(
        label="Hur rapporteras uppdraget?",
        help_text="Det går att ändra senare.",
        choices=[("del", "Delrapport"), ("slut", "Slutrapport"), ("tid", "Begär förlängd tid")],
        widget=forms.RadioSelect,
    )
    mottagare = forms.MultipleChoiceField(
        label="Beslutet skickas till",
        choices=[("tek", "Tekniska förvaltningen"), ("soc", "Socialförvaltningen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    utan_frist = forms.BooleanField(label="Uppdraget har ingen frist", required=False, help_text="Skriv varför.")
    fil = forms.FileField(
        label="Bilaga", required=False, widget=forms.ClearableFileInput(attrs={"data-max-bytes": 20 << 20})
    )
    hemlig = forms.CharField(widget=forms.HiddenInput, required=False)


class Filterform(forms.Form):
    q = forms.CharField(label="Sök i uppdragen", required=False)
    organ = forms.ChoiceField(label="Organ", required=False, choices=[("", "Alla"), ("ks", "Kommunstyrelsen")])
    lage = forms.ChoiceField(label="Läge", required=False, choices=[("", "Alla"), ("forsenat", "Försenat")])


STEGEN = [
    {"namn": "Kallelse", "lage": "klar", "datum": date(2020, 2, 18)},
    {"namn": "Möte", "lage": "klar", "datum": date(2020, 2, 25)},
    {"namn": "Justering", "lage": "sen", "datum": date(2020, 3, 5), "text": "2 dagar"},
    {"namn": "Anslag", "lage": "pagar", "datum": date(2020, 3, 9), "text": "senast"},
    {"namn": "Laga kraft", "lage": "kommande", "datum": date(2020, 3, 31), "lag": "13 kap. 5 § kommunallagen"},
]

UPPDRAGEN = [
    {
        "nr": f"2020:{nr}",
        "text": text,
        "organ": "KSAU",
        "mottagare": mottagare,
        "frist": TODAY + timedelta(days=dagar),
        "sen": dagar < 0,
        "lage": lage,
    }
    for nr, text, mottagare, dagar, lage in [
        (4, "Utreda kostnaden för gång- och cykelväg mellan Rot och Åsen", "Tekniska förvaltningen", -42, "Öppet"),
        (7, "Ta fram förslag till ny taxa för uthyrning av lokaler", "Kultur- och fritidsförvaltningen", -12, "Öppet"),
        (9, "Redovisa åtgärder med anledning av revisionens granskning", "Kommunchefen", -1, "Svar lämnat"),
        (11, "Återkomma med underlag om bredband i Särna", "Näringslivsenheten", 3, "Öppet"),
        (14, "Bereda ärendet om parkering vid vårdcentralen", "Tekniska förvaltningen", 24, "Öppet"),
    ]
]


def kontext(data=None, sida=3, today=TODAY) -> dict:
    return {
        "today": today,
        "form": Exempelform(),
        "fel_form": Exempelform({"frist": "nej", "fil": ""} if data is None else data, prefix="fel"),
        "filter": Filterform({}),
        "stegen": STEGEN,
        "uppdragen": UPPDRAGEN,
        "sida": Paginator(range(412), 50).get_page(sida),
        "dag": date(2020, 3, 10),
        "tid": datetime(2020, 3, 2, 13, 42),  # noqa: DTZ001 (a local time on a page)
        "presets": [
            ("Försenade", "?lage=forsenat", 7, True),
            ("Rapporteras till nästa sammanträde", "?lage=nasta", 4, False),
            ("Ej besvarade", "?lage=obesvarat", 12, False),
            ("Saknar frist", "?frist=saknas"),
        ],
    }
