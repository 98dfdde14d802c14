"""The search, by kind of question: the page with the hits, the suggestions while one types, what the public finds."""

from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from protokoll.models import Paragraf, Publicering
from tests.bench.matning import Sida


def sidor(size: int) -> list[Sida]:
    tom = reverse("protokoll:inbjudningar")
    return [Sida("tom sida (inbjudningar)", tom), *_sok(size), *_forslag(), *_offentligt()]


def _sok(size: int) -> list[Sida]:
    p = Paragraf.objects.select_related("organ", "sammantrade").get(pk=size // 2)
    organ, adress = p.organ, reverse("uppdrag:sok")
    sallsynt, fler = _sallsynta(size)
    fragor = [
        ("ett vanligt ord (står i varje §)", {"q": "utreda"}),
        ("ett ord i varje sjunde rubrik", {"q": "skolskjuts"}),
        ("ett ord i var femtionde §", {"q": "lekreglemente"}),
        ("ett ovanligt ord", [{"q": o} for o in [sallsynt, *fler]]),
        ("två vanliga ord", {"q": "förvaltningen skolskjuts"}),
        ("ett vanligt och ett ovanligt ord", {"q": f"utreda {sallsynt}"}),
        ("början av ett ord", [{"q": o} for o in ("skolskj", "förskol", "bostadsp", "renhålln")]),
        ("en del av ett ord", {"q": "skjutstaxa"}),
        ("utan prickar", {"q": "friskvardspolicy"}),
        ("en fras av vanliga ord", {"q": "”får i uppdrag att utreda taxa”"}),
        ("ett felstavat ord", [{"q": o} for o in ("lekplast", "skolskjust", "bredabnd", "renhålningstaxa")]),
        ("ett felstavat namn", [{"q": o} for o in ("Astrid Vågstrom", "Bertil Tumlnud", "Cecilia Kvadartberg")]),
        ("ett namn", {"q": "Astrid Vågström"}),
        ("en § (n10 34 2020)", {"q": f"{organ.kortnamn} {p.nummer} {p.ar}"}),
        ("ett §-nummer utan organ och år", {"q": "§ 34"}),
        ("ett diarienummer", {"q": p.dnr}),
        ("en dag", {"q": f"{p.sammantrade.datum}"}),
        ("ett organ", {"q": organ.namn}),
        ("organ och vanligt ord i frågan", {"q": f"{organ.kortnamn} skolskjuts"}),
        ("filtrerat på organ och år", {"q": "utreda", "organ": organ.pk, "ar": p.ar}),
        ("filtrerat på slag", {"q": "utreda", "slag": "uppdrag"}),
        ("filtrerat på person", {"q": "utreda", "person": 2}),
        ("bara filter, ingen fråga", {"organ": organ.pk}),
        ("inget som stämmer", {"q": "kvantmekanik xylofonorkester"}),
    ]
    return [_sida(f"sök: {namn}", adress, fraga) for namn, fraga in fragor]


def _forslag() -> list[Sida]:
    adress = reverse("uppdrag:sok-forslag")
    skrivna = (
        ("två bokstäver", ["sk", "fö", "lo"]),
        ("fem bokstäver", ["skols", "lekpl", "bredb"]),
        ("två ord", ["skolskjuts och bo", "taxa i ek", "policy och le"]),
        ("ett namn", ["astrid v", "bertil t"]),
        ("inget", ["kvantm"]),
    )
    return [_sida(f"förslag: {namn}", adress, [{"q": q} for q in fragor]) for namn, fragor in skrivna]


def _offentligt() -> list[Sida]:
    publicering = Publicering.objects.select_related("protokoll__sammantrade").order_by("pk").last()
    if publicering is None:
        return []
    mote, adress = publicering.protokoll.sammantrade, reverse("protokoll:offentliga")
    fragor = [
        ("ett vanligt ord", {"q": "utreda"}),
        ("ett felstavat ord", {"q": "lekplast"}),
        ("början av ett ord", {"q": "skolskj"}),
        ("§ 34", {"q": "§ 34"}),
        ("filtrerat på organ och år", {"q": "utreda", "organ": mote.organ_id, "ar": mote.ar}),
        ("inget som stämmer", {"q": "kvantmekanik"}),
    ]
    return [_sida(f"allmänheten: {namn}", adress, fraga, konto="") for namn, fraga in fragor]


def _sida(namn: str, adress: str, fragor, **mer) -> Sida:
    forst, *fler = (f"{adress}?{urlencode(f)}" for f in (fragor if isinstance(fragor, list) else [fragor]))
    return Sida(namn, forst, tuple(fler), **mer)


def _sallsynta(size: int) -> tuple[str, list[str]]:
    """Words that a heading or two hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT lower(split_part(rubrik, ' ', 3)) FROM protokoll_paragraf WHERE id = ANY (%s)",
            [[size // n for n in range(2, 9)]],
        )
        orden = sorted(rad[0] for rad in cursor.fetchall())
    return orden[0], orden[1:]
