"""The list of uppdrag in its orders and filters, and the pages that count over all of them."""

from datetime import date, timedelta

from django.urls import NoReverseMatch, reverse

from kommun.models import Organ
from tests.bench.matning import Sida
from uppdrag.models import Uppdrag


def sidor(size: int) -> list[Sida]:
    lista, organ = reverse("uppdrag:uppdragen"), Organ.objects.first().pk
    antal = Uppdrag.objects.count()
    soon = date.today() + timedelta(days=60)  # noqa: DTZ011
    pages = [
        ("tom sida (inbjudningar)", reverse("protokoll:inbjudningar")),
        ("listan", lista),
        ("listan, ett organ", f"{lista}?organ={organ}"),
        ("listan, försenade", f"{lista}?lage=forsenade"),
        ("listan, ej besvarade", f"{lista}?lage=ej_besvarade"),
        ("listan, till nästa sammanträde", f"{lista}?lage=oppna&mote=nasta"),
        ("listan, förvaltning med enheter, ålder, frist", f"{lista}?forvaltning=1&alder=6&frist_till={soon}"),
        ("listan, sökt på ett vanligt ord", f"{lista}?q=detaljplan"),
        ("listan, sökt på ett ovanligt ord", f"{lista}?q=fr%C3%A5ga+{antal}"),
        ("listan, sökt på nummer", f"{lista}?q={Uppdrag.objects.get(pk=antal // 2).ar}:{antal // 2}"),
        *(
            (f"listan, sorterad på {namn}", f"{lista}?sortera={nyckel}")
            for namn, nyckel in [
                ("nummer", "nr"),
                ("text", "text"),
                ("givet", "-givet"),
                ("mottagare", "mottagare"),
                ("frist", "-frist"),
                ("läge", "lage"),
                ("senaste händelse", "-handelse"),
            ]
        ),
        ("listan, sista sidan", f"{lista}?sida={antal // 50}"),
        ("listan, en sida mitt i, sorterad på givet", f"{lista}?sortera=givet&sida={antal // 100}"),
        ("ett uppdrag", Uppdrag.objects.get(pk=antal // 2).get_absolute_url()),
        ("min dag", reverse("uppdrag:min-dag")),
    ]
    for name, url_name in (("ordförandens sida", "uppdrag:ordforande"), ("revisorns sida", "uppdrag:revision")):
        try:
            pages.append((name, reverse(url_name)))
        except NoReverseMatch:
            continue
    return [Sida(namn, url) for namn, url in pages]
