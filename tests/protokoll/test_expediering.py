"""Decisions are sent to their receivers once, whoever presses twice or dies in between."""

import dataclasses
import smtplib
from hashlib import sha256
from uuid import uuid4

import pytest

from kommun.fel import DomanFel
from kommun.models import Bilaga, Utskick
from kommun.varden import fran_json
from protokoll import expediering as moduler
from protokoll.dokumentvarden import Dokument
from protokoll.expedieringslage import att_expediera, laget
from protokoll.frysning import ny_version
from protokoll.models import Expediering, Mottagare, Sandlista, Sandlisterad, Sandning
from tests import provpost
from tests.efter import Akter
from tests.parallel import at_once, die, killed
from tests.protokoll.utdragsprov import mottagare, protokollet

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)
akter = Akter(moduler)


@pytest.fixture(autouse=True)
def post(settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    # One PDF of the utdrag is looked at in its own tests; here it is told which §§ it holds.
    monkeypatch.setattr(moduler, "utdrag_pdf", lambda u: f"%PDF {u.version} {u.paragrafspann}".encode())
    provpost.nollstall()
    yield provpost
    provpost.nollstall()


@pytest.fixture
def prov(organ, sekreterare):
    return protokollet(organ, by=sekreterare)


def bestall(prov, *nycklar, by):
    return moduler.bestall(prov.protokoll, mottagare=nycklar, version=1, nyckel=uuid4(), by=by)


def skicka(prov, *vilka, by, version=1, nyckel=None):
    nycklar = vilka or [r.nyckel for r in laget(prov.protokoll).kvar if r.till]
    sandning = akter.bestall(prov.protokoll, mottagare=nycklar, version=version, nyckel=nyckel or uuid4(), by=by)
    akter.utfor(sandning)
    return sandning


def stegen(prov) -> dict[str, list[str]]:
    return {r.namn: [x.steg.value for x in r.leveranser] for r in laget(prov.protokoll).rader}


def ratta(prov, by, nummer=7):
    """A rättelse of one §, as a stored version."""
    dokument = fran_json(Dokument, prov.version.innehall)
    rattade = tuple(
        dataclasses.replace(p, rubrik=f"{p.rubrik}, rättad") if p.nummer == nummer else p for p in dokument.paragrafer
    )
    ny = dataclasses.replace(dokument, paragrafer=rattade)
    return ny_version(prov.protokoll, ny, b"%PDF rattad", slag="rattelse", skal="Fel siffra", by=by)


# Who is to get what


def test_a_receiver_gets_one_mail_with_all_its_paragrafer(prov, sekreterare, post):
    skicka(prov, by=sekreterare)

    breven = {b.to[0]: b for b in post.skickat}
    assert breven.keys() == {"ada@example.invalid", "kontoret@example.invalid"}
    [(namn, innehall, typ)] = breven["ada@example.invalid"].attachments
    assert (namn, typ) == ("utdrag-pn-2026-03-04-7-8.pdf", "application/pdf")
    assert innehall == "%PDF 1 §§ 7–8".encode()
    assert breven["ada@example.invalid"].subject == "Protokollsutdrag: Provnämnden 4 mars 2026, §§ 7–8"
    assert "§ 8 Ärende 8" in breven["ada@example.invalid"].body
    assert breven["kontoret@example.invalid"].attachments[0][1] == "%PDF 1 § 7".encode()


def test_what_was_sent_is_kept_with_version_time_receiver_and_file(prov, sekreterare):
    skicka(prov, "kontoret@example.invalid", by=sekreterare)

    [e] = Expediering.objects.all()
    assert (e.version, e.paragraf, e.till, e.av) == (
        prov.version,
        prov.paragrafer[0],
        "kontoret@example.invalid",
        sekreterare,
    )
    assert e.utskick.skickat
    assert e.utdrag.sha256 == sha256(bytes(e.utdrag.innehall)).hexdigest()
    assert stegen(prov) == {"Ada Alm": ["osand", "osand"], "Kontoret": ["sand"], "Länsstyrelsen": ["osand"]}


def test_a_list_reaches_each_on_it_once_also_who_stands_for_himself(prov, sekreterare, post):
    lista = Sandlista.objects.create(namn="Samtliga nämnder")
    for n, namn in enumerate(["ada", "bo"]):
        Sandlisterad.objects.create(lista=lista, namn=namn, epost=f"{namn}@example.invalid", ordning=n)
    mottagare(prov.paragrafer[0], "Samtliga nämnder", slag="lista", sandlista=lista)

    skicka(prov, by=sekreterare)

    assert sorted(b.to[0] for b in post.skickat) == [f"{n}@example.invalid" for n in ("ada", "bo", "kontoret")]
    assert [r.namn for r in laget(prov.protokoll).kvar] == ["Länsstyrelsen"]


def test_the_same_utdrag_to_many_is_one_file(prov, sekreterare):
    mottagare(prov.paragrafer[0], "Bo Björk", "bo@example.invalid")
    skicka(prov, "bo@example.invalid", "kontoret@example.invalid", by=sekreterare)

    assert Bilaga.objects.count() == 1


def test_receiver_who_came_after_the_text_was_closed_is_named_at_its_end(prov):
    kallan = moduler.kalla(prov.protokoll)
    assert moduler.tillagda(kallan, [8]) == ["Ada Alm"]
    assert moduler.tillagda(kallan, [7]) == ["Ada Alm", "Kontoret", "Länsstyrelsen"]


# Never twice


def test_the_same_form_twice_is_one_order(prov, sekreterare, post):
    nyckel = uuid4()
    first = skicka(prov, "ada@example.invalid", by=sekreterare, nyckel=nyckel)
    again = skicka(prov, "ada@example.invalid", by=sekreterare, nyckel=nyckel)

    assert first == again
    assert len(post.skickat) == 1


def test_what_is_sent_is_not_sent_again_from_another_page(prov, sekreterare, post):
    skicka(prov, "ada@example.invalid", by=sekreterare)
    with pytest.raises(DomanFel, match="redan skickat"):
        skicka(prov, "ada@example.invalid", by=sekreterare)
    assert len(post.skickat) == 1


def test_two_orders_for_the_same_send_it_once(prov, sekreterare, post):
    forsta = bestall(prov, "ada@example.invalid", by=sekreterare)
    # As one ordered at the same moment, before anything of the first was sent.
    andra = Sandning.objects.create(version=prov.version, nyckel=uuid4(), av=sekreterare, rader=forsta.rader)
    akter.utfor(forsta)
    akter.utfor(andra)

    assert len(post.skickat) == 1
    assert Expediering.objects.count() == 2
    assert not Sandning.objects.filter(klar=None).exists()


@real
def test_two_workers_at_once_send_each_mail_once(organ, sekreterare, post):
    prov = protokollet(organ, by=sekreterare)
    for n in range(6):
        mottagare(prov.paragrafer[0], f"Nummer {n}", f"nr{n}@example.invalid")
    nycklar = [r.nyckel for r in laget(prov.protokoll).kvar if r.till]
    sandning = moduler.bestall(prov.protokoll, mottagare=nycklar, version=1, nyckel=uuid4(), by=sekreterare)

    assert at_once(lambda: moduler.utfor(sandning), lambda: moduler.utfor(sandning)) == [True, True]

    assert sorted(b.to[0] for b in post.skickat) == sorted(nycklar)
    assert Utskick.objects.count() == 8


@real
def test_process_killed_in_the_middle_is_taken_up_again_without_sending_twice(organ, sekreterare, post):
    """A real process, really killed: after one receiver's records and mail, inside the transaction of the next."""
    prov = protokollet(organ, by=sekreterare)
    nycklar = ["ada@example.invalid", "kontoret@example.invalid"]
    sandning = moduler.bestall(prov.protokoll, mottagare=nycklar, version=1, nyckel=uuid4(), by=sekreterare)

    def send():
        lagg = moduler.utskick.lagg

        def lagg_och_do(**falt):
            rad = lagg(**falt)
            if falt["till"] == "kontoret@example.invalid":
                die()
            return rad

        moduler.utskick.lagg = lagg_och_do
        moduler.utfor(sandning)

    killed(send)

    assert [e.till for e in Expediering.objects.all()] == ["ada@example.invalid"] * 2
    assert Utskick.objects.get().skickat, "the child sent it before it died"
    assert stegen(prov)["Kontoret"] == ["pagar"]
    assert moduler.utfor(sandning)
    assert [b.to[0] for b in post.skickat] == ["kontoret@example.invalid"]
    assert Expediering.objects.count() == 3
    assert Bilaga.objects.count() == 2


def test_no_time_left_is_taken_up_later(prov, sekreterare, post):
    sandning = akter.bestall(
        prov.protokoll, mottagare=["ada@example.invalid"], version=1, nyckel=uuid4(), by=sekreterare
    )

    assert not akter.utfor(sandning, sekunder=0)
    assert stegen(prov)["Ada Alm"] == ["pagar", "pagar"]
    assert akter.utfor(sandning)
    assert len(post.skickat) == 1


# Failures


def nekad(_):
    raise smtplib.SMTPRecipientsRefused({"x": (550, b"No such user")})


def test_refused_address_is_shown_and_tried_again(prov, sekreterare, post):
    post.vid_sandning = nekad
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    post.vid_sandning = None
    [rad] = laget(prov.protokoll).fel
    assert rad.fel[0].brev.forklaring.startswith("E-postservern tog inte emot adressen")

    akter.skicka_igen(rad.fel[0].expediering, nyckel=uuid4(), by=sekreterare)

    assert stegen(prov)["Kontoret"] == ["sand"]
    assert [b.to[0] for b in post.skickat] == ["kontoret@example.invalid"]


def test_mended_address_is_sent_to_as_one_that_has_got_nothing(prov, sekreterare, post):
    post.vid_sandning = nekad
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    post.vid_sandning = None
    prov.kontoret.epost = "ratt@example.invalid"
    prov.kontoret.save()
    assert stegen(prov)["Kontoret"] == ["osand"]

    skicka(prov, "ratt@example.invalid", by=sekreterare)
    assert [b.to[0] for b in post.skickat] == ["ratt@example.invalid"]


def test_another_address_in_the_register_is_no_reason_to_send_again(prov, sekreterare):
    skicka(prov, by=sekreterare)
    prov.ada.epost = "ada.alm@example.invalid"
    prov.ada.save()
    assert stegen(prov)["Ada Alm"] == ["sand", "sand"]


def test_sent_again_only_with_a_reason(prov, sekreterare, post):
    skicka(prov, "ada@example.invalid", by=sekreterare)
    e = Expediering.objects.order_by("pk").first()
    with pytest.raises(DomanFel, match="varför"):
        akter.skicka_igen(e, skal=" ", nyckel=uuid4(), by=sekreterare)

    nyckel = uuid4()
    for _ in range(2):
        akter.skicka_igen(e, skal="Hittar det inte", nyckel=nyckel, by=sekreterare)

    assert len(post.skickat) == 2
    assert post.skickat[0].attachments == post.skickat[1].attachments
    assert Expediering.objects.filter(igen_skal="Hittar det inte").count() == 2


# After a rättelse


def test_only_who_got_what_was_corrected_is_pointed_out(prov, sekreterare, post):
    skicka(prov, by=sekreterare)
    ratta(prov, sekreterare, nummer=8)

    assert stegen(prov) == {"Ada Alm": ["sand", "rattad"], "Kontoret": ["sand"], "Länsstyrelsen": ["osand"]}
    with pytest.raises(DomanFel, match="rättats sedan dess"):
        akter.skicka_igen(Expediering.objects.filter(namn="Ada Alm").first(), skal="x", nyckel=uuid4(), by=sekreterare)
    skicka(prov, "ada@example.invalid", by=sekreterare, version=2)

    assert post.skickat[-1].subject.startswith("Rättat protokollsutdrag: Provnämnden 4 mars 2026, § 8")
    assert post.skickat[-1].attachments[0][1] == "%PDF 2 § 8".encode()
    assert stegen(prov)["Ada Alm"] == ["sand", "sand"]


def test_page_from_before_the_rattelse_sends_nothing(prov, sekreterare, post):
    ratta(prov, sekreterare)
    with pytest.raises(DomanFel, match="rättats sedan sidan visades"):
        skicka(prov, "ada@example.invalid", by=sekreterare, version=1)
    assert not post.skickat


def test_order_from_before_the_rattelse_stops_and_says_so(prov, sekreterare, post):
    sandning = akter.bestall(
        prov.protokoll, mottagare=["ada@example.invalid"], version=1, nyckel=uuid4(), by=sekreterare
    )
    ratta(prov, sekreterare)

    assert akter.utfor(sandning)
    sandning.refresh_from_db()
    assert "rättades medan" in sandning.fel
    assert not post.skickat
    assert stegen(prov)["Ada Alm"] == ["osand", "osand"]


# By hand, and what may not be


def test_given_by_post_is_noted_once(prov, sekreterare):
    [utan] = laget(prov.protokoll).utan_adress
    val = {"mottagare": [utan.nyckel], "version": 1, "by": sekreterare}
    with pytest.raises(DomanFel, match="hur beslutet lämnades"):
        akter.anteckna(prov.protokoll, hur=" ", **val)

    assert [akter.anteckna(prov.protokoll, hur="med post", **val) for _ in range(2)] == [1, 0]
    assert stegen(prov)["Länsstyrelsen"] == ["sand"]
    assert not laget(prov.protokoll).utan_adress


def test_without_address_nothing_is_mailed_and_the_address_can_be_written(prov, sekreterare, post):
    [utan] = laget(prov.protokoll).utan_adress
    with pytest.raises(DomanFel, match="saknas för Länsstyrelsen"):
        skicka(prov, utan.nyckel, by=sekreterare)

    akter.satt_adress(prov.protokoll, mottagare=utan.nyckel, epost="lst@example.invalid", by=sekreterare)
    skicka(prov, "lst@example.invalid", by=sekreterare)
    assert [b.to[0] for b in post.skickat] == ["lst@example.invalid"]


def test_sekretess_never_goes_by_mail(organ, sekreterare, post):
    prov = protokollet(organ, by=sekreterare, slag="sekretess", antal=1)
    with pytest.raises(DomanFel, match="sekretess"):
        skicka(prov, by=sekreterare)
    assert not post.skickat
    assert akter.anteckna(prov.protokoll, mottagare=["ada@example.invalid"], version=1, hur="Rek", by=sekreterare) == 1


@pytest.mark.parametrize("lage", ["utkast", "fryst"])
def test_nothing_is_sent_before_the_justering(organ, sekreterare, post, lage):
    prov = protokollet(organ, by=sekreterare, lage=lage, antal=1)
    with pytest.raises(DomanFel, match="inte justerat än"):
        skicka(prov, by=sekreterare)
    assert not post.skickat
    assert att_expediera([organ.pk]) == []


# What is left


def test_waits_for_the_secretary_until_all_is_sent_or_noted(prov, organ, sekreterare, post):
    assert [(len(x.kvar), len(x.fel)) for x in att_expediera([organ.pk])] == [(3, 0)]
    post.vid_sandning = nekad
    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    post.vid_sandning = None
    skicka(prov, "ada@example.invalid", by=sekreterare)
    assert [(len(x.kvar), len(x.fel)) for x in att_expediera([organ.pk])] == [(1, 1)]
    nycklar = [r.nyckel for r in laget(prov.protokoll).rader]
    akter.anteckna(prov.protokoll, mottagare=nycklar, version=1, hur="Med post", aven_med_epost=True, by=sekreterare)
    assert att_expediera([organ.pk]) == []
    ratta(prov, sekreterare, nummer=8)
    assert [[r.namn for r in x.kvar] for x in att_expediera([organ.pk])] == [["Ada Alm"]]


def test_receiver_removed_only_before_it_got_anything(prov, sekreterare):
    from protokoll.mottagare import ta_bort_mottagare

    skicka(prov, "kontoret@example.invalid", by=sekreterare)
    with pytest.raises(DomanFel, match="redan fått"):
        ta_bort_mottagare(Mottagare.objects.get(namn="Kontoret"), by=sekreterare)
    ta_bort_mottagare(Mottagare.objects.get(namn="Länsstyrelsen"), by=sekreterare)
    assert not Mottagare.objects.filter(namn="Länsstyrelsen").exists()
