"""Ärendets väg: every § that bears a dnr, in every organ, and what belongs to each. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kommun import pdf, utskick
from kommun.editor import html_to_text
from kommun.kalender import dag_i_ord
from kommun.ord import i_mening
from kommun.pdf import Tryck
from protokoll import lydelser
from protokoll.dnr import normaldnr, normalform
from protokoll.models import (
    Anslag,
    Avsnitt,
    Behandling,
    Beslut,
    Expediering,
    Maskering,
    Paragraf,
    Protokoll,
    Protokollsversion,
    Publicering,
    Reserapport,
    Sammantrade,
)
from protokoll.models import Inbjudan as Inbjudningen
from protokoll.omrostning import rakning
from uppdrag import arendevarden as varden
from uppdrag.arendevarden import Arende, Skede, Steg
from uppdrag.dnrlikhet import Grupp
from uppdrag.models import Aterrapport, Redovisning, Uppdrag, Uppdragsled

PER_SIDA = 40
# More §§ than that are a series of their own (reports of every meeting), not one ärende to print.
MEST_I_PDF = 200
_FARG = {"pagar": "info", "aterrapporterat": "info", "avslutat": "lyckad"}
_SAGT = ("yrkanden",)


def paragraferna(user, grupp: Grupp):
    """In the order of their meetings."""
    return (
        Paragraf.objects.visible_to(user)
        .exclude(dnr="")
        .exclude(slag=Paragraf.Slag.RUBRIK)
        .alias(normal=normaldnr())
        .filter(normal__in=grupp.former)
        .select_related("organ", "sammantrade", "protokoll", "fran__organ", "fran__sammantrade")
        .order_by("sammantrade__datum", "sammantrade__start", "sammantrade", "ordning", "pk")
    )


def inbjudningarna(user, grupp: Grupp):
    return Inbjudningen.objects.visible_to(user).exclude(dnr="").alias(n=normaldnr()).filter(n__in=grupp.former)


def las(grupp: Grupp, alla: Sequence[Paragraf], visas: Sequence[Paragraf], user, *, today: date) -> Arende:
    """`visas` are those of `alla` that are told in full: the page's, or all of them on paper."""
    skedda = [p for p in alla if _skede(p.sammantrade) in (Skede.HALLET, Skede.PAGAR)]
    kommande = [p for p in alla if _skede(p.sammantrade) == Skede.KOMMANDE]
    for_laget = [*skedda[-1:], *kommande[:1]]
    stegen = _stegen(grupp, [*visas, *(p for p in for_laget if p not in visas)], user, today=today)
    vantande = Uppdrag.objects.visible_to(user).oppna().filter(beslut__paragraf__in=[p.pk for p in alla])
    frister = list(vantande.values_list("frist", flat=True))
    skrivna = {normalform(p.dnr): p.dnr for p in alla}
    lasta = [p.pk for p in alla]
    utan_paragraf = inbjudningarna(user, grupp).exclude(behandlingarna__paragraf__in=lasta).order_by("borjar", "pk")
    return Arende(
        dnr=skrivna.get(grupp.huvud, grupp.huvud),
        rubrik=_rubrik(alla),
        dag=today,
        skrivet=tuple(varden.Skrivet(rad.dnr, skrivna.get(rad.dnr, rad.dnr), rad.skal) for rad in grupp.likheter),
        klassificeringar=tuple(dict.fromkeys(p.klassificering for p in alla if p.klassificering)),
        steg=tuple(stegen[p.pk] for p in visas),
        antal=len(alla),
        inbjudningar=tuple(_inbjudan(i, i.get_svar_display()) for i in utan_paragraf),
        oppna=len(frister),
        forsenade=sum(1 for f in frister if f and f < today),
        nu=varden.laget_nu([stegen[p.pk] for p in for_laget]),
        forst=alla[0].sammantrade.datum if alla else None,
        organen=tuple(dict.fromkeys(p.organ.namn for p in alla)),
    )


def _rubrik(alla: Sequence[Paragraf]) -> str:
    """What it was last called at a meeting, else on a dagordning to come."""
    skedda = [p for p in alla if p.sammantrade.har_borjat]
    return (skedda or alla)[-1].rubrik if alla else ""


