"""Whatever is sent to any view, it answers: no 500, nothing changed by looking or by what was refused, no word logged.

`make test` sends one form to each act; `make prova-fel` many to each view, others each time.
"""

import logging
from io import BytesIO

import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as installningar

from tests.fel.formular import FILER, HEMLIGT, ifyllda
from tests.fel.vandrare import ANTAL, Vandrare, roller, undone
from tests.test_permissions import ROWS, _url

DELAR = 6 if ANTAL else 1


# What a browser shows by itself; all else is saved as a file.
VISAS = (
    "text/html",
    "application/pdf",
    "application/json",
    "application/atom+xml",
    "application/rdf+xml",
    "text/calendar",
    "text/plain",
    "text/css",
)
# Read by the worker, who finds that it is no PDF, and given back to nobody.
LASES_IN = "protokoll:las-in-flera"


def oskyddade(svaren: dict) -> dict[str, str]:
    """The pages where the browser would show a file that somebody sent in, or guess what it is."""
    fel = {}
    for namn, svar in svaren.items():
        typ = svar.headers.get("Content-Type", "").split(";")[0]
        sparas = svar.headers.get("Content-Disposition", "").startswith("attachment")
        if svar.status_code == 200 and not (typ in VISAS or sparas):
            fel[namn] = typ
        if svar.headers.get("X-Content-Type-Options") != "nosniff" or "Content-Security-Policy" not in svar.headers:
            fel[namn] = "saknar skydd"
    return fel


def bild_med_skript(vandrare, row, som: str) -> str:
    """The name under which a picture with a script was taken and kept."""
    (svg,) = [innehall for namn, innehall in FILER if namn == "bild.svg"]
    falt = vandrare.falt[row.name]
    for namn in ("bild.svg", "bild.png", "bild.pdf"):
        data = {n: v for n, v in falt.varden.items() if v}
        for n in falt.filer:
            data[n] = BytesIO(svg)
            data[n].name = namn
        with undone():
            svar = vandrare.som(som).post(_url(row, vandrare.things), data)
            if svar.status_code == 302 and kvar(svg):
                return namn
    return ""


def kvar(innehall: bytes) -> bool:
    """Whether it is kept anywhere."""
    return any(
        modell._base_manager.filter(**{falt.name: innehall}).exists()
        for modell in apps.get_models()
        for falt in modell._meta.concrete_fields
        if isinstance(falt, BinaryField)
    )


def prova(vandrare, row, antal: int) -> str:
    """The first that went wrong, made as small as it gets."""
    far = roller(row)
    skicka = 0

    @installningar(
        max_examples=antal,
        deadline=None,
        database=None,
        derandomize=not ANTAL,
        phases=tuple(Phase) if ANTAL else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=ifyllda(vandrare.falt[row.name]))
    def ett(data):
        nonlocal skicka
        som = far[skicka % len(far)]
        skicka += 1
        with undone():
            fel = vandrare.skicka(row, som, data)
        assert not fel, f"{som}: {fel}: {data}"

    # What the view asks for first is known after a form with nothing in it (tests.test_permissions sends that too).
    if ANTAL:
        with undone():
            if fel := vandrare.skicka(row, far[-1], {}):
                return fel
    try:
        ett()
        if row.method == "post" and vandrare.falt[row.name].filer and row.name != LASES_IN:
            assert not (tagen := bild_med_skript(vandrare, row, far[-1])), f"tog emot {tagen}"
    except Exception as fel:
        return "\n".join([f"{type(fel).__name__}: {fel}"[:1500], *getattr(fel, "__notes__", [])])
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize("del_", range(DELAR))
def test_whatever_is_sent_is_answered(del_, things, people, client, caplog):
    caplog.set_level(logging.INFO)
    vandrare = Vandrare(things, people, client)
    assert oskyddade(vandrare.las_sidorna()) == {}
    rader = [row for n, row in enumerate(ROWS) if n % DELAR == del_ and roller(row)]
    if not ANTAL:
        rader = [row for row in rader if row.method == "post" and vandrare.falt[row.name].namn]

    fel = {f"{row.method} {row.name}": prova(vandrare, row, ANTAL or 2) for row in rader}

    fel = {vy: vad for vy, vad in fel.items() if vad}
    assert not fel, "\n\n".join(f"{vy}: {vad}" for vy, vad in fel.items())
    assert HEMLIGT not in caplog.text


DELAD = "multipart/form-data; boundary=a"
KROPPAR = (
    (b"text=%ED%A0%80%ED%B0%80&text=%C0%AF&=&&%00=%00", "application/x-www-form-urlencoded"),  # surrogates alone
    (b"text=\xff\xfe\x00", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"text=a", "application/x-www-form-urlencoded; charset=finns-inte"),
    (b"a=b&" * 2000, "application/x-www-form-urlencoded"),
    (b"--a\r\nContent-Disposition: form-data; name=text\r\n\r\navbrut", DELAD),
    (b"--a\r\nContent-Disposition: form-data; name=\"\xff\"; filename*=utf-8''%FF\r\n\r\nx\r\n--a--", DELAD),
    (
        b"--a\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=text\r\n\r\n!!!\r\n--a--",
        DELAD,
    ),
    (b"text=a", "multipart/form-data"),
    (b"", "multipart/form-data; boundary=" + "x" * 300),
    (b'{"text": "\\ud800"}', "application/json"),
    (b"\x1f\x8b\x08", "application/octet-stream"),
)
TAR_EMOT = ("skriv", "utkast", "inbjudan-ny", "inbjudan-las-in", "las-in", "kontrollera")


@pytest.mark.django_db
@pytest.mark.parametrize("vy", TAR_EMOT)
def test_what_is_no_form_at_all_is_answered(vy, client, paragraf, sekreterare):
    client.force_login(sekreterare)
    adress = reverse(f"protokoll:{vy}", args=[paragraf.pk] if vy in ("skriv", "utkast") else [])
    fore = paragraf.besluten.get().text

    for kropp, typ in KROPPAR:
        svar = client.generic("POST", adress, kropp, content_type=typ)
        assert svar.status_code in (200, 302, 400, 422), (typ, kropp[:40])
        assert paragraf.besluten.get().text == fore
