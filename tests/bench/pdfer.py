"""The printed protokoll of 5, 50 and 500 §§ beside WeasyPrint alone on the same HTML, and one § as it is previewed.

Each is made in a process of its own, for its memory; its time is that of the processor, since the machine has others.
"""

import resource
import statistics
import subprocess
import sys
import time
import warnings
from datetime import date, timedelta
from datetime import time as klockslag
from io import BytesIO
from unittest import mock

import pdfplumber

ANTAL = (5, 50, 500)
# How many times each is made; the median counts.
GANGER = {1: 9, 5: 9, 50: 3, 500: 1}


def mat() -> None:
    print(f"\n{'PDF':<26} {'sidor':>6} {'tid':>8} {'sidor/s':>8} {'MB':>6} {'bara WeasyPrint':>16} {'vår del':>8}")
    tider = {}
    for antal in ANTAL:
        sidor, tid, minne = _i_egen_process("vart", antal)
        _, ensamt, _ = _i_egen_process("bara", antal)
        tider[antal] = tid
        print(
            f"{f'protokoll, {antal} §§':<26} {sidor:>6.0f} {tid:>6.2f} s {sidor / tid:>8.1f} {minne:>6.0f} "
            f"{ensamt:>14.2f} s {tid / ensamt - 1:>8.0%}",
            flush=True,
        )
    sidor, tid, minne = _i_egen_process("utdrag", 1)
    print(f"{'utdrag, 1 §':<26} {sidor:>6.0f} {tid:>6.2f} s {sidor / tid:>8.1f} {minne:>6.0f}")
    print(f"En § tar {tid / tider[50]:.3f} av tiden för 50 §§.")


def _i_egen_process(vad: str, antal: int) -> tuple[float, float, float]:
    svar = subprocess.run(
        [sys.executable, "-m", "tests.bench.pdfer", vad, str(antal)], check=True, capture_output=True, text=True
    )
    sidor, tid, minne = map(float, svar.stdout.split())
    return sidor, tid, minne


def dokumentet(antal: int):
    """A meeting of eleven with so many §§: a decision, what it is about, and now and then a table."""
    from protokoll.dokumentvarden import Deltagare, Dokument, Signatur, Textdel, Tryckt
    from tests.bench.svenska import EFTERNAMN, FORNAMN, Svenska

    meningar = Svenska().meningar(20 * antal)

    def stycken(n: int) -> str:
        return "".join(f"<p>{next(meningar)} {next(meningar)}</p>" for _ in range(n))

    def paragraf(n: int) -> Tryckt:
        rader = "".join(f"<tr><td>{2026 + r}</td><td>{n * 1000 + r * 17} tkr</td></tr>" for r in range(6))
        tabell = f"<table><tbody><tr><th>År</th><th>Kostnad</th></tr>{rader}</tbody></table>" if n % 10 == 0 else ""
        return Tryckt(
            n,
            f"2026/{n:06}",
            next(meningar).rstrip("."),
            (
                Textdel("beslut", "Nämndens beslut", 1, stycken(1)),
                Textdel("sammanfattning", "Sammanfattning", 1, stycken(2)),
                Textdel("bakgrund", "Bakgrund", 2, stycken(3) + tabell),
                Textdel("beslutsunderlag", "Beslutsunderlag", 1, stycken(1)),
            ),
        )

    namnen = [f"{FORNAMN[n]} {EFTERNAMN[n]}" for n in range(11)]
    dag = date(2026, 3, 2)
    return Dokument(
        kommun="Mätkommun",
        organ="Mätnämnden",
        kortnamn="MN",
        datum=dag,
        start=klockslag(9),
        slut=klockslag(16),
        plats="Stadshuset",
        ajourneringar=(),
        ledamoter=tuple(Deltagare(n, "P") for n in namnen),
        ersattare=(),
        ovriga=(),
        justerare=(namnen[1],),
        justeringens_plats_och_tid=f"Stadshuset {dag + timedelta(days=7)}",
        underskrifter=(Signatur("Ordförande", namnen[0]), Signatur("Justerare", namnen[1])),
        paragrafspann=f"§§ 1–{antal}",
        bevis=None,
        paragrafer=tuple(paragraf(n) for n in range(1, antal + 1)),
        status="Utkast – ej justerat",
    )


def _vart(dokument) -> bytes:
    from protokoll.utskrift import protokoll_pdf

    return protokoll_pdf(dokument)


def _utdrag(dokument) -> bytes:
    from protokoll.utdrag import utdrag_pdf
    from protokoll.utdragsvarden import utdrag_ur

    return utdrag_pdf(
        utdrag_ur(dokument, [1], dag=dokument.datum, justerat=False, justeringsdag=None, version=None, sha256="")
    )


def _bara(dokument):
    """What is left when WeasyPrint is handed the finished HTML: its own fonts and tags, none of what we do besides."""
    from kommun import pdf

    sparat = []
    with mock.patch.object(pdf, "satt", lambda underlag: sparat.append(underlag) or b""):
        _vart(dokument)
    (underlag,) = sparat

    def gor() -> bytes:
        fonts = pdf.PackagedFonts()
        html = pdf.HTML(string=underlag.text)
        stil = [
            pdf.font_css(html.etree_element, fonts),
            pdf.CSS(string=pdf._stylesheet(underlag.css), font_config=fonts),
        ]
        return html.render(font_config=fonts, stylesheets=stil, pdf_tags=True).write_pdf(pdf_variant=pdf.VARIANT)

    return gor


def _en(vad: str, antal: int) -> None:
    dokument = dokumentet(antal)
    gor = {"vart": lambda: _vart(dokument), "utdrag": lambda: _utdrag(dokument)}.get(vad) or _bara(dokument)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if antal < max(ANTAL):
            gor()  # the fonts are unpacked once per process
        tider = []
        for _ in range(GANGER[antal]):
            start = time.process_time()
            data = gor()
            tider.append(time.process_time() - start)
    minne = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with pdfplumber.open(BytesIO(data)) as fil:
        print(len(fil.pages), statistics.median(tider), minne)


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    _en(sys.argv[1], int(sys.argv[2]))
