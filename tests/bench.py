"""`make bench`: how long the pages take at 1 000, 10 000 and 100 000 uppdrag.

    make bench                     the whole table, a few minutes
    make bench ARGS="1000 10000"   other sizes
    make bench ARGS="--explain"    the plans of the list's queries at the largest size as well

A scratch database beside the others is made and filled with SQL, and thrown away at the end. A page is asked for
through the whole stack (Django's test client: middleware, session, permissions, database, template). Each size starts
with an empty page of the same frame; the other pages are told as times and as a ratio to it, since times of different
machines cannot be compared. Nothing is asserted: no test fails because a machine is slow.
"""

import argparse
import os
import statistics
import time
from datetime import date, timedelta

REPEATS, WARM_UP = 11, 2
ORGAN, FORVALTNINGAR, PERSONER, AR = 12, 15, 80, 10


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
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
    connection.settings_dict["TEST"]["NAME"] = "fullgjort_bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"{'uppdrag':>8}  {'sida':<44} {'median':>9} {'p95':>9} {'mot tom sida':>13}", flush=True)
        done = 0
        for size in sizes:
            fill(done, size)
            done = size
            _measure(size)
        if explain:
            _explain()
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)
        teardown_test_environment()


# Filling -------------------------------------------------------------------------------------------------------------


def _insert(model, source: str, **expressions: str) -> None:
    """INSERT … SELECT, in which a column nobody names gets the default of its field."""
    from django.db import connection
    from django.db.models import NOT_PROVIDED

    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        if field.attname in expressions:
            value = expressions[field.attname]
        elif field.attname == "nyckel":
            value = "gen_random_uuid()"
        elif getattr(field, "auto_now_add", False):
            value = "now()"
        elif field.default is not NOT_PROVIDED and not callable(field.default):
            value = f"'{field.default}'"
        elif field.primary_key or field.null:
            continue
        else:
            value = "''"
        columns.append(f'"{field.column}"')
        values.append(value)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(values)} {source}")


