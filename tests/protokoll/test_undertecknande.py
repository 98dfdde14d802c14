"""A protokoll gets its seal, or becomes justerat by signatures made elsewhere: once, whole, or not at all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun.fel import DomanFel
from kommun.models import Bilaga
from protokoll import tillagg
from protokoll.models import Protokoll, Undertecknande
from protokoll.signering import kontrollera, papper, stampla, stampling, uppladdning
from protokoll.signering.fel import StampelFel
from protokoll.signering.granskning import underskrifterna
from tests.factories import ParagrafFactory, VersionFactory
from tests.parallel import at_once, die, killed
from tests.protokoll.signeringsprov import liten_pdf, med_en_sida_till, tidsstampeltjanst, undertecknad

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)

FRYST = liten_pdf("Protokoll nämnden § 7 Taxa", "Nämnden beslutar att anta taxan.")
IDAG = date(2026, 3, 12)
FRYSTES = datetime(2026, 3, 6, 9, tzinfo=UTC)


def version(satt: str, lage: str = "fryst"):
    """Of a protokoll that was frozen on 2026-03-06, after a meeting on 2026-03-04."""
    v = VersionFactory(pdf=FRYST, skapad=FRYSTES, protokoll__sammantrade__datum=date(2026, 3, 4))
    ParagrafFactory(protokoll=v.protokoll, nummer=7)
    v.protokoll.lage, v.protokoll.justerat_genom = lage, satt
    v.protokoll.justeringsdag = date(2026, 3, 10) if lage == "justerat" else None
    v.protokoll.save()
    return v


@pytest.fixture
def justerad():
    return version("godkannande", "justerat")


# The seal


def test_sealed_twice_it_has_one_seal(justerad):
    forsta = stampla(justerad)

    assert stampla(justerad) == forsta
    assert Undertecknande.objects.count() == Bilaga.objects.count() == 1
    assert (forsta.satt, forsta.prov, forsta.av) == ("godkannande", True, None)
    pdf = bytes(forsta.bilaga.innehall)
    kontroll = kontrollera(pdf, FRYST)
    assert kontroll.hel
    assert kontroll.ar_det_frysta
    assert "PROVSTÄMPEL, bevisar ingenting" in kontroll.signaturer[0].skal
    assert forsta.kontroll["signaturer"][0]["prov"] is True


@pytest.mark.parametrize(
    ("satt", "lage", "mening"),
    [
        ("godkannande", "fryst", "inte justerat än"),
        ("papper", "justerat", "på ett annat sätt: underskrifter på papper"),
    ],
)
def test_what_is_not_to_be_sealed_is_not(satt, lage, mening):
    with pytest.raises(DomanFel, match=mening):
        stampla(version(satt, lage))
    assert not Undertecknande.objects.exists()


def test_test_seal_only_on_a_document_that_says_so(justerad):
    justerad.innehall["prov"] = False
    with pytest.raises(StampelFel, match="riktiga stämpel, som saknas nu"):
        stampla(justerad)


def test_a_version_that_was_replaced_is_not_sealed(justerad):
    VersionFactory(protokoll=justerad.protokoll, nummer=2)
    with pytest.raises(DomanFel, match="Version 1 är inte den som justerades"):
        stampla(justerad)


def test_while_the_time_stamps_are_down_nothing_is_stored_and_then_it_works(settings, justerad):
    with tidsstampeltjanst(status=503) as settings.TSA, pytest.raises(StampelFel):
        stampla(justerad)
    assert not Bilaga.objects.exists()

    with tidsstampeltjanst() as settings.TSA:
        assert stampla(justerad).kontroll["signaturer"][0]["tidsstamplad"] is True


def test_signed_file_that_was_changed_where_it_lies_is_found(justerad):
    assert list(underskrifterna(justerad)) == ["Kommunens stämpel saknas."]
    bilaga = stampla(justerad).bilaga
    assert list(underskrifterna(justerad)) == []

    andrad = bytearray(bilaga.innehall)
    andrad[200] ^= 1
    with connection.cursor() as cursor:
        # As somebody would who has all rights in the database.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE kommun_bilaga DISABLE TRIGGER USER")
    Bilaga.objects.filter(pk=bilaga.pk).update(innehall=bytes(andrad))
    fel = "\n".join(underskrifterna(justerad))
    assert "den sparade filen är ändrad" in fel
    assert "är bruten" in fel


@pytest.fixture
def ko(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


def _justera(v):
    """What the last approval does."""
    v.protokoll.lage, v.protokoll.justeringsdag = "justerat", date(2026, 3, 10)
    v.protokoll.save()
    for akt in tillagg.EFTER_JUSTERING:
        akt(v.protokoll, v, by=None)


@real
def test_justering_queues_the_seal_and_a_worker_sets_it(ko):
    v = version("godkannande")
    with transaction.atomic():
        _justera(v)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists(), "not justerat, so nothing to seal"

    v.protokoll.refresh_from_db()
    with transaction.atomic():
        _justera(v)
    assert stampling.laget(v).lage == "vantar"
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    v.protokoll.refresh_from_db()
    assert stampling.ostamplade(v.protokoll) == []
    assert kontrollera(bytes(Undertecknande.objects.get().bilaga.innehall), FRYST).hel


@real
def test_what_stopped_the_worker_is_said_and_may_be_tried_again(ko, settings):
    v = version("godkannande")
    settings.STAMPEL = "/finns/inte.p12"
    _justera(v)
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)

    laget = stampling.laget(v)
    assert laget.lage == "fel"
    assert "går inte att läsa" in laget.fel
    assert laget.kan_provas
    assert laget.igen > timezone.now(), "the worker tries again by itself"
    settings.STAMPEL = ""
    assert stampling.ostamplade(v.protokoll) == [v]
    stampla(v)
    assert stampling.ostamplade(v.protokoll) == []


def test_rattelse_gets_a_seal_of_its_own(justerad):
    stampla(justerad)
    rattelse = VersionFactory(protokoll=justerad.protokoll, nummer=2, slag="rattelse", pdf=liten_pdf("Rättat"))
    assert stampling.ostamplade(justerad.protokoll) == [rattelse]

    assert "Rättelse" in stampla(rattelse).kontroll["signaturer"][0]["skal"]
    assert stampling.ostamplade(justerad.protokoll) == []


def test_on_paper_nothing_is_queued(ko):
    _justera(version("papper"))
    assert not DBTaskResult.objects.exists()


@real
def test_worker_that_died_is_seen_after_a_while(ko):
    v = version("godkannande")
    _justera(v)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert stampling.laget(v).lage == "pagar"
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=6))
    assert stampling.laget(v).lage == "fel"
    assert "avbröts" in stampling.laget(v).fel


@real
def test_process_killed_in_the_middle_leaves_nothing_half_done():
    """A real process, really killed when the file is stored and the seal is not."""
    v = version("godkannande", "justerat")

    def seal():
        post_save.connect(die, sender=Bilaga, weak=False)
        stampla(v)

    killed(seal)

    assert not Bilaga.objects.exists()
    assert not Undertecknande.objects.exists()
    assert kontrollera(bytes(stampla(v).bilaga.innehall), FRYST).hel


@real
def test_two_at_once_set_one_seal():
    v = version("godkannande", "justerat")
    forsta, andra = at_once(lambda: stampla(v), lambda: stampla(v))

    assert forsta == andra
    assert Undertecknande.objects.count() == Bilaga.objects.count() == 1


# Signed in another service


@pytest.fixture
def uppladdat():
    return version("uppladdat")


@pytest.fixture
def foljder():
    """What follows upon a justering."""
    hande = []
    akt = lambda protokoll, version, *, by: hande.append((protokoll.lage, version, by))  # noqa: E731
    tillagg.EFTER_JUSTERING.append(akt)
    yield hande
    tillagg.EFTER_JUSTERING.remove(akt)


def _ladda_upp(v, pdf, by, **annat):
    return uppladdning.ta_emot(v, pdf, by=by, **({"dag": date(2026, 3, 10), "today": IDAG} | annat))


def test_file_signed_elsewhere_makes_it_justerat(uppladdat, sekreterare, foljder):
    pdf = undertecknad(FRYST)
    undertecknande, kontroll = _ladda_upp(uppladdat, pdf, sekreterare)

    protokoll = Protokoll.objects.get()
    assert (protokoll.lage, protokoll.justeringsdag) == ("justerat", date(2026, 3, 10))
    assert protokoll.history.first().history_change_reason == "Justerat genom underskrifter av Siv Provsson"
    assert bytes(undertecknande.bilaga.innehall) == pdf
    assert undertecknande.kontroll["borjar_med_fryst"] is True
    assert kontroll.mening == "Signaturen av Siv Provsson är hel, utfärdaren är inte känd."
    assert foljder == [("justerat", uppladdat, sekreterare)]

    igen, _ = _ladda_upp(uppladdat, pdf, sekreterare)
    assert igen == undertecknande
    assert len(foljder) == Bilaga.objects.count() == 1


def test_without_a_day_it_is_that_of_the_last_signature(uppladdat, sekreterare):
    _ladda_upp(uppladdat, undertecknad(FRYST), sekreterare, dag=None, today=timezone.localdate())
    assert Protokoll.objects.get().justeringsdag == timezone.localdate()


OMGJORD = liten_pdf("Protokoll nämnden § 7 Taxa Transaktion 123", "Nämnden beslutar att anta taxan. Transaktion 123")


@pytest.mark.parametrize(
    ("pdf", "mening"),
    [
        (b"Hej", "ingen PDF"),
        (FRYST, "utan underskrifter"),
        (OMGJORD, "ingen elektronisk underskrift"),
        (undertecknad(liten_pdf("Detaljplan för Rosendal", "Bilaga 4")), "inte det här protokollet"),
        (
            undertecknad(liten_pdf("Protokoll nämnden § 7 Taxa", "Nämnden beslutar att avslå taxan.")),
            "Texten på sidan 2 är inte den som frystes. ”anta” saknas",
        ),
        (undertecknad(FRYST)[:-40] + b"x" * 40, "bruten|skadad"),
        (med_en_sida_till(undertecknad(FRYST)), "har ändrats efter signaturen"),
        (undertecknad(OMGJORD), "Skriv varför"),
    ],
    ids=["text", "unsigned", "unsigned copy", "another", "other text", "broken", "page added", "built anew"],
)
def test_what_is_wrong_with_a_file_is_said_and_changes_nothing(uppladdat, sekreterare, foljder, pdf, mening):
    with pytest.raises(DomanFel, match=mening):
        _ladda_upp(uppladdat, pdf, sekreterare)
    assert Protokoll.objects.get().lage == "fryst"
    assert not Bilaga.objects.exists()
    assert foljder == []


def test_file_that_the_service_built_anew_is_taken_in_with_a_reason_and_both_are_kept(uppladdat, sekreterare):
    pdf = undertecknad(OMGJORD)
    granskning = uppladdning.granska(uppladdat, pdf)
    assert granskning.omgjord
    assert granskning.jamforelse.tillagt == ("Transaktion 123",)

    undertecknande, _ = _ladda_upp(uppladdat, pdf, sekreterare, skal="Tjänsten lägger till ett nummer")
    assert undertecknande.kontroll["omgjord"] == "Tjänsten lägger till ett nummer"
    assert bytes(undertecknande.version.pdf) == FRYST
    assert bytes(undertecknande.bilaga.innehall) == pdf
    assert "Tjänsten lägger till ett nummer" in Protokoll.objects.get().history.first().history_change_reason


def test_page_added_by_the_service_before_signing_is_a_choice_too(uppladdat):
    granskning = uppladdning.granska(uppladdat, undertecknad(med_en_sida_till(FRYST, "Signaturblad")))
    assert granskning.jamforelse.tillagda_sidor == 1


# On paper


def test_scanned_page_and_a_day_make_it_justerat(sekreterare, foljder):
    v = version("papper")
    papper.ta_emot(v, innehall=b"\xff\xd8\xff\xe0 sidan", dag=date(2026, 3, 9), by=sekreterare, today=IDAG)

    protokoll = Protokoll.objects.get()
    assert (protokoll.lage, protokoll.justeringsdag, protokoll.justerat_genom) == (
        "justerat",
        date(2026, 3, 9),
        "papper",
    )
    bilaga = Undertecknande.objects.get().bilaga
    assert (bilaga.typ, bilaga.namn[-4:]) == ("image/jpeg", ".jpg")
    assert len(foljder) == 1


@pytest.mark.parametrize(
    ("dag", "mening"),
    [
        (date(2026, 3, 13), "Fredag 13 mars 2026 har inte varit än"),
        (date(2026, 3, 3), "Sammanträdet var onsdag 4 mars 2026"),
        (date(2026, 3, 5), "Protokollet frystes fredag 6 mars 2026"),
    ],
)
def test_day_that_cannot_be_right(sekreterare, dag, mening):
    with pytest.raises(DomanFel, match=mening):
        papper.ta_emot(version("papper"), innehall=b"%PDF-1.7", dag=dag, by=sekreterare, today=IDAG)
    assert Protokoll.objects.get().lage == "fryst"


def test_scanned_page_of_another_kind(sekreterare):
    with pytest.raises(DomanFel, match="varken PDF, JPG eller PNG"):
        papper.ta_emot(version("papper"), innehall=b"MZ\x90", dag=IDAG, by=sekreterare, today=IDAG)


@pytest.mark.parametrize(
    ("satt", "lage", "mening"),
    [
        ("godkannande", "fryst", "fryst för att undertecknas så här: Godkännande i Fullgjort"),
        ("papper", "utkast", "inte fryst än"),
        ("godkannande", "justerat", "redan justerat"),
        ("papper", "avskrift", "inläst avskrift"),
    ],
)
def test_in_another_state_nothing_is_taken_in(sekreterare, satt, lage, mening):
    v = version(satt, lage)
    with pytest.raises(DomanFel, match=mening):
        papper.ta_emot(v, innehall=b"%PDF-1.7", dag=date(2026, 3, 9), by=sekreterare, today=IDAG)
    assert not Bilaga.objects.exists()