def _skede(sammantrade: Sammantrade) -> Skede:
    match sammantrade.lage:
        case Sammantrade.Lage.PLANERAT:
            return Skede.KOMMANDE
        case Sammantrade.Lage.PAGAR:
            return Skede.PAGAR
        case Sammantrade.Lage.INSTALLT:
            return Skede.INSTALLT
    return Skede.HALLET


def _i_text(p: Paragraf) -> str:
    dag = dag_i_ord(p.sammantrade.datum, veckodag=False)
    return f"{p.organ.kortnamn} {dag}, {p.beteckning}" if p.nummer else f"{p.organ.kortnamn} {dag}"


def _stegen(grupp: Grupp, visas: list[Paragraf], user, *, today: date) -> dict[int, Steg]:
    pks = [p.pk for p in visas]
    hela = {
        p.pk: p
        for p in Paragraf.objects.filter(pk__in=pks).prefetch_related(
            "besluten__till_organ",
            Prefetch("avsnitten", Avsnitt.objects.filter(typ__in=_SAGT).exclude(text=""), to_attr="sagt"),
            "yrkandena__yrkarna__deltagare",
            "omrostningarna__rosterna",
            "anmalningarna__anmalarna__deltagare",
        )
    }
    uppdragen, berorda = _uppdragen(pks, user), _berorda(pks, user)
    skickat, inbjudningar, reserapporter = _skickat(pks), _behandlade(pks), _reserapporter(pks)
    handlingar = _handlingar([p for p in visas if p.protokoll_id])
    har = {p.pk for p in visas}
    stegen = {}
    for p in visas:
        skede, delar = _skede(p.sammantrade), hela[p.pk]
        besluten = [b for b in delar.besluten.all() if html_to_text(b.text)]
        forslag = [b for b in besluten if b.beslutsniva == Beslut.Beslutsniva.FORSLAG]
        stegen[p.pk] = Steg(
            datum=p.sammantrade.datum,
            organ=p.organ.namn,
            kortnamn=p.organ.kortnamn,
            beteckning=p.beteckning if p.nummer else "",
            rubrik=p.rubrik,
            url=p.get_absolute_url(),
            skede=skede,
            predikat=varden.predikat(
                skede=skede,
                utfall=p.utfall,
                information=p.slag == Paragraf.Slag.INFORMATION,
                eget=len(forslag) < len(besluten),
                forslag=[b.till_organ.namn if b.till_organ else "" for b in forslag],
            ),
            besluten=tuple(varden.Beslutet(_beslutsord(b, skede), b.text) for b in besluten),
            yrkanden=tuple(_sagt(delar)),
            uppdragen=tuple(uppdragen[p.pk]),
            berorda=tuple(berorda[p.pk]),
            utskicken=tuple(skickat[p.pk]),
            inbjudningar=tuple(_inbjudningarna(inbjudningar[p.pk], besluten)),
            reserapporter=tuple(reserapporter[p.pk]),
            handling=handlingar.get(p.pk),
            fran=f"{p.fran.get_utfall_display()} {_i_text(p.fran)}" if p.fran_id else "",
            fran_url=p.fran.get_absolute_url() if p.fran_id and p.fran_id not in har else "",
            dnr=p.dnr if normalform(p.dnr) != grupp.huvud else "",
            sekretess=p.ar_hemlig,
            anmarkning="Känd genom hänvisning i ett senare protokoll." if p.genom_hanvisning else "",
        )
    return stegen


def _beslutsord(b: Beslut, skede: Skede) -> str:
    till = f" till {i_mening(b.till_organ.namn)}" if b.till_organ else ""
    if skede in (Skede.KOMMANDE, Skede.INSTALLT):
        return f"Förslag till beslut{till and ' att föreslå ' + till.removeprefix(' till ')}"
    return f"Förslag{till}" if b.beslutsniva == Beslut.Beslutsniva.FORSLAG else "Beslut"


def _personer(rader) -> tuple[lydelser.Person, ...]:
    return tuple(lydelser.Person(r.deltagare.namn, r.deltagare.parti) for r in rader)


