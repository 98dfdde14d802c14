"""What the monitoring reads, in the format of Prometheus.

What is counted per request is summed over the processes of one server (PROMETHEUS_MULTIPROC_DIR, which
drift/gunicorn.conf.py sets). What is read out of the database is the same whichever server is asked.
"""

import os
from collections.abc import Iterator

from django.db import Error, connection
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily

from kommun import bakgrund, halsa

METODER = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_VARDE = {halsa.Lage.BRA: 0, halsa.Lage.VARNING: 1, halsa.Lage.FEL: 2}

svaren = Counter("fullgjort_http_svar", "Answered requests", ["vy", "metod", "status"])
tiderna = Histogram(
    "fullgjort_http_sekunder", "Time to answer", ["vy"], buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
)


def rakna(vy: str, metod: str, status: int, sekunder: float) -> None:
    # Only names of ours are labels: nobody outside makes a new row by asking for something.
    vy = vy or "ingen"
    svaren.labels(vy, metod if metod in METODER else "annan", status).inc()
    tiderna.labels(vy).observe(sekunder)


class _Laget:
    """Asked for when somebody reads."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        prov = GaugeMetricFamily("fullgjort_prov", "As /halsa/redo: 0 good, 1 warning, 2 error", labels=["prov"])
        for ett in halsa.undersok():
            prov.add_metric([ett.namn], _VARDE[ett.lage])
        yield prov
        yield GaugeMetricFamily("fullgjort_disk_ledigt_byte", "Free on the disk of this server", value=halsa.ledigt())
        try:
            yield from self._ur_databasen()
        except Error:
            connection.close()  # that it is gone is told by fullgjort_prov

    @staticmethod
    def _ur_databasen() -> Iterator[GaugeMetricFamily]:
        nu = timezone.now()
        breven, arbetena = halsa.brev(), halsa.arbeten(nu)
        for namn, vad, ko, lagen in (
            ("utskick", "Mail", breven, ("vantar", "misslyckade")),
            ("arbeten", "Background work", arbetena, ("vantar", "pagar", "misslyckade")),
        ):
            antal = GaugeMetricFamily(f"fullgjort_{namn}", f"{vad} by state", labels=["lage"])
            for lage in lagen:
                antal.add_metric([lage], getattr(ko, lage))
            yield antal
            alder = (nu - ko.aldsta).total_seconds() if ko.aldsta else 0
            yield GaugeMetricFamily(f"fullgjort_{namn}_aldsta_sekunder", f"{vad}: age of what waits", value=alder)
        yield GaugeMetricFamily("fullgjort_arbetare", "Workers that live", value=bakgrund.antal_arbetare())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            yield GaugeMetricFamily("fullgjort_databas_byte", "Size of the database", value=cursor.fetchone()[0])


def text() -> bytes:
    laget = CollectorRegistry()
    laget.register(_Laget())
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(REGISTRY) + generate_latest(laget)
    processerna = CollectorRegistry()
    multiprocess.MultiProcessCollector(processerna)
    return generate_latest(processerna) + generate_latest(laget)
