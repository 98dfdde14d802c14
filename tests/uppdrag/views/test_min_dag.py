from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from protokoll import anslag
from protokoll.avskrift import ta_emot
from protokoll.justering import aterta_invandning, godkann, invand
from protokoll.models import Inlasning, Inlasningsjobb
from protokoll.moteshallning import oppna
from tests.factories import (
    ArendeFactory,
    BeslutFactory,
    ForvaltningFactory,
    InbjudanFactory,
    KalladFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    UnderskriftFactory,
    UppdragFactory,
    UserFactory,
)
from tests.protokoll.justeringsprov import frys, invandning
from tests.protokoll.provprotokoll import PROV

pytestmark = pytest.mark.django_db

URL = reverse("uppdrag:min-dag")


@time_machine.travel("2026-03-15")
def test_shows_what_the_law_wants_next_meetings_and_overdue(inloggad, sekreterare, organ, paragraf):
    SammantradeFactory(organ=organ, datum=date(2026, 4, 1))
    UppdragFactory(beslut=paragraf.besluten.get(), frist=date(2026, 3, 3))

    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Justeras senast onsdag 18 mars 2026 (om 3 dagar)" in page
    assert "onsdag 1 april 2026 (om 17 dagar)" in page
    assert "Försenat 12 dagar" in page


@time_machine.travel("2026-03-05 12:00 +0100", tick=False)
def test_two_protokoll_of_a_meeting_are_told_apart_by_their_paragrafer_and_days(inloggad, sekreterare, organ):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), lage="avslutat")
    for slag, numren in (("ordinarie", (11, 12, 14)), ("omedelbart", (13,))):
        protokoll = ProtokollFactory(sammantrade=mote, slag=slag)
        for nummer in numren:
            ParagrafFactory(sammantrade=mote, protokoll=protokoll, nummer=nummer)

    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Protokoll ska justeras: PN 2026-03-04, §§ 11–12, 14" in page
    assert "Justeras senast onsdag 18 mars 2026 (om 13 dagar)" in page
    assert "Protokoll ska justeras: PN 2026-03-04, § 13" in page
    assert "Justeras senast onsdag 4 mars 2026 (i går)" in page


@pytest.mark.parametrize(
    ("dag", "chip"),
    [
        ("2026-03-11", ("I morgon", "warning")),
        ("2026-03-12", ("I dag", "warning")),
        ("2026-03-13", ("Försenat 1 dag", "danger")),
    ],
)
def test_justerat_but_not_announced_waits_for_anslag(inloggad, sekreterare, justerad, dag, chip):
    with time_machine.travel(f"{dag} 12:00 +0100", tick=False):
        page = " ".join(inloggad(sekreterare).get(URL).content.decode().split())

    rad = page.split("Justerat protokoll ska anslås")[1].split("</li>")[0]
    assert "Anslås senast torsdag 12 mars 2026" in rad
    assert f'data-color="{chip[1]}"' in rad
    assert chip[0] in rad


@time_machine.travel("2026-03-11 12:00 +0100", tick=False)
def test_an_anslag_taken_down_too_early_and_a_meeting_of_fullmaktige_wait_too(inloggad, sekreterare, justerad):
    a = anslag.satt_upp(justerad.protokoll, by=sekreterare, nu=timezone.localtime())
    anslag.ta_ned(a, skal="Fel", by=sekreterare, nu=timezone.localtime())
    kf = OrganFactory(slag="fullmaktige", kortnamn="KF")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=kf)
    SammantradeFactory(organ=kf, datum=date(2026, 3, 20), lage="planerat")

    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Anslaget ska sättas upp igen: PN 2026-03-04" in page
    assert "Nedtaget i förtid" in page
    assert "Sammanträdet ska kungöras: KF 2026-03-20" in page
    assert "Kungörs senast fredag 13 mars 2026 (om 2 dagar)" in page


@time_machine.travel("2026-03-15")
def test_a_frozen_protokoll_waits_first_for_those_who_adjust_it_until_they_have(
    inloggad, sekreterare, ordforande, ledamot, paragraf, organ
):
    organ.anslas_vid_justering = False
    organ.save()
    UnderskriftFactory(protokoll=paragraf.protokoll, person=ordforande.person, roll="ordforande")
    UnderskriftFactory(protokoll=paragraf.protokoll, person=sekreterare.person, roll="sekreterare", ordning=1)
    KalladFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 20), person=ordforande.person)
    att_gora = "Justera protokollet: PN 2026-03-04"
    assert att_gora not in inloggad(ordforande).get(URL).content.decode()

    version = frys(paragraf.protokoll, by=sekreterare)

    page = inloggad(ordforande).get(URL).content.decode()
    assert page.index(att_gora) < page.index("Svara på kallelsen")
    assert reverse("protokoll:justera", args=[paragraf.protokoll.pk]) in page
    assert att_gora not in inloggad(ledamot).get(URL).content.decode()
    assert "Protokollet är hos justerarna: PN 2026-03-04" in inloggad(sekreterare).get(URL).content.decode()

    invandningen = invand(**invandning(version, paragraf, ordforande))
    assert "En invändning väntar på svar: PN 2026-03-04" in inloggad(sekreterare).get(URL).content.decode()
    aterta_invandning(invandningen, by=ordforande)
    godkann(version, person=ordforande.person, inloggning="x")
    assert att_gora not in inloggad(ordforande).get(URL).content.decode()
    assert "Justerat protokoll ska anslås" in inloggad(sekreterare).get(URL).content.decode()


