"""A protokoll, or some §§ of it, as a Word file: a copy for whoever must have one, never the original.

Out of the same values as the PDF, and marked as that is; the same values give the same bytes.
"""

from collections.abc import Iterable

from kommun.kalender import dag_i_ord
from kommun.word import Lists, Margins, Properties, rich_text, word_file
from kommun.word.markup import (
    AXIS,
    BREAK,
    TAB,
    TEXT_WIDTH,
    Cell,
    bookmark,
    field,
    link,
    one_line,
    paragraph,
    run,
    table,
)
from protokoll.dokumentvarden import Dokument, Omrostningslista, Rattad, Tryckt
from protokoll.models import Protokoll, Protokollsversion
from protokoll.uppstallning import med_rubriknivaer, tid_i_ord, uppstallning
from protokoll.utdragsvarden import Utdrag

_SIDA = run("sida ") + field("PAGE", "1") + run(" (") + field("NUMPAGES", "1") + run(")")
INGEN_TEXT = "(ingen text)"
# So many §§ find room below the anslag.
KORT_INNEHALL = 10
ORIGINALET = "det undertecknade originalet gäller"


def markning(dokument: Dokument, protokoll: Protokoll, version: Protokollsversion | None) -> str:
    """What this file is, in a sentence; what was frozen reads as it will once it is justerat, and does not say."""
    if dokument.status:
        return dokument.status
    nummer = f", version {version.nummer}" if version else ""
    rattad = " med rättelse" if dokument.ar_rattat else ""
    if protokoll.lage == Protokoll.Lage.FRYST:
        return f"Fryst för justering{nummer} – protokollet är inte justerat"
    return f"Kopia av det justerade protokollet{nummer}{rattad}; {ORIGINALET}"


def protokoll_word(dokument: Dokument, *, markning: str) -> bytes:
    """The whole protokoll, in the order of the PDF."""
    namn = f"{dokument.organ} {dokument.datum:%Y-%m-%d}"
    lists = Lists()
    uppstallt = uppstallning(dokument)
    delar = [
        _framsida(dokument, uppstallt, markning),
        _anslag(dokument),
        _innehall(dokument, uppstallt),
        *(_paragraf(p, ankare, delar, lists, n) for n, (p, ankare, delar) in enumerate(uppstallt["paragrafer"], 1)),
        _bilaga(dokument, uppstallt["bilaga"], len(dokument.paragrafer) + 1),
    ]
    return word_file(
        "".join(delar),
        lists=lists,
        margins=_marginaler(dokument.organ, f"{dokument.datum:%Y-%m-%d}", markning, _sign(dokument)),
        properties=Properties(
            title=f"Protokoll {namn}",
            author=dokument.organ,
            description=_beskrivning("Protokoll", dokument, dokument.paragrafspann, markning),
            status=markning,
            created=dokument.datum,
        ),
    )


def utdrag_word(utdrag: Utdrag) -> bytes:
    """Some §§, as in the utdrag that is made as PDF."""
    lists = Lists()
    marke = _utdragets_markning(utdrag)
    delar = [
        _utdragshuvud(utdrag, marke),
        *(
            _paragraf(p, f"paragraf-{p.nummer}", med_rubriknivaer(p.delar), lists, n)
            for n, p in enumerate(utdrag.paragrafer, start=1)
        ),
        *map(_omrostningslista, utdrag.omrostningslistor),
        _intyg(utdrag),
    ]
    return word_file(
        "".join(delar),
        lists=lists,
        margins=_marginaler(utdrag.organ, f"Protokollsutdrag {utdrag.paragrafspann}", marke, ""),
        properties=Properties(
            title=f"Protokollsutdrag {utdrag.organ} {utdrag.datum:%Y-%m-%d} {utdrag.paragrafspann}",
            author=utdrag.organ,
            description=_beskrivning("Utdrag ur protokoll", utdrag, utdrag.paragrafspann, marke),
            status=marke,
            created=utdrag.dag,
        ),
    )


def _utdragets_markning(utdrag: Utdrag) -> str:
    if utdrag.status:
        return utdrag.status
    ur = f"version {utdrag.version} av " if utdrag.version else ""
    return f"Ur {ur}det justerade protokollet{', med rättelse' if utdrag.rattad else ''}; {ORIGINALET}"


def _beskrivning(vad: str, kalla: Dokument | Utdrag, spann: str, marke: str) -> str:
    vem = f"{vad} från sammanträde med {kalla.organ}, {kalla.kommun}"
    return ". ".join(filter(None, [vem, dag_i_ord(kalla.datum), spann, marke]))


# In the margins ------------------------------------------------------------------------------------------------------


