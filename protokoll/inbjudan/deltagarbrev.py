"""What the mails about an event say, (amne, text): to whoever registers, to those who go, and to the secretary."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from kommun.kalender import dagen_i_ord
from kommun.models import Person
from protokoll.inbjudan import evenemang
from protokoll.inbjudan.deltagarlank import deltagarlank
from protokoll.models import Bokning, Deltagande, Inbjudan, Reserapport

Brev = tuple[str, str]
_LANGST = 1500


def bokningssidan(inbjudan: Inbjudan) -> str:
    return settings.WEBBADRESS + reverse("protokoll:bokning", args=[inbjudan.pk])


def _deltagarsidan(inbjudan: Inbjudan) -> str:
    """One's own page after login."""
    return settings.WEBBADRESS + reverse("protokoll:reserapport", args=[inbjudan.pk])


def _brev(amne: str, till: str, *stycken: str) -> Brev:
    return amne, "\n\n".join(filter(None, [f"Hej {till}!", *stycken])) + "\n"


def _utan_ord(vad: str, inbjudan: Inbjudan, till: str, sidan: str) -> Brev:
    """Of one with sekretess: that there is something to read, and where."""
    return _brev(
        f"{vad}: uppgifter med sekretess",
        till,
        f"Det finns nya uppgifter till dig om en inbjudan till {inbjudan.organ.i_mening}. De har sekretess och läses "
        f"bara efter inloggning:\n{sidan}",
        f"Kommer du inte in på sidan ber du sekreteraren i {inbjudan.organ.i_mening} om insyn i paragrafen.",
    )


def _fakta(inbjudan: Inbjudan) -> str:
    return "\n".join(f"{ord_}: {text}" for ord_, text in evenemang.fakta(inbjudan))


def _vem_beslutade(inbjudan: Inbjudan) -> str:
    if inbjudan.avgjord:
        return f"Ordföranden i {inbjudan.organ.i_mening} har beslutat"
    return f"{inbjudan.organ.namn} har beslutat"


def att_anmala(
    inbjudan: Inbjudan, deltagare: Iterable[Deltagande], till: Person, *, inte_langre: Sequence[str] = ()
) -> Brev:
    if inbjudan.hemlig:
        return _utan_ord("Att anmäla", inbjudan, till.namn, bokningssidan(inbjudan))
    senast = inbjudan.sista_anmalan
    return _brev(
        f"Att anmäla: {evenemang.rubrik(inbjudan)}",
        till.namn,
        f"{_vem_beslutade(inbjudan)} att de här deltar, och du gör anmälan:\n"
        + "\n".join(f"- {evenemang.namn(d)}" for d in deltagare),
        f"Deltar inte längre: {evenemang.upprakning(inte_langre)}." if inte_langre else "",
        _fakta(inbjudan) + (f"\nKostnad: {inbjudan.kostnad}" if inbjudan.kostnad else ""),
        f"Sista anmälningsdag är {dagen_i_ord(senast)}." if senast else "Inbjudan anger ingen sista anmälningsdag.",
        f"Bocka av anmälan, resa och boende här:\n{bokningssidan(inbjudan)}",
    )


def andrat_att_anmala(
    inbjudan: Inbjudan, andringar: Iterable[str], deltagare: Iterable[Deltagande], till: Person
) -> Brev:
    if inbjudan.hemlig:
        return _utan_ord(_andrat_hur(inbjudan), inbjudan, till.namn, bokningssidan(inbjudan))
    gjort = [(evenemang.namn(d), _gjort(getattr(d, "bokningen", None))) for d in deltagare]
    rader = [f"- {namn}: {evenemang.upprakning(vad)}" for namn, vad in gjort if vad]
    return _brev(
        f"{_andrat_hur(inbjudan)}: {evenemang.rubrik(inbjudan)}",
        till.namn,
        "Det som du anmäler till har ändrats:\n" + "\n".join(f"- {a}" for a in andringar),
        "Det här är redan gjort och kan behöva ändras:\n" + "\n".join(rader) if rader else "",
        "De som deltar får veta det i ett eget brev.",
        bokningssidan(inbjudan),
    )


def anmals_inte(inbjudan: Inbjudan, till: Person, *, av: Iterable[str] = ()) -> Brev:
    if inbjudan.hemlig:
        return _utan_ord("Anmäls inte av dig längre", inbjudan, till.namn, bokningssidan(inbjudan))
    vilka = list(av)
    return _brev(
        f"Anmäls inte av dig längre: {evenemang.rubrik(inbjudan)}",
        till.namn,
        f"Anmälan görs nu av {evenemang.upprakning(vilka)}, så du behöver inte göra mer."
        if vilka
        else "Beslutet att någon deltar i det här gäller inte längre. Anmäl därför ingen.",
        _fakta(inbjudan),
    )


def utsedd(d: Deltagande, *, anmalare: Iterable[Person]) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord("Du deltar", d.inbjudan, d.person.namn, _deltagarsidan(d.inbjudan))
    i, vilka = d.inbjudan, [p.namn for p in anmalare]
    return _brev(
        f"Du deltar: {evenemang.rubrik(i)}",
        d.person.namn,
        f"{_vem_beslutade(i)} att du deltar i det här:",
        _fakta(i),
        "Det bifogade lägger in det i din kalender." if i.borjar else "",
        f"Anmälan, resa och boende sköts av {evenemang.upprakning(vilka)}. Hör av dig dit om du behöver något bokat."
        if vilka
        else "",
        f"På din egen sida ser du vad som är bokat, och där säger du till om du inte kan komma:\n{deltagarlank(d)}",
        "Efteråt skriver du en kort rapport på samma sida.",
    )