def test_every_page_leads_to_the_meeting_that_runs(inloggad, sekreterare, ledamot, utomstaende, organ, paragraf):
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 15), lage="planerat")
    uppe = ArendeFactory(sammantrade=mote, ordning=1)
    oppna(mote, by=sekreterare, today=mote.datum)
    uppe.refresh_from_db()
    skriv, lank = reverse("protokoll:skriv", args=[uppe.pk]), f">Pågår: PN {uppe.beteckning}</a>"

    assert f'href="{skriv}"{lank}' in inloggad(sekreterare).get(paragraf.get_absolute_url()).content.decode()
    assert f"Fortsätt med {uppe.beteckning}." in inloggad(sekreterare).get(URL).content.decode()
    assert f'href="{mote.get_absolute_url()}">Pågår: PN</a>' in inloggad(ledamot).get(URL).content.decode()
    assert "Pågår: PN" not in inloggad(utomstaende).get(URL, follow=True).content.decode()


@time_machine.travel("2026-03-15")
def test_the_running_meeting_comes_first_and_a_due_kallelse_waits(inloggad, sekreterare, organ, paragraf):
    SammantradeFactory(organ=organ, datum=date(2026, 3, 15), lage="pagar")
    SammantradeFactory(organ=organ, datum=date(2026, 3, 25), lage="planerat", kallelsedag=date(2026, 3, 18))
    SammantradeFactory(organ=organ, datum=date(2026, 4, 25), lage="planerat", kallelsedag=date(2026, 4, 18))

    page = inloggad(sekreterare).get(URL).content.decode()

    assert page.index("Sammanträdet pågår: PN 2026-03-15") < page.index("Justeras senast")
    assert "Kallelse ska skickas: PN 2026-03-25" in page
    assert "Skickas senast onsdag 18 mars 2026 (om 3 dagar)" in page
    assert "Kallelse ska skickas: PN 2026-04-25" not in page


@time_machine.travel("2026-03-15")
def test_a_ledamot_is_reminded_of_a_kallelse_until_it_is_answered(inloggad, ledamot, organ):
    kallad = KalladFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 25), person=ledamot.person)

    assert kallad.svarslank in inloggad(ledamot).get(URL).content.decode()
    kallad.svar = "narvaro"
    kallad.save()
    assert kallad.svarslank not in inloggad(ledamot).get(URL).content.decode()


def test_an_uploaded_file_waits(inloggad, sekreterare):
    ta_emot("prov.txt", PROV.encode(), by=sekreterare)

    assert "prov.txt" in inloggad(sekreterare).get(URL).content.decode()


@pytest.mark.parametrize(
    ("lage", "filer", "vantar"),
    [
        ("last", {"last": 2, "varningar": 1}, "2 protokoll kan sparas, 1 fil att titta på."),
        ("last", {"varningar": 2, "redan": 1}, "2 filer att titta på."),
        ("last", {"sparad": 2, "obegriplig": 1}, ""),
        ("avbrutet", {"last": 1, "vantar": 1}, "Läsningen är stoppad, 1 protokoll kan sparas."),
        ("lases", {"vantar": 1}, "Arbetet har stannat."),
        ("tas_emot", {"vantar": 1}, "Inlämningen blev inte avslutad."),
    ],
)
def test_a_job_of_many_files_waits_as_one(inloggad, sekreterare, lage, filer, vantar):
    jobb = Inlasningsjobb.objects.create(av=sekreterare, namn="Protokoll 2012", lage=lage)
    for n, fillage in enumerate(f for f, antal in filer.items() for _ in range(antal)):
        inlasning = Inlasning.objects.create(filnamn=f"{n}.txt", innehall=b"x", sha256=str(n), av=sekreterare)
        jobb.filerna.create(namn=f"{n}.txt", ordning=n, lage=fillage, inlasning=inlasning)

    sida = inloggad(sekreterare).get(URL).content.decode()

    assert ("Inläsning väntar på dig: Protokoll 2012" in sida) == bool(vantar)
    assert vantar in sida
    assert "0.txt" not in sida


def test_nothing_waiting_says_so(inloggad, sekreterare):
    page = inloggad(sekreterare).get(URL).content.decode()

    assert "Inget väntar på dig" in page
    assert "Inga försenade uppdrag" in page


@time_machine.travel("2026-03-15")
def test_handlaggare_sees_own_open_uppdrag(inloggad, handlaggare, beslut):
    UppdragFactory(beslut=beslut, ansvarig=handlaggare.person, text="Utreda lekplatsen.")

    assert "Utreda lekplatsen." in inloggad(handlaggare).get(URL).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@time_machine.travel("2026-03-15")
