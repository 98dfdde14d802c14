"""A mail that was saved as a file (.eml, RFC 5322), with the letter inside that was forwarded. Pure.

It comes from outside: how large, how many parts and how deep is bounded before anything is taken apart, and whatever
cannot be read is said, never raised as an error of ours.
"""

import re
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from kommun.fel import DomanFel
from protokoll.inbjudan.teckenkod import avkodad

FLEST_DELAR = 200
DJUPAST = 12
LANGST_TEXT = 200_000
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_SAMMANSATT = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
_NAMN = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Brevbilaga:
    namn: str
    typ: str
    innehall: bytes


@dataclass(frozen=True, slots=True)
class Epost:
    amne: str
    fran: str
    skickat: date | None
    uid: str
    text: str
    kalendrar: tuple[bytes, ...]
    bilagor: tuple[Brevbilaga, ...]


def las_epost(innehall: bytes) -> Epost:
    """The innermost letter of a forwarded one; attachments from all of it."""
    if len(_SAMMANSATT.findall(innehall)) > FLEST_DELAR:
        raise DomanFel("Brevet består av fler delar än vad som går att läsa. Klistra in brevets text i stället.")
    if not re.match(rb"(?:\s*|From .*\r?\n)[A-Za-z][A-Za-z0-9-]*\s?:", innehall[:2000]):
        raise DomanFel(
            "Filen är inget sparat e-postbrev. Spara brevet som .eml i e-postprogrammet, eller klistra in texten."
        )
    try:
        brev = message_from_bytes(innehall, policy=policy.default)
        delar = _delar(brev)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        raise DomanFel("Brevet är skadat och går inte att läsa. Klistra in brevets text i stället.") from None
    return _epost(brev, delar)


def _delar(brev: EmailMessage) -> list[tuple[EmailMessage, EmailMessage]]:
    """(letter, part of it) for every part that is no container; breadth is bounded, and so is depth."""
    ut: list[tuple[EmailMessage, EmailMessage]] = []
    kvar = [(brev, brev, 0)]
    while kvar and len(ut) < FLEST_DELAR:
        hor_till, del_, djup = kvar.pop(0)
        if djup > DJUPAST:
            raise DomanFel("Brevet är vidarebefordrat i fler led än vad som går att läsa. Klistra in texten i stället.")
        if del_.is_multipart():
            inre = del_.get_content_type() == "message/rfc822"
            kvar[:0] = [(d if inre else hor_till, d, djup + 1) for d in del_.get_payload()]
        else:
            ut.append((hor_till, del_))
    return ut


def _epost(brev: EmailMessage, delar: list[tuple[EmailMessage, EmailMessage]]) -> Epost:
    innersta = delar[-1][0] if delar else brev
    texter: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    kalendrar, bilagor = [], []
    for hor_till, del_ in delar:
        typ, namn = del_.get_content_type(), _filnamn(del_)
        if typ == "text/calendar" or namn.lower().endswith(".ics"):
            kalendrar.append(_bytes(del_))
        elif typ in texter and not namn and "attachment" not in str(_huvud(del_, "content-disposition")):
            if hor_till is innersta:
                texter[typ].append(_text(del_))
        elif innehall := _bytes(del_):
            bilagor.append(Brevbilaga(namn or "bilaga", typ, innehall))
    klartext = "\n".join(texter["text/plain"]).strip()
    text = klartext or "\n".join(text_av_html(h) for h in texter["text/html"])
    return Epost(
        amne=_huvud(innersta, "subject"),
        fran=_huvud(innersta, "from"),
        skickat=_dag(_huvud(innersta, "date")),
        uid=_huvud(innersta, "message-id").strip("<> ")[:500],
        text=text[:LANGST_TEXT],
        kalendrar=tuple(kalendrar),
        bilagor=tuple(bilagor),
    )


def _huvud(del_: EmailMessage, namn: str) -> str:
    """The library reads a head when it is asked for it, and stumbles on some that no mail program has written."""
    try:
        return " ".join(str(del_.get(namn) or "").split())[:1000]
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _dag(text: str) -> date | None:
    try:
        tid = parsedate_to_datetime(text)
        return (tid.astimezone(_STOCKHOLM) if tid.tzinfo else tid).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _filnamn(del_: EmailMessage) -> str:
    try:
        namn = del_.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        namn = ""
    return rent_filnamn(namn)


def rent_filnamn(namn: str) -> str:
    """Without what a disk cannot bear or the eye cannot see."""
    return " ".join(_NAMN.sub(" ", namn).split())[-150:].lstrip(". ")


def _bytes(del_: EmailMessage) -> bytes:
    try:
        return del_.get_payload(decode=True) or b""
    except (ValueError, LookupError, TypeError, AttributeError):
        return b""


def _text(del_: EmailMessage) -> str:
    try:
        kodning = del_.get_content_charset() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        kodning = ""
    return avkodad(_bytes(del_), kodning)


class _Klartext(HTMLParser):
    _RADER = frozenset(["p", "div", "br", "hr", "li", "ul", "ol", "tr", "table", "blockquote", "section", "header"])
    _RADER |= {"footer", "h1", "h2", "h3", "h4", "h5", "h6"}
    _TYSTA = frozenset(["script", "style", "head", "title", "template"])

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.delar: list[str] = []
        self.tyst = 0

    def handle_starttag(self, tag, attrs):
        if tag in self._TYSTA:
            self.tyst += 1
        elif tag in self._RADER:
            self.delar.append("\n")
        elif tag in ("td", "th"):
            self.delar.append("\t")

    def handle_endtag(self, tag):
        if tag in self._TYSTA:
            self.tyst = max(0, self.tyst - 1)
        elif tag in self._RADER:
            self.delar.append("\n")

    def handle_data(self, data):
        if not self.tyst:
            # A line break in the source is a space to the reader.
            self.delar.append(re.sub(r"\s+", " ", data))


def text_av_html(html: str) -> str:
    """The words of a HTML mail, a line for each paragraph; nothing of it is ever shown as HTML."""
    lasare = _Klartext()
    lasare.feed(html[: 10 * LANGST_TEXT])
    lasare.close()
    rader = ("\t".join(" ".join(c.split()) for c in r.split("\t")).strip() for r in "".join(lasare.delar).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rader)).strip()
