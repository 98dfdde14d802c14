"""A remote signing service on loopback, and the adapter to it: what a municipality writes of its own, in one class."""

import json
import os
import threading
import urllib.request
from base64 import b64decode, b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from protokoll.signering.fjarr import Lage, Svar, TjanstFel
from tests.protokoll.signeringsprov import undertecknad

ADRESS = "FULLGJORT_PROVTJANST"


class Provtjanst:
    namn = "Provtjänsten"

    def starta(self, begaran) -> str:
        vilka = [{"namn": u.namn, "epost": u.epost} for u in begaran.undertecknare]
        pdf = b64encode(begaran.pdf).decode()
        return self._anropa("/", {"nyckel": begaran.nyckel, "rubrik": begaran.rubrik, "pdf": pdf, "vilka": vilka})[
            "ref"
        ]

    def fraga(self, referens: str) -> Svar:
        svar = self._anropa(f"/{referens}")
        return Svar(Lage(svar["lage"]), pdf=b64decode(svar.get("pdf", "")), text=svar.get("text", ""))

    def avbryt(self, referens: str) -> None:
        self._anropa(f"/{referens}/avbryt", {})

    def _anropa(self, vag: str, data: dict | None = None) -> dict:
        kropp = None if data is None else json.dumps(data).encode()
        try:
            with urllib.request.urlopen(os.environ[ADRESS] + vag, data=kropp, timeout=10) as svar:  # noqa: S310 - loopback
                return json.loads(svar.read())
        except OSError as fel:
            raise TjanstFel("Provtjänsten svarar inte. Ett nytt försök görs automatiskt.") from fel


class Tjansten:
    """What the service knows: a request for each key, and whether people have signed."""

    def __init__(self):
        self.begarandena: dict[str, dict] = {}
        self.avbrutna: list[str] = []

    def ta_emot(self, data: dict) -> dict:
        self.begarandena.setdefault(data["nyckel"], data | {"lage": "vantar", "text": "0 av 1 har skrivit under."})
        return {"ref": data["nyckel"]}

    @property
    def den_enda(self) -> dict:
        [begaran] = self.begarandena.values()
        return begaran

    def skriv_under(self, gor_om=lambda pdf: pdf) -> None:
        """They all sign; some services build the file anew first."""
        begaran = self.den_enda
        pdf = gor_om(b64decode(begaran["pdf"]))
        for n, vem in enumerate(begaran["vilka"]):
            pdf = undertecknad(pdf, vem["namn"], f"Underskrift{n}")
        begaran.update(lage="klar", pdf=b64encode(pdf).decode())


@contextmanager
def tjansten(monkeypatch, settings):
    """The service is up, and the settings name the adapter to it."""
    hos = Tjansten()

    class Svarar(BaseHTTPRequestHandler):
        def do_POST(self):
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/":
                return self._svara(hos.ta_emot(data))
            hos.avbrutna.append(self.path.split("/")[1])
            return self._svara({})

        def do_GET(self):
            b = hos.begarandena[self.path[1:]]
            self._svara({"lage": b["lage"], "text": b["text"], "pdf": b["pdf"] if b["lage"] == "klar" else ""})

        def _svara(self, svar: dict):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(svar).encode())

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Svarar) as server:
        trad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        trad.start()
        monkeypatch.setenv(ADRESS, f"http://127.0.0.1:{server.server_port}")
        settings.UNDERSKRIFTSTJANST = "tests.protokoll.fjarrprov.Provtjanst"
        try:
            yield hos
        finally:
            server.shutdown()
            trad.join()
