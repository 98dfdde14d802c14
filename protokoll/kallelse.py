"""Calling a meeting: the kallelse is sent, people answer, and an ersättare is called in for who cannot come.

Every act locks the sammanträde first, so that what is asked and what is answered come one after the other.
"""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Mandat, Person, Utskick
from kommun.pdf import PdfFel
from protokoll import kallelsebrev
from protokoll.handlingar import Handling, handlingar
from protokoll.kallelsedokument import Kallelsedokument, andringar, fran_sammantrade, mandaten
from protokoll.kallelsepdf import kallelse_pdf
from protokoll.models import Kallad, Kallelse, Sammantrade

STANGT = {
    Sammantrade.Lage.INSTALLT: "Sammanträdet är inställt.",
    Sammantrade.Lage.PAGAR: "Sammanträdet har börjat. Närvaron antecknas vid uppropet.",
    Sammantrade.Lage.HANVISNING: "Sammanträdet är bara känt genom hänvisning.",
}


@dataclass(frozen=True)
class Hinder:
    """What must be mended before the kallelse can be sent; `kod` says where."""

    kod: str
    text: str


def adress(person: Person) -> str:
    """The person's own address, else that of the account. Reads `person.user`."""
    konto = getattr(person, "user", None)
    return person.epost or (konto.email if konto and konto.is_active else "")


def stangt(sammantrade: Sammantrade) -> str | None:
    """Why nothing more is asked or answered, as a sentence; None while the meeting is planned and not past."""
    if sammantrade.lage != Sammantrade.Lage.PLANERAT:
        return STANGT.get(sammantrade.lage, "Sammanträdet är avslutat.")
    if sammantrade.datum < timezone.localdate():
        return f"Sammanträdesdagen, {sammantrade.dag}, har passerat."
    return None


def hinder(sammantrade: Sammantrade, *, kallas: list[Mandat], har_arenden: bool) -> list[Hinder]:
    """What a kallelse cannot be without: time, place, something to handle, and somebody to call."""
    if mening := stangt(sammantrade):
        return [Hinder("lage", mening)]
    saknas = (
        (sammantrade.start, "tid", "Sammanträdet har ingen tid. Ange när det börjar."),
        (sammantrade.plats.strip(), "plats", "Sammanträdet har ingen plats. Ange var det hålls."),
        (har_arenden, "dagordning", "Dagordningen är tom. Lägg till minst ett ärende."),
        (
            any(m.roll != Mandat.Roll.ERSATTARE for m in kallas),
            "mandat",
            f"Ingen har mandat som ledamot i {sammantrade.organ.namn} den dagen. Lägg in mandaten i registret.",
        ),
    )
    return [Hinder(kod, text) for finns, kod, text in saknas if not finns]


def utkast(sammantrade: Sammantrade, *, by, kallas: list[Mandat] | None = None) -> Kallelsedokument:
    """The kallelse as it would be sent now, with what has changed since the last one."""
    senaste = sammantrade.kallelserna.order_by("-nummer").first()
    dokument = fran_sammantrade(
        sammantrade,
        mandaten(sammantrade) if kallas is None else kallas,
        utfardad=timezone.localdate(),
        sekreterare=str(by),
        epost=by.email,
    )
    if senaste is None:
        return dokument
    andrat = andringar(Kallelsedokument.fran_json(senaste.innehall), dokument)
    return replace(dokument, nummer=senaste.nummer + 1, andringar=andrat)