def test_queries_do_not_grow(inloggad, sekreterare, organ, rows, count_queries):
    for n in range(rows):
        protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 1 + n))
        beslut = BeslutFactory(paragraf=ParagrafFactory(protokoll=protokoll))
        UppdragFactory(beslut=beslut, frist=date(2026, 3, 10), ansvarig=sekreterare.person)
        SammantradeFactory(organ=organ, datum=date(2026, 5, 1 + n))
        SammantradeFactory(organ=organ, datum=date(2026, 3, 16 + n), lage="pagar")
        kallas = SammantradeFactory(
            organ=organ, datum=date(2026, 3, 20 + n), lage="planerat", kallelsedag=date(2026, 3, 15)
        )
        KalladFactory(sammantrade=kallas, person=sekreterare.person)

    assert count_queries(inloggad(sekreterare), URL) == 31


@time_machine.travel("2026-03-15")
def test_a_handlaggare_answers_from_here_and_sees_when_and_to_which_meeting(inloggad, handlaggare, organ, beslut):
    SammantradeFactory(organ=organ, datum=date(2026, 4, 8), lage="planerat", stoppdag=date(2026, 3, 30))
    uppdrag = UppdragFactory(beslut=beslut, ansvarig=handlaggare.person, frist=date(2026, 4, 20))

    page = inloggad(handlaggare).get(URL).content.decode()

    assert (
        "Frist 20 april 2026 (om 36 dagar), redovisas för PN 8 april 2026, svar senast 30 mars 2026 (om 15 dagar)."
        in page
    )
    assert f'href="{reverse("uppdrag:svara", args=[uppdrag.pk])}"' in page


@time_machine.travel("2026-03-15")
def test_a_secretary_is_told_of_reports_on_no_dagordning_and_of_proposals(inloggad, sekreterare, ledamot, beslut):
    UppdragFactory(beslut=beslut, lage="aterrapporterat")
    UppdragFactory(beslut=beslut, lage="foreslaget")

    page = inloggad(sekreterare).get(URL).content.decode()

    assert "1 besvarat uppdrag står inte på någon dagordning" in page
    assert "1 föreslaget uppdrag väntar på beslut" in page
    assert "står inte på någon dagordning" not in inloggad(ledamot).get(URL).content.decode()


@time_machine.travel("2026-03-15")
def test_a_chef_sees_the_late_ones_of_the_own_forvaltning_and_those_below(inloggad, beslut):
    chef = UserFactory()
    egen = ForvaltningFactory()
    TjanstFactory(person=chef.person, roll="forvaltningschef", forvaltning=egen)
    for forvaltning, text in ((ForvaltningFactory(overordnad=egen), "Enhetens."), (ForvaltningFactory(), "Andras.")):
        UppdragFactory(beslut=beslut, forvaltning=forvaltning, text=text, frist=date(2026, 3, 10))

    page = inloggad(chef).get(URL).content.decode()

    assert "Enhetens." in page
    assert "Andras." not in page


@time_machine.travel("2026-03-15")
def test_late_ones_are_ones_own_and_those_of_the_forvaltning(inloggad, handlaggare, lasare, beslut, count_queries):
    over = ForvaltningFactory()
    under = ForvaltningFactory(overordnad=over)
    tjanst = handlaggare.person.tjansterna.get()
    tjanst.forvaltning = over
    tjanst.save()
    sent = {"beslut": beslut, "frist": date(2026, 3, 10)}
    UppdragFactory(**sent, text="Min egen.", ansvarig=handlaggare.person, forvaltning=ForvaltningFactory())
    UppdragFactory(**sent, text="Under oss.", forvaltning=under)
    UppdragFactory(**sent, text="Grannens.", forvaltning=ForvaltningFactory())

    client = inloggad(handlaggare)
    svar = client.get(URL)
    frager = count_queries(client, URL)
    assert {u.text for u in svar.context["forsenade"]} == {"Min egen.", "Under oss."}
    lista = client.get(f"{reverse('uppdrag:uppdragen')}?{svar.context['forsenade_i_listan']}").content.decode()
    assert ("Min egen." in lista, "Under oss." in lista, "Grannens." in lista) == (True, True, False)
    assert inloggad(lasare).get(URL).context["antal_forsenade"] == 3, "the auditor sees all"

    for _ in range(3):
        UppdragFactory(**sent, forvaltning=ForvaltningFactory(overordnad=under))
    assert count_queries(inloggad(handlaggare), URL) == frager


def test_what_cannot_wait_for_the_meeting_waits_for_the_chair(inloggad, ordforande, lasare, organ):
    idag = timezone.localdate()
    SammantradeFactory(organ=organ, datum=idag + timedelta(days=20), lage="planerat")
    InbjudanFactory(organ=organ, titel="Budgetdagen", sista_anmalan=idag + timedelta(days=3))
    InbjudanFactory(organ=organ, titel="Senare", sista_anmalan=idag + timedelta(days=30))
    page = inloggad(ordforande).get(URL).content.decode()
    assert "Avgör inbjudan: Budgetdagen" in page
    assert "Senare" not in page
    assert "Avgör inbjudan" not in inloggad(lasare).get(URL).content.decode()