def _sagt(p: Paragraf):
    """Who moved what, how it was voted, and who had what noted; of a transcript what its section says."""
    for avsnitt in p.sagt:
        yield from filter(None, html_to_text(avsnitt.text).split("\n"))
    for y in p.yrkandena.all():
        if not y.aterkallat:
            yrkarna = list(y.yrkarna.all())
            vilka = _personer(r for r in yrkarna if not r.instammer) or (lydelser.Person("Någon"),)
            instammer = _personer(r for r in yrkarna if r.instammer)
            yield lydelser.yrkande(lydelser.Yrkande(y.pk, y.slag, y.text, vilka, instammer, y.egen_lydelse))
    for o in p.omrostningarna.all():
        if o.utfall:
            tal = rakning(o)
            avstar = f" och {tal.avstar} som avstår" if tal.avstar else ""
            yield f"Omröstning: {tal.ja} ja mot {tal.nej} nej{avstar}."
    for a in p.anmalningarna.all():
        vilka = ", ".join(str(v) for v in _personer(a.anmalarna.all()))
        yield f"{a.get_slag_display()}: {vilka}."


def _uppdragen(pks: list[int], user) -> dict[int, list[varden.Uppdraget]]:
    """Those that hang on a beslut of the §§."""
    ut = defaultdict(list)
    rader = list(
        Uppdrag.objects.visible_to(user)
        .filter(beslut__paragraf__in=pks)
        .select_related(
            "serie", "forvaltning", "mottagande_organ", "ansvarig", "beslut",
            "avslutat_i__paragraf__organ", "avslutat_i__paragraf__sammantrade",
        )
        .order_by("ar", "nummer", "pk")
    )  # fmt: skip
    rapporter = defaultdict(list)
    for r in (
        Aterrapport.objects.filter(uppdrag__in=[u.pk for u in rader])
        .exclude(inlamnad=None)
        .select_related("av")
        .order_by("inlamnad", "pk")
    ):
        dag = timezone.localtime(r.inlamnad).date()
        rapporter[r.uppdrag_id].append(varden.Rapporten(dag, r.get_slag_display(), r.av.namn, r.text))
    for u in rader:
        slut = u.avslutat_i.paragraf if u.avslutat_i else None
        ut[u.beslut.paragraf_id].append(
            varden.Uppdraget(
                beteckning=u.beteckning,
                text=u.text,
                mottagare=u.mottagare,
                lage=u.get_lage_display(),
                farg=_FARG.get(u.lage, "neutral"),
                url=u.get_absolute_url(),
                frist=u.frist,
                oppet=u.oppet,
                rapporter=tuple(rapporter[u.pk]),
                avslutat=_i_text(slut) if slut else "",
                avslutat_url=slut.get_absolute_url() if slut else "",
            )
        )
    return ut


def _berorda(pks: list[int], user) -> dict[int, list[varden.Berort]]:
    """Those proposed in a § and decided in another, taken up in it, or closed by it."""
    ut, sedda = defaultdict(list), set()
    synliga = Uppdrag.objects.visible_to(user)

    def lagg(paragraf: int, vad: str, u: Uppdrag, utfall: str = "") -> None:
        if (paragraf, u.pk) not in sedda:
            sedda.add((paragraf, u.pk))
            ut[paragraf].append(varden.Berort(vad, u.beteckning, u.text, u.get_absolute_url(), utfall))

    for led in Uppdragsled.objects.filter(beslut__paragraf__in=pks, uppdrag__in=synliga).select_related(
        "beslut", "uppdrag__serie"
    ):
        lagg(led.beslut.paragraf_id, "Föreslog", led.uppdrag)
    for r in Redovisning.objects.filter(paragraf__in=pks, uppdrag__in=synliga).select_related("uppdrag__serie"):
        utfall = i_mening(r.get_utfall_display()) if r.utfall else ""
        lagg(r.paragraf_id, "Tog upp" if r.utfall else "Har att ta upp", r.uppdrag, utfall)
    for u in synliga.slutade_i(pks).select_related("serie", "avslutat_i", "aterrapporterat_i").order_by("pk"):
        for beslut, vad in ((u.avslutat_i, "Avslutade"), (u.aterrapporterat_i, "Fick rapport om")):
            if beslut and beslut.paragraf_id in pks:
                lagg(beslut.paragraf_id, vad, u)
    return ut


