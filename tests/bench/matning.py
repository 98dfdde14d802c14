"""Asking for pages and telling how long they took."""

import gc
import statistics
import sys
import time
from dataclasses import dataclass

WARM_UP = 3
# How many times a page is asked for, and for how many seconds at most; never fewer times than the least.
REPEATS, SECONDS, LEAST = 30, 6, 15
# Of the pages that the goals are about: their p99 is not merely the slowest.
NOGA, NOGA_SECONDS = 200, 20


@dataclass(frozen=True)
class Sida:
    namn: str
    url: str
    # Asked for in turn, so that no question is in the memory of the last.
    fler: tuple[str, ...] = ()
    # Who asks; empty is the public.
    konto: str = "sekreterare"
    noga: bool = False
    # A part that the page asks for once it is there.
    htmx: bool = False

    @property
    def huvud(self) -> dict[str, str]:
        return {"HX-Request": "true"} if self.htmx else {}


class Framsteg:
    """A bar on a terminal; in a file a line now and then."""

    RADVIS = 20  # seconds

    def __init__(self, vad: str, alla: int):
        self.vad, self.alla, self.borjade = vad, max(alla, 1), time.perf_counter()
        self.sades = self.borjade

    def vid(self, klart: int) -> None:
        andel, nu = min(1, klart / self.alla), time.perf_counter()
        gatt = nu - self.borjade
        kvar = f"{gatt / andel - gatt:5.0f} s kvar" if andel else ""
        if not sys.stderr.isatty():
            if nu - self.sades > self.RADVIS:
                self.sades = nu
                print(f"{self.vad}: {andel:.0%}, {kvar.strip()}", file=sys.stderr, flush=True)
            return
        print(f"\r{self.vad:<28} [{'#' * round(30 * andel):<30}] {andel:4.0%} {kvar}", end="", file=sys.stderr)
        if andel == 1:
            print("\r" + " " * 90, end="\r", file=sys.stderr)


class Klienter(dict):
    """A browser for each account, made when it is first asked for."""

    def __missing__(self, konto: str):
        from django.contrib.auth import get_user_model
        from django.test import Client

        self[konto] = klient = Client(SERVER_NAME="localhost")
        if konto:
            klient.force_login(get_user_model().objects.get(username=konto))
        return klient


@dataclass(frozen=True)
class Utfall:
    namn: str
    median: float
    p95: float
    median_ganger: float
    p95_ganger: float
    fragor: int


def mat(size: int, sidor: list[Sida]) -> list[Utfall]:
    """The first is the empty page. It is asked for before each of the others, so that whatever else the machine does
    at the time is in both; the ratios are median to median and p95 to p95.
    """
    klienter, tom = Klienter(), sidor[0]
    klienter[tom.konto].get(tom.url)
    # As the application server does once it has loaded: a full collection does not walk through all of Django.
    gc.collect()
    gc.freeze()
    print(
        f"\n{'§§':>8}  {'sida':<44} {'tom':>7} {'median':>8} {'p95':>8} {'p99':>8} {'antal':>5} {'median×':>8} "
        f"{'p95×':>6} {'frågor':>6}  svar"
    )
    utfall = []
    for sida in sidor[1:]:
        tomma, tider = _tider(klienter, tom, sida)
        (m0, p0, _), (m, p, q) = _matt(tomma), _matt(tider)
        utfall.append(Utfall(sida.namn, m, p, m / m0, p / p0, fragor := _fragor(klienter, sida)))
        print(
            f"{size:>8}  {sida.namn:<44} {m0 * 1000:4.0f} ms {m * 1000:5.0f} ms {p * 1000:5.0f} ms {q * 1000:5.0f} ms "
            f"{len(tider):>5} {m / m0:>7.1f}× {p / p0:>5.1f}× {fragor:>6}  {_antal(klienter, sida)}",
            flush=True,
        )
    return utfall


