"""Backup and restore with PostgreSQL's own programs: all comes back, and what is broken off leaves nothing half."""

import json
import resource
import threading
import zipfile
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from kommun import utskick
from kommun.kopia import KopiaFel, aterstallning, kryptering, lasning, program, tagning
from kommun.models import Bilaga, Utskick
from protokoll.models import Protokollsversion
from tests.factories import VersionFactory
from tests.parallel import die, killed
from tests.schemat import schemat

real = pytest.mark.django_db(transaction=True)


@pytest.fixture
def krypterat(settings, tmp_path):
    """Encrypted, and with a seal that goes along."""
    stampel = tmp_path / "stampel.p12"
    stampel.write_bytes(b"nyckel")
    settings.KOPIANYCKEL, settings.STAMPEL = kryptering.ny_nyckel(), str(stampel)


@pytest.fixture
def mapp(tmp_path) -> Path:
    (tmp_path / "kopior").mkdir()
    return tmp_path / "kopior"


def kor(*args, **options) -> str:
    ut = StringIO()
    call_command(*args, stdout=ut, stderr=ut, no_color=True, **options)
    return ut.getvalue()


def kopiera(mapp: Path) -> Path:
    kor("sakerhetskopiera", ut=mapp)
    return tagning.tidigare(mapp, connection.settings_dict["NAME"])[-1]


def rader() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return cursor.fetchone()[0]


@real
def test_a_backup_brings_back_the_municipality(krypterat, paragraf, mapp, monkeypatch, client, lasare):
    """In the steps of the day when it is needed: taken while others write, broken off, refused, put back."""
    VersionFactory(protokoll=paragraf.protokoll)
    client.force_login(lasare)
    for n, lage in enumerate(({}, {"skickat": timezone.now(), "paborjat": timezone.now()})):
        Utskick.objects.create(nyckel=f"n{n}", till="a@example.invalid", amne="Hej", text="Hej", **lage)
    _somebody_writes_meanwhile(monkeypatch)
    fil = kopiera(mapp)
    monkeypatch.undo()
    assert Bilaga.objects.get().namn == "sen"  # saved, and after the moment of the backup
    assert fil.stat().st_mode & 0o077 == 0

    har = schemat()
    with aterstallning.tillfallig_databas():
        _with_a_row_too_few_nothing_is_put_back(fil)
        _killed_at_the_last_moment_nothing_is_put_back(fil, monkeypatch)
        text = kor("aterstall", fil, filer=mapp / "filer")

        assert "rader är tillbaka" in text
        assert "1 version kontrollerade, alla stämmer." in text
        assert schemat() == har
        assert not Bilaga.objects.exists()
        vantade, skickat = Utskick.objects.order_by("nyckel")
        assert utskick.lage(vantade, nu=timezone.now()) == utskick.Lage.OSAKERT
        assert utskick.skicka() == 0
        assert utskick.lage(skickat, nu=timezone.now()) == utskick.Lage.SKICKAT
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session")
            assert cursor.fetchone() == (0,)
        with pytest.raises(IntegrityError, match="läggs till och ändras aldrig"):
            Protokollsversion.objects.update(skal="")
    assert (mapp / "filer" / "stampel" / "stampel.p12").read_bytes() == b"nyckel"


def _somebody_writes_meanwhile(monkeypatch):
    dumpa = tagning._dumpa

    def spara():
        utskick.ny_bilaga(namn="sen", typ="text/plain", innehall=b"sen")
        connections.close_all()

    def sedan(*args):
        trad = threading.Thread(target=spara)
        trad.start()
        trad.join()
        return dumpa(*args)

    monkeypatch.setattr(tagning, "_dumpa", sedan)


def _with_a_row_too_few_nothing_is_put_back(fil):
    with lasning.oppna(fil, _nycklar()) as kopia:
        kopia.manifest.antal["kommun_utskick"] += 1
        with pytest.raises(KopiaFel, match="kommun_utskick har 2 rader och ska ha 3"):
            aterstallning.lagg_tillbaka(kopia, lambda klart, allt: None)
    assert rader() == 0


def _killed_at_the_last_moment_nothing_is_put_back(fil, monkeypatch):
    with monkeypatch.context() as m:
        m.setattr(aterstallning, "_avslut", die)
        killed(lambda: kor("aterstall", fil))
    assert rader() == 0


def _nycklar():
    return kryptering.nycklar(settings.KOPIANYCKEL)


@real
def test_a_backup_that_is_broken_off_is_none(organ, mapp, monkeypatch):
    with monkeypatch.context() as m:
        m.setattr("kommun.kopia.fil.os.rename", die)
        killed(lambda: kopiera(mapp))
    (rest,) = mapp.iterdir()
    assert rest.name.endswith(".delvis")
    assert not tagning.tidigare(mapp, connection.settings_dict["NAME"])

    with _disk_of(200_000), pytest.raises(CommandError, match=r"är full\. Ingen kopia är skriven"):
        kopiera(mapp)
    assert list(mapp.iterdir()) == []  # what the killed one left is cleared away too


