"""A § that turns out to have sekretess when its protokoll is frozen or justerat: closed at once, everywhere."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kommun.fel import DomanFel
from kommun.granskning.logg import skrev_brev
from kommun.models import Utskick
from protokoll import sekretess, stangning
from protokoll.frysning import frys, ta_tillbaka
from protokoll.justering import las
from protokoll.models import Paragraf, Protokoll
from protokoll.models.sekretess import lasta_hemliga
from protokoll.publicering import avpublicera, gallande, publicera
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    DeltagandeFactory,
    InvandningFactory,
    MandatFactory,
    PaminnelseFactory,
    ParagrafFactory,
    ProtokollFactory,
    TjanstFactory,
    UnderskriftFactory,
    UppdragFactory,
    UserFactory,
    VersionFactory,
    frysbart,
    justera,
)
from tests.protokoll.inbjudansprov import konferensen
from tests.sekretessprov import lasbart

pytestmark = pytest.mark.django_db
LAGRUM = "21 kap. 1 § OSL"
ORDET = "zqxhemligt"


@pytest.fixture
def paragraferna(organ):
    """Two §§ of one protokoll, with a version; the second says what should not be told."""
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__lage="avslutat")
    rader = [
        ParagrafFactory(protokoll=protokoll, nummer=36, rubrik="Skolskjuts"),
        ParagrafFactory(protokoll=protokoll, nummer=37, rubrik=f"Rubrik {ORDET}", dnr=f"{ORDET}/1"),
    ]
    for p in rader:
        BeslutFactory(paragraf=p, text=f"<p>{p.rubrik} beslutas.</p>")
        AvsnittFactory(paragraf=p, text=f"<p>Sammanfattning av {p.rubrik}.</p>", ordning=10)
    VersionFactory(protokoll=protokoll)
    return rader


def oppna_adresser(client) -> list[str]:
    """Every address that the open data leads to, from its root."""
    kvar, sedda = [reverse("protokoll:oparl-system")], []
    while kvar:
        url = kvar.pop()
        sedda.append(url)
        svar = client.get(url)
        if svar.headers.get("Content-Type", "").startswith("application/json"):
            nya = re.findall(r'"(?:https?://[^/"]+)?(/api/oparl/[^"]*)"', svar.content.decode())
            kvar += [u for u in dict.fromkeys(nya) if u not in sedda and u not in kvar]
    return sedda


def _nu(p) -> Paragraf:
    return Paragraf.objects.select_related("protokoll", "organ", "sammantrade").get(pk=p.pk)


def test_closed_it_is_a_number_to_others_and_its_protokoll_is_read_by_who_reads_all_of_it(
    paragraferna, sekreterare, lasare, inloggad
):
    oppen, p = paragraferna
    justerare = UserFactory()
    MandatFactory(person=justerare.person, organ=p.organ)
    UnderskriftFactory(protokoll=p.protokoll, person=justerare.person)
    protokoll = justera(p.protokoll)
    innehall = protokoll.versionerna.get().innehall
    for _ in range(2):
        stangning.stang(p, lagrum=f" {LAGRUM} ", by=sekreterare)
    assert _nu(p).sekretess == LAGRUM
    assert p.history.filter(history_change_reason=f"Har sekretess enligt {LAGRUM}").count() == 1
    assert protokoll.versionerna.get().innehall == innehall
    assert lasta_hemliga(justerare) == {p.pk}
    adresser = {
        "paragraf": p.get_absolute_url(),
        "utdrag": reverse("protokoll:paragraf-utdrag", args=[p.pk]),
        "protokollet": protokoll.get_absolute_url(),
        "version": reverse("protokoll:version", args=[protokoll.pk, 1]),
        "pdf": reverse("protokoll:version-pdf", args=[protokoll.pk, 1]),
        "word": reverse("protokoll:word-protokoll", args=[protokoll.pk]),
    }
    client = inloggad(lasare)
    assert {namn: client.get(url).status_code for namn, url in adresser.items()} == dict.fromkeys(adresser, 404)
    assert client.get(oppen.get_absolute_url()).status_code == 200
    assert client.get(reverse("protokoll:paragraf-utdrag", args=[oppen.pk])).status_code == 200
    motet = client.get(p.sammantrade.get_absolute_url()).content.decode()
    assert ("§ 37" in motet, ORDET in motet, protokoll.get_absolute_url() in motet) == (True, False, False)
    assert ORDET not in client.get(reverse("uppdrag:sok"), {"q": "beslutas"}).content.decode()
    for user in (sekreterare, justerare):
        client = inloggad(user)
        assert {namn: client.get(url).status_code for namn, url in adresser.items()} == dict.fromkeys(adresser, 200)


def test_it_is_taken_from_the_web_and_comes_back_without_it(paragraferna, sekreterare, client):
    _, p = paragraferna
    protokoll = justera(p.protokoll)
    publicera(protokoll, bedomt=True, by=sekreterare)
    webben = reverse("protokoll:offentligt", args=[protokoll.pk])
    oppna_data = oppna_adresser(client)
    assert ORDET in client.get(webben).content.decode()
    stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    assert gallande(protokoll) is None
    borta = client.get(webben)
    assert (borta.status_code, ORDET in borta.content.decode()) == (410, False)
    adresser = [
        reverse("protokoll:offentlig-paragraf", args=[protokoll.pk, 37]),
        reverse("protokoll:offentlig-pdf", args=[protokoll.pk]),
        *(str(u) for u in oppna_data),
    ]
    assert oppna_data
    for url in adresser:
        # Open data keep the address of what was there, which is its dnr.
        assert ORDET not in lasbart(client.get(url)).replace(p.dnr, ""), url

    ny = publicera(protokoll, bedomt=True, by=sekreterare)
    sidan = client.get(webben).content.decode()
    assert ("Skolskjuts" in sidan, "§ 37" in sidan, ORDET in sidan) == (True, True, False)
    assert ORDET not in str(ny.innehall)
    assert ny.bilaga_id
    assert "omfattas av sekretess" in sidan
    assert ORDET not in client.get(reverse("protokoll:offentliga"), {"q": ORDET}).content.decode().replace(
        f'value="{ORDET}"', ""
    )


def test_opened_again_it_is_as_it_was_and_on_the_web_when_it_is_published_anew(paragraferna, sekreterare, lasare):
    _, p = paragraferna
    protokoll = justera(p.protokoll)
    stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    publicera(protokoll, bedomt=True, by=sekreterare)
    with pytest.raises(DomanFel, match="vem som har prövat"):
        stangning.oppna_stangd(p, provad_av=" ", skal="Fel paragraf", by=sekreterare)
    for _ in range(2):
        stangning.oppna_stangd(p, provad_av="kommunjuristen", skal="Fel paragraf", by=sekreterare)
    assert _nu(p).sekretess == ""
    assert Protokoll.objects.visible_to(lasare).filter(pk=protokoll.pk).exists()
    assert ORDET not in str(gallande(protokoll).innehall)
    publicera(protokoll, bedomt=True, by=sekreterare)
    assert ORDET in str(gallande(protokoll).innehall)


def test_taken_back_from_those_who_adjust_it_lies_for_itself_and_the_version_they_had_is_not_shown(
    paragraferna, sekreterare, lasare, inloggad
):
    oppen, p = paragraferna
    protokoll = frysbart(p.protokoll)
    fryst = frys(protokoll, satt="godkannande", by=sekreterare, tryck=lambda dokument: b"%PDF-1.7")
    InvandningFactory(protokollsversion=fryst, paragraf=p, text=f"Fel om {ORDET}")
    stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    client = inloggad(lasare)
    assert client.get(protokoll.get_absolute_url()).status_code == 404
    ta_tillbaka(Protokoll.objects.get(pk=protokoll.pk), skal="§ 37 har sekretess", by=sekreterare)
    assert (_nu(p).protokoll.slag, _nu(oppen).protokoll_id) == ("sekretess", protokoll.pk)

    # The draft is for all again; what was frozen says too much.
    sidan = client.get(protokoll.get_absolute_url())
    assert (sidan.status_code, ORDET in sidan.content.decode(), "Version 2" in sidan.content.decode()) == (
        200,
        False,
        False,
    )
    for namn, args in (("version", [1]), ("version-pdf", [1]), ("version-skillnad", [2]), ("version", [2])):
        url = reverse(f"protokoll:{namn}", args=[protokoll.pk, *args])
        assert client.get(url).status_code == 404, namn
        assert inloggad(sekreterare).get(url).status_code == 200, namn
        client = inloggad(lasare)
    assert client.get(reverse("protokoll:justera", args=[protokoll.pk])).status_code == 404
    assert client.get(reverse("protokoll:justera-pdf", args=[protokoll.pk])).status_code == 404
    # Frozen anew it is what it is without the §.
    frys(Protokoll.objects.get(pk=protokoll.pk), satt="godkannande", skal="x", by=sekreterare, tryck=lambda d: b"%PDF")
    assert client.get(reverse("protokoll:justera", args=[protokoll.pk])).status_code == 200
    assert client.get(reverse("protokoll:version", args=[protokoll.pk, 3])).status_code == 200
    for url in (reverse("protokoll:justera", args=[protokoll.pk]), protokoll.get_absolute_url()):
        assert ORDET not in client.get(url).content.decode()


def test_who_read_it_before_is_told_that_it_is_gone_by_its_number(paragraferna, sekreterare, inloggad):
    """A justerare of the rest, who does not sign what was moved."""
    _, p = paragraferna
    protokoll = frysbart(p.protokoll)
    justerare = UserFactory(person=protokoll.underskrifterna.get(roll="justerare").person)
    fryst = frys(protokoll, satt="godkannande", by=sekreterare, tryck=lambda dokument: b"%PDF-1.7")
    las(fryst, p, person=justerare.person)
    stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    ta_tillbaka(Protokoll.objects.get(pk=protokoll.pk), skal="§ 37 har sekretess", by=sekreterare)
    _nu(p).protokoll.underskrifterna.filter(person=justerare.person).delete()
    frys(Protokoll.objects.get(pk=protokoll.pk), satt="godkannande", skal="x", by=sekreterare, tryck=lambda d: b"%PDF")
    sidan = inloggad(justerare).get(reverse("protokoll:justera", args=[protokoll.pk])).content.decode()
    assert ("§ 37 Sekretess står inte längre i protokollet" in sidan, ORDET in sidan) == (True, False)


def test_the_database_lets_the_mark_through_and_nothing_else(paragraferna, sekreterare):
    _, p = paragraferna
    justera(p.protokoll)
    rader = Paragraf._base_manager.filter(pk=p.pk)
    for falt in (
        {"rubrik": "Annan"},
        {"rubrik": "Annan", "sekretess": LAGRUM},
        {"nummer": 99, "sekretess": "x"},
        {"version": 9},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rader.update(**falt)
    assert rader.update(sekretess=LAGRUM) == 1


def test_what_lies_for_itself_keeps_its_mark(organ, sekreterare):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, protokoll__slag="sekretess", sekretess=LAGRUM)
    justera(p.protokoll)
    assert not stangning.kan_stangas(_nu(p))
    assert stangning.stang(_nu(p), lagrum="annat", by=sekreterare).sekretess == LAGRUM
    assert stangning.oppna_stangd(_nu(p), provad_av="x", skal="y", by=sekreterare).sekretess == LAGRUM
    with pytest.raises(IntegrityError), transaction.atomic():
        Paragraf._base_manager.filter(pk=p.pk).update(sekretess="")


def test_what_is_not_locked_is_marked_the_ordinary_way(paragraferna, sekreterare):
    _, p = paragraferna
    with pytest.raises(DomanFel, match="inte låst"):
        stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    justera(p.protokoll)
    with pytest.raises(DomanFel, match="Ange lagrummet"):
        stangning.stang(p, lagrum=" ", by=sekreterare)
    with pytest.raises(DomanFel, match="justerat"):
        sekretess.markera(p, lagrum=LAGRUM, by=sekreterare)


def test_the_page_says_what_closing_does_and_what_it_cannot(paragraferna, sekreterare, inloggad):
    _, p = paragraferna
    protokoll = justera(p.protokoll)
    publicera(protokoll, bedomt=True, by=sekreterare)
    avpublicera(protokoll, skal="Prov", by=sekreterare)
    publicera(protokoll, bedomt=True, by=sekreterare)
    client, url = inloggad(sekreterare), reverse("protokoll:sekretess", args=[p.pk])
    sidan = client.get(url).content.decode()
    assert "Stäng paragrafen" in sidan
    assert "Protokollet är justerat, och texten ändras inte." in sidan
    assert client.post(url, {"lagrum": ""}).status_code == 422
    sidan = client.post(url, {"lagrum": LAGRUM}, follow=True).content.decode()
    for mening in (
        "§ 37 har sekretess. Andra ser bara numret.",
        "Protokollet visas inte längre på webben.",
        "Paragrafen är stängd",
        "Det som redan har gått ut",
        "publicerar det på nytt",
    ):
        assert mening in sidan
    oppna = reverse("protokoll:sekretess-oppna", args=[p.pk])
    assert client.post(oppna, {"skal": "Fel"}).status_code == 422
    sidan = client.post(oppna, {"skal": "Fel paragraf", "provad_av": "kommunjuristen"}, follow=True).content.decode()
    assert "§ 37 är öppen för alla som har en roll." in sidan


def test_its_lagrum_can_be_mended_and_twice_is_once(paragraferna, sekreterare, inloggad):
    _, p = paragraferna
    justera(p.protokoll)
    client, url = inloggad(sekreterare), reverse("protokoll:sekretess", args=[p.pk])
    for lagrum in (LAGRUM, LAGRUM, "25 kap. 1 § OSL"):
        assert client.post(url, {"lagrum": lagrum}).status_code == 302
    assert _nu(p).sekretess == "25 kap. 1 § OSL"
    assert p.history.count() == 3


def test_what_the_log_said_of_it_before_is_a_number_to_who_does_not_read_it(paragraferna, sekreterare, inloggad):
    """A line is never changed: of the mails that had its words the log shows that they went."""
    _, p = paragraferna
    granskare = UserFactory()
    TjanstFactory(person=granskare.person, roll="lasare", granskar_logg=True)
    uppdrag = UppdragFactory(beslut=p.besluten.get(), text=f"Utreda {ORDET}")
    brev = Utskick.objects.create(nyckel="paminnelse:1", till="a@example.invalid", amne=f"Utreda {ORDET}", text="x")
    PaminnelseFactory(uppdrag=uppdrag, utskick=brev)
    inbjudan = konferensen(p.organ, borjar=date(2040, 5, 5), slutar=None)
    inbjudan.behandlingarna.create(paragraf=p)
    d = DeltagandeFactory(inbjudan=inbjudan)
    tva = Utskick.objects.create(nyckel=f"deltar:{d.pk}:1:1", till="b@example.invalid", amne=ORDET, text="x")
    for utskicket in (brev, tva):
        skrev_brev(utskicket)
    skrev_brev(Utskick.objects.create(nyckel="annat:1", till="c@example.invalid", amne="Annat brev", text="x"))
    inloggad(sekreterare).get(p.get_absolute_url())
    logg = reverse("kommun:granskningslogg")
    assert ORDET in inloggad(granskare).get(logg).content.decode()

    justera(p.protokoll)
    stangning.stang(p, lagrum=LAGRUM, by=sekreterare)
    sidan = inloggad(granskare).get(logg).content.decode()
    assert (ORDET in sidan, "Annat brev" in sidan, f"{p} Sekretess" in sidan) == (False, True, True)
    assert f"{p} Sekretess" in inloggad(granskare).get(logg, {"objekt": f"paragraf:{p.pk}"}).content.decode()
