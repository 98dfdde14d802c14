"""The invented ärenden of the demo year: heading, decision, background, underlag, receivers, and the uppdrag it gives.

`{organet}` stands for the deciding organ. An uppdrag is (receiver, text, days from meeting to frist or
None); the text is a sentence of the decision.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arende:
    rubrik: str
    beslut: str
    bakgrund: str
    underlag: str
    mottagare: str
    uppdrag: tuple[str, str, int | None] | None = None
    # Its own, where it has been before another organ.
    dnr: str = ""
    utfall: str = ""


def _a(rubrik, beslut, bakgrund, underlag, mottagare, uppdrag=None) -> Arende:
    return Arende(rubrik, beslut, bakgrund, underlag, mottagare, uppdrag)


TEKNIK = "Samhällsbyggnadsavdelningen"
EKONOMI = "Ekonomiavdelningen"
ADM = "Administrativa avdelningen"
UTVECKLING = "Utvecklingsavdelningen"
HR = "HR-avdelningen"
FASTIGHET = "Fastighetsavdelningen"


def _u(rubrik, mottagare, at, bakgrund, dagar) -> Arende:
    """An ärende whose decision gives an uppdrag."""
    namn = mottagare if mottagare == HR else mottagare[0].lower() + mottagare[1:]
    return Arende(
        rubrik=rubrik,
        beslut=f"{{organet}} ger {namn} i uppdrag att {at}.",
        bakgrund=bakgrund,
        underlag=f"Tjänsteskrivelse – {rubrik}",
        mottagare=mottagare,
        uppdrag=(mottagare, f"{at[0].upper()}{at[1:]}.", dagar),
    )


# Each comes up once.
# fmt: off
MED_UPPDRAG: tuple[Arende, ...] = (
    _u("Laddplatser vid kommunens parkeringar", TEKNIK,
       "utreda var och till vilken kostnad laddplatser kan byggas vid kommunens parkeringar",
       "Antalet elbilar i kommunen har fördubblats på två år, och de laddplatser som finns räcker inte till.", 210),
    _u("Sommarlov för barn och unga", UTVECKLING,
       "ta fram ett program för avgiftsfria sommaraktiviteter för barn mellan 6 och 15 år",
       "Statsbidraget för sommarlovsaktiviteter har upphört. Föreningarna vill ordna aktiviteter med kommunen.", 130),
    _u("Riktlinjer för distansarbete", HR,
       "se över riktlinjerna för distansarbete och redovisa förslag till ändringar",
       "Riktlinjerna är från 2021. Flera förvaltningar har påtalat att de tolkas olika.", 95),
    _u("Underhållsplan för kommunens badplatser", FASTIGHET,
       "upprätta en underhållsplan för kommunens sju badplatser",
       "Bryggorna är slitna på flera håll, och ansvaret mellan kommunen och föreningarna är oklart.", 300),
    _u("Bostäder på Norra ängen", TEKNIK,
       "pröva om Norra ängen kan planläggas för bostäder",
       "Efterfrågan på tomter för småhus är större än utbudet. Norra ängen ägs av kommunen.", 330),
    _u("Digital post till hushållen", ADM,
       "införa digital post för de utskick som görs till alla hushåll",
       "Kommunen skickar omkring 9 000 brev om året. Digital post är billigare och når fram samma dag.", 180),
    _u("Försäljning av Ekbackens gamla skola", FASTIGHET,
       "låta värdera Ekbackens gamla skola inför försäljning",
       "Skolan har stått tom sedan 2022. Driftkostnaden är 310 000 kronor om året.", 60),
    _u("Upphandling av skolskjuts", EKONOMI,
       "förbereda en gemensam upphandling av skolskjuts med grannkommunerna",
       "Avtalen löper ut om två år. En gemensam upphandling väntas ge fler anbud.", None),
    _u("Gång- och cykelväg till Västerby", TEKNIK,
       "ta fram ett kostnadsberäknat förslag till gång- och cykelväg mellan Stationen och Västerby",
       "Sträckan är skolväg för ett sextiotal elever och saknar belysning.", 160),
    _u("Bidrag till samlingslokaler", UTVECKLING,
       "föreslå nya regler för bidrag till samlingslokaler på landsbygden",
       "Reglerna är från 1998 och stämmer inte med hur föreningarna arbetar i dag.", 120),
    _u("Rekrytering av sommarvikarier", HR,
       "redovisa hur rekryteringen av sommarvikarier kan tidigareläggas",
       "Förra sommaren var 40 pass obesatta veckan före midsommar.", 80),
    _u("Solceller på kommunens tak", FASTIGHET,
       "kartlägga vilka av kommunens tak som lämpar sig för solceller",
       "Kommunen äger 61 byggnader. Tre av dem har solceller.", 140),
    _u("Återbruk av möbler", ADM,
       "införa en gemensam ordning för återbruk av möbler mellan förvaltningarna",
       "Möbler kastas på ett håll och köps in på ett annat.", 90),
    _u("Krisberedskap i byarna", ADM,
       "föreslå platser för trygghetspunkter i kommunens byar",
       "Vid strömavbrottet i januari saknade fyra byar en samlingsplats med värme.", 150),
    _u("Näringslivets kontakt med kommunen", UTVECKLING,
       "mäta hur företagen upplever handläggningstiderna och redovisa resultatet",
       "I den nationella mätningen har kommunen fallit elva placeringar.", 200),
    _u("Felparkering vid skolorna", TEKNIK,
       "föreslå åtgärder mot felparkering vid grundskolorna",
       "Föräldraråden vid tre skolor har skrivit till kommunen.", 70),
    _u("Leverantörsfakturor i tid", EKONOMI,
       "redovisa hur andelen fakturor som betalas i tid kan höjas till 98 procent",
       "Under det senaste kvartalet betalades 94 procent i tid.", 100),
    _u("Kommunens konst", ADM,
       "upprätta en förteckning över kommunens konst med placering och skick",
       "Den senaste förteckningen är från 2009 och omfattar inte skolorna.", 260),
    _u("Mötesplats för unga i centrum", UTVECKLING,
       "pröva om biblioteket kan hållas öppet för unga två kvällar i veckan",
       "Ungdomsrådet har lämnat ett förslag om en mötesplats utan krav på medlemskap.", 110),
    _u("Badhusets öppettider", FASTIGHET,
       "beräkna kostnaden för att hålla badhuset öppet två timmar längre på lördagar",
       "Ett medborgarförslag om längre öppettider har fått 214 underskrifter.", 45),
    _u("Snöröjning av gångvägar", TEKNIK,
       "se över i vilken ordning gångvägarna snöröjs",
       "Pensionärsrådet har påtalat att vägen till vårdcentralen röjs sist.", 120),
    _u("Språkstöd i arbetslivet", HR,
       "ta fram ett förslag till språkstöd för anställda som är nya i svenskan",
       "Inom äldreomsorgen har var femte medarbetare ett annat modersmål än svenska.", 170),
    _u("Vattenskydd vid Storsjön", TEKNIK,
       "redovisa vilka åtgärder som krävs för att fastställa ett vattenskyddsområde",
       "Storsjön är reservvattentäkt och saknar skydd.", 280),
    _u("Avgift för lokaler", EKONOMI,
       "föreslå en enhetlig taxa för uthyrning av kommunens lokaler",
       "Taxan skiljer sig i dag mellan förvaltningarna.", 90),
    _u("Öppna data", ADM,
       "publicera kommunens fem mest efterfrågade datamängder",
       "Regionen har samlat efterfrågan från företag och föreningar.", 130),
    _u("Turistinformation vid hamnen", UTVECKLING,
       "pröva om turistinformationen kan bemannas av föreningar",
       "Bemanningen kostar 420 000 kronor om året och är öppen tio veckor.", 75),
    _u("Träden på Kyrkogatan", TEKNIK,
       "låta undersöka allén på Kyrkogatan och föreslå återplantering",
       "Fyra av träden föll vid höststormen.", 85),
    _u("Friskvårdsbidrag", HR,
       "utreda om friskvårdsbidraget kan höjas inom ram",
       "Bidraget har varit oförändrat sedan 2017.", 60),
    _u("Energiuppföljning i skolorna", FASTIGHET,
       "redovisa energianvändningen per skola och år",
       "Målet är att minska användningen med tio procent till 2030.", 190),
    _u("Gemensam växel", ADM,
       "pröva en gemensam telefonväxel med två grannkommuner",
       "Avtalet om växeln löper ut nästa höst.", 150),
)

# fmt: on

# The ordinary ones, which come back meeting after meeting.
UTAN_UPPDRAG: tuple[Arende, ...] = (
    _a(
        "Månadsuppföljning av budgeten",
        "{organet} noterar informationen till protokollet.",
        "Ekonomichefen redovisar det ekonomiska läget. Prognosen för helåret är ett litet överskott.",
        "Månadsrapport",
        "Ekonomiavdelningen",
    ),
    _a(
        "Anmälan av delegationsbeslut",
        "{organet} lägger redovisningen av delegationsbeslut till handlingarna.",
        "Beslut som har fattats med stöd av delegering anmäls vid varje sammanträde.",
        "Förteckning över delegationsbeslut",
        "Administrativa avdelningen",
    ),
    _a(
        "Yttrande över remiss från länsstyrelsen",
        "{organet} antar yttrandet som sitt eget och överlämnar det till länsstyrelsen.",
        "Länsstyrelsen har skickat ett förslag på remiss till länets kommuner.",
        "Förslag till yttrande\n\nRemiss från länsstyrelsen",
        "Länsstyrelsen",
    ),
    _a(
        "Hyresavtal för Storgatan 12",
        "{organet} godkänner hyresavtalet för Storgatan 12 till och med utgången av nästa år.",
        "Lokalerna används av kulturskolan. Avtalet löper ut vid årsskiftet.",
        "Förslag till hyresavtal",
        "Fastighetsavdelningen",
    ),
    _a(
        "Rapport från kommunens bolag",
        "{organet} lägger rapporten till handlingarna.",
        "Bolagens rapporter visar ett samlat resultat i nivå med budget.",
        "Rapporter från bolagen",
        "Ekonomiavdelningen\n\nKommunens bolag",
    ),
)
