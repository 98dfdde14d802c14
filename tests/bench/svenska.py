"""The words and sentences of the §§ that are measured: Swedish compounds, few of them common, most rare. Pure."""

import random
from collections.abc import Iterator

FORLED = """skol kommun vatten väg buss lek park bostads vård omsorgs miljö energi klimat kultur idrotts fritids
bygg mark plan trafik cykel gång renhållnings avfalls friskvårds personal löne budget ekonomi
upphandlings avtals tillsyns livsmedels brand räddnings krisberednings bredbands fiber solcells el
värme fjärrvärme sim is ung senior barn familje integrations språk biblioteks musik konst museums
turism närings företags landsbygds skogs sjö bad strand hamn torg centrum by stads kvarters hyres
fastighets lokal mötes delegations reglements ärende dokument arkiv digitaliserings säkerhets
informations medborgar demokrati valnämnds revisions stiftelse förenings bidrags stipendie""".split()
MITTLED = """skjuts tjänst anläggnings verksamhets utvecklings underhålls investerings samverkans besöks avgifts
tillstånds kontroll stöd underlags områdes hus bolags fonds register kö platstilldelnings måltids
transport lednings""".split()
EFTERLED = """plan program policy taxa reglemente avtal utredning rapport översyn strategi förslag ansökan remiss
yttrande redovisning upphandling budget bidrag avgift tillstånd riktlinje rutin handlingsplan
uppföljning organisation lokal anläggning satsning försäljning köp byggnation renovering inventering
prognos bokslut delårsrapport motion medborgarförslag interpellation detaljplan översiktsplan""".split()
VERB = """utreda föreslå genomföra pröva redovisa bereda samordna upphandla inrätta avveckla utveckla
förstärka anta revidera finansiera återrapportera följa upp godkänna avslå bifalla""".split()
ORTER = """Ekbacka Norrviken Källtorp Hultaby Sandvreten Björkfors Lillängen Storhult Åkerby Ängsholm Östervik
Västerhult Söderfors Granliden Tallmon Mossebo Kvarnvik Brostad Hamnäs Klockarbol""".split()
FORNAMN = """Astrid Bertil Cecilia David Eva Folke Gunnel Håkan Ingrid Johan Karin Lars Maj Nils Olga Per Rut
Sven Tyra Åke""".split()
EFTERNAMN = """Måttstock Vågström Tumlund Alnfeldt Linjalsson Passargren Lodquist Skjutmåttsson Kvadratberg
Litermark Tidtagarsson Metersten Decibelius Grader-Ek Stegräknarsson""".split()

SATSER = (
    "{O} beslutar att {v} {c} i {p}.",
    "Förvaltningen får i uppdrag att {v} {c} och återkomma med förslag till {c}.",
    "{f} föreslår att kommunen ska {v} {c} för att minska kostnaderna för {c}.",
    "Ärendet gäller {c} i {p}, som tidigare har behandlats tillsammans med {c}.",
    "Av tjänsteskrivelsen framgår att {c} behöver ses över innan {c} kan antas.",
    "{O} har tagit del av {c} och delar bedömningen att {c} bör prioriteras under året.",
    "Kostnaden beräknas till {n} kronor och ryms inom ramen för {c}.",
    "Handlingarna har varit på remiss, och flera nämnder har lämnat synpunkter på {c}.",
    "{f} yrkar bifall till förslaget och hänvisar till {c}.",
    "Arbetet med {c} ska vara klart senast den {d}.",
    "Föräldrar i {p} har skrivit till kommunen om {c} och önskar att {c} tas fram.",
    "Enligt {c} ansvarar nämnden för {c} i hela kommunen.",
)
ORGAN = ("Kommunstyrelsen", "Nämnden", "Arbetsutskottet", "Kommunfullmäktige", "Utskottet")
MANADER = "januari februari mars april maj juni juli augusti september oktober november december".split()


class Svenska:
    """The same for the same seed."""

    def __init__(self, seed: int = 2020):
        self.slump = random.Random(seed)
        self.ord = [f + e for f in FORLED for e in EFTERLED]
        self.slump.shuffle(self.ord)

    def meningar(self, antal: int) -> Iterator[str]:
        for _ in range(antal):
            yield self._mening()

    def _sammansatt(self) -> str:
        """The first of the words are common and the last rare."""
        return self.ord[int(self.slump.random() ** 2.5 * len(self.ord))]

    def _mening(self) -> str:
        s = self.slump
        sats = s.choice(SATSER).replace("{O}", s.choice(ORGAN)).replace("{p}", s.choice(ORTER))
        sats = sats.replace("{f}", f"{s.choice(FORNAMN)} {s.choice(EFTERNAMN)}").replace(
            "{v}", s.choice(VERB).replace("_", " ")
        )
        sats = sats.replace("{n}", f"{s.randrange(10, 9000)} 000").replace(
            "{d}", f"{s.randrange(1, 29)} {s.choice(MANADER)}"
        )
        while "{c}" in sats:
            sats = sats.replace("{c}", self._sammansatt(), 1)
        return sats