def _marginaler(organ: str, hoger: str, marke: str, sign: str) -> Margins:
    """The first page has its own heading, and needs no other."""
    huvud = run(organ, style="Stark") + TAB + run(hoger)
    status = run(marke, style="Kursivt")
    return Margins(
        head=paragraph(huvud, "Sidhuvud") + paragraph(status, "Sidhuvud"),
        foot=paragraph(run(sign) + TAB + _SIDA, "Sidfot"),
        first_head=paragraph("", "Sidhuvud"),
        first_foot=paragraph(TAB + _SIDA, "Sidfot"),
    )


def _sign(dokument: Dokument) -> str:
    """Room for those who adjust on paper to sign each page."""
    antal = sum(u.roll != "Sekreterare" for u in dokument.underskrifter) if dokument.pa_papper else 0
    return f"Justerandes sign {'  '.join(['____________'] * antal)}" if antal else ""


# The front page ------------------------------------------------------------------------------------------------------


def _huvud(kalla: Dokument | Utdrag, rubrik: str, marke: str) -> str:
    return (
        paragraph(run(marke), "Status")
        + paragraph(run(kalla.kommun), "Kommun")
        + paragraph(run(rubrik), "Rubrik1")
        + paragraph(run(kalla.organ) + TAB + run(f"{kalla.datum:%Y-%m-%d}"), "Organ")
    )


def _uppgifter(rader: Iterable[tuple[str, str]]) -> str:
    """What is said of the meeting: the name of each thing, and paragraphs."""
    rader = [(rubrik, innehall) for rubrik, innehall in rader if innehall]
    if not rader:
        return ""
    celler = [(Cell(paragraph(run(rubrik), "Uppgiftsnamn")), Cell(innehall)) for rubrik, innehall in rader]
    return table(celler, (AXIS, TEXT_WIDTH - AXIS), style="Uppgifter", first_column=True)


def _stycken(rader: Iterable[str]) -> str:
    return "".join(paragraph(run(rad), "Uppgift") for rad in rader if rad)


def _grupper(grupper: Iterable[tuple[str, Iterable[str]]]) -> str:
    return "".join((paragraph(run(g), "Grupp") if g else "") + _stycken(rader) for g, rader in grupper)


def _framsida(dokument: Dokument, uppstallt: dict, marke: str) -> str:
    paus = uppstallt["ajourneringar"]
    ovriga = [
        (rubrik, [": ".join(filter(None, [g.paragrafer, "; ".join(p.rad for p in g.personer)])) for g in grupper])
        for rubrik, grupper in uppstallt["ovriga"]
    ]
    beslutande = [(rubrik, [d.rad for d in deltagare]) for rubrik, deltagare in uppstallt["beslutande"]]
    rader = (
        ("Plats och tid", _stycken([uppstallt["tid"], paus and f"Ajournering: {paus}"])),
        ("Paragrafer", _stycken([dokument.omfattning])),
        ("Beslutande", _grupper(beslutande)),
        ("Övriga närvarande", _grupper(ovriga)),
        ("Protokolljusterare", _stycken(dokument.justerare)),
        ("Justeringens plats och tid", _stycken([dokument.justeringens_plats_och_tid])),
    )
    huvud = _huvud(dokument, "Sammanträdesprotokoll", marke)
    return huvud + _rattat_i_stort(dokument) + _uppgifter(rader) + _underskrifter(dokument)


def _rattat_i_stort(dokument: Dokument) -> str:
    if not dokument.ar_rattat:
        return ""
    rader = [
        f"{p.beteckning}, {r.rubrik}: rättat {_den(r.dag)} av {r.av}. {r.skal}"
        for p in dokument.rattade
        for r in p.rattelser
    ]
    return (
        paragraph(run("Rättelse"), "Rubrik2")
        + paragraph(run("Protokollet är rättat sedan det justerades."), "Uppgift")
        + "".join(map(_rattelse, dokument.rattelser))
        + _stycken(rader)
        + paragraph("", "Uppgift")
    )


def _rattelse(r: Rattad) -> str:
    """What it read and what it reads, so that nobody takes the one for the other."""
    par = (
        (f"{r.rubrik} löd:", r.fore or INGEN_TEXT),
        ("Ska lyda:", r.efter or INGEN_TEXT),
        ("Skäl:", r.skal),
        ("Rättat av:", f"{r.av} {_den(r.dag)}"),
    )
    return "".join(paragraph(run(vad, style="Stark") + run(f" {text}"), "Rattelse") for vad, text in par)


def _den(dag) -> str:
    return f"den {dag_i_ord(dag, veckodag=False)}"


