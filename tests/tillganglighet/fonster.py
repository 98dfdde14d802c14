"""What the test client was answered, shown in a browser.

The rows of a test that is rolled back can be looked at this way, by everybody in turn, without a live server; the
browser keeps the style sheets from one page to the next.
"""

import mimetypes
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.contrib.staticfiles import finders

AXE = f'<script src="{settings.STATIC_URL}axe.js"></script>'.encode()
HEADERS = ("Content-Type", "Content-Security-Policy")


def _statisk(name: str) -> str | None:
    return str(AXE_FILE_PATH) if name == "axe.js" else finders.find(name)


class Fonster:
    """`visa` puts an answer in the window, and opens it in the browser."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url = page, url
        self.svaren: dict[str, tuple[int, dict, bytes]] = {}
        self.klagomal: list[str] = []
        page.emulate_media(reduced_motion="reduce")
        page.on("console", self._hor)
        page.on("pageerror", lambda e: self.klagomal.append(str(e)))

    def _hor(self, message) -> None:
        # Chromium notes every answer of 400 and above.
        if message.type in {"error", "warning"} and not re.search("status of [45]", message.text):
            self.klagomal.append(message.text)

    def lagg(self, path: str, response) -> None:
        headers = {name: response[name] for name in HEADERS if name in response}
        # As a file of the page's own the browser reads axe once, not once for each page.
        self.svaren[path] = (response.status_code, headers, response.content.replace(b"</head>", AXE + b"</head>", 1))

    def visa(self, path: str, response) -> None:
        self.lagg(path, response)
        self.page.goto(self.url + path, wait_until="load")


@contextmanager
def fonster(page):
    svaren: dict = {}

    class Svar(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args) -> None:
            pass

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            found = path.startswith(settings.STATIC_URL) and _statisk(path.removeprefix(settings.STATIC_URL))
            if found:
                kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
                headers = {"Content-Type": kind, "Cache-Control": "max-age=3600"}
                return self._svara(200, headers, Path(found).read_bytes())
            # What a page asks for by itself while it is looked at changes nothing in it.
            return self._svara(*svaren.get(path, (204, {}, b"")))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._svara(204, {}, b"")

        def _svara(self, status: int, headers: dict, body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Svar)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    f = Fonster(page, f"http://127.0.0.1:{server.server_port}")
    f.svaren = svaren
    try:
        yield f
    finally:
        server.shutdown()
        server.server_close()
