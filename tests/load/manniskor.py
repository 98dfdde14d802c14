"""The people of a meeting day: what each does, how long it took, and what was confirmed to them."""

import http.client
import random
import re
import statistics
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from kommun.models import User
from protokoll.models import Avsnitt, Beslut, Rost, Sammantrade, Utkast
from protokoll.omrostning import starta_omrostning
from tests.bench.motesdag import LEDAMOTER

CSRF = "a" * 32
TANKETID = (1.5, 5.5)
ORD = ("skolskjuts", "utreda taxa", "lekplats", "bredband", "Astrid Vågström", "detaljplan", "§ 34", "renhållning")


class Svarsfel(Exception):
    """Another answer than the one that was to come."""


@dataclass
class Bok:
    """What was asked and what came, over all people."""

    tider: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    fel: list[str] = field(default_factory=list)
    sekreterarnas: list[tuple[float, float]] = field(default_factory=list)

    def antecknad(self, vem: "Person", vad: str, nar: float, tid: float) -> None:
        self.tider[vad].append((nar, tid))
        if isinstance(vem, Sekreterare):
            self.sekreterarnas.append((nar, tid))


class Person(threading.Thread):
    """One browser. What is done is chosen by weight; between two things one thinks."""

    def __init__(self, user: User, *, dag: "Dagen", fro: int):
        super().__init__(name=user.username)
        self.user, self.dag, self.slump = user, dag, random.Random(fro)
        self.kaka = f"{settings.SESSION_COOKIE_NAME}={_session(user)}; csrftoken={CSRF}"
        self.gor: list[tuple[int, str, object]] = []
        # Where the last answer led on to.
        self.plats = ""
        # What the page asks for once it is there: (what, address).
        self.efterat: list[tuple[str, str]] = []

    def run(self) -> None:
        time.sleep(self.slump.uniform(0, TANKETID[1]))
        while time.monotonic() < self.dag.slut:
            [(_, vad, gor)] = self.slump.choices(self.gor, weights=[g[0] for g in self.gor])
            self.efterat = []
            self._tid(vad, gor)
            if "/utskrift/" in self.plats:
                self._tid("protokollet som PDF, tills framme", self._vanta_ut)
            for del_, adress in self.efterat:
                self._tid(del_, lambda adress=adress: self._fraga(adress, htmx=True))
            time.sleep(self.slump.uniform(*TANKETID))

    def _tid(self, vad: str, gor) -> None:
        nar = time.monotonic()
        try:
            gor()
        except (Svarsfel, OSError, http.client.HTTPException) as fel:
            self.dag.bok.fel.append(f"{self.name}, {vad}: {fel!r}")
        else:
            self.dag.bok.antecknad(self, vad, nar, time.monotonic() - nar)

    def _fraga(self, adress: str, *, data: dict | None = None, json=False, htmx=False, ska: tuple[int, ...] = (200,)):
        huvud = {"Cookie": self.kaka, "X-CSRFToken": CSRF} | ({"Accept": "application/json"} if json else {})
        huvud |= {"HX-Request": "true"} if htmx else {}
        kropp = None
        if data is not None:
            kropp = urlencode(data)
            huvud["Content-Type"] = "application/x-www-form-urlencoded"
        forbindelse = http.client.HTTPConnection("127.0.0.1", self.dag.port, timeout=60)
        try:
            forbindelse.request("GET" if data is None else "POST", adress, kropp, huvud)
            svar = forbindelse.getresponse()
            text, self.plats = svar.read(), svar.headers.get("Location", "")
        finally:
            forbindelse.close()
        if svar.status not in ska:
            raise Svarsfel(f"{adress} svarade {svar.status}: {text[:300]!r}")
        return text

    def las(self, *adresser: str):
        return lambda: self._fraga(self.slump.choice(adresser))

    def motet(self, mote: Sammantrade):
        def gor() -> None:
            if b"?chip=1" in self._fraga(f"/sammantraden/{mote.pk}/"):
                self.efterat = [("klarkollen efteråt", f"/sammantraden/{mote.pk}/klarkoll/?chip=1")]

        return gor

    def sok(self) -> None:
        self._fraga(f"/sok/?q={quote(self.slump.choice(ORD))}")


