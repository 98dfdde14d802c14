"""The files of a § go along with its utdrag, and what was refused, uncertain or corrected is sent in the right way."""

import smtplib
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.filslag import Fil
from kommun.models import Utskick
from kommun.varden import fran_json
from protokoll import expediering as moduler
from protokoll import expedieringsbilagor
from protokoll.dokumentvarden import Dokument, Rattad
from protokoll.frysning import frys, ny_version
from protokoll.models import Expediering, Expedieringsbilaga, Paragrafbilaga
from protokoll.paragrafbilagor import bilagorna, lagg_till, ta_bort_bilaga
from tests import provpost
from tests.efter import Akter, efter_commit
from tests.factories import RapportbilagaFactory, RedovisningFactory, justera
from tests.protokoll.test_expediering import nekad, ratta, stegen
from tests.protokoll.utdragsprov import protokollet

pytestmark = pytest.mark.django_db
akter = Akter(moduler)
TAXA = Fil("taxa.pdf", "application/pdf", b"%PDF taxa")
KARTA = Fil("karta.png", "image/png", b"\x89PNG karta")


@pytest.fixture(autouse=True)
def post(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    monkeypatch.setattr(moduler, "utdrag_pdf", lambda u: f"%PDF {u.version} {u.paragrafspann}".encode())
    provpost.nollstall()
    yield provpost
    provpost.nollstall()


@pytest.fixture
def prov(organ, sekreterare):
    return protokollet(organ, by=sekreterare)


def skicka(prov, *till, by, bilagor=(), version=1):
    nyckel = uuid4()
    sandning = akter.bestall(
        prov.protokoll, mottagare=till, version=version, nyckel=nyckel, bilagor=[b.varde for b in bilagor], by=by
    )
    akter.utfor(sandning)
    return sandning


def url(namn, obj):
    return reverse(f"protokoll:{namn}", args=[obj.pk])


def text(svar):
    return " ".join(svar.content.decode().replace("\xa0", " ").split())


def test_chosen_files_go_along_with_their_paragraf_and_are_recorded(prov, sekreterare, post):
    sju, atta = prov.paragrafer
    lagg_till(sju, fil=TAXA, namn="Bilaga 1, taxa", by=sekreterare)
    lagg_till(sju, fil=KARTA, namn="", by=sekreterare)
    lagg_till(atta, fil=TAXA, namn="Bilaga till åttan", by=sekreterare)
    valda = [b for rader in bilagorna(prov.paragrafer).values() for b in rader if b.namn != "karta"]

    skicka(prov, "ada@example.invalid", "kontoret@example.invalid", bilagor=valda, by=sekreterare)

    breven = {b.to[0]: b for b in post.skickat}
    assert [a[0] for a in breven["kontoret@example.invalid"].attachments] == ["utdrag-pn-2026-03-04-7.pdf", "taxa.pdf"]
    assert len(breven["ada@example.invalid"].attachments) == 3
    assert "Bilagor som följer med:\nBilaga 1, taxa\n" in breven["kontoret@example.invalid"].body
    assert [
        (b.expediering.paragraf, b.namn) for b in Expedieringsbilaga.objects.filter(expediering__namn="Ada Alm")
    ] == [
        (sju, "Bilaga 1, taxa"),
        (atta, "Bilaga till åttan"),
    ]


def test_too_much_for_a_mail_is_said_and_nothing_is_ordered(prov, sekreterare, post, monkeypatch):
    monkeypatch.setattr(expedieringsbilagor, "STORSTA_BREV", 5)
    lagg_till(prov.paragrafer[0], fil=TAXA, namn="", by=sekreterare)
    with pytest.raises(DomanFel, match="Bilagorna är tillsammans"):
        skicka(prov, "ada@example.invalid", bilagor=bilagorna(prov.paragrafer)[prov.paragrafer[0].pk], by=sekreterare)
    assert not post.skickat


def test_what_was_forgotten_goes_along_when_it_is_sent_again(prov, sekreterare, post):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    lagg_till(prov.paragrafer[0], fil=TAXA, namn="Taxa", by=sekreterare)
    [b] = bilagorna(prov.paragrafer)[prov.paragrafer[0].pk]
    akter.skicka_igen(
        Expediering.objects.get(), skal="Bilagan saknades", bilagor=[b.varde], nyckel=uuid4(), by=sekreterare
    )
    assert [len(brev.attachments) for brev in post.skickat] == [1, 2]
    assert Expedieringsbilaga.objects.get().expediering.igen_skal == "Bilagan saknades"


def test_file_is_locked_with_its_paragraf_but_for_those_that_came_after(organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="utkast", antal=1)
    [p] = prov.paragrafer
    fore = lagg_till(p, fil=TAXA, namn="Taxa", by=sekreterare)
    assert lagg_till(p, fil=TAXA, namn="taxa", by=sekreterare) == fore
    with pytest.raises(DomanFel, match="redan en bilaga som heter Taxa"):
        lagg_till(p, fil=KARTA, namn="Taxa", by=sekreterare)
    frys(prov.protokoll, satt="godkannande", by=sekreterare)
    efter = lagg_till(p, fil=KARTA, namn="Karta", by=sekreterare)
    assert (fore.efter_lasning, efter.efter_lasning) == (False, True)
    with pytest.raises(DomanFel, match="hos justerarna"):
        ta_bort_bilaga(fore, by=sekreterare)
    with pytest.raises(IntegrityError, match="ändras inte"), transaction.atomic():
        Paragrafbilaga.objects.filter(pk=fore.pk)._raw_delete("default")
    ta_bort_bilaga(efter, by=sekreterare)
    assert Paragrafbilaga.objects.get() == fore


def test_file_that_has_gone_along_stays_and_the_record_of_it_too(prov, sekreterare):
    rad = lagg_till(prov.paragrafer[0], fil=TAXA, namn="Taxa", by=sekreterare)
    skicka(prov, "ada@example.invalid", bilagor=bilagorna(prov.paragrafer)[prov.paragrafer[0].pk], by=sekreterare)
    with pytest.raises(DomanFel, match="har följt med"):
        ta_bort_bilaga(rad, by=sekreterare)
    with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
        Expedieringsbilaga.objects.update(namn="Annat")


def test_what_uppdrag_brought_to_the_paragraf_is_offered_but_not_chosen(prov, sekreterare):
    [_, atta] = prov.paragrafer
    rapport = RapportbilagaFactory()
    redovisning = RedovisningFactory(rapport=rapport.rapport, uppdrag=rapport.rapport.uppdrag)
    [b] = bilagorna([redovisning.paragraf, atta])[redovisning.paragraf_id]
    assert (b.namn, b.forvald) == (rapport.bilaga.namn, False)
    assert b.varifran.startswith("Kom med rapporten om uppdrag")


# Pages


@pytest.fixture
def siv(inloggad, sekreterare):
    return inloggad(sekreterare)


def test_page_takes_a_file_and_gives_it_back(siv, prov):
    sidan = url("paragraf-bilagor", prov.paragrafer[0])
    assert "Inga bilagor" in text(siv.get(sidan))
    ord_ = siv.post(sidan, {"fil": SimpleUploadedFile("x.exe", b"MZ"), "namn": "X"})
    assert (ord_.status_code, "inte kan bifogas" in text(ord_)) == (422, True)
    assert siv.post(sidan, {"fil": SimpleUploadedFile("taxa.pdf", b"%PDF 1"), "namn": "Taxa"}).status_code == 302
    svar = siv.get(url("bilaga", Paragrafbilaga.objects.get()))
    assert (svar.content, svar["Content-Disposition"]) == (b"%PDF 1", 'attachment; filename="taxa.pdf"')
    assert "tillagt efteråt" in text(siv.get(sidan))
    siv.post(url("bilaga-ta-bort", Paragrafbilaga.objects.get()))
    assert not Paragrafbilaga.objects.exists()


def test_page_of_expediering_has_the_files_ticked_and_tells_of_one_that_is_missing(siv, organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="utkast")
    for p in prov.paragrafer:
        beslut = p.besluten.get()
        beslut.text = "<p>Nämnden antar taxan enligt bilaga.</p>"
        beslut.save()
    frys(prov.protokoll, satt="godkannande", by=sekreterare)
    justera(prov.protokoll)
    lagg_till(prov.paragrafer[0], fil=TAXA, namn="Taxa", by=sekreterare)
    sida = text(siv.get(url("expediera", prov.protokoll)))
    [b] = bilagorna(prov.paragrafer)[prov.paragrafer[0].pk]
    assert f'name="bilaga" value="{b.varde}" checked' in sida
    assert f'ingen fil ligger på <a href="{url("paragraf-bilagor", prov.paragrafer[1])}">§ 8</a>.' in sida
    efter_commit(siv.post)(
        url("expediera-skicka", prov.protokoll),
        {"version": 1, "nyckel": uuid4(), "mottagare": ["kontoret@example.invalid"], "bilaga": [b.varde]},
    )
    assert len(provpost.skickat[0].attachments) == 2
    efter = siv.get(url("expediera", prov.protokoll))
    assert url("expedieringsbilaga", Expedieringsbilaga.objects.get()) in text(efter)
    assert siv.get(url("expedieringsbilaga", Expedieringsbilaga.objects.get())).content == TAXA.innehall


# Refused, uncertain, corrected


def test_all_that_were_refused_are_tried_again_in_one_go(prov, sekreterare, post):
    post.vid_sandning = nekad
    skicka(prov, "kontoret@example.invalid", "ada@example.invalid", by=sekreterare)
    post.vid_sandning = None

    skicka(prov, "kontoret@example.invalid", "ada@example.invalid", by=sekreterare)

    assert sorted(b.to[0] for b in post.skickat) == ["ada@example.invalid", "kontoret@example.invalid"]
    assert (Utskick.objects.count(), Expediering.objects.count()) == (2, 3)


def test_uncertain_is_not_among_them_and_asks_for_a_reason(prov, sekreterare, post):
    def bruten(_):
        raise smtplib.SMTPServerDisconnected

    post.vid_sandning = bruten
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    post.vid_sandning = None
    with pytest.raises(DomanFel, match="osäkert om brevet till Kontoret gick fram"):
        skicka(prov, "kontoret@example.invalid", by=sekreterare)
    ratta(prov, sekreterare, nummer=8)  # of another §: still not sent by itself
    assert stegen(prov)["Kontoret"] == ["fel"]
    e = Expediering.objects.get()
    with pytest.raises(DomanFel, match="kan redan ha fått"):
        akter.skicka_igen(e, nyckel=uuid4(), by=sekreterare)
    akter.skicka_igen(e, skal="Ada hade inte fått det", nyckel=uuid4(), by=sekreterare)
    assert stegen(prov)["Kontoret"] == ["sand"]
    assert Expediering.objects.first().igen_skal


def test_mail_that_waits_for_a_server_that_is_down_says_so_on_the_row(siv, prov, sekreterare, post):
    def nere():
        raise ConnectionRefusedError

    post.vid_oppning = nere
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    sida = text(siv.get(url("expediera", prov.protokoll)))
    assert "E-postservern gick inte att nå" in sida
    assert "Försök igen med brevet till Kontoret" in sida
    post.vid_oppning = None
    efter_commit(siv.post)(url("expediering-igen", Expediering.objects.get()), {"nyckel": uuid4()})
    assert len(post.skickat) == 1


def test_refused_before_a_rattelse_of_another_paragraf_can_still_be_sent(prov, sekreterare, post):
    post.vid_sandning = nekad
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    post.vid_sandning = None
    skicka(prov, "ada@example.invalid", by=sekreterare)
    ratta(prov, sekreterare, nummer=8)

    assert stegen(prov)["Kontoret"] == ["osand"]
    skicka(prov, "kontoret@example.invalid", by=sekreterare, version=2)
    assert post.skickat[-1].attachments[0][1] == "%PDF 2 § 7".encode()


def test_what_the_rattelse_did_not_touch_can_be_sent_again(prov, sekreterare, post):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    ratta(prov, sekreterare, nummer=8)
    akter.skicka_igen(Expediering.objects.get(), skal="Hittar det inte", nyckel=uuid4(), by=sekreterare)
    assert len(post.skickat) == 2


def test_two_windows_after_a_rattelse_order_it_once(prov, sekreterare):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    ratta(prov, sekreterare, nummer=7)
    val = {"mottagare": ["kontoret@example.invalid"], "version": 2, "by": sekreterare}
    moduler.bestall(prov.protokoll, nyckel=uuid4(), **val)
    with pytest.raises(DomanFel, match="redan skickat"):
        moduler.bestall(prov.protokoll, nyckel=uuid4(), **val)


def test_page_points_out_who_has_the_old_text(siv, prov, sekreterare):
    skicka(prov, "kontoret@example.invalid", "ada@example.invalid", by=sekreterare)
    ratta(prov, sekreterare, nummer=8)
    sida = text(siv.get(url("expediera", prov.protokoll)))
    assert "1 mottagare har en text som har rättats sedan dess: Ada Alm." in sida
    assert 'value="ada@example.invalid" aria-label="Ada Alm" checked' in sida


def test_those_with_an_address_are_noted_by_hand_only_after_a_question(siv, prov):
    val = {"version": 1, "nyckel": uuid4(), "mottagare": ["kontoret@example.invalid"], "hur": "med post"}
    svar = siv.post(url("expediera-anteckna", prov.protokoll), val)
    assert (svar.status_code, "Kontoret har e-postadress" in text(svar)) == (422, True)
    assert not Expediering.objects.exists()
    assert 'name="aven_med_epost" value="1"' in text(svar)
    siv.post(url("expediera-anteckna", prov.protokoll), val | {"aven_med_epost": "1"})
    assert Expediering.objects.get().anteckning == "med post"


def test_broken_off_long_ago_is_uncertain_on_the_page_of_again(siv, prov, sekreterare):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    Utskick.objects.update(skickat=None, paborjat=timezone.now() - timedelta(hours=1))
    sida = text(siv.get(url("expediering-igen", Expediering.objects.get())))
    assert "Det är osäkert om brevet" in sida
    assert "Varför skickas utdraget igen?" in sida


def test_rattelse_of_who_was_there_makes_every_utdrag_of_it_old(prov, sekreterare):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    dokument = fran_json(Dokument, prov.version.innehall)
    rattad = Rattad(date(2026, 3, 9), "Protokolljusterare", "Bo", "Bea", "Siv", "Fel namn")
    bara_raden = replace(dokument, rattelser=(rattad,))
    ny_version(prov.protokoll, bara_raden, b"%PDF 2", slag="rattelse", skal="Fel namn", by=sekreterare)
    assert stegen(prov)["Kontoret"] == ["sand"]
    ny_version(
        prov.protokoll, replace(bara_raden, justerare=("Bea",)), b"%PDF 3", slag="rattelse", skal="x", by=sekreterare
    )
    assert stegen(prov)["Kontoret"] == ["rattad"]
