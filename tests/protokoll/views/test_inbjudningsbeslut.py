"""The pages where invitations are decided."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from kommun.models import Person
from protokoll import standiga
from protokoll.inbjudan import placering
from protokoll.moteshallning import oppna
from protokoll.skrivning import andra_text
from tests.factories import (
    ArendeFactory,
    BehandlingFactory,
    InbjudanFactory,
    MandatFactory,
    PartiFactory,
    PersonFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    TjanstFactory,
    justera,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    StandigtArendeFactory(organ=organ, kod="inbjudningar", rubrik="Inbjudningar", dnr="2026/18")
    return SammantradeFactory(organ=organ, datum=timezone.localdate(), lage="planerat")


@pytest.fixture
def paragraf(mote, sekreterare):
    """The § with two invitations, in a meeting under way."""
    for namn in ("Piku: Välfärdsdagen", "SKR: Budgetdagen"):
        InbjudanFactory(organ=mote.organ, inbjudan=namn)
    standiga.satt_upp(mote, by=sekreterare)
    oppna(mote, by=sekreterare)
    return placering.standande_paragraf(mote)


@pytest.fixture
def rad(paragraf):
    return paragraf.behandlingarna.first()


def sida(paragraf):
    return reverse("protokoll:inbjudan-besluta", args=[paragraf.pk])


def skickat(paragraf, *besluten):
    """What the form posts: (svar, {more}) of each row in order."""
    data = {}
    for b, (svar, mer) in zip(paragraf.behandlingarna.order_by("ordning"), besluten, strict=True):
        data |= {f"b{b.pk}-svar": svar, f"b{b.pk}-version": b.version}
        data |= {f"b{b.pk}-{namn}": varde for namn, varde in mer.items()}
    return data


def test_all_of_them_in_one_go(inloggad, sekreterare, organ, paragraf):
    ada = PersonFactory(namn="Ada Alm")
    MandatFactory(person=ada, parti=PartiFactory(beteckning="M"), organ=organ)
    TjanstFactory(person__namn="Bo Björk", titel="Kommundirektör")
    client = inloggad(sekreterare)

    page = client.get(sida(paragraf)).content.decode()
    assert "Piku: Välfärdsdagen" in page
    assert '"Ada Alm (M)", ' in page
    assert "Bo Bj\\u00f6rk, kommundirekt\\u00f6r" in page

    data = skickat(
        paragraf, ("deltar", {"deltagare": "ada alm\r\nBo Björk, kommundirektör", "personlig": "on"}), ("avstar", {})
    )
    svar = client.post(sida(paragraf), data, follow=True)
    assert "Besluten är sparade." in svar.content.decode()
    assert [b.svarstext for b in paragraf.behandlingarna.order_by("ordning")] == [
        "Personlig inbjudan. Ada Alm (M) och Bo Björk, kommundirektör deltar",
        "avstår",
    ]
    # The same form again, as by a double click: the version is an older one, and nothing is changed.
    assert client.post(sida(paragraf), data).status_code == 302


def test_a_name_that_nobody_knows_is_asked_about_and_everything_typed_stays(inloggad, sekreterare, organ, paragraf):
    MandatFactory(person__namn="Marie Provberg", organ=organ)
    client = inloggad(sekreterare)
    mer = {"deltagare": "Mari Provberg\nBo Ny, ekonom"}
    svar = client.post(sida(paragraf), skickat(paragraf, ("deltar", mer), ("kannedom", {})))

    assert svar.status_code == 422
    page = svar.content.decode()
    assert "Bo Ny, ekonom finns inte i registret" in page
    assert "Menade du Marie Provberg?" in page
    assert not Person.objects.filter(namn="Bo Ny").exists()
    assert not paragraf.behandlingarna.exclude(svar="").exists()

    mer = {"deltagare": "Marie Provberg\nBo Ny, ekonom", "ny": ["Bo Ny, ekonom"]}
    client.post(sida(paragraf), skickat(paragraf, ("deltar", mer), ("kannedom", {})))
    assert Person.objects.filter(namn="Bo Ny").count() == 1
    assert paragraf.behandlingarna.first().svarstext == "Marie Provberg och Bo Ny, ekonom deltar"


def test_two_of_one_name_are_told_apart(inloggad, sekreterare, organ, paragraf):
    for epost in ("ett@example.invalid", "tva@example.invalid"):
        MandatFactory(person=PersonFactory(namn="Bo Bok", epost=epost), organ=organ)
    client = inloggad(sekreterare)
    svar = client.post(sida(paragraf), skickat(paragraf, ("deltar", {"deltagare": "Bo Bok"}), ("", {})))
    assert "Bo Bok [ett@example.invalid] eller Bo Bok [tva@example.invalid]" in svar.content.decode()
    data = skickat(paragraf, ("deltar", {"deltagare": "Bo Bok [tva@example.invalid]"}), ("", {}))
    client.post(sida(paragraf), data)
    b = paragraf.behandlingarna.first()
    assert b.inbjudan.deltagandena.get().person.epost == "tva@example.invalid"
    assert b.svarstext == "Bo Bok deltar"
    # Opened and saved again it is the same one.
    assert "Bo Bok [tva@example.invalid]" in client.get(sida(paragraf)).content.decode()


def test_what_is_missing_is_said_at_each_row(inloggad, sekreterare, paragraf):
    svar = inloggad(sekreterare).post(sida(paragraf), skickat(paragraf, ("deltar", {}), ("annat", {})))
    page = svar.content.decode()
    assert svar.status_code == 422
    assert "2 saker behöver rättas" in page
    assert "Skriv vem som deltar i ”Piku: Välfärdsdagen”." in page
    assert "Skriv vad som beslutas om ”SKR: Budgetdagen”." in page


def test_somebody_else_was_first(inloggad, sekreterare, paragraf, rad):
    client = inloggad(sekreterare)
    data = skickat(paragraf, ("avstar", {}), ("avstar", {}))
    client.post(reverse("protokoll:inbjudan-beslut", args=[rad.pk]), {"svar": "kannedom"})
    svar = client.post(sida(paragraf), data)
    assert svar.status_code == 422
    page = svar.content.decode()
    assert "Någon annan har ändrat beslutet" in page
    assert "Nu är antecknat: för kännedom" in page
    assert [b.svar for b in paragraf.behandlingarna.all()] == ["kannedom", ""]
    # Told so, one may save all the same.
    rad.refresh_from_db()
    assert f'name="b{rad.pk}-version" value="{rad.version}"' in page
    client.post(sida(paragraf), data | {f"b{rad.pk}-version": rad.version})
    assert [b.svar for b in paragraf.behandlingarna.all()] == ["avstar", "avstar"]


def test_by_one_press_in_a_panel_that_is_old(inloggad, sekreterare, paragraf, rad):
    client = inloggad(sekreterare)
    url = reverse("protokoll:inbjudan-beslut", args=[rad.pk])
    assert f'name="version" value="{rad.version}"' in client.get(paragraf.get_absolute_url()).content.decode()
    for svar in ("kannedom", "kannedom", "avstar"):
        sida = client.post(url, {"svar": svar, "version": rad.version}, follow=True).content.decode()
    assert "Någon annan har ändrat beslutet" in sida
    rad.refresh_from_db()
    assert rad.svar == "kannedom"


def test_what_was_put_off_says_when(inloggad, sekreterare, organ, paragraf, rad):
    fore = SammantradeFactory(organ=organ, datum=date(2026, 3, 2), lage="avslutat")
    BehandlingFactory(paragraf=ArendeFactory(sammantrade=fore), inbjudan=rad.inbjudan, svar="bordlagd")
    client = inloggad(sekreterare)
    for url in (sida(paragraf), paragraf.get_absolute_url()):
        text = " ".join(strip_tags(client.get(url).content.decode()).split())
        assert "Bordlades 2 mars 2026" in text


def test_by_one_press_from_the_panel_and_taken_out(inloggad, sekreterare, paragraf, rad):
    client = inloggad(sekreterare)
    page = client.get(paragraf.get_absolute_url()).content.decode()
    assert "Besluta om inbjudningarna" in page
    assert "2 inbjudningar är inte beslutade än." in page
    assert "Besluta om inbjudningarna" in client.get(reverse("protokoll:skriv", args=[paragraf.pk])).content.decode()

    svar = client.post(reverse("protokoll:inbjudan-beslut", args=[rad.pk]), {"svar": "avstar", "skriv-sida": "1"})
    assert svar.url == reverse("protokoll:skriv", args=[paragraf.pk]) + "#inbjudningarna"
    rad.refresh_from_db()
    assert rad.svarstext == "avstår"
    svar = client.post(reverse("protokoll:inbjudan-ta-ur", args=[rad.pk]), follow=True)
    assert "Den kommer upp på nästa dagordning." in svar.content.decode()
    assert paragraf.behandlingarna.count() == 1


def test_the_difference_to_a_text_by_hand_is_shown_and_written_anew(inloggad, sekreterare, paragraf, rad):
    client = inloggad(sekreterare)
    beslut = paragraf.besluten.get()
    andra_text(beslut, text="<p>Mina ord</p>", version=beslut.version, by=sekreterare)
    page = client.get(paragraf.get_absolute_url()).content.decode()
    assert "Texten säger något annat" in page
    assert "Mina ord</del>" in page
    client.post(reverse("protokoll:inbjudningar-skriv", args=[paragraf.pk]))
    assert "Texten säger något annat" not in client.get(paragraf.get_absolute_url()).content.decode()


def test_the_meeting_tells_what_waits_and_what_cannot(inloggad, sekreterare, organ, mote):
    i = InbjudanFactory(organ=organ, sista_anmalan=timezone.localdate().replace(year=2020, day=1))
    # It waits at a later meeting as long as this one has no § for it.
    senare = SammantradeFactory(organ=organ, datum=timezone.localdate().replace(year=2099, day=1), lage="planerat")
    standiga.satt_upp(senare, by=sekreterare)
    client = inloggad(sekreterare)
    page = client.get(mote.get_absolute_url()).content.decode()
    assert "Sätt upp inbjudningarna" in page
    assert "Anmälan går ut före mötet" in page
    svar = client.post(reverse("protokoll:inbjudningar-satt-upp", args=[mote.pk]))
    assert svar.url == i.behandlingarna.get().paragraf.get_absolute_url()
    ruta = "1 inbjudan att besluta om"
    assert ruta in client.get(mote.get_absolute_url()).content.decode()
    organ.behandlar_inbjudningar = False
    organ.save()
    assert ruta not in client.get(mote.get_absolute_url()).content.decode()
    paragrafen = client.get(svar.url).content.decode()
    assert 'id="inbjudningarna"' not in paragrafen


def test_the_chair_decides_between_meetings(inloggad, sekreterare, ordforande, organ, mote):
    i = InbjudanFactory(organ=organ)
    url = reverse("protokoll:inbjudan-avgor", args=[i.pk])
    client = inloggad(ordforande)
    assert client.get(url).context["form"]["av"].initial == ordforande.person_id
    data = {"svar": "deltar", "av": ordforande.person_id, "dag": timezone.localdate().isoformat()}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"deltagare": str(ordforande.person)}).status_code == 302
    i.refresh_from_db()
    assert (i.svar, i.avgjord_av) == ("deltar", ordforande.person)
    page = client.get(i.get_absolute_url()).content.decode()
    assert "Häv avgörandet" in page
    client.post(reverse("protokoll:inbjudan-hav", args=[i.pk]))
    i.refresh_from_db()
    assert (i.svar, i.avgjord) == ("obesvarad", None)


def test_taken_up_at_another_meeting(inloggad, sekreterare, organ, mote):
    i = InbjudanFactory(organ=organ)
    senare = SammantradeFactory(organ=organ, datum=timezone.localdate().replace(year=2099, day=1), lage="planerat")
    for m in (mote, senare):
        standiga.satt_upp(m, by=sekreterare)
    client = inloggad(sekreterare)
    url = reverse("protokoll:inbjudan-ta-upp", args=[i.pk])
    client.post(url, {"sammantrade": senare.pk})
    assert i.behandlingarna.get().paragraf.sammantrade == senare
    svar = client.post(url, {"sammantrade": "x"}, follow=True)
    assert "Välj vilket sammanträde" in svar.content.decode()


# The five


def test_outsider_sees_nothing(inloggad, utomstaende, paragraf, rad):
    client = inloggad(utomstaende)
    assert client.get(sida(paragraf)).status_code == 404
    assert client.post(reverse("protokoll:inbjudan-beslut", args=[rad.pk])).status_code == 404


def test_only_the_secretary_decides(inloggad, lasare, paragraf, rad):
    client = inloggad(lasare)
    assert client.get(sida(paragraf)).status_code == 403
    assert client.post(reverse("protokoll:inbjudan-ta-ur", args=[rad.pk])).status_code == 403
    assert "Besluta om inbjudningarna" not in client.get(paragraf.get_absolute_url()).content.decode()


def test_adjusted_it_says_so_and_changes_nothing(inloggad, sekreterare, paragraf, rad):
    justera(paragraf.protokoll, timezone.localdate())
    client = inloggad(sekreterare)
    assert "är justerat" in client.get(sida(paragraf), follow=True).content.decode()
    for url in ("inbjudan-beslut", "inbjudan-ta-ur"):
        svar = client.post(reverse(f"protokoll:{url}", args=[rad.pk]), {"svar": "avstar"}, follow=True)
        assert "är justerat" in svar.content.decode()
    svar = client.post(reverse("protokoll:inbjudningar-skriv", args=[paragraf.pk]), follow=True)
    assert "är justerat" in svar.content.decode()
    rad.refresh_from_db()
    assert rad.svar == ""


def test_methods(inloggad, sekreterare, paragraf, rad):
    client = inloggad(sekreterare)
    for namn, pk in (
        ("inbjudan-beslut", rad.pk),
        ("inbjudan-ta-ur", rad.pk),
        ("inbjudningar-skriv", paragraf.pk),
        ("inbjudningar-satt-upp", paragraf.sammantrade_id),
        ("inbjudan-ta-upp", rad.inbjudan_id),
        ("inbjudan-hav", rad.inbjudan_id),
    ):
        assert client.get(reverse(f"protokoll:{namn}", args=[pk])).status_code == 405
    assert client.put(sida(paragraf)).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, sekreterare, mote, rows, count_queries):
    for n in range(rows):
        InbjudanFactory(organ=mote.organ, inbjudan=f"Dag {n}")
    standiga.satt_upp(mote, by=sekreterare)
    oppna(mote, by=sekreterare)
    paragraf = placering.standande_paragraf(mote)
    client = inloggad(sekreterare)
    assert (count_queries(client, sida(paragraf)), count_queries(client, paragraf.get_absolute_url())) == (17, 49)