@transaction.atomic
def kalla(*, sammantrade: Sammantrade, by, meddelande: str = "", nummer: int | None = None) -> Kallelse:
    """Send the kallelse, or a changed one after the first: PDF, a row per person, a mail to each with an address.

    `nummer` is the number that the page offered to send: pressed twice, the one that was sent is returned as it is.
    """
    s = _las(sammantrade.pk)
    senaste = s.kallelserna.order_by("-nummer").first()
    if senaste and nummer is not None and nummer <= senaste.nummer:
        if senaste.nummer == nummer and senaste.meddelande == meddelande.strip():
            return senaste
        raise DomanFel(
            f"Kallelse {senaste.nummer} har skickats under tiden. Läs den, och skicka en ändrad kallelse "
            "om något mer behöver sägas."
        )
    kallas = mandaten(s)
    dokument = replace(utkast(s, by=by, kallas=kallas), meddelande=meddelande.strip())
    if saknas := hinder(s, kallas=kallas, har_arenden=any(p.nr for p in dokument.punkter)):
        raise DomanFel(" ".join(h.text for h in saknas))
    if senaste and not dokument.andringar and not dokument.meddelande:
        raise DomanFel(
            f"Inget har ändrats sedan kallelse {senaste.nummer} skickades. "
            "Ändra dagordningen eller skriv ett meddelande om den ska skickas igen."
        )
    kallelse = _spara_kallelse(s, dokument, by=by)
    med = handlingar(s)
    for kallad in _spara_kallade(s, kallas, by=by):
        _lagg_kallelse(kallelse, kallad, med)
    return kallelse


def _spara_kallelse(s: Sammantrade, dokument: Kallelsedokument, *, by) -> Kallelse:
    try:
        innehall = kallelse_pdf(dokument)
    except PdfFel as fel:
        raise DomanFel(f"Kallelsen kunde inte skrivas ut. {fel}") from fel
    namn = f"kallelse-{s.organ.kortnamn.lower()}-{s.datum:%Y-%m-%d}"
    namn += f"-{dokument.nummer}.pdf" if dokument.nummer > 1 else ".pdf"
    kallelse = Kallelse(
        sammantrade=s,
        nummer=dokument.nummer,
        skickad=timezone.now(),
        av=by,
        meddelande=dokument.meddelande,
        bilaga=utskick.ny_bilaga(namn=namn, typ="application/pdf", innehall=innehall),
        innehall=dokument.som_json(),
    )
    return spara(kallelse, by=by, reason=f"Skickade {dokument.titel.lower()}")


def _spara_kallade(s: Sammantrade, kallas: list[Mandat], *, by) -> list[Kallad]:
    """A row for each; who was called before keeps the link and the answer."""
    finns = {k.person_id: k for k in s.de_kallade.select_for_update(of=("self",)).select_related("person__user")}
    ut = []
    for ordning, mandat in enumerate(kallas, start=1):
        kallad = finns.get(mandat.person_id) or Kallad(sammantrade=s, person=mandat.person)
        som = Kallad.Som.ERSATTARE if mandat.roll == Mandat.Roll.ERSATTARE else Kallad.Som.LEDAMOT
        parti = mandat.parti.beteckning if mandat.parti_id else ""
        if (kallad.pk is None) or (kallad.som, kallad.parti, kallad.ordning) != (som, parti, ordning):
            if som == Kallad.Som.LEDAMOT:
                kallad.inkallad_for = None
            kallad.som, kallad.parti, kallad.ordning = som, parti, ordning
            spara(kallad, by=by, reason="Kallade")
        ut.append(kallad)
    return ut


def utskicksnyckel(kallelse: Kallelse, kallad: Kallad) -> str:
    return f"kallelse:{kallelse.pk}:{kallad.pk}"


def _lagg_kallelse(kallelse: Kallelse, kallad: Kallad, med: tuple[Handling, ...]) -> None:
    s, av = kallelse.sammantrade, _avsandare(kallelse.av)
    if kallelse.nummer == 1:
        brev = kallelsebrev.kallelse(s, kallad, meddelande=kallelse.meddelande, handlingar=med, av=av)
    else:
        andrat = Kallelsedokument.fran_json(kallelse.innehall).andringar
        brev = kallelsebrev.andrad_kallelse(
            s,
            kallad,
            nummer=kallelse.nummer,
            andringar=andrat,
            meddelande=kallelse.meddelande,
            handlingar=med,
            av=av,
        )
    _lagg(utskicksnyckel(kallelse, kallad), kallad, brev, bilaga=kallelse.bilaga)


