"""The public record of Vimmerby KSAU 2020-02-25 as a `Dokument`, written by hand letter for letter."""

from datetime import date, time

from protokoll.dokumentvarden import Ajournering, Bevis, Deltagare, Dokument, Narvarogrupp, Signatur, Textdel, Tryckt

KSAU = "Kommunstyrelsens arbetsutskott"


def del_(typ: str, rubrik: str, *stycken: str, niva: int = 1) -> Textdel:
    return Textdel(typ, rubrik, niva, "".join(f"<p>{s}</p>" for s in stycken))


def beslut(*stycken: str) -> Textdel:
    return del_("beslut", f"{KSAU}s beslut", *stycken)


PARAGRAF_14 = Tryckt(
    14,
    "2020/000003 004",
    "Val av protokolljusterare",
    (beslut(f"{KSAU} väljer Helen Nilsson (S) att jämte ordförande justera dagens protokoll."),),
)

PARAGRAF_15 = Tryckt(
    15, "2020/000008 101", "Fastställande av dagordning", (beslut(f"{KSAU} fastställer dagordningen."),)
)

PARAGRAF_34 = Tryckt(
    34,
    "2020/000053 000",
    "Uppföljning av uppdrag från KS och dess utskott",
    (
        beslut(
            f"{KSAU} godkänner administrativa avdelningens förslag till plan/rutin för uppföljningen av uppdrag givna "
            "av kommunstyrelsens utskott samt av kommunstyrelsen."
        ),
        del_("sammanfattning", "Sammanfattning"),
        del_(
            "bakgrund",
            "Bakgrund",
            # Three letters of "utarbета" are Cyrillic in the record.
            f"{KSAU} gav 2020-01-21 i uppdrag till administrativa avdelningen att ”utarb\u0435\u0442\u0430 en "
            "plan/rutin för hur uppdrag givna av arbetsutskottet och kommunstyrelsen ska återrapporteras till "
            "respektive instans”.",
            "Kommunstyrelseförvaltningens administrativa avdelning föreslår att en enkel och grundläggande plan och "
            "rutin införs som ett första steg för att på så sätt etablera uppföljningen som en del i den övergripande "
            "styrnings- och ledningsprocessen.",
            "I ett andra steg, från och med inledningen av 2021 och framgent, föreslås att formerna för uppföljningen "
            "utvecklas kontinuerligt utifrån det behov som kommunstyrelsen och dess olika utskott ger uttryck för.",
            "I ett avseende går administrativa avdelningen ett steg längre än det givna uppdraget i det att plan och "
            "rutiner föreslås gälla för kommunstyrelsens samtliga utskott.",
            niva=2,
        ),
        del_(
            "aktuell_situation",
            "Aktuell situation",
            "Idag saknas plan/rutin för uppföljning av givna uppdrag, vilket från och till innebär att givna uppdrag "
            "blir liggande eller, värre, inte tas om hand. Konsekvensen av detta är primärt att den politiska "
            "styrningen inte omsätts i verkställda åtgärder samt att investerad tid i tidigare handläggning är "
            "bortkastad.",
            niva=2,
        ),
        del_(
            "finansiering",
            "Finansiering",
            "Ingen finansiering behövs.",
            "Arbetstid krävs för insamling och sammanställning av information. Denna görs av utskottssekreterarna som "
            "en del av den löpande ärendeprocessen, men bedöms kräva begränsat med tid.",
            "Plan i bilaga som del av tjänsteskrivelsen.",
            niva=2,
        ),
        del_(
            "beslutsunderlag",
            "Beslutsunderlag",
            "Tjänsteskrivelse - Uppföljning av uppdrag från KSAU och KS",
            "Protokollsutdrag 2020-01-21 § 11 Uppföljning av uppdrag från KSAU och KS",
        ),
        del_(
            "mottagare",
            "Beslutet skickas till",
            "Kommunstyrelseförvaltningens avdelningar",
            "Utskottssekreterare",
            "Kommunstyrelsen och dess utskott för kännedom",
        ),
    ),
)

_INBJUDNINGAR = [
    ("Piku: Nationella Välfärdskonferens, 5-6 mars, Malmö", "avstår"),
    ("Konsumentverket/Forum för miljösmart konsumtion: webinarium, 26 mars", "avstår"),
    ("Landshövdingen/Region Kalmar län: Globala målen för hållbar utveckling, 24 april, Kalmar", "avstår"),
    (
        "Länsledningen/Landshövdingen: Möte med kommun- och regionledning, 27 mars, Kalmar Energikontor",
        "Personlig inbjudan. Jacob Käll (C), Marie Nicholson (M) och Carolina Leijonram, kommun- direktör deltar",
    ),
    ("SKR: Budgetdagen 2020, 27 maj, Stockholm, m fl orter (också som webbsändning)", "avstår"),
]