@contextmanager
def _disk_of(antal: int):
    mjuk, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (antal, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (mjuk, hard))


# -- without PostgreSQL's programs -----------------------------------------------------------------------------------


MANIFEST = lasning.Manifest(
    "Provkommun", "2026-03-02T10:00:00+00:00", "prov", 15, "", [["kommun", "0001_register"]], {}
)


def provkopia(fil: Path, **andrat) -> Path:
    """A whole backup of nothing in particular."""
    fakta = json.loads(MANIFEST.som_json()) | {
        "delar": {lasning.DUMP: {"bytes": 4, "sha256": sha256(b"dump").hexdigest()}}
    }
    with zipfile.ZipFile(fil, "w") as arkiv:
        arkiv.writestr(lasning.DUMP, b"dump")
        arkiv.writestr(lasning.MANIFEST, json.dumps(fakta | andrat))
    return fil


def test_a_backup_says_what_it_holds(tmp_path):
    text = kor("aterstall", provkopia(tmp_path / "k.zip", antal={"a": 2, "b": 3}), kontrollera=True)

    assert "Provkommun, 2026-03-02T10:00:00+00:00: 2 tabeller, 5 rader, 4 byte, inte krypterad, PostgreSQL 15." in text
    assert "Kopian är hel." in text


@pytest.mark.parametrize(
    ("innehall", "mening"),
    [
        (None, "finns inte"),
        (b"", "ingen säkerhetskopia"),
        (b"PK\x03\x04 halv", "ingen säkerhetskopia"),
        (b"ord", "ingen"),
    ],
)
def test_a_file_that_is_no_backup_is_refused(tmp_path, innehall, mening):
    fil = tmp_path / "k.zip"
    if innehall is not None:
        fil.write_bytes(innehall)

    with pytest.raises(CommandError, match=mening):
        kor("aterstall", fil)


def test_a_changed_dump_is_found(tmp_path):
    fil = provkopia(tmp_path / "k.zip")
    fil.write_bytes(fil.read_bytes().replace(b"dump", b"dumq", 2))

    with pytest.raises(CommandError):
        kor("aterstall", fil, kontrollera=True)
    annan = provkopia(tmp_path / "l.zip", delar={lasning.DUMP: {"bytes": 4, "sha256": "0" * 64}})
    with pytest.raises(CommandError, match="avkortad eller ändrad"):
        kor("aterstall", annan, kontrollera=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("andrat", "mening"),
    [
        ({}, "Databasen är inte tom, den har \\d+ tabeller"),
        ({"postgresql": 99}, "minst version 99 behövs"),
        ({"migrationer": [["kommun", "0999_framtid"]]}, "som inte har kommun.0999_framtid"),
        ({"format": 2}, "nyare version av Fullgjort"),
    ],
)
def test_what_cannot_be_put_here_is_refused_before_anything_is_done(tmp_path, andrat, mening):
    with pytest.raises(CommandError, match=mening):
        kor("aterstall", provkopia(tmp_path / "k.zip", **andrat))


def test_only_older_backups_of_the_same_database_are_taken_away(tmp_path):
    namn = ["ks-20260301T000000Z.zip", "ks-20260302T000000Z.zip.krypterad", "ks-20260303T000000Z.zip"]
    andra = ["ks2-20260301T000000Z.zip", "ks-anteckning.txt", "ks-20260301T000000Z.zip.delvis"]
    for n in [*namn, *andra]:
        (tmp_path / n).touch()

    assert [fil.name for fil in tagning.tidigare(tmp_path, "ks")] == namn


def test_the_commands_ask_for_what_they_need(tmp_path):
    with pytest.raises(CommandError, match="--ut KATALOG"):
        kor("sakerhetskopiera")
    with pytest.raises(CommandError, match="Minst en kopia"):
        kor("sakerhetskopiera", ut=tmp_path, behall=0)
    assert len(kryptering.nycklar(kor("sakerhetskopiera", ny_nyckel=True))) == 1


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(KopiaFel, match="saknas finns inte"):
        tagning.ta_kopia(tmp_path / "saknas" / "k.zip", nu=timezone.now(), nycklar=[], framsteg=print)


def test_a_seal_is_never_written_in_the_clear(settings):
    settings.STAMPEL = "/etc/stampel.p12"

    assert tagning.saknade_filer(krypterad=False) == ["/etc/stampel.p12"]
    assert tagning.saknade_filer(krypterad=True) == []


def test_the_password_is_no_argument():
    class Anslutning:
        @staticmethod
        def get_connection_params():
            return {
                "dbname": "f",
                "user": "u",
                "password": "hemligt",
                "host": "h",
                "sslmode": "require",
                "prepare_threshold": None,
            }

    vart, miljo = program.adress(Anslutning)

    assert "hemligt" not in vart
    assert set(vart.split()) == {"host=h", "user=u", "dbname=f", "sslmode=require"}
    assert miljo["PGPASSWORD"] == "hemligt"


def test_a_program_of_another_version_is_not_used():
    with pytest.raises(KopiaFel, match=r"pg_dump av version 99 behövs.*postgresql-client-99"):
        program.hitta("pg_dump", 99)