@transaction.atomic
def skicka_igen(*, kallad: Kallad, by) -> None:
    """Send the latest kallelse to one person again, or for the first time when the address has come since."""
    s = _las(kallad.sammantrade_id)
    if mening := stangt(s):
        raise DomanFel(mening)
    nu = _las_kallad(kallad.pk)
    if not (till := adress(nu.person)):
        raise DomanFel(f"{nu.person.namn} saknar e-postadress. Lägg in den på personen i registret först.")
    kallelse = s.kallelserna.select_related("sammantrade__organ", "av__person", "bilaga").order_by("-nummer").first()
    if kallelse is None:
        raise DomanFel("Kallelsen är inte skickad än.")
    rad = Utskick.objects.filter(nyckel=utskicksnyckel(kallelse, nu)).first()
    if rad:
        utskick.skicka_igen(rad, till=till)
    else:
        _lagg_kallelse(kallelse, nu, handlingar(s))


@transaction.atomic
def svara(*, kallad: Kallad, svar: str, skal: str = "", by=None) -> Kallad:
    """Say that one comes or not, by the personal link, or told to the secretary (`by`). Can be changed until it starts.

    When an answer upsets what has been arranged, the secretary is told by mail: an absent ledamot comes after all
    though an ersättare is called in, or an ersättare that was called in says no.
    """
    s = _las(kallad.sammantrade_id)
    if mening := stangt(s):
        raise DomanFel(f"{mening} Svaret kan inte ändras.")
    nu = _las_kallad(kallad.pk)
    skal = " ".join(skal.split()) if svar == Kallad.Svar.FRANVARO else ""
    if (nu.svar, nu.skal) == (svar, skal):
        return nu
    nytt_svar, inkallad_for = nu.svar != svar, nu.inkallad_for
    nu.svar, nu.skal, nu.svarat = svar, skal, timezone.now()
    if svar == Kallad.Svar.FRANVARO:
        nu.inkallad_for = None
    vad = f"Svarade: {nu.get_svar_display().lower()}"
    spara(nu, by=by, reason=f"{vad}, antecknat av sekreteraren" if by else f"{vad}, med den personliga länken")
    if nytt_svar and by is None:
        _beratta_om_svaret(s, nu, inkallad_for)
    return nu


def _beratta_om_svaret(s: Sammantrade, kallad: Kallad, inkallad_for: Kallad | None) -> None:
    namn, handelse = kallad.person.namn, ""
    if kallad.svar == Kallad.Svar.FRANVARO and inkallad_for:
        handelse = f"{namn}, som var inkallad för {inkallad_for.person.namn}, kommer inte. Kalla in någon annan."
    elif kallad.svar == Kallad.Svar.NARVARO:
        inkallade = [k.person.namn for k in kallad.inkallade.select_related("person")]
        if inkallade:
            handelse = f"{namn} kommer ändå. {', '.join(inkallade)} är inkallad som ersättare: låt den personen veta."
    if handelse:
        _beratta_for_sekreteraren(s, kallad, handelse)


def _beratta_for_sekreteraren(s: Sammantrade, kallad: Kallad, handelse: str) -> None:
    kallelse = s.kallelserna.select_related("sammantrade__organ", "av").order_by("-nummer").first()
    if kallelse and kallelse.av and kallelse.av.is_active and kallelse.av.email:
        amne, text = kallelsebrev.till_sekreteraren(kallelse, kallad, handelse)
        nyckel = f"kallelsesvar:{kallad.pk}:{kallad.version}"
        utskick.lagg(nyckel=nyckel, till=kallelse.av.email, amne=amne, text=text)


