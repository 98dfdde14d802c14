"""An invitation in Chromium, from the calendar file to the rapport: that of the seed's § 35 that somebody goes to."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from kommun.editor import html_to_text
from protokoll.dagordning import lagg_till
from protokoll.inbjudan.reserapport import be_om_rapporter
from protokoll.justering import godkann
from protokoll.models import Avsnitt, Bokning, Inbjudan, Paragraf, Reserapport
from protokoll.moteshallning import avsluta, oppna, valj_justerare
from protokoll.standiga import lagg_upp_vanliga
from tests.browser import log_in, look
from tests.factories import MandatFactory, PartiFactory, PersonFactory, SammantradeFactory, TjanstFactory, UserFactory
from tests.protokoll.justeringsprov import frys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOTE, MOTET_EFTER = date(2020, 2, 25), date(2020, 4, 14)
BESLUTET = "Personlig inbjudan. Jacob Käll (C), Marie Nicholson (M) och Carolina Leijonram, kommundirektör deltar"
TRYCKT = "Länsledningen/Landshövdingen: Möte med kommun- och regionledning, 27 mars, Kalmar Energikontor"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Länsstyrelsen//SV
METHOD:REQUEST
BEGIN:VEVENT
UID:mote-27-mars@lansstyrelsen.example
DTSTAMP:20200210T080000Z
DTSTART;VALUE=DATE:20200327
DTEND;VALUE=DATE:20200328
SUMMARY:Möte med kommun- och regionledning
ORGANIZER;CN="Länsledningen/Landshövdingen":mailto:landshovdingen@lansstyrelsen.example
LOCATION:Kalmar Energikontor
END:VEVENT
END:VCALENDAR
"""


def kl(dag: date, *tid: int) -> datetime:
    return datetime.combine(dag, time(*(tid or (9,))), ZoneInfo("Europe/Stockholm"))


def till(amne: str) -> dict[str, mail.EmailMessage]:
    return {m.to[0].split("@")[0]: m for m in mail.outbox if m.subject.startswith(amne)}


@pytest.fixture
def folket(municipality):
    """KSAU of the seed: who decides, who goes, and who registers."""
    partier = {b: PartiFactory(beteckning=b) for b in ("C", "M", "S")}
    for namn, parti, roll in (
        ("Jacob Käll", "C", "ordforande"),
        ("Marie Nicholson", "M", "ledamot"),
        ("Helen Nilsson", "S", "ledamot"),
    ):
        fornamn = namn.split()[0].lower()
        person = PersonFactory(namn=namn, epost=f"{fornamn}@example.invalid")
        UserFactory(username=fornamn, person=person)
        MandatFactory(person=person, organ=municipality, roll=roll, parti=partier[parti])
    carolina = PersonFactory(namn="Carolina Leijonram", epost="carolina@example.invalid")
    TjanstFactory(person=carolina, roll="forvaltningschef", titel="kommundirektör", forvaltning=_forvaltningen())
    liselott = UserFactory(username="liselott", person__namn="Liselott Frejd", person__epost="liselott@example.invalid")
    TjanstFactory(person=liselott.person, roll="registrator")
    municipality.inbjudningar_anmals_av = liselott.person
    municipality.save()
    return municipality


def _forvaltningen():
    from kommun.models import Forvaltning

    return Forvaltning.objects.get()


