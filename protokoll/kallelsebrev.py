"""What the mails of a kallelse say: plain text, calm and short. (amne, text) of each."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from kommun.kalender import dag_i_ord
from protokoll.handlingar import Handling
from protokoll.models import Kallad, Kallelse, Sammantrade

Brev = tuple[str, str]


def _lank(kallad: Kallad) -> str:
    return settings.WEBBADRESS + kallad.svarslank


def sidans_lank(sammantrade: Sammantrade) -> str:
    return settings.WEBBADRESS + reverse("protokoll:kallelse", args=[sammantrade.pk])


def _motet(s: Sammantrade) -> str:
    return f"{s.organ.namn} {dag_i_ord(s.datum)}"


def _fakta(s: Sammantrade) -> str:
    rader = [f"Dag: {dag_i_ord(s.datum)}", f"Tid: kl. {s.start:%H.%M}" if s.start else "", f"Plats: {s.plats}"]
    return "\n".join(filter(None, rader))


def _brev(amne: str, kallad: Kallad, *stycken: str, av: str) -> Brev:
    halsning = f"Vänliga hälsningar\n{av}" if av else ""
    return amne, "\n\n".join(filter(None, [f"Hej {kallad.person.namn}!", *stycken, halsning])) + "\n"


def _handlingarna(handlingar: Iterable[Handling], kallad: Kallad) -> str:
    rader = [f"{h.namn}:\n{settings.WEBBADRESS}{h.lank(kallad)}" for h in handlingar]
    return "\n".join(["Till sammanträdet hör också", *rader]) if rader else ""


def kallelse(s: Sammantrade, kallad: Kallad, *, meddelande: str, handlingar: Iterable[Handling] = (), av: str) -> Brev:
    som = (
        "Du kallas som ledamot till ett sammanträde."
        if kallad.som == Kallad.Som.LEDAMOT
        else "Du får kallelsen till ett sammanträde som ersättare. Du tjänstgör när en ledamot inte kan komma."
    )
    return _brev(
        f"Kallelse: {_motet(s)}",
        kallad,
        f"{som} Föredragningslistan finns i den bifogade kallelsen.",
        f"{s.organ.namn}\n{_fakta(s)}",
        meddelande,
        _handlingarna(handlingar, kallad),
        f"Svara här om du kommer eller inte:\n{_lank(kallad)}",
        "Länken är din egen. Du kan ändra ditt svar ända tills sammanträdet börjar.",
        av=av,
    )


def andrad_kallelse(
    s: Sammantrade,
    kallad: Kallad,
    *,
    nummer: int,
    andringar: tuple[str, ...],
    meddelande: str,
    handlingar: Iterable[Handling] = (),
    av: str,
) -> Brev:
    svar = {
        Kallad.Svar.NARVARO: "Du har svarat att du kommer. Ändra svaret här om det inte längre stämmer:",
        Kallad.Svar.FRANVARO: "Du har svarat att du inte kommer. Ändra svaret här om det inte längre stämmer:",
    }.get(kallad.svar, "Svara här om du kommer eller inte:")
    return _brev(
        f"Ändrad kallelse: {_motet(s)}",
        kallad,
        f"Kallelsen har ändrats. Kallelse {nummer} är bifogad och ersätter den tidigare.",
        f"{s.organ.namn}\n{_fakta(s)}",
        "Det här är ändrat:\n" + "\n".join(f"- {a}" for a in andringar) if andringar else "",
        meddelande,
        _handlingarna(handlingar, kallad),
        f"{svar}\n{_lank(kallad)}",
        av=av,
    )


def inkallelse(s: Sammantrade, ersattare: Kallad, *, franvarande: Kallad, av: str) -> Brev:
    return _brev(
        f"Du kallas in som ersättare: {_motet(s)}",
        ersattare,
        f"{franvarande.person.namn} kan inte komma, och du kallas in att tjänstgöra som ersättare.",
        f"{s.organ.namn}\n{_fakta(s)}",
        f"Svara så snart du kan om du kommer eller inte:\n{_lank(ersattare)}",
        av=av,
    )


def aterkallad(s: Sammantrade, ersattare: Kallad, *, av: str) -> Brev:
    return _brev(
        f"Du behöver inte tjänstgöra: {_motet(s)}",
        ersattare,
        "Du var inkallad som ersättare men behövs inte längre som tjänstgörande.",
        f"{s.organ.namn}\n{_fakta(s)}",
        av=av,
    )


def installt(s: Sammantrade, kallad: Kallad, *, av: str) -> Brev:
    return _brev(
        f"Inställt: {_motet(s)}",
        kallad,
        f"Sammanträdet med {s.organ.namn} {dag_i_ord(s.datum)} är inställt.",
        f"Skäl: {s.installt_skal}" if s.installt_skal else "",
        av=av,
    )


def till_sekreteraren(kallelse: Kallelse, kallad: Kallad, handelse: str) -> Brev:
    s = kallelse.sammantrade
    return (
        f"{kallad.person.namn}: ändrat svar till {s}",
        f"{handelse}\n\nSammanträdet: {_motet(s)}\nSe svaren och kalla in ersättare här:\n{sidans_lank(s)}\n",
    )