@transaction.atomic
def kalla_in(*, franvarande: Kallad, ersattare: Kallad, by) -> Kallad:
    """Call in an ersättare for a ledamot who has said no. The same twice is once."""
    s = _las(franvarande.sammantrade_id)
    if mening := stangt(s):
        raise DomanFel(mening)
    # In the order of the primary key, so that two who call in at once never wait for each other.
    rader = {pk: _las_kallad(pk) for pk in sorted({franvarande.pk, ersattare.pk})}
    borta, in_ = rader[franvarande.pk], rader[ersattare.pk]
    if in_.inkallad_for_id == borta.pk:
        return in_
    if in_.sammantrade_id != s.pk or in_.som != Kallad.Som.ERSATTARE:
        raise DomanFel(f"{in_.person.namn} är inte kallad som ersättare till sammanträdet.")
    if borta.som != Kallad.Som.LEDAMOT or borta.svar != Kallad.Svar.FRANVARO:
        raise DomanFel(f"{borta.person.namn} har inte anmält förhinder som ledamot, så ingen kallas in.")
    if redan := borta.inkallade.select_related("person").first():
        raise DomanFel(f"{redan.person.namn} är redan inkallad för {borta.person.namn}.")
    if in_.svar == Kallad.Svar.FRANVARO:
        raise DomanFel(f"{in_.person.namn} har svarat att hon eller han inte kommer. Välj någon annan.")
    if in_.inkallad_for_id:
        raise DomanFel(f"{in_.person.namn} är redan inkallad för {in_.inkallad_for.person.namn}. Välj någon annan.")
    in_.inkallad_for = borta
    spara(in_, by=by, reason=f"Kallade in för {borta.person.namn}")
    brev = kallelsebrev.inkallelse(s, in_, franvarande=borta, av=_avsandare(by))
    _lagg(f"inkallelse:{in_.pk}:{in_.version}", in_, brev)
    return in_


@transaction.atomic
def aterkalla(*, ersattare: Kallad, by) -> Kallad:
    """The ersättare is not needed after all, and is told so."""
    s = _las(ersattare.sammantrade_id)
    if mening := stangt(s):
        raise DomanFel(mening)
    nu = _las_kallad(ersattare.pk)
    if nu.inkallad_for_id is None:
        return nu
    nu.inkallad_for = None
    spara(nu, by=by, reason="Återkallade inkallelsen")
    _lagg(f"aterkallelse:{nu.pk}:{nu.version}", nu, kallelsebrev.aterkallad(s, nu, av=_avsandare(by)))
    return nu


def meddela_installt(sammantrade: Sammantrade, *, by) -> int:
    """Tell everybody called that the meeting is cancelled; how many have an address. Inside the act that cancels it.

    Once for each time it is cancelled: `version` is another when it was planned again in between.
    """
    av, gang = _avsandare(by), f"installt:{sammantrade.pk}:{sammantrade.version}"
    kallade = list(sammantrade.de_kallade.select_related("person__user"))
    return sum(_lagg(f"{gang}:{k.pk}", k, kallelsebrev.installt(sammantrade, k, av=av)) for k in kallade)


def _las(pk: int) -> Sammantrade:
    return Sammantrade.objects.select_for_update(of=("self",)).select_related("organ").get(pk=pk)


def _las_kallad(pk: int) -> Kallad:
    kallade = Kallad.objects.select_for_update(of=("self",))
    return kallade.select_related("person__user", "inkallad_for__person").get(pk=pk)


def _avsandare(by) -> str:
    return str(by) if by else ""


def _lagg(nyckel: str, kallad: Kallad, brev: kallelsebrev.Brev, *, bilaga=None) -> bool:
    """Nothing for somebody without an address: they get it on paper, and the page says so."""
    till = adress(kallad.person)
    if till:
        amne, text = brev
        utskick.lagg(nyckel=nyckel, till=till, amne=amne, text=text, bilaga=bilaga)
    return bool(till)