def test_an_invitation_from_the_calendar_file_to_the_rapport(browser_page, live_server, folket, settings):
    settings.WEBBADRESS = live_server.url
    page, siv = browser_page, folket.tjansterna.get(roll="sekreterare").person.user

    def oppna_sidan(namn, *args):
        page.goto(live_server.url + reverse(f"protokoll:{namn}", args=args))

    with time_machine.travel(kl(date(2020, 2, 20)), tick=True) as klocka:
        # The registrator hands in the file, and registers what it says.
        mote = SammantradeFactory(organ=folket, datum=MOTE, start=time(13), plats="Tunasalen", lage="planerat")
        lagg_upp_vanliga(folket, by=siv)
        lagg_till(mote, rubrik="Uppföljning av uppdrag från KS och dess utskott", by=siv)
        log_in(page, live_server, "liselott")
        oppna_sidan("inbjudan-las-in")
        fil = {"name": "inbjudan.ics", "mimeType": "text/calendar", "buffer": ICS.encode()}
        page.get_by_label("Eller som fil").set_input_files(fil)
        page.get_by_role("button", name="Läs brevet").click()
        expect(page.get_by_label("Till vad")).to_have_value("Möte med kommun- och regionledning")
        page.get_by_label("Organ som ska besluta").select_option(label="Kommunstyrelsens arbetsutskott")
        page.get_by_label("Inbjudan är personlig").check()
        page.get_by_role("button", name="Registrera").click()
        expect(page.get_by_text("Inbjudan är registrerad")).to_be_visible()
        inbjudan = Inbjudan.objects.get()
        assert inbjudan.inbjudan == TRYCKT

        # The meeting decides; the § writes itself.
        page.goto("about:blank")
        klocka.move_to(kl(MOTE, 13))
        oppna(mote, by=siv, today=MOTE)
        paragraf = Paragraf.objects.get(standigt__kod="inbjudningar")
        log_in(page, live_server, "siv")
        oppna_sidan("inbjudan-besluta", paragraf.pk)
        page.get_by_label("Deltar", exact=True).check()
        for namn in ("Jacob Käll", "Marie Nich", "Carolina"):
            page.get_by_role("combobox", name="Vem deltar?").fill(namn)
            page.keyboard.press("Enter")
        page.get_by_role("button", name="Spara besluten").click()
        page.wait_for_url(re.compile(r"/paragrafer/\d+/"))
        oppna_sidan("paragraf", paragraf.pk)
        rad = page.get_by_role("row").filter(has_text=TRYCKT)
        expect(rad.get_by_role("cell").last).to_have_text(BESLUTET)
        mottagare = html_to_text(Avsnitt.objects.get(paragraf=paragraf, typ="mottagare").text)
        for namn in ("Jacob Käll", "Marie Nicholson", "Carolina Leijonram", "Liselott Frejd"):
            assert namn in mottagare
        assert till("Du deltar") == {}

        # It is adjusted: those who go and who registers are told.
        justera(mote, by=siv)
        assert set(till("Du deltar")) == {"jacob", "marie", "carolina"}
        assert set(till("Att anmäla")) == {"liselott"}
        assert till("Du deltar")["marie"].attachments[0][0] == "kalender.ics"

        # She ticks what is done.
        page.goto("about:blank")
        klocka.move_to(kl(date(2020, 3, 9)))
        log_in(page, live_server, "liselott")
        page.get_by_role("link", name="Anmäl till Möte med kommun- och regionledning").click()
        look(page, "inbjudans-bokning")
        page.get_by_role("button", name="Alla är anmälda").click()
        expect(page.get_by_text("Sparat.")).to_be_visible()
        assert Bokning.objects.exclude(anmald=None).count() == 3

        # Afterwards one of them tells of it by the link of the mail, and the organ notes it.
        page.goto("about:blank")
        klocka.move_to(kl(date(2020, 3, 30)))
        be_om_rapporter(date(2020, 3, 30))
        page.context.clear_cookies()
        page.goto(re.search(r"http://\S+/deltar/\S+", till("Hur var det?")["marie"].body)[0])
        page.get_by_label("Vad är värt att veta?").fill("Länet samlar sig om kompetensförsörjningen.")
        page.get_by_role("button", name="Lämna rapporten").click()
        expect(page.get_by_role("heading", name="Din rapport")).to_be_visible()
        look(page, "inbjudans-rapport", axe=True)
        motet_efter = SammantradeFactory(organ=folket, datum=MOTET_EFTER, start=time(13), lage="planerat")
        log_in(page, live_server, "siv")
        page.get_by_role("link", name="Rapport att lägga på dagordningen").click()
        page.get_by_role("button", name="Lägg på dagordningen").click()
        expect(page.get_by_text("Kommunstyrelsens arbetsutskott noterar rapporten.", exact=True)).to_be_visible()
        expect(page.get_by_text("Marie Nicholson (M) rapporterar från Möte med").first).to_be_visible()
        assert Reserapport.objects.get().paragraf.sammantrade == motet_efter

        # That meeting is held and its protokoll adjusted: the rapport is noted.
        page.goto("about:blank")
        klocka.move_to(kl(MOTET_EFTER, 13))
        oppna(motet_efter, by=siv, today=MOTET_EFTER)
        justera(motet_efter, by=siv)
        log_in(page, live_server, "siv")
        oppna_sidan("reserapport", inbjudan.pk)
        expect(page.get_by_text("Noterad", exact=True)).to_be_visible()


def justera(mote, *, by) -> None:
    """The meeting is closed, and its protokoll frozen and approved by those who sign it."""
    mote.refresh_from_db()
    valj_justerare(
        mote,
        deltagare=[mote.motesdeltagarna.get(namn="Helen Nilsson")],
        plats="Stadshuset",
        dag=mote.datum + timedelta(days=7),
        by=by,
    )
    avsluta(mote, slut=time(15), by=by)
    version = frys(mote.protokollen.get(), by=by)
    for rad in version.protokoll.underskrifterna.exclude(roll="sekreterare").select_related("person__user"):
        godkann(version, person=rad.person, inloggning="Lokalt konto", by=rad.person.user)