def fill(fran: int, till: int) -> None:
    """Uppdrag `fran` + 1 to `till`, spread over organ and years; of the old ones few are open, of the new most."""
    from django.db import connection

    if fran == 0:
        _frame()
    from protokoll.models import Beslut, Paragraf
    from uppdrag.models import Aterrapport, Fristandring, Uppdrag

    # The meeting of number g: those held, in turn.
    held = f"""FROM generate_series({fran + 1}, {till}) g JOIN (
        SELECT s.*, row_number() OVER (ORDER BY s.id) - 1 AS rad, count(*) OVER () AS alla
        FROM protokoll_sammantrade s WHERE datum <= CURRENT_DATE) s ON s.rad = g % s.alla"""  # noqa: S608
    _insert(
        Paragraf,
        held,
        id="g",
        sammantrade_id="s.id",
        organ_id="s.organ_id",
        ar="s.ar",
        nummer="g",
        ordning="g / s.alla + 1",
        rubrik="'Ärende nummer ' || g",
        dnr="'KS ' || s.ar || '/' || (g / 3)",
    )
    text = """'Förvaltningen får i uppdrag att utreda fråga ' || g || ' och återkomma med förslag till '
        || (ARRAY['skolskjuts','lekplats','gångväg','taxa','policy','lokaler','bredband'])[1 + g % 7]
        || ' samt en beräkning av vad det kostar.'"""
    paragrafer = f"""FROM protokoll_paragraf p JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id
        CROSS JOIN LATERAL (SELECT p.id AS g) x WHERE p.id > {fran}"""
    _insert(
        Beslut, paragrafer, id="g", paragraf_id="g", rubrik="'Beslut'", text=f"'<p>' || {text} || '</p>'", ordning="100"
    )
    given = "s.datum"
    oppet = f"""(g * 7919) % 100 < CASE WHEN CURRENT_DATE - {given} < 365 THEN 55
        WHEN CURRENT_DATE - {given} < 1095 THEN 10 ELSE 2 END"""
    lage = f"""CASE WHEN NOT ({oppet}) THEN (CASE WHEN g % 17 = 0 THEN 'avskrivet' ELSE 'avslutat' END)
        WHEN g % 10 = 0 THEN 'aterrapporterat' WHEN g % 23 = 0 THEN 'foreslaget' ELSE 'pagar' END"""
    _insert(
        Uppdrag,
        paragrafer,
        id="g",
        beslut_id="g",
        givare_id="p.organ_id",
        serie_id="p.organ_id",
        ar="s.ar",
        nummer="g",
        text=text,
        mening=text,
        forvaltning_id=f"1 + g % {FORVALTNINGAR}",
        ansvarig_id=f"CASE WHEN g % 3 = 0 THEN NULL ELSE 1 + g % {PERSONER} END",
        rapporteras_till_id="p.organ_id",
        frist=f"CASE WHEN g % 9 = 0 THEN NULL ELSE {given} + (90 + g % 400)::int END",
        ingen_frist="g % 9 = 0",
        nasta_rapport=f"CASE WHEN g % 9 = 0 THEN {given} + 180 END",
        lage=lage,
        avslutat_den=f"CASE WHEN {oppet} THEN NULL ELSE {given} + (60 + g % 300)::int END",
        avslutsskal=f"CASE WHEN {oppet} THEN '' ELSE 'Fullgjort' END",
    )
    nya = f"""FROM uppdrag_uppdrag u JOIN protokoll_paragraf p ON p.id = u.beslut_id
        JOIN protokoll_sammantrade s ON s.id = p.sammantrade_id WHERE u.id > {fran}"""
    _insert(
        Aterrapport,
        f"{nya} AND u.id % 10 < 6",
        uppdrag_id="u.id",
        slag="CASE WHEN u.id % 2 = 0 THEN 'delrapport' ELSE 'slutrapport' END",
        text="'Arbetet pågår enligt planen.'",
        av_id=f"1 + u.id % {PERSONER}",
        inlamnad="s.datum + interval '80 days'",
    )
    _insert(
        Fristandring,
        f"{nya} AND u.frist IS NOT NULL AND u.id % 8 = 0",
        uppdrag_id="u.id",
        tidigare="u.frist - 30",
        ny="u.frist",
        skal="'Underlaget dröjer.'",
    )
    history = Uppdrag.history.model
    named = {f.attname: f"u.{f.column}" for f in Uppdrag._meta.concrete_fields}
    _insert(history, nya, **named, history_date="s.datum", history_type="'+'", history_change_reason="'Loggade'")
    with connection.cursor() as cursor:
        for table in ("protokoll_paragraf", "protokoll_beslut", "uppdrag_uppdrag"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {till})")
        cursor.execute("VACUUM ANALYZE")


