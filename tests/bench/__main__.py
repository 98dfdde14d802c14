import argparse
import os
import platform
import sys
import time

from tests.bench import pdfer

# What a § takes of the disk with its indexes, and while they are made.
BYTE_PER_PARAGRAF = 10_000


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="how many §§")
    options.add_argument("--bara", choices=["sok", "sidor", "dagen", "pdf"], help="one part of it")
    options.add_argument("--explain", action="store_true", help="the plan of each page's dearest query")
    options.add_argument("--behall", action="store_true", help="keep the filled databases for the next time")
    options.add_argument("--fyll", action="store_true", help="fill them and measure nothing")
    args = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if args.bara in (None, "pdf") and not args.fyll:
        pdfer.mat()
    if args.bara == "pdf":
        return
    from kommun import database

    with database.running():
        import django

        django.setup()
        _run(sorted(args.sizes), args)


def _run(sizes: list[int], args) -> None:
    from tests.bench import databas, matning

    print(f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processorer ({platform.machine()}), {_postgres()}")
    print(f"make bench{''.join(f' {a}' for a in sys.argv[1:])}", flush=True)
    resultat = {}
    for size in sizes:
        namn = f"fullgjort_bench_{'behallen_' if args.behall else ''}{size}"
        with databas.egen(namn, behall=args.behall):
            if not _fill(size):
                continue
            if args.fyll:
                continue
            resultat[size] = []
            for sidor in _parts(args.bara):
                resultat[size] += matning.mat(size, sidor(size))
                if args.explain:
                    matning.forklara(sidor(size))
    matning.tabell(resultat)


def _parts(bara: str | None) -> list:
    """What gives the pages that are asked for, of a size."""
    from tests.bench import sidor, sokning

    if bara == "dagen":
        return [sidor.dagens]
    alla = {"sok": sokning.sidor, "sidor": sidor.sidor}
    return [alla[bara]] if bara else list(alla.values())


def _fill(size: int) -> bool:
    from tests.bench import databas, fyllning

    if fyllning.ar_fylld(size):
        return True
    if not databas.rum_for(size * BYTE_PER_PARAGRAF):
        print(f"{size} §§ hoppas över: det behövs {size * BYTE_PER_PARAGRAF / 1e9:.0f} GB ledigt på disken", flush=True)
        return False
    start = time.perf_counter()
    fyllning.fyll(size)
    filled = time.perf_counter()
    fyllning.bygg_sokningen()
    done = time.perf_counter()
    print(
        f"{size} §§: fyllda på {filled - start:.0f} s, sökningens rader och index på {done - filled:.0f} s, "
        f"{databas.storlek() / 1e6:.0f} MB",
        flush=True,
    )
    return True


def _postgres() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


if __name__ == "__main__":
    main()
