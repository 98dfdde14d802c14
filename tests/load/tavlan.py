"""A rush on the public board, in a process of its own: so many ask each second, whether they are answered or not."""

import json
import socket
import statistics
import subprocess
import sys
import threading
import time

SEKUNDER, LANGAR = 30, 32


class Rusning(threading.Thread):
    def __init__(self, port: int, takt: int, efter: float):
        super().__init__(name="tavlan")
        self.port, self.takt, self.efter = port, takt, efter
        self.borjade = self.slutade = float("inf")
        self.svar: dict = {}

    def run(self) -> None:
        time.sleep(self.efter)
        self.borjade = time.monotonic()
        self.svar = fran_egen_process(self.port, self.takt)
        self.slutade = time.monotonic()

    def redovisa(self) -> None:
        print(f"Tavlan: {self.takt} frågor i sekunden begärda i {SEKUNDER} s, {i_ord(self.svar)}")


def fran_egen_process(port: int, takt: int, *, sekunder: float = SEKUNDER, har_kopia: bool = True) -> dict:
    ut = subprocess.run(
        [sys.executable, "-m", "tests.load.tavlan", str(port), str(takt), str(sekunder), str(int(har_kopia))],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ut.stdout)


def i_ord(s: dict) -> str:
    return (
        f"{s['antal'] / s['tid']:.0f} i sekunden besvarade ({s['oforandrade']} med 304), "
        f"median {s['median'] * 1000:.0f} ms, p95 {s['p95'] * 1000:.0f} ms, {s['fel']} fel"
    )


def _kor(port: int, takt: int, sekunder: float, har_kopia: bool) -> dict:
    """The first answer gives the mark; whoever has it is told that nothing is new."""
    marke = _fraga(port, "")[1] if har_kopia else ""
    tider, fel, oforandrade = [], [], []
    slut, las, nasta = time.monotonic() + sekunder, threading.Lock(), [time.monotonic()]

    def en() -> None:
        while True:
            with las:
                nar = nasta[0] = max(nasta[0] + 1 / takt, time.monotonic() - 1)
            if nar > slut:
                return
            time.sleep(max(0, nar - time.monotonic()))
            borjade = time.monotonic()
            try:
                status, _ = _fraga(port, marke)
            except (OSError, ValueError) as annat:
                fel.append(repr(annat))
                continue
            tider.append(time.monotonic() - borjade)
            (oforandrade if status == 304 else fel if status != 200 else []).append(status)

    borjade = time.monotonic()
    tradar = [threading.Thread(target=en) for _ in range(LANGAR)]
    for t in tradar:
        t.start()
    for t in tradar:
        t.join()
    return {
        "antal": len(tider),
        "tid": time.monotonic() - borjade,
        "oforandrade": len(oforandrade),
        "fel": len(fel),
        "median": statistics.median(tider),
        "p95": statistics.quantiles(tider, n=20, method="inclusive")[-1],
    }


def _fraga(port: int, marke: str) -> tuple[int, str]:
    """A new visitor each time, by as little work as possible: those who ask share the machine with who answers."""
    huvud = f"GET /anslagstavla/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nIf-None-Match: {marke}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as forbindelse:
        forbindelse.sendall((huvud if marke else huvud.replace("If-None-Match: \r\n", "")).encode())
        delar = []
        while del_ := forbindelse.recv(65536):
            delar.append(del_)
    rader = b"".join(delar).partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    etag = next((rad.partition(": ")[2] for rad in rader if rad.lower().startswith("etag:")), "")
    return int(rader[0].split()[1]), etag


if __name__ == "__main__":
    print(json.dumps(_kor(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4] == "1")))
