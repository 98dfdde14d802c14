"""The page *Justera*, from the link in the mail to the button, and what the secretary sees and answers."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from protokoll import justering as akter
from protokoll.models import Godkannande, Invandning, Lasning, Protokoll, Protokollsversion
from tests.browser import PASSWORD
from tests.efter import efter_commit
from tests.factories import (
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UnderskriftFactory,
    UserFactory,
)
from tests.protokoll.justeringsprov import frys, invandning, justeringsprov

pytestmark = pytest.mark.django_db


@pytest.fixture
def prov(organ, sekreterare):
    return justeringsprov(organ, sekreterare)


@pytest.fixture
def som(inloggad):
    def login(user):
        client = inloggad(user)
        client.post = efter_commit(client.post)
        return client

    return login


def url(namn, obj) -> str:
    return reverse(f"protokoll:{namn}", args=[obj.pk])


def sidan(prov) -> str:
    return url("justera", prov.protokoll)


def html(client, adress) -> str:
    return client.get(adress).content.decode()


def falt(prov, n=0, version=1, **annat) -> dict:
    return {"version": version, "paragraf": prov.paragrafer[n].pk} | annat


def test_whoever_signs_logs_in_by_the_link_and_reads_though_the_mandat_has_ended(client, prov):
    prov.frys()
    prov.sixten.set_password(PASSWORD)
    prov.sixten.save()
    login = client.get(sidan(prov))["Location"]

    answer = client.post(login, {"login": prov.sixten.username, "password": PASSWORD}, follow=True)

    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == sidan(prov)
    for words in ("Justera protokollet", "Taxa för vatten", "Provnämnden antar förslaget i § 7.", "0 av 2 lästa"):
        assert words in page
    assert "/sammantraden/" not in page.split("<main")[1], "no way to pages that are closed to him"
    assert "Justera protokollet: PN 2026-03-04" in html(client, reverse("uppdrag:min-dag"))
    prov.ta_tillbaka()
    assert client.get(reverse("uppdrag:min-dag")).status_code == 403


def test_page_shows_the_stored_text_and_the_pdf_is_its_very_bytes(som, prov):
    version = prov.frys()
    client = som(prov.orvar)
    with_version = client.get(f"{url('justera-pdf', prov.protokoll)}?version=1")

    assert version.sha256 in html(client, sidan(prov))
    assert with_version.content == bytes(version.pdf)
    assert with_version["Content-Type"] == "application/pdf"
    assert client.get(f"{url('justera-pdf', prov.protokoll)}?version=9").status_code == 404


def test_marking_goes_on_to_the_next_and_can_be_undone(som, prov):
    prov.frys()
    client = som(prov.sixten)
    forsta = client.post(url("justera-last", prov.protokoll), falt(prov))
    assert forsta["Location"] == f"{sidan(prov)}#paragraf-8"
    assert "1 av 2 lästa" in html(client, sidan(prov))
    assert client.post(url("justera-last", prov.protokoll), falt(prov, 1))["Location"].endswith("#godkann")

    client.post(url("justera-last", prov.protokoll), falt(prov, angra="1"))
    assert Lasning.objects.get().paragraf == prov.paragrafer[1]


def test_objection_and_its_answer_are_seen_by_both(som, prov):
    prov.frys()
    client = som(prov.sixten)
    data = falt(prov, text="Det var 400 kronor.", nyckel=uuid4())
    for _ in range(2):
        assert client.post(url("justera-invand", prov.protokoll), data).status_code == 302
    i = Invandning.objects.get()
    page = html(client, sidan(prov))
    assert "Det var 400 kronor." in page
    assert "Du har en invändning mot" in page
    assert "Jag har läst protokollet" not in page

    client = som(prov.siv)
    assert "En invändning väntar på svar" in html(client, sidan(prov))
    assert "Svara på invändningar" in html(client, url("protokollet", prov.protokoll))
    assert "Det var 400 kronor." in html(client, url("invandning-svara", i))
    client.post(url("invandning-svara", i), {"svar": "kvarstar", "text": "Så står det i handlingen."})

    page = html(som(prov.sixten), sidan(prov))
    assert "Så står det i handlingen." in page
    assert "Jag har läst protokollet" in page


def test_text_that_is_to_change_opens_the_paragraf(som, prov):
    i = akter.invand(**invandning(prov.frys(), prov.paragrafer[0], prov.sixten))
    answer = som(prov.siv).post(url("invandning-svara", i), {"svar": "rattad", "text": ""})

    assert answer["Location"] == url("skriv", prov.paragrafer[0])
    assert Protokoll.objects.get().lage == "utkast"
    page = html(som(prov.sixten), sidan(prov))
    assert "tillbaka hos sekreteraren" in page
    assert "Invändning mot § 7" in page


def test_approving_keeps_how_one_logged_in_and_the_last_one_adjusts(client, som, prov):
    prov.frys()
    prov.orvar.set_password(PASSWORD)
    prov.orvar.save()
    client.post(reverse("account_login"), {"login": prov.orvar.username, "password": PASSWORD})
    page = client.post(url("justera-godkann", prov.protokoll), {"version": 1}, follow=True).content.decode()
    assert "Ditt godkännande är sparat" in page
    assert Godkannande.objects.get().inloggning == "Lokalt konto med lösenord"

    client = som(prov.sixten)
    assert "Du är den sista som godkänner" in html(client, sidan(prov))
    page = client.post(url("justera-godkann", prov.protokoll), {"version": 1}, follow=True).content.decode()
    assert "Du var den sista som godkände" in page
    assert "Protokollet är justerat" in page
    # From a tab left open: the first one is not told to have been the last.
    page = som(prov.orvar).post(url("justera-godkann", prov.protokoll), {"version": 1}, follow=True).content.decode()
    assert "Du har redan godkänt protokollet. Protokollet är justerat" in page
    assert Godkannande.objects.count() == 2


def test_stale_page_keeps_the_typed_remark_at_its_paragraf(som, prov):
    prov.frys()
    prov.ny_version("Provnämnden avslår.")
    nyckel = uuid4()
    data = falt(prov, text="Det var <b>400</b> kronor.", nyckel=nyckel)
    answer = som(prov.sixten).post(url("justera-invand", prov.protokoll), data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "frystes på nytt medan du läste" in page
    assert escape("Det var <b>400</b> kronor.") in page
    assert 'name="version" value="2"' in page
    assert not Invandning.objects.exists()
    assert som(prov.sixten).post(url("justera-invand", prov.protokoll), data | {"version": 2}).status_code == 302


def test_remark_stands_by_itself_when_there_is_nowhere_to_write_it(som, prov):
    version = prov.frys()
    akter.godkann(version, person=prov.orvar.person, inloggning="x")
    data = falt(prov, text="Vänta, fel namn!", nyckel=uuid4())
    answer = som(prov.orvar).post(url("justera-invand", prov.protokoll), data)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Din invändning är inte skickad" in page
    assert "Vänta, fel namn!" in page
    assert "Du har redan godkänt" in page


def test_stale_page_approves_and_marks_nothing(som, prov):
    prov.frys()
    prov.ny_version("Provnämnden avslår.")
    client = som(prov.sixten)
    for namn, data in (("justera-godkann", {"version": 1}), ("justera-last", falt(prov))):
        answer = client.post(url(namn, prov.protokoll), data)
        assert answer.status_code == 422
        assert "frystes på nytt medan du läste" in answer.content.decode()
    assert not Godkannande.objects.exists()
    assert not Lasning.objects.exists()


def test_after_a_new_version_only_what_changed_is_asked_for(som, prov):
    version = prov.frys()
    for p in prov.paragrafer:
        akter.las(version, p, person=prov.sixten.person)
    prov.ny_version("Provnämnden avslår taxan.", skal="Fel beslut")
    page = html(som(prov.sixten), sidan(prov))

    assert "1 av 2 lästa" in page
    assert "Ändrat sedan du läste" in page
    assert "Skäl: Fel beslut" in page
    assert page.count("Ändrad sedan du läste") == 1
    assert "Läs igen" in page
    assert "Taxa för vatten" in page
    text = page.split("Det här är ändrat i § 7")[1].split("</section>")[0]
    assert re.search(r"<del[^>]*>.*antar", text)
    assert re.search(r"<ins[^>]*>.*avslår", text)
    orvar = html(som(prov.orvar), sidan(prov))
    assert "Ändrat sedan du läste" not in orvar, "he has read nothing yet, so all of it is new to him"
    assert "0 av 2 lästa" in orvar

    # What is put back as it was is as read as it was.
    prov.ny_version("Provnämnden antar förslaget i § 7.")
    assert "2 av 2 lästa" in html(som(prov.sixten), sidan(prov))


@pytest.mark.parametrize(("lage", "words"), [("utkast", "inte klart att läsa"), ("avskrift", "inläst avskrift")])
def test_wrong_state_says_why_and_changes_nothing(som, prov, lage, words):
    prov.frys()
    prov.ta_tillbaka()
    assert (
        "tillbaka hos sekreteraren"
        in som(prov.orvar).post(url("justera-godkann", prov.protokoll), {"version": 1}).content.decode()
    )
    assert not Godkannande.objects.exists()
    annat = ParagrafFactory(protokoll__lage=lage).protokoll
    UnderskriftFactory(protokoll=annat, person=prov.orvar.person)
    assert words in html(som(prov.orvar), url("justera", annat))
    assert not Protokollsversion.objects.filter(protokoll=annat).exists()
    assert som(prov.orvar).post(url("justera-godkann", annat), {"version": 1}).status_code == 404


def test_others_find_nothing_or_may_only_look(som, prov, utomstaende, ledamot, annan_sekreterare):
    version = prov.frys()
    i = akter.invand(**invandning(version, prov.paragrafer[0], prov.sixten))
    for namn, data in (
        ("justera-last", falt(prov)),
        ("justera-invand", falt(prov)),
        ("justera-godkann", {"version": 1}),
    ):
        assert som(utomstaende).post(url(namn, prov.protokoll), data).status_code == 404
        assert som(ledamot).post(url(namn, prov.protokoll), data).status_code == 403
        assert som(prov.siv).post(url(namn, prov.protokoll), data).status_code == 403
    assert som(utomstaende).get(sidan(prov)).status_code == 404
    assert som(ledamot).get(sidan(prov)).status_code == 200
    assert som(annan_sekreterare).post(url("invandning-svara", i), {"svar": "rattad"}).status_code == 403
    assert som(prov.orvar).post(url("invandning-aterta", i)).status_code == 403
    assert som(prov.sixten).post(url("invandning-aterta", i)).status_code == 302
    assert not Godkannande.objects.exists()


def test_wrong_method_is_refused(som, prov):
    client = som(prov.sixten)
    assert client.post(sidan(prov)).status_code == 405
    for namn in ("justera-last", "justera-invand", "justera-godkann"):
        assert client.get(url(namn, prov.protokoll)).status_code == 405


def test_another_protokoll_of_the_signer_is_no_key_to_this(som, prov, organ):
    annat = ParagrafFactory().protokoll
    UnderskriftFactory(protokoll=annat, person=prov.sixten.person)
    UnderskriftFactory(protokoll=prov.protokoll, person=UnderskriftFactory().person, roll="sekreterare", ordning=9)
    vem = UnderskriftFactory(protokoll=ParagrafFactory().protokoll)
    frammande = UserFactory(person=vem.person)
    prov.frys()
    assert som(frammande).get(sidan(prov)).status_code == 404


def test_answer_without_choice_or_reason_comes_back(som, prov):
    i = akter.invand(**invandning(prov.frys(), prov.paragrafer[0], prov.sixten))
    client = som(prov.siv)
    tom = client.post(url("invandning-svara", i), {"text": "Ett långt svar."})
    assert tom.status_code == 422
    assert "Ett långt svar." in tom.content.decode()
    assert "Välj om texten ändras eller står kvar" in tom.content.decode()
    assert "Skriv varför" in client.post(url("invandning-svara", i), {"svar": "kvarstar"}).content.decode()
    assert Invandning.objects.get().svar == ""


def test_secretary_sees_how_far_each_has_come_and_the_mail(som, prov):
    prov.sixten.email = ""
    prov.sixten.save()
    version = prov.frys()
    akter.las(version, prov.paragrafer[0], person=prov.sixten.person)
    akter.godkann(version, person=prov.orvar.person, inloggning="Kommunens inloggning (kommunen)")
    client = som(prov.siv)
    page = html(client, sidan(prov))

    for words in ("1 av 2 paragrafer lästa", "Saknade e-postadress", "Kommunens inloggning (kommunen)", "Skickat"):
        assert words in page
    assert "Jag har läst protokollet" not in page
    rad = prov.protokoll.underskrifterna.get(person=prov.sixten.person)
    answer = client.post(url("justering-igen", rad), follow=True)
    assert "saknar e-postadress" in answer.content.decode()
    assert "1 av 2 paragrafer lästa" in html(client, url("protokollet", prov.protokoll))


def test_of_anothers_objection_a_justerare_reads_on_the_page_of_the_organ(som, prov):
    """The text of an objection is for the organ's people; one without a role today sees only his own."""
    akter.invand(**invandning(prov.frys(), prov.paragrafer[0], prov.orvar, text="Fel belopp i tredje stycket."))
    assert "Fel belopp" not in html(som(prov.sixten), sidan(prov))
    assert "Fel belopp" in html(som(prov.siv), sidan(prov))


@pytest.mark.parametrize("namn", ["orvar", "siv"])
def test_queries_do_not_grow_with_paragrafer_and_objections(inloggad, count_queries, prov, organ, namn):
    def fler(antal):
        annat = justeringsprov_i(organ, prov, antal)
        return count_queries(inloggad(getattr(prov, namn)), url("justera", annat))

    assert fler(1) == fler(3)


def justeringsprov_i(organ, prov, antal):
    protokoll = ProtokollFactory(sammantrade=SammantradeFactory(organ=organ))
    paragrafer = [ParagrafFactory(protokoll=protokoll) for _ in range(antal)]
    for p in paragrafer:
        BeslutFactory(paragraf=p)
    for n, user in enumerate([prov.orvar, prov.sixten][:antal], start=1):
        UnderskriftFactory(protokoll=protokoll, person=user.person, ordning=n)
    version = frys(protokoll, by=prov.siv)
    for p in paragrafer:
        akter.invand(**invandning(version, p, prov.orvar))
    return protokoll
