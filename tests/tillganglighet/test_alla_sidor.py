"""Every page of the matrix, as each of those who get it sees it: no violation, nothing lost at 400 %, nor in the dark.

A page that is built the same for two people is looked at once; what only a state or a press brings is looked at in the
stories. `make prova-allt` has each page as everybody gets it, without ALLA=1 as one person who may do most there.
"""

import os
import re
import time
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.shortcuts import render
from django.urls import reverse
from psycopg.errors import DiskFull

from kommun import felsidor
from kommun.models import Person
from tests.browser import PASSWORD
from tests.factories import MandatFactory
from tests.kommun.inloggningsprov import losenord, med_kod
from tests.test_permissions import PEOPLE, ROWS, _url, undone
from tests.tillganglighet.fonster import fonster
from tests.tillganglighet.granskning import granska

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DELAR = 4
ALLA = bool(os.environ.get("ALLA"))
MAIN = re.compile(rb"<main.*</main>", re.DOTALL)
# What tells one place from another, and words: all else is the build of the page.
ORD = re.compile(
    rb'>[^<]+<|(?:href|id|for|value|action|datetime|title|hx-get|aria-label(?:ledby)?|data-[a-z-]+)="[^"]*"'
)


def _html(response) -> bool:
    return response.get("Content-Type", "").startswith("text/html")


def forst(row) -> str:
    far = [name for name, status in zip(PEOPLE, row.expected, strict=True) if status in (200, 410, 422)]
    return "sekreterare" if "sekreterare" in far and "anonym" not in far else far[0]


def _sidor(rows, things, people, client):
    """(who, address, answer) of each page that is built as nobody has been shown it."""
    sessions = {}
    for name, user in people.items():
        if user:
            client.force_login(user)
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies.clear()
    ramar = set()
    for row in rows:
        byggda = set()
        with undone():
            for name, status in zip(PEOPLE, row.expected, strict=True):
                if status not in (200, 410, 422):
                    continue
                # What is sent back to be mended, and what everybody reads, is the same whoever it is.
                if name != forst(row) and (not ALLA or row.method == "post" or row.expected[0] == status):
                    continue
                client.cookies.clear()
                if name in sessions:
                    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[name]
                url = _url(row, things)
                response = getattr(client, row.method)(url)
                main = MAIN.search(response.content) if _html(response) else None
                if not main:  # a file, or a part that a page asks for
                    break
                bygge = ORD.sub(b"", main[0])
                ram = name if b"huvudnav" in response.content else ""
                if bygge not in byggda or ram not in ramar:
                    byggda.add(bygge)
                    ramar.add(ram)
                    yield f"{row.method} {row.name} som {name}", url, response


def _granska_alla(page, client, sidor, *, talt=None) -> None:
    fel = {}
    with fonster(page) as f:
        f.lagg("/tema.css", client.get("/tema.css"))
        f.lagg("/register/jsi18n/", client.get("/register/jsi18n/"))
        for vad, url, response in sidor:
            f.visa(urlsplit(url).path, response)
            brister = granska(page, hela=not vad.startswith("post ")) + [
                k for k in f.klagomal if not (talt and talt.search(k))
            ]
            f.klagomal.clear()
            if brister:
                fel[vad] = brister
    assert not fel, "\n\n".join(f"{vad}\n  " + "\n  ".join(b) for vad, b in fel.items())


@pytest.mark.parametrize("del_", range(DELAR))
def test_every_page_in_every_role(del_, page, things, people, client):
    _granska_alla(page, client, _sidor(ROWS[del_::DELAR], things, people, client))


def _kontosidor() -> list[str]:
    """Each address of the accounts with a password that needs nothing but itself."""
    hittade = []

    def walk(patterns, before=""):
        for p in patterns:
            path = before + str(p.pattern)
            if hasattr(p, "url_patterns"):
                walk(p.url_patterns, path)
            elif not set("<(^[") & set(path):
                hittade.append(f"/konto/{path}")

    walk(import_module("allauth.urls").urlpatterns)
    return hittade


def _av_paket(client, user):
    """The pages of the accounts, before and after login and with a second factor, and what is nowhere."""
    visade = set()
    user.set_password(PASSWORD)
    user.save()
    for vem in ("utloggad", "på väg in", "inloggad", "med engångskod"):
        mer = []
        if vem == "utloggad":
            client.post(reverse("account_reset_password"), {"email": user.email})
            lank = re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]
            mer = [client.get(lank)["Location"]]
        elif vem == "på väg in":
            hemlighet = med_kod(user)
            losenord(client, user)
        elif vem == "inloggad":
            client.force_login(user)
        else:
            client.logout()
            losenord(client, user)
            kod = format_hotp_value(hotp_value(hemlighet, int(time.time()) // 30))
            assert client.post(reverse("mfa_authenticate"), {"code": kod}).status_code == 302
        for path in (*_kontosidor(), *mer, "/finns-inte/"):
            response = client.get(path)
            main = MAIN.search(response.content)
            innehall = ORD.sub(b"", main[0]) if main else None
            if innehall and innehall not in visade:
                visade.add(innehall)
                yield f"{path} {vem}", path, response


def _registren(client):
    """The registers: a list with filters, a new row, one with rows of its own, the index."""
    person = Person.objects.latest("pk")
    for path in ("", "kommun/mandat/", "kommun/organ/add/", f"kommun/person/{person.pk}/change/", "kommun/user/add/"):
        yield f"register {path}", f"/register/{path}", client.get(f"/register/{path}")


def _felsidor(rf):
    """What is answered when nothing else can be."""
    skrivet = rf.post("/sida/", {"text": "Ett beslut som nästan hann sparas."})
    yield "500", felsidor.serverfel(skrivet)
    for orsak in (None, DiskFull()):
        try:
            raise OperationalError("borta") from orsak
        except OperationalError:
            yield f"503 {orsak!r}", felsidor.serverfel(rf.get("/sida/"))
    yield "413", felsidor.felaktig(skrivet, RequestDataTooBig())
    yield "400", felsidor.felaktig(skrivet, SuspiciousOperation())
    yield "403 csrf", felsidor.gammal_sida(skrivet)
    skrivet.user = AnonymousUser()
    yield "429", render(skrivet, "429.html", status=429)


# The search fields of Django's admin set a style of their own, which our policy does not let through; nothing is lost.
BLOCKERAT = re.compile("Applying inline style|preload assets")


def test_the_registers(page, client, paragraf, administrator):
    MandatFactory(organ=paragraf.organ)
    client.force_login(administrator)
    _granska_alla(page, client, _registren(client), talt=BLOCKERAT)


def test_the_pages_around(page, client, rf, sekreterare):
    _granska_alla(page, client, _av_paket(client, sekreterare))
    _granska_alla(page, client, ((f"fel {vad}", f"/fel/{n}/", svar) for n, (vad, svar) in enumerate(_felsidor(rf))))