def _skickat(pks: list[int]) -> dict[int, list[varden.Utskicket]]:
    nu = timezone.now()
    per_dag = defaultdict(lambda: defaultdict(list))
    for e in Expediering.objects.filter(paragraf__in=pks).select_related("utskick").order_by("tid", "pk"):
        lage = utskick.lage(e.utskick, nu=nu) if e.utskick else utskick.Lage.SKICKAT
        namn = e.namn if lage == utskick.Lage.SKICKAT else f"{e.namn} ({i_mening(lage.ord)})"
        per_dag[e.paragraf_id][timezone.localtime(e.tid).date()].append(namn)
    ut = defaultdict(list)
    for pk, dagar in per_dag.items():
        ut[pk] = [varden.Utskicket(dag, tuple(dict.fromkeys(namn))) for dag, namn in dagar.items()]
    return ut


def _adress(namn: str, *args) -> str:
    try:
        return reverse(namn, args=args)
    except NoReverseMatch:
        return ""


def _inbjudan(i: Inbjudningen, svar: str) -> varden.Inbjudan:
    return varden.Inbjudan(i.inbjudan, svar, _adress("protokoll:inbjudan", i.pk))


def _inbjudningarna(alla: list[varden.Inbjudan], besluten: list[Beslut]):
    sagt = " ".join(" ".join(html_to_text(b.text) for b in besluten).split())
    return (replace(i, i_beslutet=" ".join(i.text.split()) in sagt) for i in alla)


def _behandlade(pks: list[int]) -> dict[int, list[varden.Inbjudan]]:
    ut = defaultdict(list)
    for b in Behandling.objects.filter(paragraf__in=pks).select_related("inbjudan"):
        ut[b.paragraf_id].append(_inbjudan(b.inbjudan, b.svarstext or b.get_svar_display()))
    return ut


def _reserapporter(pks: list[int]) -> dict[int, list[str]]:
    ut = defaultdict(list)
    for r in Reserapport.objects.filter(paragraf__in=pks).select_related("inbjudan", "person"):
        ut[r.paragraf_id].append(f"Reserapport från {r.inbjudan}, av {r.person.namn}")
    return ut


def _handlingar(paragrafer: list[Paragraf]) -> dict[int, varden.Handlingen]:
    """Where the protokoll of each § is, with its days."""
    protokollen = {p.protokoll_id for p in paragrafer}
    anslagna = dict(
        Anslag.objects.filter(protokoll__in=protokollen).order_by("uppsatt", "pk").values_list("protokoll", "uppsatt")
    )
    rattade = set(
        Protokollsversion.objects.filter(protokoll__in=protokollen, slag=Protokollsversion.Slag.RATTELSE).values_list(
            "protokoll", flat=True
        )
    )
    publika = set(
        Publicering.objects.filter(protokoll__in=protokollen, borttagen=None).values_list("protokoll", flat=True)
    )
    maskerade = set(Maskering.objects.filter(paragraf__in=paragrafer).values_list("paragraf", flat=True))
    ut = {}
    for p in paragrafer:
        delar = [_protokollslage(p.protokoll)]
        if uppsatt := anslagna.get(p.protokoll_id):
            delar.append(f"anslaget {dag_i_ord(uppsatt, veckodag=False)}")
        if p.protokoll_id in rattade:
            delar.append("rättat efter justeringen")
        publik = p.protokoll_id in publika and p.nummer
        ut[p.pk] = varden.Handlingen(
            ", ".join(delar),
            p.protokoll.get_absolute_url(),
            _adress("protokoll:offentlig-paragraf", p.protokoll_id, p.nummer) if publik else "",
            bool(publik) and p.pk in maskerade,
        )
    return ut


def _protokollslage(protokoll: Protokoll) -> str:
    if protokoll.justeringsdag:
        return f"justerat {dag_i_ord(protokoll.justeringsdag, veckodag=False)}"
    return i_mening(protokoll.get_lage_display())


def vagen_pdf(arende: Arende, *, kommun: str, adress: str, tryck: Tryck | None = None) -> bytes:
    """PDF/A-2a and PDF/UA-1, with the lasting address on it. The same ärende of the same day gives the same bytes."""
    return pdf.render(
        "uppdrag/pdf/arende.html",
        {"arende": arende, "kommun": kommun, "adress": adress, "today": arende.dag},
        css=("pdf.css", "pdf_arende.css"),
        title=f"Ärendets väg, dnr {arende.dnr}",
        author=kommun,
        description=f"{arende.rubrik}. Uttaget {dag_i_ord(arende.dag, veckodag=False)}. {arende.nu}".strip(),
        created=arende.dag,
        identifier=repr((arende, adress)),
        tryck=tryck,
    )
