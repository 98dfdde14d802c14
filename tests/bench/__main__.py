import argparse
import os
import platform
import sys
import time

from tests.bench import pdfer

DATABAS = "fullgjort_bench"


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], help="how many §§")
    options.add_argument("--bara", choices=["sok", "sidor", "pdf"], help="one part of it")
    options.add_argument("--explain", action="store_true", help="the plan of each page's dearest query")
    options.add_argument("--behall", action="store_true", help="keep the filled database for the next time")
    args = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if args.bara in (None, "pdf"):
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

    with databas.egen(DATABAS, behall=args.behall):
        print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processorer ({platform.machine()}), {_postgres()}")
        print(f"make bench{''.join(f' {a}' for a in sys.argv[1:])}")
        for size in sizes:
            _fill(size)
            parts = _parts()
            for part in [args.bara] if args.bara else parts:
                matning.mat(size, parts[part].sidor(size))
                if args.explain:
                    matning.forklara(parts[part].sidor(size))


def _parts() -> dict:
    from tests.bench import sidor, sokning

    return {"sok": sokning, "sidor": sidor}


def _fill(size: int) -> None:
    from tests.bench import fyllning

    if fyllning.ar_fylld(size):
        return
    start = time.perf_counter()
    fyllning.fyll(size)
    filled = time.perf_counter()
    fyllning.bygg_sokningen()
    done = time.perf_counter()
    print(
        f"{size} §§: fyllda på {filled - start:.0f} s, sökningens rader och index på {done - filled:.0f} s", flush=True
    )


def _postgres() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


if __name__ == "__main__":
    main()
