"""The page of one protokoll, and its acts in the browser's language."""

import pytest
from django.urls import reverse

from protokoll.frysning import frys
from protokoll.models import Protokoll, Protokollsversion
from tests.factories import AvsnittFactory, BeslutFactory, ParagrafFactory, VersionFactory, frysbart

pytestmark = pytest.mark.django_db


@pytest.fixture
def protokoll(paragraf):
    return frysbart(paragraf.protokoll)


def _url(namn, protokoll, *mer):
    return reverse(f"protokoll:{namn}", args=[protokoll.pk, *mer])


def test_the_page_leads_to_freezing_and_then_to_taking_back(inloggad, sekreterare, lasare, protokoll):
    client = inloggad(sekreterare)
    page = client.get(protokoll.get_absolute_url()).content.decode()
    assert "Protokoll § 7" in page
    assert f'href="{_url("frys", protokoll)}"' in page
    assert "Det saknas var och när protokollet justeras." in page

    form = client.get(_url("frys", protokoll))
    assert "Underskrifter på papper" in form.content.decode()
    assert "Vad är ändrat" not in form.content.decode()
    answer = client.post(_url("frys", protokoll), {"satt": "godkannande"}, follow=True)
    assert answer.redirect_chain == [(protokoll.get_absolute_url(), 302)]
    page = answer.content.decode()
    assert "Justerarna läser version 1." in page
    assert Protokollsversion.objects.get().sha256 in page
    assert f'href="{_url("ta-tillbaka", protokoll)}"' in page
    assert f'href="{_url("version-pdf", protokoll, 1)}"' in page

    answer = client.post(_url("ta-tillbaka", protokoll), {"skal": "Invändning mot § 7"}, follow=True)
    assert "taget tillbaka" in answer.content.decode()
    assert "Invändning mot § 7" in client.get(_url("frys", protokoll)).content.decode()
    assert _url("frys", protokoll) not in inloggad(lasare).get(protokoll.get_absolute_url()).content.decode()


def test_errors_stop_it_and_are_listed_with_their_place(inloggad, sekreterare, protokoll):
    protokoll.underskrifterna.filter(roll="justerare").delete()
    client = inloggad(sekreterare)

    page = client.get(_url("frys", protokoll)).content.decode()
    assert "Rätta först" in page
    assert f'href="{reverse("protokoll:justerare", args=[protokoll.sammantrade_id])}"' in page
    assert 'type="radio"' not in page
    answer = client.post(_url("frys", protokoll), {"satt": "godkannande"})
    assert answer.status_code == 422
    assert "Ingen justerare är vald" in answer.content.decode()
    assert Protokoll.objects.get().lage == "utkast"


def test_how_it_is_signed_and_why_there_is_another_are_asked_for(inloggad, sekreterare, protokoll):
    client = inloggad(sekreterare)
    answer = client.post(_url("frys", protokoll), {"satt": "telepati"})
    assert answer.status_code == 422
    frys(protokoll, satt="papper", by=sekreterare)
    answer = client.post(_url("ta-tillbaka", protokoll), {"skal": ""})
    assert answer.status_code == 422
    assert "Skriv varför protokollet tas tillbaka" in answer.content.decode()
    client.post(_url("ta-tillbaka", protokoll), {"skal": "Fel"})
    answer = client.post(_url("frys", protokoll), {"satt": "papper", "skal": ""})
    assert answer.status_code == 422
    assert "Skriv vad som är ändrat" in answer.content.decode()


@pytest.mark.parametrize(
    ("namn", "lage", "mening"),
    [
        ("frys", "fryst", "redan fryst"),
        ("frys", "justerat", "är justerat"),
        ("ta-tillbaka", "utkast", "inte fryst"),
        ("ta-tillbaka", "justerat", "Gör en rättelse"),
    ],
)
def test_in_the_wrong_state_the_page_says_why(inloggad, sekreterare, protokoll, namn, lage, mening):
    protokoll.lage, protokoll.justeringsdag = lage, "2026-03-10"
    protokoll.save()

    answer = inloggad(sekreterare).get(_url(namn, protokoll), follow=True)
    assert answer.redirect_chain == [(protokoll.get_absolute_url(), 302)]
    assert mening in answer.content.decode()
    data = {"satt": "godkannande", "skal": "x"}
    answer = inloggad(sekreterare).post(_url(namn, protokoll), data)
    protokoll.refresh_from_db()
    assert protokoll.lage == lage