def andrat(d: Deltagande, andringar: Iterable[str]) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord(_andrat_hur(d.inbjudan), d.inbjudan, d.person.namn, _deltagarsidan(d.inbjudan))
    i = d.inbjudan
    kalendern = "tar bort det ur" if i.installd else "ändrar det i"
    return _brev(
        f"{_andrat_hur(i)}: {evenemang.rubrik(i)}",
        d.person.namn,
        "Det som du ska delta i har ändrats:\n" + "\n".join(f"- {a}" for a in andringar),
        _fakta(i),
        f"Det bifogade {kalendern} din kalender." if i.borjar else "",
        "" if i.installd else f"Säg till på din egen sida om du inte kan komma:\n{deltagarlank(d)}",
    )


def _andrat_hur(inbjudan: Inbjudan) -> str:
    return "Inställt" if inbjudan.installd else "Ändrat"


def uppgifter(d: Deltagande, *, meddelande: str, av: str) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord("Praktiska uppgifter", d.inbjudan, d.person.namn, _deltagarsidan(d.inbjudan))
    bokning = getattr(d, "bokningen", None)
    return _brev(
        f"Praktiska uppgifter: {evenemang.rubrik(d.inbjudan)}",
        d.person.namn,
        meddelande,
        _fakta(d.inbjudan),
        "\n".join(bokat(bokning)),
        f"Din egen sida:\n{deltagarlank(d)}",
        f"Vänliga hälsningar\n{av}" if av else "",
    )


def bokat(bokning: Bokning | None) -> list[str]:
    """What is done for somebody, a line each."""
    if bokning is None or bokning.anmald is None:
        rader = ["Du är inte anmäld till arrangören än."]
    else:
        rader = ["Du är anmäld till arrangören."]
    ord_ = {
        Bokning.Behov.NEJ: "behövs inte",
        Bokning.Behov.BOKAS: "ska bokas",
        Bokning.Behov.BOKAD: "är bokad",
    }
    for vad, behov in (("Resa", bokning.resa), ("Boende", bokning.boende)) if bokning else ():
        if behov:
            sagt = ord_[behov].replace("bokad", "bokat") if vad == "Boende" else ord_[behov]
            rader.append(f"{vad} {sagt}.")
    if bokning and bokning.anteckning:
        rader.append(bokning.anteckning)
    return rader


def struken(d: Deltagande) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord("Du deltar inte", d.inbjudan, d.person.namn, _deltagarsidan(d.inbjudan))
    return _brev(
        f"Du deltar inte: {evenemang.rubrik(d.inbjudan)}",
        d.person.namn,
        "Det är antecknat att du inte deltar i det här:",
        _fakta(d.inbjudan),
        "Det bifogade tar bort det ur din kalender." if d.inbjudan.borjar else "",
    )


def forhinder(d: Deltagande, till: Person) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord("Förhinder", d.inbjudan, till.namn, bokningssidan(d.inbjudan))
    gjort = _gjort(getattr(d, "bokningen", None))
    return _brev(
        f"Förhinder: {d.namn}, {evenemang.rubrik(d.inbjudan)}",
        till.namn,
        f"{evenemang.namn(d)} har fått förhinder och kommer inte.",
        _fakta(d.inbjudan),
        f"Det här var redan gjort och behöver ändras: {evenemang.upprakning(gjort)}." if gjort else "",
        bokningssidan(d.inbjudan),
    )


def _gjort(bokning: Bokning | None) -> list[str]:
    """What has to be undone, or done anew, out in the world."""
    if bokning is None:
        return []
    ut = ["anmäld till arrangören"] if bokning.anmald else []
    bokat = (("resa", "resa bokad"), ("boende", "boende bokat"))
    return ut + [ord_ for vad, ord_ in bokat if getattr(bokning, vad) == Bokning.Behov.BOKAD]


def rapport_onskas(d: Deltagande) -> Brev:
    if d.inbjudan.hemlig:
        return _utan_ord("Rapport önskas", d.inbjudan, d.person.namn, _deltagarsidan(d.inbjudan))
    return _brev(
        f"Hur var det? {evenemang.rubrik(d.inbjudan)}",
        d.person.namn,
        f"Du deltog för {d.inbjudan.organ.i_mening} i det här:",
        _fakta(d.inbjudan),
        "Skriv några rader om vad som är värt att veta. Rapporten tas upp på ett kommande sammanträde.",
        f"Skriv här, utan att logga in:\n{deltagarlank(d)}",
        "Länken är din egen. Skicka den inte vidare.",
    )


def rapport_inlamnad(rapport: Reserapport, till: Person) -> Brev:
    if rapport.inbjudan.hemlig:
        return _utan_ord("Rapport", rapport.inbjudan, till.namn, _deltagarsidan(rapport.inbjudan))
    i = rapport.inbjudan
    text = rapport.text if len(rapport.text) <= _LANGST else f"{rapport.text[:_LANGST].rsplit(' ', 1)[0]} …"
    sidan = settings.WEBBADRESS + reverse("protokoll:reserapport", args=[i.pk])
    return _brev(
        f"Rapport: {evenemang.rubrik(i)}",
        till.namn,
        f"{rapport.person.namn} har lämnat en rapport:",
        text,
        f"Lägg den på dagordningen:\n{sidan}",
    )