def _underskrifter(dokument: Dokument) -> str:
    if not dokument.underskrifter:
        return ""
    rader = [paragraph(run("Underskrifter"), "Rubrik2")]
    if dokument.digitalt:
        rader.append(paragraph(run("Protokollet justeras digitalt."), "Anvisning"))
    if dokument.prov:
        prov = "Protokollet är fryst i en provmiljö: stämpeln på det är ett prov och bevisar ingenting."
        rader.append(paragraph(run(f"Provstämpel. {prov}"), "Status"))
    spann = [u.paragrafer for u in dokument.underskrifter]
    if dokument.paragrafspann:
        spann[0] = dokument.paragrafspann if dokument.digitalt else f"Paragrafer {dokument.paragrafspann}"
    namn = [(u.roll, u.namn, s) for u, s in zip(dokument.underskrifter, spann, strict=True)]
    if dokument.digitalt:
        rader.append(_uppgifter((roll, _stycken([", ".join(filter(None, vem))])) for roll, *vem in namn))
    else:
        rader += [_rad_att_skriva_pa(*rad) for rad in namn]
    return "".join(rader)


def _rad_att_skriva_pa(roll: str, namn: str, spann: str = "") -> str:
    rad = run(roll, style="Stark") + TAB + TAB + (TAB + run(spann) if spann else "")
    return paragraph(rad, "Underskriftsrad") + paragraph(run(namn), "Underskriftsnamn")


def _anslag(dokument: Dokument) -> str:
    """The anslag; of a draft on paper it is filled in by hand."""
    bevis = dokument.bevis
    if bevis is None and not dokument.pa_papper:
        return ""
    tomt = run("\u00a0" * 24)
    varden = (
        ("Organ", run(dokument.organ)),
        ("Sammanträdesdatum", run(f"{dokument.datum:%Y-%m-%d}")),
        ("Datum då anslaget sätts upp", run(f"{bevis.uppsatt:%Y-%m-%d}") if bevis else tomt),
        ("Datum då anslaget tas ned", run(f"{bevis.tas_ned:%Y-%m-%d}") if bevis else tomt),
        (
            "Sista dag att överklaga",
            "" if dokument.avskrift else run(f"{bevis.sista_overklagandedag:%Y-%m-%d}") if bevis else tomt,
        ),
        ("Förvaringsplats för protokollet", run(bevis.forvaringsplats) if bevis and bevis.forvaringsplats else tomt),
    )
    anvisning = "" if bevis else paragraph(run("Fylls i när protokollet är justerat."), "Anvisning")
    text = "Protokollet är justerat. Justeringen har tillkännagivits genom anslag."
    return (
        paragraph(run("Anslag/bevis"), "Sidrubrik")
        + anvisning
        + paragraph(run(text), "Ingress")
        + _uppgifter((vad, paragraph(varde, "Uppgift") if varde else "") for vad, varde in varden)
        + _rad_att_skriva_pa("Underskrift", bevis.undertecknare if bevis else "")
    )


def _innehall(dokument: Dokument, uppstallt: dict) -> str:
    """Links to the §§. Word fills in the pages when the fields are updated (Ctrl+A, F9), as it does before printing."""
    poster = [
        (
            bokmarke(ankare),
            run(p.beteckning, style="Stark") + TAB + (run(f"Dnr {p.dnr}") + BREAK if p.dnr else ""),
            one_line(p.rubrik),
        )
        for p, ankare, _ in uppstallt["paragrafer"]
    ]
    if not poster:
        return ""
    if dokument.narvarolista:
        poster.append(("bilaga", run("Bilaga", style="Stark") + TAB, uppstallt["bilaga"]))
    # Below the anslag, where they fit there.
    foljer = len(poster) <= KORT_INNEHALL and (dokument.bevis or dokument.pa_papper)
    return paragraph(run("Innehållsförteckning"), "Storrubrik" if foljer else "Sidrubrik") + "".join(
        paragraph(forst + link(mal, run(rubrik)) + TAB + field(f"PAGEREF {mal} \\h"), "Innehll1")
        for mal, forst, rubrik in poster
    )


def bokmarke(ankare: str) -> str:
    """ "paragraf-14" → "paragraf_14": Word takes no hyphen in one."""
    return ankare.replace("-", "_")


# The §§ --------------------------------------------------------------------------------------------------------------


def _paragraf(paragraf: Tryckt, ankare: str, delar, lists: Lists, nummer: int) -> str:
    """Number and dnr on one line, the heading on the next; then its parts."""
    dnr = run(f"Dnr {paragraf.dnr}", style="Diarienummer") + BREAK if paragraf.dnr else ""
    huvud = bookmark(nummer, bokmarke(ankare), run(paragraf.beteckning) + TAB + dnr + run(one_line(paragraf.rubrik)))
    text = [paragraph(huvud, "Paragrafrubrik")]
    for del_, niva in delar:
        if del_.rubrik:
            text.append(paragraph(run(one_line(del_.rubrik)), f"Rubrik{niva}"))
        text.append(rich_text(del_.html, lists))
    for r in paragraf.rattelser:
        text += [paragraph(run(f"Rättelse {_den(r.dag)}"), "Rubrik3"), _rattelse(r)]
    return "".join(text)