def test_the_pdf_of_a_version_is_its_stored_bytes(inloggad, lasare, protokoll):
    version = VersionFactory(protokoll=protokoll)
    client = inloggad(lasare)
    answer = client.get(_url("version-pdf", protokoll, 1))

    assert answer.content == version.pdf
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="protokoll-pn-2026-03-04-{protokoll.pk}-version-1.pdf"'
    again = client.get(_url("version-pdf", protokoll, 1), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(_url("version-pdf", protokoll, 2)).status_code == 404


def test_the_page_of_a_version_shows_what_was_frozen_not_what_is_written_now(inloggad, lasare, protokoll):
    VersionFactory(protokoll=protokoll)
    beslut = protokoll.paragraferna.get().besluten.get()
    beslut.text = "<p>Något annat.</p>"
    beslut.save()

    page = inloggad(lasare).get(_url("version", protokoll, 1)).content.decode()
    assert "ger kontoret i uppdrag" in page
    assert "Något annat." not in page
    assert page.count('id="paragraf-7"') == 1
    assert _url("version-pdf", protokoll, 1) in page


def test_what_differs_between_versions_word_by_word(inloggad, sekreterare, lasare, protokoll):
    beslut = protokoll.paragraferna.get().besluten.get()
    VersionFactory(protokoll=protokoll)
    for n, text in ((2, "<p>Provnämnden avslår <em>motionen</em>.</p>"), (3, "<p>Provnämnden bifaller motionen.</p>")):
        beslut.text = text
        beslut.save()
        VersionFactory(protokoll=protokoll, nummer=n, skal="Invändning")

    client = inloggad(lasare)
    page = client.get(_url("version-skillnad", protokoll, 3)).content.decode()
    assert '<del><span class="ds-sr-only">Borttaget: </span>avslår <em>motionen</em></del>' in page
    assert "Version 2" in page
    assert "§ 7 Ett ärende" in page
    assert "Bakgrund" not in page
    page = client.get(_url("version-skillnad", protokoll, 3), {"mot": "1"}).content.decode()
    assert "ger kontoret i uppdrag" in page
    assert 'href="?mot=1" aria-current="true"' in page
    assert client.get(_url("version-skillnad", protokoll, 3), {"mot": "99999999999999999999"}).status_code == 200
    for n in (1, 4):
        assert client.get(_url("version-skillnad", protokoll, n)).status_code == 404


def test_the_draft_pdf_of_what_is_frozen_is_the_stored_one(inloggad, lasare, protokoll):
    VersionFactory(protokoll=protokoll)
    client = inloggad(lasare)
    assert client.get(_url("pdf", protokoll)).status_code == 200
    protokoll.lage = "fryst"
    protokoll.save()
    assert client.get(_url("pdf", protokoll))["Location"] == _url("version-pdf", protokoll, 1)
    page = client.get(protokoll.sammantrade.get_absolute_url())
    assert "Protokollet hos justerarna" in page.content.decode()


def test_the_page_costs_the_same_with_one_and_three(inloggad, sekreterare, protokoll, count_queries):
    client = inloggad(sekreterare)
    VersionFactory(protokoll=protokoll)
    one, one_version = (count_queries(client, u) for u in (protokoll.get_absolute_url(), _url("version", protokoll, 1)))
    for n in (8, 9):
        p = ParagrafFactory(protokoll=protokoll, nummer=n)
        BeslutFactory(paragraf=p)
        AvsnittFactory(paragraf=p)
        VersionFactory(protokoll=protokoll, nummer=n - 6)
    assert count_queries(client, protokoll.get_absolute_url()) == one
    assert count_queries(client, _url("version", protokoll, 3)) == one_version
