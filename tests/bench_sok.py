"""`make bench-sok`: how long the search takes at 10 000, 100 000 and 1 000 000 §§.

    make bench-sok                      the whole table; at the largest size the filling takes most of the time
    make bench-sok ARGS="10000"         other sizes
    make bench-sok ARGS="--explain"     the plans of its queries at the largest size as well

The §§ have a heading, a decision and a background of about eighty words, from eight thousand: a few in every §, most in
few. Their rows of the search come of the triggers, as they do in the product.
"""

import argparse
import os
import statistics
import time

from tests.bench import _frame, _insert

REPEATS, WARM_UP = 9, 2
MENINGAR = 20_000
_ORDEN = """
    CREATE TABLE bench_ord AS WITH s AS (SELECT unnest(string_to_array(
        'ba,ke,li,mo,nu,ra,se,ti,vo,dy,fa,ge,hi,jo,ku,la,me,ni,po,ru', ',')) AS s)
    SELECT row_number() OVER (ORDER BY random())::int AS n, a.s || b.s || c.s AS ord FROM s a, s b, s c;
    ALTER TABLE bench_ord ADD PRIMARY KEY (n)"""
# Sentences of 35 words; the power makes the first words common and the last rare.
_MENINGAR = f"""
    CREATE TABLE bench_mening AS SELECT m.n, string_agg(o.ord, ' ') AS text FROM (
        SELECT m AS n, 1 + floor(power(random(), 3) * 8000)::int AS ord FROM generate_series(0, {MENINGAR - 1}) m,
            generate_series(1, 35)) m JOIN bench_ord o ON o.n = m.ord GROUP BY m.n;
    ALTER TABLE bench_mening ADD PRIMARY KEY (n)"""


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-sok")
    options.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    options.add_argument("--explain", action="store_true")
    args = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from kommun import database

    with database.running():
        import django

        django.setup()
        _run(sorted(args.sizes), explain=args.explain)


def _run(sizes: list[int], *, explain: bool) -> None:
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment(debug=False)
    old = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "fullgjort_bench_sok"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"{'§§':>8}  {'sökning':<44} {'median':>9} {'p95':>9} {'träffar':>13}", flush=True)
        done = 0
        for size in sizes:
            start = time.perf_counter()
            fill(done, size)
            per = (time.perf_counter() - start) * 1000 / (size - done)
            print(f"{size:>8}  {'fyllt, per paragraf':<44} {per:6.2f} ms", flush=True)
            done = size
            _measure(size)
        if explain:
            _explain(sizes[-1])
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)
        teardown_test_environment()


# Filling -------------------------------------------------------------------------------------------------------------


def fill(fran: int, till: int) -> None:
    """§§ `fran` + 1 to `till`, in pieces, so that no statement is as large as all of it."""
    from django.db import connection, transaction

    if fran == 0:
        _frame()
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.2020)")
            cursor.execute(_ORDEN)
            cursor.execute(_MENINGAR)
            cursor.execute("ANALYZE bench_ord, bench_mening")
    for n in range(fran, till, 50_000):
        with transaction.atomic():
            _fyll(n, min(n + 50_000, till))
    with connection.cursor() as cursor:
        for table in ("protokoll_paragraf", "protokoll_beslut", "protokoll_avsnitt"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {till})")
        cursor.execute("VACUUM ANALYZE")


def _fyll(fran: int, till: int) -> None:
    """The parts first, and the §§ that hold them last: then each row of the search is made once."""
    from protokoll.models import Avsnitt, Beslut, Paragraf

    held = f"""FROM generate_series({fran + 1}, {till}) g JOIN (
        SELECT s.*, row_number() OVER (ORDER BY s.id) - 1 AS rad, count(*) OVER () AS alla
        FROM protokoll_sammantrade s WHERE datum <= CURRENT_DATE) s ON s.rad = g % s.alla"""

    def mening(tal: int) -> str:
        return f"(SELECT m.text FROM bench_mening m WHERE m.n = (g::bigint * {tal}) % {MENINGAR})"

    sak = "(ARRAY['lekplats','skolskjuts','gångväg','taxa','policy','lokaler','bredband'])[1 + g % 7]"
    text = f"'<p>Förvaltningen får i uppdrag att utreda ' || {sak} || ' ' || {mening(7919)} || '.</p>'"
    _insert(Beslut, held, id="g", paragraf_id="g", rubrik="'Beslut'", text=text, ordning="100")
    text = f"'<p>Frågan väcktes av kommunen ' || {mening(104_729)} || '.</p>'"
    _insert(
        Avsnitt,
        held,
        id="g",
        paragraf_id="g",
        typ="'bakgrund'",
        niva="1",
        rubrik="'Bakgrund'",
        text=text,
        ordning="200",
    )
    _insert(
        Paragraf,
        held,
        id="g",
        sammantrade_id="s.id",
        organ_id="s.organ_id",
        ar="s.ar",
        nummer="g",
        ordning="(g / s.alla) % 32000 + 1",
        rubrik=f"'Ärende om ' || {sak} || ' ' || left({mening(13)}, 20)",
        dnr="'KS ' || s.ar || '/' || (g / 3)",
    )