# The bilaga ----------------------------------------------------------------------------------------------------------


def _bilaga(dokument: Dokument, rubrik: str, nummer: int) -> str:
    if not dokument.narvarolista:
        return ""
    rader = [
        (", ".join(filter(None, [r.namn, r.som])), r.tjanstgor, r.tjanstgor_for, r.anmarkning)
        for r in dokument.narvarolista
    ]
    huvud = ("Ledamot eller ersättare", "Tjänstgör", "För", "Anmärkning")
    return (
        paragraph(bookmark(nummer, "bilaga", run(rubrik)), "Sidrubrik")
        + _lista(huvud, rader, (3400, 2100, 1900, 2125), "Närvaro")
        + "".join(map(_omrostningslista, dokument.omrostningslistor))
    )


def _lista(huvud: tuple[str, ...], rader: Iterable[tuple[str, ...]], bredder: tuple[int, ...], titel: str) -> str:
    """A table whose first row is repeated on each page."""
    celler = [tuple(Cell(paragraph(run(text), "Tabellrubrik")) for text in huvud)]
    celler += [tuple(Cell(paragraph(run(text), "Tabelltext")) for text in rad) for rad in rader]
    lista = table(celler, bredder, style="Tabellrutnt", headers=1, first_column=True, title=titel)
    return lista + paragraph("", "Uppgift")


def _omrostningslista(lista: Omrostningslista) -> str:
    nr = f" nr {lista.nummer}" if lista.nummer else ""
    avstar = f", {lista.avstar} avstår" if lista.avstar else ""
    rubrik = f"Omröstningslista{nr}, {lista.paragraf}"
    om = [
        lista.rubrik,
        f"Ja-röst: {lista.ja_innebar}",
        f"Nej-röst: {lista.nej_innebar}",
        f"Sluten omröstning: {lista.ja} ja, {lista.nej} nej{avstar}." if lista.sluten else "",
        lista.resultat,
    ]
    text = paragraph(run(rubrik), "Listrubrik") + _stycken(om)
    if not lista.rader:
        return text
    rader = [
        (
            ", ".join(filter(None, [r.namn, r.titel])),
            r.ersatter,
            *("X" if r.rost == vad else "" for vad in ("ja", "nej", "avstar")),
            r.franvaro,
        )
        for r in lista.rader
    ]
    rader.append(("Summa", "", str(lista.ja), str(lista.nej), str(lista.avstar), ""))
    huvud = ("Ledamot eller tjänstgörande ersättare", "Ersätter", "Ja", "Nej", "Avstår", "Deltar inte")
    return text + _lista(huvud, rader, (3300, 2000, 700, 700, 900, 1925), rubrik)


# An utdrag -----------------------------------------------------------------------------------------------------------


def _utdragshuvud(utdrag: Utdrag, marke: str) -> str:
    justerat = utdrag.justerat and utdrag.justeringsdag
    rader = (
        ("Paragrafer", _stycken([utdrag.paragrafspann])),
        ("Plats och tid", _stycken([tid_i_ord(utdrag.datum, utdrag.start, utdrag.slut, utdrag.plats)])),
        ("Beslutande", _grupper(utdrag.narvaro.beslutande)),
        ("Övriga närvarande", _grupper(utdrag.narvaro.ovriga)),
        ("Protokolljusterare", _stycken(utdrag.justerare)),
        ("Protokollet justerat", _stycken([f"{utdrag.justeringsdag:%Y-%m-%d}"]) if justerat else ""),
    )
    rattat = "".join(map(_rattelse, utdrag.rattelser))
    rattat = paragraph(run("Rättelse"), "Rubrik2") + rattat if rattat else ""
    return _huvud(utdrag, "Protokollsutdrag", marke) + rattat + _uppgifter(rader)


def _intyg(utdrag: Utdrag) -> str:
    till = f"Utdraget skickas också till {', '.join(utdrag.tillagda)}." if utdrag.tillagda else ""
    if not utdrag.intygas_av:
        return _stycken([till, f"Utdraget är hämtat {utdrag.dag:%Y-%m-%d} och är inte bestyrkt."])
    return (
        _stycken([till])
        + paragraph(run("Rätt utdraget intygas"), "Rubrik2")
        + _rad_att_skriva_pa(f"{utdrag.dag:%Y-%m-%d}", utdrag.intygas_av)
    )
