"""Somebody who walks all of the product: every address of the matrix as each who may, and what it left behind."""

import os
import re
from collections import defaultdict
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from tests.fel.formular import Falt, fragade, sidans_formular
from tests.test_permissions import PEOPLE, ROWS, _url

ANTAL = int(os.environ.get("FEL", 0))
LAGT = (200, 204, 301, 302, 304, 400, 403, 404, 405, 409, 410, 413, 415, 422, 429)
# A refusal is told from a redirect with a message; these statuses promise that nothing was done.
NEKAT = (400, 403, 404, 405, 409, 410, 413, 415, 422)
_SKRIVER = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# A session remembers who looked and where, the log who read, and a file that was handed in what was read out of it.
MINNEN = {"django_session", "usersessions_usersession", "kommun_loggrad", "protokoll_inlasning"}
_TILLVERKAT = re.compile("pdf|export|word|kallelse-utkast|bevis")
# An answer that lacks something is kept as a draft, with its files, and says so.
UTKAST = {"uppdrag:svara", "uppdrag:svara-lank"}


@contextmanager
def undone():
    """Also when what was done broke off in the middle."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(before)


class Skrivet:
    """The tables that were written to, and whether any of it is left."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            (self.fran,) = cursor.fetchone()
        self.tabeller: set[str] = set()

    def __call__(self, execute, sql, params, many, context):
        if traff := _SKRIVER.match(sql):
            self.tabeller.add(traff[1])
        return execute(sql, params, many, context)

    def kvar(self) -> set[str]:
        """Rows made or changed since; what a rolled back act wrote is gone."""
        kvar = set()
        for tabell in sorted(self.tabeller - MINNEN):
            with connection.cursor() as cursor:
                namn = connection.ops.quote_name(tabell)
                cursor.execute(f"SELECT 1 FROM {namn} WHERE xmin::text::bigint >= %s LIMIT 1", [self.fran])  # noqa: S608
                if cursor.fetchone():
                    kvar.add(tabell)
        return kvar


def roller(row) -> list[str]:
    """Who comes as far as the form."""
    return [namn for namn, status in zip(PEOPLE, row.expected, strict=True) if status in (200, 422)] or [
        namn
        for namn, status in zip(PEOPLE, row.expected, strict=True)
        if status == 302 and namn not in ("anonym", "utomstaende")
    ]


class Vandrare:
    """Sends what hypothesis makes up to one view at a time, as each who may."""

    def __init__(self, things, people, client):
        self.things, self.client, self.sessioner = things, client, {}
        self.falt: dict[str, Falt] = defaultdict(Falt)
        for namn, user in people.items():
            if user:
                client.force_login(user)
                self.sessioner[namn] = client.cookies[settings.SESSION_COOKIE_NAME].value
                client.cookies.clear()

    def som(self, namn: str):
        self.client.cookies.clear()
        if namn in self.sessioner:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessioner[namn]
        return self.client

    def las_sidorna(self) -> dict[str, object]:
        """The forms of every page: an act that is POST only has its form on another. Gives the answers back.

        What is made of nothing but the product's own rows is left to `make prova-fel`: it takes half the time.
        """
        svaren = {}
        for row in ROWS:
            if row.method == "get" and (far := roller(row)) and (ANTAL or not _TILLVERKAT.search(row.name)):
                adress = _url(row, self.things)
                with undone(), fragade(self.falt[row.name]):
                    svar = self.som("sekreterare" if "sekreterare" in far else far[0]).get(adress)
                svaren[row.name] = svar
                if "text/html" in svar.headers.get("Content-Type", "") and not svar.streaming:
                    for vy, falt in sidans_formular(svar.content, adress):
                        self.falt[vy].och(falt)
        return svaren

    def skicka(self, row, som: str, data: dict) -> str:
        """What went wrong, or nothing."""
        skrivet = Skrivet()
        with connection.execute_wrapper(skrivet), fragade(self.falt[row.name]):
            svar = getattr(self.som(som), row.method)(_url(row, self.things), data)
            if svar.streaming:
                b"".join(svar.streaming_content)
        if svar.status_code not in LAGT:
            return f"svarade {svar.status_code}"
        if (row.method == "get" or (svar.status_code in NEKAT and row.name not in UTKAST)) and (kvar := skrivet.kvar()):
            return f"svarade {svar.status_code} och ändrade {', '.join(sorted(kvar))}"
        return ""