def _frame() -> None:
    """The organisation, its people, and ten years of meetings with one more year planned."""
    from kommun.models import Forvaltning, Kommun, Organ, Person, Tjanst, User
    from protokoll.models import Sammantrade

    Kommun(pk=1, namn="Mätkommun").save()
    organ = [Organ(namn=f"Nämnd {n:02}", kortnamn=f"N{n:02}", slag="namnd") for n in range(1, ORGAN + 1)]
    for o in organ:
        o.save()
    for n in range(1, FORVALTNINGAR + 1):
        Forvaltning(pk=n, namn=f"Förvaltning {n}", overordnad_id=1 if n > FORVALTNINGAR // 2 else None).save()
    for n in range(1, PERSONER + 1):
        Person(pk=n, namn=f"Person {n:02} Mätsson").save()
        Tjanst(person_id=n, roll="handlaggare", forvaltning_id=1 + n % FORVALTNINGAR, fran=date(2000, 1, 1)).save()
    for roll in ("sekreterare", "lasare"):
        person = Person(pk=PERSONER + 1 + (roll == "lasare"), namn=roll.capitalize())
        person.save()
        Tjanst(
            person=person, roll=roll, organ=organ[0] if roll == "sekreterare" else None, fran=date(2000, 1, 1)
        ).save()
        User.objects.create(username=roll, person=person)
    _insert(
        Sammantrade,
        f"""FROM kommun_organ o CROSS JOIN generate_series(-{AR * 12}, 12) m
        CROSS JOIN LATERAL (SELECT CURRENT_DATE + m * 30 + (o.id % 25)::int AS dag) d""",
        organ_id="o.id",
        datum="d.dag",
        lage="CASE WHEN d.dag > CURRENT_DATE THEN 'planerat' ELSE 'avslutat' END",
        stoppdag="d.dag - 14",
    )


# Measuring -----------------------------------------------------------------------------------------------------------


def _pages(size: int) -> list[tuple[str, str]]:
    from django.urls import NoReverseMatch, reverse

    from kommun.models import Organ
    from uppdrag.models import Uppdrag

    lista, organ = reverse("uppdrag:uppdragen"), Organ.objects.first().pk
    soon = date.today() + timedelta(days=60)  # noqa: DTZ011
    pages = [
        ("tom sida (inbjudningar)", reverse("protokoll:inbjudningar")),
        ("listan", lista),
        ("listan, ett organ", f"{lista}?organ={organ}"),
        ("listan, försenade", f"{lista}?lage=forsenade"),
        ("listan, ej besvarade", f"{lista}?lage=ej_besvarade"),
        ("listan, till nästa sammanträde", f"{lista}?lage=oppna&mote=nasta"),
        ("listan, förvaltning med enheter, ålder, frist", f"{lista}?forvaltning=1&alder=6&frist_till={soon}"),
        ("listan, sökt på ett vanligt ord", f"{lista}?q=lekplats"),
        ("listan, sökt på ett ovanligt ord", f"{lista}?q=fr%C3%A5ga+{size}"),
        ("listan, sökt på nummer", f"{lista}?q={Uppdrag.objects.first().ar}:{size // 2}"),
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
        ("listan, sista sidan", f"{lista}?sida={size // 50}"),
        ("listan, en sida mitt i, sorterad på givet", f"{lista}?sortera=givet&sida={size // 100}"),
        ("ett uppdrag", Uppdrag.objects.get(pk=size // 2).get_absolute_url()),
        ("min dag", reverse("uppdrag:min-dag")),
    ]
    for name, url_name in (("ordförandens sida", "uppdrag:ordforande"), ("revisorns sida", "uppdrag:revision")):
        try:
            pages.append((name, reverse(url_name)))
        except NoReverseMatch:
            continue
    return pages


def _measure(size: int) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="sekreterare"))
    empty = None
    for name, url in _pages(size):
        times = []
        for n in range(REPEATS + WARM_UP):
            start = time.perf_counter()
            response = client.get(url)
            b"".join(response) if response.streaming else response.content
            if n >= WARM_UP:
                times.append(time.perf_counter() - start)
            if response.status_code != 200:
                raise SystemExit(f"{url} answered {response.status_code}")
        median, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
        empty = empty or median
        print(
            f"{size:>8}  {name:<44} {median * 1000:6.0f} ms {p95 * 1000:6.0f} ms {median / empty:>12.1f}×", flush=True
        )


def _explain() -> None:
    """The plans of what a page of the list costs in the database, the dearest query of each page."""
    from django.contrib.auth import get_user_model
    from django.db import connection, reset_queries
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="sekreterare"))
    connection.force_debug_cursor = True
    for name, url in _pages(100):
        if "?" not in url and name != "listan":
            continue
        reset_queries()
        client.get(url)
        for query in sorted(connection.queries, key=lambda q: -float(q["time"]))[:2]:
            print(f"\n-- {name}: {query['time']} s\n{query['sql'][:3000]}")
            if query["sql"].startswith("SELECT"):
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + query["sql"].replace("%", "%%"), [])
                    print("\n".join(line for (line,) in cursor.fetchall()))


if __name__ == "__main__":
    main()
