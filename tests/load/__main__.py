"""`make load`: fifty people in a meeting day, for five minutes, against the server as it runs in production.

    make load                                   five minutes, fifty people, 10 000 §§
    make load ARGS="--minuter 1 --personer 20"  shorter and fewer
    make load ARGS="--tavla 0"                  without the rush on the public board
    make load ARGS="--bara-tavlan"              what one process, and nginx before it, can do with the public board

nginx where it is installed (drift/nginx.conf), two gunicorn processes of four threads, one worker and one PostgreSQL.
Twenty secretaries write in the running meetings of twenty organ: drafts every few seconds, saves, votes, PDF; chairs
and members read and search. In the middle comes a rush on the public board. At the end every save, draft and vote that
the server has confirmed is read back from the database: one that is missing, or any answer that is an error, makes the
exit status 1. What the server says stands in var/load.log.
"""

import argparse
import contextlib
import os
import secrets
import subprocess
import sys
import time
import urllib.parse

DATABAS = "fullgjort_load"
PORT = 8791


def main() -> int:
    options = argparse.ArgumentParser(prog="make load")
    options.add_argument("--minuter", type=float, default=5)
    options.add_argument("--personer", type=int, default=50)
    options.add_argument("--paragrafer", type=int, default=10_000)
    options.add_argument("--tavla", type=int, default=500, help="requests per second to the public board")
    options.add_argument("--bara-tavlan", action="store_true")
    options.add_argument("--port", type=int, default=PORT)
    args = options.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["FULLGJORT_SECRET_KEY"] = secrets.token_urlsafe(50)
    from kommun import database

    with database.running():
        import django

        django.setup()
        return _run(args)


def _run(args) -> int:
    from django.db import connection

    from kommun import database
    from tests.bench import databas, fyllning
    from tests.load import manniskor, proxy, tavlan

    with databas.egen(DATABAS):
        fyllning.fyll(args.paragrafer)
        fyllning.bygg_sokningen()
        url = urllib.parse.urlsplit(database.url())._replace(path=f"/{DATABAS}").geturl()
        if args.bara_tavlan:
            connection.close()
            return _bara_tavlan(url, args.port)
        dagen = manniskor.dagen(args.personer)
        connection.close()
        with _server(url, args.port) as server, proxy.framfor(args.port + 1, args.port) as port:
            manniskor.vanta_pa(args.port)
            manniskor.vanta_pa(port)
            print(
                f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processorer, {args.personer} personer, "
                f"{args.minuter:g} minuter, {args.paragrafer} §§, två gunicorn med fyra trådar"
                f"{', nginx framför' if port != args.port else ''}",
                flush=True,
            )
            rusning = tavlan.Rusning(port, args.tavla, efter=args.minuter * 30) if args.tavla else None
            dagen.ga(port, args.minuter * 60, rusning)
            if rusning:
                rusning.join()
            minne, processor = _minne(server.pid), (_processortid(_barnen(server.pid)), _processortid(_anslutna()))
        fel = dagen.redovisa()
        if rusning:
            rusning.redovisa()
        antal = sum(map(len, dagen.bok.tider.values()))
        sidorna, databasen = (1000 * sekunder / antal for sekunder in processor)
        print(f"Processortid per fråga: {sidorna:.0f} ms i gunicorn, {databasen:.0f} ms i PostgreSQL")
        print(f"Minne per gunicornprocess (PSS): {', '.join(f'{m:.0f} MB' for m in minne)}")
        return 1 if fel else 0


def _bara_tavlan(url: str, port: int) -> int:
    """As many as are answered: by one process alone, whoever asks having a copy or none, then by nginx before it."""
    from tests.load import manniskor, proxy, tavlan

    with _server(url, port, antal=1), proxy.framfor(port + 1, port) as framfor:
        for namn, vart in (("en gunicorn ensam", port), ("nginx framför", framfor)):
            if vart == port and namn == "nginx framför":
                continue
            manniskor.vanta_pa(vart)
            for har_kopia in (False, True):
                svar = tavlan.fran_egen_process(vart, 5000, sekunder=10, har_kopia=har_kopia)
                print(f"Tavlan, {namn}, {'304' if har_kopia else 'hela sidan'}: {tavlan.i_ord(svar)}", flush=True)
    return 0


@contextlib.contextmanager
def _server(url: str, port: int, *, antal: int = 2):
    """As production starts it (drift/gunicorn.conf.py), without https."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kommun.settings",
        "DATABASE_URL": url,
        "FULLGJORT_DEMO": "1",
        "FULLGJORT_BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(antal),
        "FULLGJORT_TRADAR": "4",
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "drift/gunicorn.conf.py", "kommun.wsgi"]
    arbetare = [sys.executable, "manage.py", "db_worker", "--no-reload", "-v", "0"]
    from django.conf import settings

    settings.VAR.mkdir(exist_ok=True)
    with (settings.VAR / "load.log").open("wb") as logg:
        processer = [subprocess.Popen(p, env=env, stdout=logg, stderr=logg) for p in (gunicorn, arbetare)]
        try:
            yield processer[0]
        finally:
            for p in processer:
                p.terminate()
            for p in processer:
                p.wait(60)


def _barnen(pid: int) -> list[str]:
    return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()


def _anslutna() -> list[str]:
    """The processes of PostgreSQL that work for this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [DATABAS])
        return [str(pid) for (pid,) in cursor.fetchall()]


def _processortid(pidar: list[str]) -> float:
    """Seconds: told by them, whatever else the machine does at the time."""
    summa = 0
    for pid in pidar:
        with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", encoding="ascii") as fil:
            summa += sum(map(int, fil.read().rpartition(")")[2].split()[11:13]))
    return summa / os.sysconf("SC_CLK_TCK")


def _minne(pid: int) -> list[float]:
    """Of each process below the master, what is its own and its part of what they share."""
    ut = []
    for b in _barnen(pid):
        with open(f"/proc/{b}/smaps_rollup", encoding="ascii") as fil:
            ut.append(next(int(rad.split()[1]) for rad in fil if rad.startswith("Pss:")) / 1024)
    return ut


if __name__ == "__main__":
    sys.exit(main())