class Sekreterare(Person):
    """Writes in the §§ of the meeting that runs, one after the other."""

    def __init__(self, user, mote: Sammantrade, **mer):
        super().__init__(user, **mer)
        self.mote = mote
        # The last thing that was confirmed of each part: (what, mark); and every save.
        self.senast: dict[tuple[int, str], tuple[str, str]] = {}
        self.sparade: list[tuple[str, str]] = []
        self.roster: dict[int, str] = {}
        self.texter, self.versioner = {}, {}
        # Those of the middle of the meeting: the rest is read only.
        self.paragrafer = list(mote.paragraferna.order_by("ordning")[18:24])
        for p in self.paragrafer:
            for d in p.delar():
                self.texter[p.pk, d.ankare], self.versioner[p.pk, d.ankare] = d.text, d.version
        self.omrostning = starta_omrostning(
            paragraf=self.paragrafer[0], ja_innebar="bifall", nej_innebar="avslag", by=user
        )
        self.deltagare = list(mote.motesdeltagarna.filter(slag="ledamot").values_list("pk", flat=True))[:LEDAMOTER]
        p = mote.protokollen.get()
        sidan, self.pdf = f"/sammantraden/{mote.pk}/", f"/protokoll/{p.pk}/protokoll.pdf"
        self.gor = [
            (40, "utkast sparas medan man skriver", self._utkast),
            (16, "§ sparas", self._spara),
            (10, "vem är här", self._vilka),
            (12, "§ i redigeraren", self._oppna),
            (5, "sammanträdet", self.motet(mote)),
            (3, "klarkollen", self.las(f"{sidan}klarkoll/")),
            (6, "röster sparas", self._rosta),
            (6, "sök", self.sok),
            (1, "protokollet som PDF, tills svar", self._skriv_ut),
        ]

    def _oppna(self) -> None:
        p = self.slump.choice(self.paragrafer)
        self._fraga(f"/paragrafer/{p.pk}/skriv/")
        self.efterat = [self._kollen(p.pk)]

    def _kollen(self, paragraf: int) -> tuple[str, str]:
        return "klarkollen efteråt", f"/sammantraden/{self.mote.pk}/klarkoll/?paragraf={paragraf}"

    def _skrivet(self) -> tuple[tuple[int, str], str, dict]:
        nyckel = self.slump.choice(list(self.texter))
        marke = uuid.uuid4().hex
        _, namn = nyckel
        text = f"{self.texter[nyckel]}<p>Märke {marke}.</p>"
        data = {f"{namn}-text": text, f"{namn}-version": self.versioner[nyckel]}
        if namn.startswith("beslut"):
            data[f"{namn}-niva"] = "eget"
        return nyckel, marke, data

    def _utkast(self) -> None:
        nyckel, marke, data = self._skrivet()
        self._fraga(f"/paragrafer/{nyckel[0]}/utkast/", data=data, json=True)
        self.senast[nyckel] = ("utkast", marke)

    def _spara(self) -> None:
        nyckel, marke, data = self._skrivet()
        svar = self._fraga(f"/paragrafer/{nyckel[0]}/skriv/", data=data, json=True)
        self.versioner[nyckel] = _json(svar)["delar"][nyckel[1]]["version"]
        self.senast[nyckel] = ("text", marke)
        self.sparade.append((nyckel[1], marke))
        self.efterat = [("marginalen efter en sparning", f"/paragrafer/{nyckel[0]}/skriv/"), self._kollen(nyckel[0])]

    def _skriv_ut(self) -> None:
        """What is long is made by the worker; the page that waits asks again every other second."""
        self._fraga(self.pdf, ska=(200, 302))

    def _vanta_ut(self) -> None:
        vanta, slut = self.plats, time.monotonic() + 120
        while "utskrift=" not in self.plats:
            if time.monotonic() > slut:
                raise Svarsfel(f"{vanta} blev inte klar")
            time.sleep(2)
            self._fraga(vanta, ska=(200, 302))
        self._fraga(self.plats)

    def _vilka(self) -> None:
        self._fraga(f"/paragrafer/{self.slump.choice(self.paragrafer).pk}/vilka/", data={"skriver": 1}, json=True)

    def _rosta(self) -> None:
        adress = f"/omrostningar/{self.omrostning.pk}/"
        sidan = self._fraga(adress).decode()
        roster = {d: self.slump.choice(("ja", "nej", "avstar")) for d in self.deltagare}
        version = re.search(r'name="version" value="(\d+)"', sidan)[1]
        data = {f"rost_{d}": rost for d, rost in roster.items()} | {"version": version, "akt": "delvis"}
        self._fraga(adress, data=data, ska=(302,))
        self.roster = roster


