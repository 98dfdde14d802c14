"""Asking for pages and telling how long they took."""

import statistics
import sys
import time
from dataclasses import dataclass

REPEATS, WARM_UP = 40, 3
# A page is asked for no longer than this, and never fewer times than the least.
SECONDS, LEAST = 8, 20


@dataclass(frozen=True)
class Sida:
    namn: str
    url: str
    # Asked for in turn, so that no question is in the memory of the last.
    fler: tuple[str, ...] = ()
    utan_konto: bool = False


class Framsteg:
    """A bar on a terminal; in a file nothing."""

    def __init__(self, vad: str, alla: int):
        self.vad, self.alla, self.borjade = vad, max(alla, 1), time.perf_counter()

    def vid(self, klart: int) -> None:
        if not sys.stderr.isatty():
            return
        andel = min(1, klart / self.alla)
        gatt = time.perf_counter() - self.borjade
        kvar = f"{gatt / andel - gatt:5.0f} s kvar" if andel else ""
        print(f"\r{self.vad:<28} [{'#' * round(30 * andel):<30}] {andel:4.0%} {kvar}", end="", file=sys.stderr)
        if andel == 1:
            print("\r" + " " * 90, end="\r", file=sys.stderr)


def _klienter() -> dict:
    from django.contrib.auth import get_user_model
    from django.test import Client

    inne = Client()
    inne.force_login(get_user_model().objects.get(username="sekreterare"))
    return {False: inne, True: Client()}


def mat(size: int, sidor: list[Sida]) -> None:
    """The first is the empty page. It is asked for before each of the others, so that whatever else the machine does
    at the time is in both; the ratios are median to median and p95 to p95.
    """
    klienter, tom = _klienter(), sidor[0]
    print(
        f"\n{'§§':>8}  {'sida':<44} {'tom':>7} {'median':>8} {'p95':>8} {'antal':>5} {'median×':>8} {'p95×':>6}  svar"
    )
    for sida in sidor[1:]:
        tomma, tider, svar = _tider(klienter, tom, sida)
        (m0, p0), (m, p) = _matt(tomma), _matt(tider)
        print(
            f"{size:>8}  {sida.namn:<44} {m0 * 1000:4.0f} ms {m * 1000:5.0f} ms {p * 1000:5.0f} ms {len(tider):>5} "
            f"{m / m0:>7.1f}× {p / p0:>5.1f}×  {_antal(svar)}",
            flush=True,
        )


def _matt(tider: list[float]) -> tuple[float, float]:
    return statistics.median(tider), statistics.quantiles(tider, n=20, method="inclusive")[-1]


def _tider(klienter, tom: Sida, sida: Sida) -> tuple[list[float], list[float], object]:
    tomma, tider, svar = [], [], None
    urlar = [sida.url, *sida.fler]
    borjade = time.perf_counter()
    for n in range(REPEATS + WARM_UP):
        tomt, _ = _tid(klienter[False], tom.url)
        tid, svar = _tid(klienter[sida.utan_konto], urlar[n % len(urlar)])
        if n >= WARM_UP:
            tomma.append(tomt)
            tider.append(tid)
        if len(tider) >= LEAST and time.perf_counter() - borjade > SECONDS:
            break
    return tomma, tider, svar


def _tid(klient, url: str) -> tuple[float, object]:
    start = time.perf_counter()
    svar = klient.get(url)
    b"".join(svar) if svar.streaming else svar.content
    tid = time.perf_counter() - start
    if svar.status_code != 200:
        raise SystemExit(f"{url} answered {svar.status_code}")
    return tid, svar


def _antal(svar) -> str:
    """What a search found, where the page is one."""
    resultat = svar.context.get("resultat") if svar.context else None
    if resultat is None:
        return ""
    if resultat.for_lange:
        return "för lång tid"
    return f"{'fler än ' if resultat.fler else ''}{resultat.antal}"


def forklara(sidor: list[Sida]) -> None:
    """The plans of the two dearest queries of each page."""
    from django.db import connection, reset_queries

    klienter = _klienter()
    connection.force_debug_cursor = True
    for sida in sidor:
        reset_queries()
        klienter[sida.utan_konto].get(sida.url)
        fragor = [q for q in connection.queries if q["sql"].startswith("SELECT")]
        allt = sum(float(q["time"]) for q in connection.queries)
        print(f"\n==== {sida.namn}: {len(connection.queries)} queries, {allt * 1000:.0f} ms in the database")
        for query in sorted(fragor, key=lambda q: -float(q["time"]))[:2]:
            print(f"-- {query['time']} s\n{query['sql'][:1500]}")
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + query["sql"].replace("%", "%%"), [])
                print("\n".join(line for (line,) in cursor.fetchall()))
    connection.force_debug_cursor = False
