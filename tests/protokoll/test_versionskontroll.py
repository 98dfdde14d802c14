"""`manage.py kontrollera_protokoll`: what is as it was stored passes, and each way to change it is found."""

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kommun.utskick import ny_bilaga
from kommun.varden import som_json
from protokoll.management.commands import kontrollera_protokoll
from protokoll.models import Godkannande, Undertecknande
from protokoll.signering import kontrollera
from protokoll.signering.certifikat import stampeln
from protokoll.signering.pades import signera
from protokoll.versionskedja import kedjan
from tests.factories import PersonFactory, VersionFactory
from tests.protokoll.signeringsprov import liten_pdf, med_en_sida_till

pytestmark = pytest.mark.django_db


@pytest.fixture
def versioner(paragraf):
    """Two of the same protokoll, in a chain."""
    forsta = VersionFactory(protokoll=paragraf.protokoll)
    pdf = b"%PDF-1.7\ntva\n%%EOF\n"
    andra = VersionFactory.build(protokoll=paragraf.protokoll, nummer=2, pdf=pdf, innehall=forsta.innehall)
    andra.kedja = kedjan(forsta.kedja, andra.sha256, andra.innehall)
    andra.save()
    return forsta, andra


def kor(*args, kod=0) -> str:
    ut = StringIO()
    if kod:
        with pytest.raises(SystemExit) as slut:
            call_command("kontrollera_protokoll", *args, stdout=ut, no_color=True)
        assert slut.value.code == kod
    else:
        call_command("kontrollera_protokoll", *args, stdout=ut, no_color=True)
    return ut.getvalue()


def sabotera(sql: str, *params, tabell="protokoll_protokollsversion") -> None:
    """As somebody with the keys of the database would, past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {tabell} DISABLE TRIGGER USER")
        cursor.execute(sql, params or None)
        cursor.execute(f"ALTER TABLE {tabell} ENABLE TRIGGER USER")


def test_what_is_as_it_was_stored_passes(versioner):
    text = kor()

    assert "version 1: stämmer" in text
    assert "PN 2026-03-04" in text
    assert "2 versioner kontrollerade, alla stämmer." in text
    assert kor("--tyst") == "2 versioner kontrollerade, alla stämmer.\n"
    assert "2 versioner" in kor("--organ", "PN")


def test_nothing_to_check_and_no_such_organ(paragraf):
    assert kor() == "Inga versioner finns att kontrollera.\n"
    with pytest.raises(CommandError, match="Organet ”XYZ” finns inte"):
        kor("--organ", "XYZ")


SABOTAGE = {
    "a byte of the PDF": (
        "UPDATE protokoll_protokollsversion SET pdf = pdf || '\\x20'::bytea WHERE nummer = 1",
        ["version 1: FEL. PDF-filen är ändrad"],
        1,
    ),
    "the PDF and its hash": (
        (
            "UPDATE protokoll_protokollsversion SET pdf = '\\x41', sha256 = encode(sha256('\\x41'), 'hex') "
            "WHERE nummer = 1"
        ),
        ["version 1: FEL. Kedjan är bruten"],
        1,
    ),
    "a word of the content": (
        (
            "UPDATE protokoll_protokollsversion SET innehall = jsonb_set(innehall, '{organ}', '\"Annat\"') "
            "WHERE nummer = 2"
        ),
        ["version 2: FEL. Kedjan är bruten"],
        1,
    ),
    "a version is gone": (
        "DELETE FROM protokoll_protokollsversion WHERE nummer = 1",
        ["version 2: FEL. Före den saknas version 1.", "version 2: FEL. Kedjan är bruten"],
        1,
    ),
    "the content cannot be read": (
        "UPDATE protokoll_protokollsversion SET innehall = '{}' WHERE nummer = 2",
        ["version 2: FEL. Innehållet går inte att läsa"],
        1,
    ),
    "the first link": (
        "UPDATE protokoll_protokollsversion SET kedja = 'x' WHERE nummer = 1",
        ["version 1: FEL. Kedjan är bruten", "version 2: FEL. Kedjan är bruten"],
        2,
    ),
}


@pytest.mark.parametrize(("sql", "meningar", "antal"), SABOTAGE.values(), ids=SABOTAGE)
def test_what_was_changed_is_found(versioner, sql, meningar, antal):
    sabotera(sql)
    text = kor("--tyst", kod=1)

    for mening in meningar:
        assert mening in text
    assert f"{antal} stämmer inte." in text


def test_an_approval_of_another_pdf_is_found(versioner):
    forsta, _ = versioner
    falt = {"person": PersonFactory(), "namn": "Bo Björk", "tid": timezone.now(), "inloggning": "Prov"}
    Godkannande.objects.create(version=forsta, roll="justerare", sha256=forsta.sha256, **falt)
    assert "alla stämmer" in kor()
    Godkannande.objects.create(version=forsta, roll="ordforande", sha256="0" * 64, **falt)
    assert "version 1: FEL. Bo Björk godkände en annan PDF-fil" in kor(kod=1)


def test_a_seal_is_verified_again_and_the_file_it_stands_in(paragraf):
    fryst = liten_pdf("Protokoll § 7 Taxa")
    version = VersionFactory(protokoll=paragraf.protokoll, pdf=fryst)
    signerad = signera(fryst, stampeln()[0], falt="Stampel", lasbart="Stämpel", skal="Justerat")
    Undertecknande.objects.create(
        version=version,
        satt="godkannande",
        bilaga=ny_bilaga(namn="protokoll.pdf", typ="application/pdf", innehall=signerad),
        kontroll=som_json(kontrollera(signerad, fryst)),
        tid=timezone.now(),
    )
    assert "alla stämmer" in kor()

    # Somebody who changes the hash of the file too is told by the signature.
    andrad = med_en_sida_till(signerad)
    sabotera("UPDATE kommun_bilaga SET innehall = %s", andrad, tabell="kommun_bilaga")
    assert "den sparade filen är ändrad" in kor(kod=1)
    summa = hashlib.sha256(andrad).hexdigest()
    sabotera("UPDATE kommun_bilaga SET sha256 = %s", summa, tabell="kommun_bilaga")
    text = kor(kod=1)
    assert "den sparade filen är ändrad" not in text
    assert "version 1: FEL. Godkännande i Fullgjort" in text


def test_a_frozen_protokoll_without_version_is_found(paragraf):
    paragraf.protokoll.lage = "fryst"
    paragraf.protokoll.save()
    assert "ingen version: FEL. Protokollet är fryst men har ingen version." in kor(kod=1)


def test_many_are_reported_on_the_way(versioner, monkeypatch, capsys):
    monkeypatch.setattr(kontrollera_protokoll, "_STEG", 1)
    kor()
    assert "1 av 2 versioner kontrollerade." in capsys.readouterr().err
