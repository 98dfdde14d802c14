"""The pages that the day is spent on, then the list of uppdrag in its orders and filters and what counts over all."""

from datetime import date, timedelta

from django.urls import reverse

from kommun.models import Organ
from protokoll.models import Anslag, Protokoll, Publicering, Sammantrade
from tests.bench.matning import Sida
from uppdrag.models import Uppdrag
from uppdrag.perioder import tertial_for


def sidor(size: int) -> list[Sida]:
    return [*dagens(size), *_ovriga(), *_uppdrag()]


def dagens(size: int) -> list[Sida]:
    """The empty page, and those that the goals are about."""
    return [Sida("tom sida (inbjudningar)", reverse("protokoll:inbjudningar")), *_dagens()]


def _dagens() -> list[Sida]:
    organ = Organ.objects.order_by("pk").first()
    mote = Sammantrade.objects.get(organ=organ, lage=Sammantrade.Lage.PAGAR)
    paragraf = mote.paragraferna.get(pk=mote.aktuell_id)
    lista, ordforande = reverse("uppdrag:uppdragen"), f"ordforande{organ.pk}"
    sidor = [
        ("start (min dag), sekreterare", reverse("uppdrag:min-dag"), "sekreterare"),
        ("start (min dag), ordförande", reverse("uppdrag:min-dag"), ordforande),
        ("sammanträde med 40 §§", mote.get_absolute_url(), "sekreterare"),
        ("§ i redigeraren", reverse("protokoll:skriv", args=[paragraf.pk]), "sekreterare"),
        ("uppdragslistan, organ och försenade", f"{lista}?organ={organ.pk}&lage=forsenade", "sekreterare"),
        ("ordförandens sida", reverse("uppdrag:ordforande"), ordforande),
        ("ordförandens sida, alla organ", f"{reverse('uppdrag:ordforande')}?organ=", "lasare"),
        ("sök", f"{reverse('uppdrag:sok')}?q=skolskjuts", "sekreterare"),
        ("anslagstavlan, allmänheten", reverse("protokoll:anslagstavla"), ""),
    ]
    return [Sida(namn, url, konto=konto, noga=True) for namn, url, konto in sidor]


def _ovriga() -> list[Sida]:
    organ = Organ.objects.order_by("pk").first()
    mote = Sammantrade.objects.get(organ=organ, lage=Sammantrade.Lage.PAGAR)
    gammalt = Protokoll.objects.filter(lage="justerat", sammantrade__organ=organ).order_by("-pk").first()
    paragraf = mote.paragraferna.get(pk=mote.aktuell_id)
    sidor = [
        ("sammanträdena", reverse("protokoll:sammantraden"), "sekreterare"),
        ("§", paragraf.get_absolute_url(), "sekreterare"),
        ("närvaron", reverse("protokoll:narvaro", args=[mote.pk]), "sekreterare"),
        ("klarkollen", reverse("protokoll:klarkoll", args=[mote.pk]), "sekreterare"),
        ("ett justerat protokoll", gammalt.get_absolute_url(), "sekreterare"),
        ("tiderna", reverse("protokoll:tider"), "sekreterare"),
        ("ärendena", reverse("uppdrag:arenden"), "sekreterare"),
        ("ärendets väg", reverse("uppdrag:arende", args=[paragraf.dnr]), "sekreterare"),
        ("anslagstavlan, anslag.json", reverse("protokoll:anslagstavla-json"), ""),
        ("ett anslag", Anslag.objects.first().get_absolute_url(), ""),
        ("protokoll på webben", reverse("protokoll:offentliga"), ""),
        ("ett protokoll på webben", reverse("protokoll:offentligt", args=[_webben()]), ""),
    ]
    efterat = [
        ("klarkollens antal, efter sammanträdet", f"{reverse('protokoll:klarkoll', args=[mote.pk])}?chip=1"),
        ("klarkollen, efter redigeraren", f"{reverse('protokoll:klarkoll', args=[mote.pk])}?paragraf={paragraf.pk}"),
        ("marginalen, efter en sparning", reverse("protokoll:skriv", args=[paragraf.pk])),
    ]
    return [
        *(Sida(namn, url, htmx=True) for namn, url in efterat),
        *(Sida(namn, url, konto=konto) for namn, url, konto in sidor),
    ]


def _webben() -> int:
    return Publicering.objects.order_by("pk").values_list("protokoll", flat=True).last()


def _uppdrag() -> list[Sida]:
    lista, organ = reverse("uppdrag:uppdragen"), Organ.objects.order_by("pk").first().pk
    antal = Uppdrag.objects.count()
    soon = date.today() + timedelta(days=60)  # noqa: DTZ011
    mitt = Uppdrag.objects.get(pk=antal // 2)
    sidor = [
        ("listan", lista),
        ("listan, ett organ", f"{lista}?organ={organ}"),
        ("listan, försenade", f"{lista}?organ=&lage=forsenade"),
        ("listan, ej besvarade", f"{lista}?organ=&lage=ej_besvarade"),
        ("listan, till nästa sammanträde", f"{lista}?organ=&lage=oppna&mote=nasta"),
        ("listan, förvaltning med enheter, ålder, frist", f"{lista}?forvaltning=1&alder=6&frist_till={soon}"),
        ("listan, sökt på ett vanligt ord", f"{lista}?q=detaljplan"),
        ("listan, sökt på ett ovanligt ord", f"{lista}?q=fr%C3%A5ga+{antal}"),
        ("listan, sökt på nummer", f"{lista}?q={mitt.ar}:{mitt.nummer}"),
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
        ("ett uppdrag", mitt.get_absolute_url()),
        ("revisorns sida", reverse("uppdrag:revision")),
        ("revisorns sida, tio år", f"{reverse('uppdrag:revision')}?fran={(tertial_for(date.today()) + -29).kod}"),  # noqa: DTZ011
    ]
    return [Sida(namn, url) for namn, url in sidor]
