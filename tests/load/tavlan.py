"""A rush on the public board, in a process of its own: so many ask each second, whether they are answered or not."""

import http.client
import json
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
        ut = subprocess.run(
            [sys.executable, "-m", "tests.load.tavlan", str(self.port), str(self.takt)],
            capture_output=True,
            text=True,
            check=True,
        )
        self.slutade = time.monotonic()
        self.svar = json.loads(ut.stdout)

    def redovisa(self) -> None:
        s = self.svar
        print(
            f"Tavlan: {self.takt} frågor i sekunden begärda i {SEKUNDER} s, "
            f"{s['antal'] / s['tid']:.0f} i sekunden besvarade ({s['oforandrade']} med 304), "
            f"median {s['median'] * 1000:.0f} ms, p95 {s['p95'] * 1000:.0f} ms, {s['fel']} fel"
        )


def rusning(port: int, takt: int, efter: float) -> Rusning:
    return Rusning(port, takt, efter)


def _kor(port: int, takt: int) -> dict:
    """The first answer gives the mark; whoever has it is told that nothing is new."""
    marke = _fraga(port, {})[1]
    tider, fel, oforandrade = [], [], []
    slut, las, nasta = time.monotonic() + SEKUNDER, threading.Lock(), [time.monotonic()]

    def en() -> None:
        while True:
            with las:
                nar = nasta[0] = max(nasta[0] + 1 / takt, time.monotonic() - 1)
            if nar > slut:
                return
            time.sleep(max(0, nar - time.monotonic()))
            borjade = time.monotonic()
            try:
                status, _ = _fraga(port, {"If-None-Match": marke})
            except (OSError, http.client.HTTPException) as annat:
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


def _fraga(port: int, huvud: dict) -> tuple[int, str]:
    forbindelse = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        forbindelse.request("GET", "/anslagstavla/", headers=huvud)
        svar = forbindelse.getresponse()
        svar.read()
        return svar.status, svar.headers.get("ETag", "")
    finally:
        forbindelse.close()


if __name__ == "__main__":
    print(json.dumps(_kor(int(sys.argv[1]), int(sys.argv[2]))))