# Measuring -----------------------------------------------------------------------------------------------------------


def _questions(size: int) -> list[tuple[str, str]]:
    from django.db import connection

    from protokoll.models import Paragraf

    p = Paragraf.objects.select_related("organ").get(pk=size // 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ord FROM bench_ord WHERE n IN (1, 100, 7900) ORDER BY n")
        vanligt, mitten, ovanligt = (rad[0] for rad in cursor.fetchall())
    return [
        ("en paragraf (n01 34 2020)", f"{p.organ.kortnamn} {p.nummer % 10_000} {p.ar}"),
        ("ett diarienummer", p.dnr),
        ("ord som står i varje paragraf", "utreda"),
        ("två ord som står i varje paragraf", "förvaltningen utreda"),
        ("ord i varje sjunde rubrik", "lekplats"),
        ("vanligt ord", vanligt),
        ("ovanligt ord", ovanligt),
        ("vanligt och ovanligt ord", f"utreda {ovanligt}"),
        ("två vanliga ord som sällan möts i en rubrik", f"{vanligt} {mitten}"),
        ("fras av vanliga ord", "”får i uppdrag att utreda taxa”"),
        ("organ och vanligt ord", f"{p.organ.kortnamn} lekplats"),
        ("organ", p.organ.namn),
        ("år och vanligt ord", f"lekplats {p.ar}"),
        ("person", "person 07 mätsson"),
        ("felstavat ord", "lekplast"),
        ("inget", "kvantmekanik"),
    ]


def _pages(size: int) -> list[tuple[str, str]]:
    from urllib.parse import urlencode

    from django.urls import reverse

    sok, forslag = reverse("uppdrag:sok"), reverse("uppdrag:sok-forslag")
    sidor = [(namn, f"{sok}?{urlencode({'q': q})}") for namn, q in _questions(size)]
    sidor.append(("vanligt ord, en slag", f"{sok}?q=utreda&slag=paragraf"))
    for q in ("är", "lek", "lekpl", "ärende om sk"):
        sidor.append((f"förslag medan man skriver: {q}", f"{forslag}?{urlencode({'q': q})}"))
    return sidor


def _measure(size: int) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="sekreterare"))
    for name, url in _pages(size):
        times = []
        for n in range(REPEATS + WARM_UP):
            start = time.perf_counter()
            response = client.get(url)
            if n >= WARM_UP:
                times.append(time.perf_counter() - start)
            if response.status_code != 200:
                raise SystemExit(f"{url} answered {response.status_code}")
        resultat = response.context.get("resultat")
        antal = "" if resultat is None else "för lång tid" if resultat.for_lange else f"{resultat.antal}"
        if resultat is not None and resultat.fler:
            antal = f"fler än {antal}"
        _rad(size, name, times, antal)
    _save(size)


def _save(size: int) -> None:
    """A text of a § is saved: what the row of the search adds to it."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        for n in range(REPEATS + WARM_UP):
            start = time.perf_counter()
            cursor.execute(
                "UPDATE protokoll_avsnitt SET text = text || ' ändrat' WHERE id = %s", [1 + (n * 7919) % size]
            )
            if n >= WARM_UP:
                times.append(time.perf_counter() - start)
    _rad(size, "en paragrafs text sparas (databasen)", times, "")


def _rad(size: int, name: str, times: list[float], antal: str) -> None:
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(f"{size:>8}  {name:<44} {median * 1000:6.0f} ms {p95 * 1000:6.0f} ms {antal:>13}", flush=True)


def _explain(size: int) -> None:
    """The plans of the dearest query of each page."""
    from django.contrib.auth import get_user_model
    from django.db import connection, reset_queries
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="sekreterare"))
    connection.force_debug_cursor = True
    for name, url in _pages(size):
        reset_queries()
        client.get(url)
        dyrast = max((q for q in connection.queries if q["sql"].startswith("SELECT")), key=lambda q: float(q["time"]))
        print(f"\n-- {name}: {dyrast['time']} s\n{dyrast['sql'][:2000]}")
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + dyrast["sql"].replace("%", "%%"), [])
            print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