def tabell(huvud: tuple[str, ...], rader: list[tuple[str, ...]]) -> str:
    """As the editor writes it: no thead, a first row of header cells, a paragraph in each cell."""

    def rad(tag: str, celler: tuple[str, ...]) -> str:
        return f"<tr>{''.join(f'<{tag}><p>{cell}</p></{tag}>' for cell in celler)}</tr>"

    return f"<table><tbody>{rad('th', huvud)}{''.join(rad('td', r) for r in rader)}</tbody></table>"


PARAGRAF_35 = Tryckt(
    35,
    "2020/000018 101",
    "Inbjudningar",
    (
        Textdel(
            "beslut",
            f"{KSAU}s beslut",
            1,
            "<p>Kommunstyrelsen beslutar följande med anledning av inkomna inbjudningar:</p>"
            + tabell(("Inbjudan till", "Beslut"), _INBJUDNINGAR),
        ),
        del_("beslutsunderlag", "Beslutsunderlag", "Inkomna inbjudningar"),
        Textdel(
            "mottagare",
            "Beslutet skickas till",
            1,
            "<p>Jacob Käll<br>Helen Nilsson<br>Liselott Frejd</p><p>Anmälan görs av Liselott Frejd. Om det finns behov "
            "av bokning av eventuella resor och/eller boende – ta gärna kontakt med Liselott Frejd på administrativa "
            "avdelningen.</p>",
        ),
    ),
)

SEED = Dokument(
    kommun="Vimmerby kommun",
    organ=KSAU,
    kortnamn="KSAU",
    datum=date(2020, 2, 25),
    start=time(13),
    slut=time(17),
    plats="Tunasalen",
    ajourneringar=(Ajournering(time(14, 25), time(14, 35)),),
    ledamoter=(
        Deltagare("Jacob Käll", "C", "ordförande"),
        Deltagare("Niklas Gustafsson", "M", "1:e vice ordförande"),
        Deltagare("Helen Nilsson", "S", "2:e vice ordförande"),
    ),
    ersattare=(Deltagare("Ola Gustafsson", "KD"), Deltagare("Eva Berglund", "S")),
    ovriga=tuple(
        Narvarogrupp(spann, tuple(Deltagare(namn, titel=titel) for namn, titel in personer))
        for spann, personer in [
            (
                "§§ 14–35",
                [
                    ("Carolina Leijonram", "kommundirektör"),
                    ("Michael Ekström", "handläggare/sekreterare"),
                ],
            ),
            ("§§ 16; 24", [("Marie Halldén", "HR-chef")]),
            ("§ 18", [("Jan Hasselkvist", "administrativa avdelningen")]),
            ("§§ 19–20", [("Klas Svensson", "miljö- och byggnadsförvaltningen")]),
            ("§§ 19–25", [("Andreas Horste", "samhällsbyggnadschef")]),
            ("§§ 20; 24", [("Thomas Svärd", "utvecklingschef")]),
            ("§§ 21–22", [("Torbjörn Bergström", "fastighetschef")]),
            ("§ 24", [("Anna Erlandsson Karlsson", "administrativ chef")]),
            ("§§ 24–25", [("Mattias Karlsson", "ekonomichef")]),
            ("§§ 14–35, utom § 21", [("Vetle Skaate", "adjungerad praktikant från gymnasiet")]),
        ]
    ),
    justerare=("Helen Nilsson (S)",),
    justeringens_plats_och_tid="Stadshuset, Vimmerby",
    underskrifter=(
        Signatur("Sekreterare", "Michael Ekström"),
        Signatur("Ordförande", "Jacob Käll"),
        Signatur("Protokolljusterare", "Helen Nilsson (S)"),
    ),
    paragrafspann="§§ 14–35",
    bevis=Bevis(
        date(2020, 3, 5),
        date(2020, 3, 26),
        date(2020, 3, 26),
        "Administrativa avdelningen, Stadshuset",
        "Michael Ekström",
    ),
    paragrafer=(PARAGRAF_14, PARAGRAF_15, PARAGRAF_34, PARAGRAF_35),
    status="",
)
