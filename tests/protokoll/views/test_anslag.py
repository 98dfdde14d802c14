"""The pages of an anslag for the secretary."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from protokoll import anslag as akter
from protokoll.models import Anslag
from tests.factories import ArendeFactory, OrganFactory, ParagrafFactory, SammantradeFactory, TjanstFactory
from tests.protokoll.anslagsprov import justerat, kl, uppsatt

pytestmark = pytest.mark.django_db

DAG = date(2026, 3, 13)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(kl(DAG, 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def protokoll(organ):
    return justerat(organ)


def url(namn, rad):
    return reverse(f"protokoll:anslag-{namn}", args=[rad.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_upp_shows_the_days_first_and_then_puts_it_up(inloggad, sekreterare, protokoll, clock):
    client = inloggad(sekreterare)

    before = text(client.get(url("upp", protokoll)))
    assert not Anslag.objects.exists()
    after = text(client.post(url("upp", protokoll), follow=True))

    assert "tisdag 7 april 2026" in before
    assert "Det skulle ha satts upp senast" in before, "the second day after the 10th has passed"
    assert "Sista dag att överklaga är tisdagen den 7 april 2026." in after
    a = Anslag.objects.get()
    assert (a.uppsatt, a.uppsatt_tid, a.av) == (DAG, kl(DAG, 9), sekreterare)
    assert "Anslaget är uppe" in text(client.get(url("upp", protokoll)))
    clock.move_to(kl(date(2026, 4, 8)))
    assert "Anslaget har varit uppe hela tiden" in text(inloggad(sekreterare).get(url("upp", protokoll)))


def test_upp_of_what_is_not_justerat_says_why_and_changes_nothing(inloggad, sekreterare, paragraf):
    response = inloggad(sekreterare).post(url("upp", paragraf.protokoll), follow=True)

    assert "Protokollet är inte justerat än." in text(response)
    assert not Anslag.objects.exists()


def test_ned_warns_that_the_time_does_not_run_out_and_igen_is_one_press(inloggad, sekreterare, organ):
    a, client = uppsatt(organ, kl(DAG, 8)), inloggad(sekreterare)

    page = text(client.get(url("ned", a)))
    tomt = client.post(url("ned", a), {"skal": ""})
    nere = text(client.post(url("ned", a), {"skal": "Fel protokoll"}, follow=True))

    assert "Då går överklagandetiden inte ut" in page
    assert "börjar de tre veckorna om från början" in page
    assert tomt.status_code == 422
    assert "Överklagandetiden har inte gått ut." in nere
    assert "Nedtaget i förtid" in nere
    assert url("igen", a) in nere
    uppe = text(client.post(url("igen", a), follow=True))
    assert "Sista dag att överklaga är tisdagen den 7 april 2026." in uppe
    assert "Fel protokoll" in uppe, "both facts are kept"
    assert Anslag.objects.count() == 2


def test_ned_too_late_keeps_what_was_typed_and_changes_nothing(inloggad, sekreterare, organ, clock):
    a = uppsatt(organ, kl(DAG, 8))
    clock.move_to(kl(date(2026, 4, 8)))
    client = inloggad(sekreterare)

    response = client.post(url("ned", a), {"skal": "För sent"})

    assert response.status_code == 422
    assert "uppe hela tiden" in text(response)
    assert 'value="För sent"' in text(response)
    assert client.get(url("ned", a)).status_code == 302
    a.refresh_from_db()
    assert a.nedtaget is None


def test_igen_of_what_is_up_says_why(inloggad, sekreterare, organ):
    response = inloggad(sekreterare).post(url("igen", uppsatt(organ, kl(DAG, 8))), follow=True)

    assert "inte tagits ned i förtid" in text(response)


@pytest.mark.parametrize("namn", ["upp", "ned", "igen"])
def test_outsider_and_lacking_role(inloggad, utomstaende, lasare, annan_sekreterare, organ, namn):
    a = uppsatt(organ, kl(DAG, 8))
    adress = url(namn, a.protokoll if namn == "upp" else a)

    assert inloggad(utomstaende).post(adress).status_code == 404
    assert inloggad(lasare).post(adress).status_code == 403
    assert inloggad(annan_sekreterare).post(adress).status_code == 403
    assert inloggad(lasare).put(adress).status_code == 405


def test_bevis_is_a_pdf_that_anybody_inside_may_read(inloggad, lasare, sekreterare, organ):
    a = uppsatt(organ, kl(DAG, 8))

    response = inloggad(lasare).get(url("bevis", a))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="pn-2026-03-13-anslagsbevis.pdf"'
    assert response.content.startswith(b"%PDF")


def test_the_page_of_the_protokoll_has_the_act_and_the_days(inloggad, sekreterare, lasare, protokoll):
    sida = protokoll.get_absolute_url()
    client = inloggad(sekreterare)
    fore = text(client.get(sida))
    assert fore.count('data-variant="primary"') == 1
    assert url("upp", protokoll) in fore
    assert "Skulle ha anslagits senast" in fore

    a = akter.satt_upp(protokoll, by=sekreterare, nu=kl(DAG, 9))

    efter = text(client.get(sida))
    for ord_ in ("Uppe på anslagstavlan", "7 april 2026", url("ned", a), url("bevis", a), a.get_absolute_url()):
        assert ord_ in efter
    assert url("ned", a) not in text(inloggad(lasare).get(sida))


def test_the_next_act_of_the_meeting_is_the_anslag_until_it_is_up(inloggad, sekreterare, lasare, protokoll):
    sida, client = protokoll.sammantrade.get_absolute_url(), inloggad(sekreterare)

    def nasta():
        return client.get(sida).context["akt"]

    assert (nasta().text, nasta().url) == ("Sätt upp anslaget", url("upp", protokoll))
    a = akter.satt_upp(protokoll, by=sekreterare, nu=kl(DAG, 8))
    assert nasta().text == "Protokollet som PDF"
    akter.ta_ned(a, skal="Fel", by=sekreterare, nu=kl(DAG, 9))
    assert (nasta().text, nasta().url, nasta().post) == ("Sätt upp anslaget igen", url("igen", a), True)
    assert inloggad(lasare).get(sida).context["akt"].text == "Protokollet som PDF"


def test_the_page_of_the_meeting_shows_a_strip_for_each_protokoll(inloggad, lasare, protokoll):
    mote = protokoll.sammantrade
    andra = mote.protokollen.create()
    ParagrafFactory(protokoll=andra, nummer=9)
    page = text(inloggad(lasare).get(mote.get_absolute_url()))

    assert page.count('class="stegrad"') == 2
    assert "Protokollets väg, § 9" in page
    assert "13 kap. 5 § kommunallagen" not in page.split('class="stegrad"')[2], "nothing to appeal yet"
    assert andra.lage == "utkast"


# Fullmäktige


@pytest.fixture
def kf(sekreterare):
    organ = OrganFactory(namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")
    TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 30), start=time(18), plats="Salen", lage="planerat")
    ArendeFactory(sammantrade=mote, rubrik="Årsredovisning")
    ArendeFactory(sammantrade=mote, rubrik="Utgående fråga", utfall="utgar")
    return mote


def test_kungor_proposes_the_dagordning_and_puts_it_up(inloggad, sekreterare, kf):
    client, adress = inloggad(sekreterare), reverse("protokoll:kungor", args=[kf.pk])
    assert adress in text(client.get(kf.get_absolute_url()))

    page = text(client.get(adress))
    assert "Årsredovisning" in page
    assert "Utgående fråga" not in page
    assert "kortare tid än en vecka" not in page
    tomt = client.post(adress, {"text": " "})
    uppe = text(client.post(adress, {"text": "Årsredovisning"}, follow=True))

    assert tomt.status_code == 422
    assert "Sammanträdet är kungjort på anslagstavlan." in uppe
    assert Anslag.objects.get().rubrik.startswith("Kommunfullmäktige sammanträder måndag 30 mars 2026 kl. 18.00")
    andra = text(client.get(adress))
    assert "Sammanträdet är kungjort" in andra
    client.post(adress, {"text": "Årsredovisning\nValärenden"})
    assert "Årsredovisning Valärenden</textarea>" in text(client.get(adress)), "what is up is what is changed"


def test_kungor_warns_when_less_than_a_week_is_left(inloggad, sekreterare, kf, clock):
    clock.move_to(kl(date(2026, 3, 24)))

    page = text(inloggad(sekreterare).get(reverse("protokoll:kungor", args=[kf.pk])))

    assert "kortare tid än en vecka" in page
    assert "måndag 23 mars 2026" in page


def test_kungor_of_a_namnd_says_why(inloggad, sekreterare, organ):
    mote = SammantradeFactory(organ=organ, lage="planerat", datum=date(2026, 4, 1))
    client, adress = inloggad(sekreterare), reverse("protokoll:kungor", args=[mote.pk])

    assert "Bara fullmäktiges sammanträden" in text(client.get(adress, follow=True))
    assert client.post(adress, {"text": "x"}).status_code == 422
    assert not Anslag.objects.exists()


def test_kungorelse_taken_down_goes_up_again(inloggad, sekreterare, kf):
    k = akter.kungor(kf, text="Budget", by=sekreterare, nu=kl(DAG, 8))
    client = inloggad(sekreterare)

    assert "överklagandetiden" not in text(client.get(url("ned", k)))
    client.post(url("ned", k), {"skal": "Fel dag"})
    response = text(client.post(url("igen", k), follow=True))

    assert "Kungörelsen är uppsatt igen." in response
    assert Anslag.objects.uppe(DAG).count() == 1