@dataclass
class Dagen:
    bok: Bok = field(default_factory=Bok)
    personer: list[Person] = field(default_factory=list)
    port: int = 0
    slut: float = 0
    rusning: object = None

    def ga(self, port: int, sekunder: float, rusning) -> None:
        self.port, self.slut, self.rusning = port, time.monotonic() + sekunder, rusning
        for p in [*self.personer, *([rusning] if rusning else [])]:
            p.start()
        for p in self.personer:
            p.join()

    def redovisa(self) -> int:
        """The table, and what is not where it was said to be; the number of faults."""
        print(f"\n{'':<34} {'antal':>6} {'median':>8} {'p95':>8} {'p99':>8} {'längst':>8}")
        alla = [t for rader in self.bok.tider.values() for t in rader]
        for vad, rader in [*sorted(self.bok.tider.items()), ("allt", alla)]:
            print(f"{vad:<34} {_rad([t for _, t in rader])}")
        if self.rusning:
            for vilka, rader in (("allt", alla), ("sekreterarna", self.bok.sekreterarnas)):
                for nar_, under in (("annars", False), ("medan tavlan rusades", True)):
                    tider = [t for nar, t in rader if under == self._rusades(nar)]
                    print(f"{f'{vilka}, {nar_}':<34} {_rad(tider)}")
        borta = self._borta()
        sparade = sum(len(p.sparade) for p in self._sekreterarna())
        utkast = sum(len(p.senast) for p in self._sekreterarna())
        print(
            f"{len(self.bok.fel)} fel. {sparade} sparningar, {utkast} avsnitts sista text och "
            f"{sum(bool(p.roster) for p in self._sekreterarna())} omröstningar lästa åter: {len(borta)} borta."
        )
        for rad in [*self.bok.fel[:10], *borta[:10]]:
            print(f"  {rad}")
        return len(self.bok.fel) + len(borta)

    def _rusades(self, nar: float) -> bool:
        return self.rusning.borjade <= nar <= self.rusning.slutade

    def _sekreterarna(self) -> list[Sekreterare]:
        return [p for p in self.personer if isinstance(p, Sekreterare)]

    def _borta(self) -> list[str]:
        ut = []
        for p in self._sekreterarna():
            for namn, marke in p.sparade:
                if not _historien(namn).filter(text__contains=marke, history_user=p.user).exists():
                    ut.append(f"{p.name}: {namn} sparades aldrig ({marke})")
            for (paragraf, namn), (vad, marke) in p.senast.items():
                if vad == "text":
                    rad = _raden(namn)
                else:
                    rad = Utkast.objects.filter(av=p.user, paragraf=paragraf, del_namn=namn).first()
                if rad is None or marke not in rad.text:
                    ut.append(f"{p.name}: det sista i {namn} är ett annat än {vad} {marke}")
            sparade = dict(Rost.objects.filter(omrostning=p.omrostning).values_list("deltagare", "rost"))
            if p.roster and sparade != p.roster:
                ut.append(f"{p.name}: rösterna är andra än de som bekräftades")
        return ut


def dagen(antal: int) -> Dagen:
    """Two in five write, one in five leads, the rest read."""
    ut = Dagen()
    moten = list(Sammantrade.objects.filter(lage=Sammantrade.Lage.PAGAR).select_related("organ").order_by("organ"))
    for n in range(antal):
        mote = moten[n % len(moten)]
        if n < antal * 2 // 5 and n < len(moten):
            user = User.objects.get(username=f"sekreterare{mote.organ_id}")
            ut.personer.append(Sekreterare(user, mote, dag=ut, fro=n))
            continue
        user = User.objects.get(username=f"{'ordforande' if n < antal * 3 // 5 else 'ledamot'}{mote.organ_id}")
        p = Person(user, dag=ut, fro=n)
        paragrafer = [f"/paragrafer/{pk}/" for pk in mote.paragraferna.values_list("pk", flat=True)]
        p.gor = [
            (30, "§", p.las(*paragrafer)),
            (20, "sammanträdet", p.motet(mote)),
            (10, "start", p.las("/")),
            (10, "uppdragslistan", p.las("/uppdrag/", "/uppdrag/?lage=forsenade")),
            (8, "ordförandens sida", p.las("/uppdrag/laget/")),
            (15, "sök", p.sok),
            (5, "förslag medan man skriver", p.las("/sok/forslag/?q=skols", "/sok/forslag/?q=lekp")),
        ]
        ut.personer.append(p)
    return ut


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _modell(namn: str):
    return Beslut if namn.startswith("beslut") else Avsnitt


def _raden(namn: str):
    return _modell(namn).objects.get(pk=namn.rpartition("-")[2])


def _historien(namn: str):
    return _modell(namn).history.filter(id=namn.rpartition("-")[2])


def _json(svar: bytes) -> dict:
    import json

    return json.loads(svar)


def _rad(tider: list[float]) -> str:
    if len(tider) < 2:
        return f"{len(tider):>6}"
    delar = statistics.quantiles(tider, n=100, method="inclusive")
    ms = [statistics.median(tider), delar[94], delar[98], max(tider)]
    return f"{len(tider):>6} " + " ".join(f"{t * 1000:>5.0f} ms" for t in ms)


def vanta_pa(port: int) -> None:
    for _ in range(300):
        try:
            forbindelse = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            forbindelse.request("GET", "/anslagstavla/")
            forbindelse.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("Servern svarar inte.")