def tabell(resultat: dict[int, list[Utfall]]) -> None:
    """The sizes side by side, as the README has it."""
    if not resultat:
        return
    storlekar = [f"{size:,} §§".replace(",", " ") for size in resultat]
    print("\n| sida | " + " | ".join(f"{s}: median, p95 (× den tomma)" for s in storlekar) + " | frågor |")
    print("|---" * (len(resultat) + 2) + "|")
    per_sida: dict[str, dict[int, Utfall]] = {}
    for size, utfallen in resultat.items():
        for u in utfallen:
            per_sida.setdefault(u.namn, {})[size] = u
    for namn, u in per_sida.items():
        fragor = max(x.fragor for x in u.values())
        print(f"| {namn} | {' | '.join(_cell(u.get(size)) for size in resultat)} | {fragor} |")


def _cell(u: Utfall | None) -> str:
    if u is None:
        return ""
    return f"{u.median * 1000:.0f}, {u.p95 * 1000:.0f} ms ({u.median_ganger:.1f}, {u.p95_ganger:.1f})"


def _matt(tider: list[float]) -> tuple[float, float, float]:
    """Median, p95, p99."""
    delar = statistics.quantiles(tider, n=100, method="inclusive")
    return statistics.median(tider), delar[94], delar[98]


def _tider(klienter: Klienter, tom: Sida, sida: Sida) -> tuple[list[float], list[float]]:
    tomma, tider = [], []
    urlar = [sida.url, *sida.fler]
    ganger, langst = (NOGA, NOGA_SECONDS) if sida.noga else (REPEATS, SECONDS)
    borjade = time.perf_counter()
    for n in range(ganger + WARM_UP):
        tomt = _tid(klienter[tom.konto], tom.url, {})
        tid = _tid(klienter[sida.konto], urlar[n % len(urlar)], sida.huvud)
        if n >= WARM_UP:
            tomma.append(tomt)
            tider.append(tid)
        if len(tider) >= LEAST and time.perf_counter() - borjade > langst:
            break
    return tomma, tider


def _tid(klient, url: str, huvud: dict[str, str]) -> float:
    start = time.perf_counter()
    svar = klient.get(url, headers=huvud)
    b"".join(svar) if svar.streaming else svar.content
    tid = time.perf_counter() - start
    if svar.status_code != 200:
        raise SystemExit(f"{url} answered {svar.status_code}")
    return tid


def _fragor(klienter: Klienter, sida: Sida) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as fragor:
        klienter[sida.konto].get(sida.url, headers=sida.huvud)
    return len(fragor)


def _antal(klienter: Klienter, sida: Sida) -> str:
    """What a search found, where the page is one. Only then are the templates made to tell what they were given."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment(debug=False)
    try:
        svar = klienter[sida.konto].get(sida.url, headers=sida.huvud)
    finally:
        teardown_test_environment()
    resultat = svar.context.get("resultat") if svar.context else None
    if resultat is None:
        return ""
    if resultat.for_lange:
        return "för lång tid"
    return f"{'fler än ' if resultat.fler else ''}{resultat.antal}"


def forklara(sidor: list[Sida]) -> None:
    """The plans of the two dearest queries of each page."""
    from django.db import connection, reset_queries

    klienter = Klienter()
    connection.force_debug_cursor = True
    for sida in sidor:
        reset_queries()
        klienter[sida.konto].get(sida.url, headers=sida.huvud)
        fragor = [q for q in connection.queries if q["sql"].startswith("SELECT")]
        allt = sum(float(q["time"]) for q in connection.queries)
        print(f"\n==== {sida.namn}: {len(connection.queries)} queries, {allt * 1000:.0f} ms in the database")
        for query in sorted(fragor, key=lambda q: -float(q["time"]))[:2]:
            print(f"-- {query['time']} s\n{query['sql'][:1500]}")
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + query["sql"].replace("%", "%%"), [])
                print("\n".join(line for (line,) in cursor.fetchall()))
    connection.force_debug_cursor = False
