"""A mail server on loopback that speaks SMTP (RFC 5321) and keeps what it is given."""

import email
import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from threading import Thread

_ADRESS = re.compile(rb"<([^>]*)>")


class _Samtal(socketserver.StreamRequestHandler):
    def handle(self):
        till: list[str] = []
        self._svara(b"220 loopback")
        while rad := self.rfile.readline():
            match rad[:4].upper():
                case b"EHLO" | b"HELO" | b"NOOP":
                    self._svara(b"250 loopback")
                case b"MAIL" | b"RSET":
                    till = []
                    self._svara(b"250 OK")
                case b"RCPT":
                    till.append(_ADRESS.search(rad)[1].decode())
                    self._svara(b"250 OK")
                case b"DATA":
                    self._svara(b"354 .")
                    self.server.breven.append((till, email.message_from_bytes(self._las_brevet(), policy=default)))
                    self._svara(b"250 OK")
                case b"QUIT":
                    self._svara(b"221 OK")
                    break
                case _:
                    self._svara(b"502 ?")

    def _svara(self, rad: bytes) -> None:
        self.wfile.write(rad + b"\r\n")

    def _las_brevet(self) -> bytes:
        rader = []
        while (rad := self.rfile.readline()) not in (b".\r\n", b""):
            rader.append(rad.removeprefix(b"."))
        return b"".join(rader)


class Postserver(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Samtal)
        # (who it was for, the mail) in the order in which they came.
        self.breven: list[tuple[list[str], EmailMessage]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    def till(self, adress: str) -> list[EmailMessage]:
        return [brev for till, brev in self.breven if adress in till]


@contextmanager
def postserver() -> Iterator[Postserver]:
    with Postserver() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
