"""A mail server that accepts the connection and then says nothing more."""

import socket
import time
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.models import Utskick
from tests.postserver import postserver

pytestmark = pytest.mark.django_db(transaction=True)


class Stum:
    """Answers so many lines of a conversation, and then holds the line."""

    def __init__(self, svar: list[bytes]):
        self.svar, self.samtal, self._lur = svar, [], socket.create_server(("127.0.0.1", 0))
        self.port = self._lur.getsockname()[1]
        Thread(target=self._ta_emot, daemon=True).start()

    def _ta_emot(self) -> None:
        while True:
            try:
                samtal, _ = self._lur.accept()
            except OSError:
                return
            self.samtal.append(samtal)
            for rad in self.svar:
                samtal.sendall(rad + b"\r\n")
                samtal.recv(65536)

    def lagg_pa(self) -> None:
        # Closing alone does not wake who waits in accept.
        self._lur.shutdown(socket.SHUT_RDWR)
        for del_ in [self._lur, *self.samtal]:
            del_.close()


@contextmanager
def stum(*svar: bytes):
    server = Stum(list(svar))
    try:
        yield server
    finally:
        server.lagg_pa()


@pytest.fixture(autouse=True)
def tider(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    monkeypatch.setattr(utskick, "HANGER", 0.2)
    monkeypatch.setattr(utskick, "_tyst_till", 0.0)


def lagg(n: int) -> float:
    """An act with a mail, and how long who did it waited."""
    borjade = time.monotonic()
    with transaction.atomic():
        utskick.lagg(nyckel=f"prov:{n}", till=f"person{n}@example.invalid", amne="Prov", text="Hej!")
    return time.monotonic() - borjade


def lagen() -> list[str]:
    return [utskick.lage(u, nu=timezone.now()).value for u in Utskick.objects.order_by("pk")]


SVARAR_TILL_BREVET = [b"220 loopback", b"250 loopback", b"250 OK", b"250 OK", b"354 ."]


@pytest.mark.parametrize(
    ("svar", "forsta"),
    [pytest.param([], "vantar", id="no greeting"), pytest.param(SVARAR_TILL_BREVET, "osakert", id="after the mail")],
)
def test_only_the_first_act_waits_for_it_and_every_mail_goes_once(settings, svar, forsta):
    with stum(*svar) as server:
        settings.EMAIL_PORT = server.port
        vantade = [lagg(n) for n in range(3)]
        samtal = len(server.samtal)

    assert lagen() == [forsta, "vantar", "vantar"]
    assert samtal == 1
    assert vantade[0] > 0.2
    assert max(vantade[1:]) < vantade[0]

    # What the command sends when the server answers again: all of it but what may have gone out.
    with postserver() as hel:
        settings.EMAIL_PORT = hel.port
        utskick.skicka()
        utskick.skicka()
    vantat = [f"person{n}@example.invalid" for n in range(3) if n or forsta == "vantar"]
    assert [till for till, _ in hel.breven] == [[adress] for adress in vantat]


def test_after_the_pause_it_is_asked_again(settings, monkeypatch):
    with stum() as server:
        settings.EMAIL_PORT = server.port
        lagg(1)
    monkeypatch.setattr(utskick, "_tyst_till", time.monotonic())
    with postserver() as hel:
        settings.EMAIL_PORT = hel.port
        lagg(2)

    assert lagen() == ["vantar", "skickat"]
