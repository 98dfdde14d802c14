"""Forms for any view, without a word about any of them: what its page has, and what the view itself asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st
from lxml import html

# Stands in what is typed, and never in a log.
HEMLIGT = "Persikofärgad hemlighet 19121212-1212"

# What forms meet sooner or later: each of these has broken some program.
ELAKA = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\r\nBcc: annan@example.invalid",
    "0",
    "-1",
    "1e309",
    "NaN",
    "2147483648",
    "9223372036854775808",
    "9" * 5000,
    "²",  # isdigit, but no int
    "٣",  # an int, but no 3
    "1_000",
    "on",
    "None",
    "[]",
    '{"a":',
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-05-05",
    "2026-03-29T02:30",  # no such minute
    "24.00",
    "13.00",
    "23:59:59.9999999",
    "§§ 1–99999999999",
    "00000000-0000-0000-0000-000000000000",
    "a@b",
    "javascript:alert(1)",
    "//annan.example/",
    "../../etc/passwd",
    "=cmd|'/c calc'!A1",
    "%s%n{0}{{7*7}}{% x %}",
    "' OR 1=1 --",
    "\\",
    "*(",
    "\u202eåäö\ufdd0\U0001f3f4",
    "<script>alert(1)</script><p onclick=x>Text",
    "<table><tr><td>" * 300,
    "å" * 300,
    "<p>Ett ord. " * 3000,
    HEMLIGT,
)


def _zip(namn: str, innehall: bytes) -> bytes:
    ut = BytesIO()
    with ZipFile(ut, "w", ZIP_DEFLATED) as arkiv:
        arkiv.writestr(namn, innehall)
    return ut.getvalue()


FILER = (
    ("tom.pdf", b""),
    ("../../etc/passwd", b"root"),
    ("C:\\x\\\u202efdp.exe", b"MZ"),
    ("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ("a.html", b"<script>alert(1)</script>"),
    ("a.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>"),
    ("a.docx", _zip("word/document.xml", b"<" * 5000)),
    ("a.xlsx", _zip("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')),
    ("a.zip", _zip("../../a.txt", b"0" * 500_000)),
    ("a.eml", b"Subject: =?utf-8?b?!!?=\nDate: Fri, 99 Foo 9999\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"),
    ("a.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:99999999\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nEND:VCALENDAR"),
    ("a.msg", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
    ("a.csv", b"Uppdrag;Beslut\n=1+1;9999-12-31\n\x00;;;;\n"),
    ("a.txt", HEMLIGT.encode() + b"\xff\xfe\x00"),
    ("x" * 300 + ".txt", b"text"),
)


@dataclass
class Falt:
    """The fields of one view: by name what its page would send, and what else a person could choose there."""

    varden: dict[str, list[str]] = field(default_factory=dict)
    val: dict[str, list[str]] = field(default_factory=dict)
    filer: set[str] = field(default_factory=set)

    @property
    def namn(self) -> list[str]:
        return sorted(self.varden.keys() | self.val.keys() | self.filer)

    def och(self, andra: "Falt") -> None:
        self.varden = {**andra.varden, **self.varden}
        for namn, val in andra.val.items():
            self.val[namn] = list(dict.fromkeys([*self.val.get(namn, []), *val]))[:60]
        self.filer |= andra.filer


# A type of field, and what a careful person would write there.
_RIMLIGT = {"date": "2026-05-05", "time": "13.00", "number": "1", "email": "nn@example.invalid", "checkbox": "on"}


def sidans_formular(sida: bytes, adress: str) -> Iterator[tuple[str, Falt]]:
    """(name of the view it is sent to, its fields) of every form of a page."""
    if b"<form" not in sida:
        return
    for form in html.document_fromstring(sida).forms:
        falt = Falt()
        for element in form.iter("input", "select", "textarea", "button"):
            if not (namn := element.get("name")) or namn == "csrfmiddlewaretoken":
                continue
            _lagg_till(falt, namn, element)
        try:
            traff = resolve(urlsplit(form.get("action") or adress).path or urlsplit(adress).path)
        except Resolver404:
            continue
        yield traff.view_name, falt


def _lagg_till(falt: Falt, namn: str, element) -> None:
    slag = element.get("type") or element.tag
    if slag == "file":
        falt.filer.add(namn)
        return
    if element.tag == "select":
        val, valt = list(element.value_options), element.value
        varden = sorted(valt) if element.multiple else [valt] if valt is not None else []
    elif slag in ("checkbox", "radio", "button", "submit"):
        varde = element.get("value") or "on"
        val, varden = [varde], [varde] if element.get("checked") is not None else []
    else:
        varde = (element.text or "").removeprefix("\n") if element.tag == "textarea" else element.get("value") or ""
        val = [_RIMLIGT.get(slag, "Ett ord")]
        varden = [varde or val[0]]
    falt.val[namn] = list(dict.fromkeys([*falt.val.get(namn, []), *val]))[:60]
    falt.varden.setdefault(namn, []).extend(varden)


@contextmanager
def fragade(falt: Falt) -> Iterator[None]:
    """What a view asks its request for is added to its fields: also what no page has."""

    def lyssna(namn: str):
        riktig = getattr(MultiValueDict, namn)

        def fraga(self, nyckel, *args, **kwargs):
            if isinstance(nyckel, str) and nyckel.isprintable() and len(nyckel) < 80 and len(falt.val) < 400:
                if isinstance(self, QueryDict):
                    falt.val.setdefault(nyckel, [])
                elif all(isinstance(fil, UploadedFile) for filer in dict.values(self) for fil in filer):
                    falt.filer.add(nyckel)
            return riktig(self, nyckel, *args, **kwargs)

        return fraga

    with pytest.MonkeyPatch.context() as patch:
        for namn in ("get", "getlist", "__getitem__"):
            patch.setattr(MultiValueDict, namn, lyssna(namn))
        yield


def ifyllda(falt: Falt) -> st.SearchStrategy[dict]:
    """The form as its page would send it, with some fields made worse, some left out and some chosen otherwise."""
    namn = falt.namn
    if not namn:
        return st.just({})

    @st.composite
    def fyll_i(draw):
        data = {n: v for n, v in falt.varden.items() if v}
        for n in draw(st.lists(st.sampled_from(namn), max_size=5, unique=True)):
            if n in falt.filer:
                filnamn, innehall = draw(st.sampled_from(FILER))
                fil = BytesIO(innehall)
                fil.name = filnamn
                data[n] = fil
                continue
            varde = st.sampled_from(ELAKA)
            if val := falt.val.get(n):
                varde = st.one_of(st.sampled_from(val), varde)
            data[n] = draw(st.lists(varde, min_size=0, max_size=2))
        return data

    return fyll_i()
