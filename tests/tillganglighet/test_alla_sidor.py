"""Every page of the matrix, as each of those who get it sees it: no violation, nothing lost at 400 %, nor in the dark.

A page that is built the same for two people is looked at once; what only a state or a press brings is looked at in the
stories. `make prova-allt` has each page as everybody gets it, without ALLA=1 as one person who may do most there.
"""

import os
import re
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.conf import settings

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


def _granska_alla(page, client, sidor) -> None:
    fel = {}
    with fonster(page) as f:
        f.lagg("/tema.css", client.get("/tema.css"))
        for vad, url, response in sidor:
            f.visa(urlsplit(url).path, response)
            brister = granska(page, hela=not vad.startswith("post ")) + f.klagomal
            f.klagomal.clear()
            if brister:
                fel[vad] = brister
    assert not fel, "\n\n".join(f"{vad}\n  " + "\n  ".join(b) for vad, b in fel.items())


@pytest.mark.tung
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

    walk(import_module("allauth.account.urls").urlpatterns)
    return hittade


def _av_paket(client, user):
    """The pages of the accounts, before and after login, and what is nowhere."""
    visade = set()
    for vem in ("utloggad", "inloggad"):
        if vem == "inloggad":
            client.force_login(user)
        for path in (*_kontosidor(), "/finns-inte/"):
            response = client.get(path)
            main = MAIN.search(response.content)
            innehall = ORD.sub(b"", main[0]) if main else None
            if innehall and innehall not in visade:
                visade.add(innehall)
                yield f"{path} {vem}", path, response


def test_the_pages_around(page, client, sekreterare):
    _granska_alla(page, client, _av_paket(client, sekreterare))
