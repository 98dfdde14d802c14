"""The outbox: sent after the commit, once, whoever fails or dies in between."""

import hashlib
import smtplib
import time
from datetime import timedelta
from io import StringIO
from threading import Lock

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.fel import DomanFel
from kommun.models import Utskick
from tests import provpost
from tests.efter import efter_commit
from tests.parallel import at_once, die, killed

pytestmark = pytest.mark.django_db
real = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def post(settings):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    provpost.nollstall()
    yield provpost
    provpost.nollstall()


def brev(n=1, **falt) -> dict:
    return {"nyckel": f"prov:{n}", "till": f"person{n}@example.invalid", "amne": "Prov", "text": "Hej!"} | falt


@efter_commit
def lagg(*nummer, **falt) -> list[Utskick]:
    """Put some in the box in one transaction, which sends them as it ends."""
    with transaction.atomic():
        return [utskick.lagg(**brev(n, **falt)) for n in nummer]


def vantande(*nummer) -> list[Utskick]:
    """Some that wait, with nobody sending them yet."""
    return [Utskick.objects.create(**brev(n)) for n in nummer]


skicka_igen = efter_commit(utskick.skicka_igen)


def lagen() -> list[str]:
    return [utskick.lage(u, nu=timezone.now()).value for u in Utskick.objects.order_by("pk")]


def till(post) -> list[str]:
    return [b.to[0] for b in post.skickat]


def raise_(fel):
    raise fel


# In the act's transaction, and after it


@real
def test_mail_is_sent_after_the_commit(post):
    with transaction.atomic():
        utskick.lagg(**brev())
        assert post.skickat == []

    [sant] = post.skickat
    assert (sant.to, sant.subject, sant.body) == (["person1@example.invalid"], "Prov", "Hej!")
    assert lagen() == ["skickat"]


def test_act_that_fails_sends_nothing(post):
    @transaction.atomic
    def act():
        utskick.lagg(**brev())
        raise DomanFel("nej")

    with pytest.raises(DomanFel):
        act()

    assert post.skickat == []
    assert not Utskick.objects.exists()


@real
def test_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        utskick.lagg(**brev())


def test_same_key_is_said_once(post):
    [first] = lagg(1)
    [again] = lagg(1, text="Något annat")

    assert again == first
    assert [b.body for b in post.skickat] == ["Hej!"]


@real
def test_same_key_at_the_same_moment_is_said_once(post):
    first, second = at_once(lambda: lagg(1), lambda: lagg(1))

    assert first == second
    assert till(post) == ["person1@example.invalid"]


def test_attachment_comes_along_as_stored(post):
    bilaga = utskick.ny_bilaga(namn="kallelse.pdf", typ="application/pdf", innehall=b"%PDF-1.7 prov")
    lagg(1, bilaga=bilaga)

    assert [tuple(a) for a in post.skickat[0].attachments] == [("kallelse.pdf", b"%PDF-1.7 prov", "application/pdf")]
    assert bilaga.sha256 == hashlib.sha256(b"%PDF-1.7 prov").hexdigest()


def test_mail_sent_again_has_the_same_message_id(post):
    [rad] = lagg(1)
    rad.skickat, rad.fel = None, utskick.OSAKERT
    rad.save()

    skicka_igen(rad)

    ids = {b.extra_headers["Message-ID"] for b in post.skickat}
    assert len(post.skickat) == 2
    assert len(ids) == 1


# Never twice


@real
def test_claim_is_committed_before_the_mail_is_handed_over(post):
    seen = []

    def look(_):
        # From a connection of its own: only what is committed is seen.
        seen.extend(at_once(lambda: Utskick.objects.values_list("paborjat", "skickat").get()))

    post.vid_sandning = look
    lagg(1)

    [(paborjat, skickat)] = seen
    assert paborjat is not None
    assert skickat is None


@real
def test_two_processes_never_send_the_same(post):
    vantande(*range(12))
    lock, in_hand = Lock(), []

    def slowly(sant):
        with lock:
            in_hand.append(sant.to[0])
        time.sleep(0.02)

    post.vid_sandning = slowly
    counts = at_once(utskick.skicka, utskick.skicka, utskick.skicka)

    assert sum(counts) == 12
    assert sorted(in_hand) == sorted(f"person{n}@example.invalid" for n in range(12))
    assert sum(bool(n) for n in counts) > 1, "they share the work"


@real
def test_process_killed_in_the_middle_leaves_it_uncertain(post):
    """A real process, really killed between the claim and the mark."""
    vantande(1)

    def send():
        post.vid_sandning = die
        utskick.skicka()

    killed(send)

    assert utskick.skicka() == 0, "nobody sends it by himself"
    [rad] = Utskick.objects.all()
    assert utskick.lage(rad, nu=timezone.now()) == "skickas"
    assert utskick.lage(rad, nu=timezone.now() + timedelta(minutes=6)) == "osakert"
    with pytest.raises(DomanFel, match="skickas just nu"):
        skicka_igen(rad)

    rad.paborjat -= timedelta(minutes=6)
    rad.save()
    skicka_igen(rad)
    assert till(post) == ["person1@example.invalid"]
    assert lagen() == ["skickat"]


@real
def test_two_who_say_again_at_once_send_one(post):
    [rad] = vantande(1)
    rad.paborjat, rad.fel = timezone.now(), utskick.OSAKERT
    rad.save()
    post.vid_sandning = lambda _: time.sleep(0.05)

    at_once(lambda: skicka_igen(rad), lambda: skicka_igen(rad))

    assert till(post) == ["person1@example.invalid"]


def test_what_is_sent_is_not_sent_again(post):
    [rad] = lagg(1)

    with pytest.raises(DomanFel, match="redan skickat"):
        skicka_igen(rad)

    assert len(post.skickat) == 1


# Failures


def test_server_out_of_reach_leaves_all_waiting(post):
    tries = []

    def nobody():
        tries.append(1)
        raise ConnectionRefusedError

    post.vid_oppning = nobody
    lagg(1, 2, 3)

    assert len(tries) == 1, "one attempt, not one for each"
    assert lagen() == ["vantar"] * 3
    assert {u.fel for u in Utskick.objects.all()} == {utskick.EJ_NATT}

    post.vid_oppning = None
    out = StringIO()
    call_command("skicka_utskick", stdout=out)
    assert out.getvalue() == "3 brev skickade, 0 väntar.\n"
    assert till(post) == [f"person{n}@example.invalid" for n in (1, 2, 3)]
    assert {u.fel for u in Utskick.objects.all()} == {""}


REFUSED = {"a@example.invalid": (550, b"No such user")}
LATER = {"a@example.invalid": (451, b"Try again later")}


@pytest.mark.parametrize(
    ("error", "lage", "sentence"),
    [
        (smtplib.SMTPRecipientsRefused(REFUSED), "fel", utskick.NEKAD_ADRESS),
        (smtplib.SMTPRecipientsRefused(LATER), "vantar", utskick.TILLFALLIGT),
        (smtplib.SMTPDataError(554, b"Spam"), "fel", utskick.NEKAT_BREV),
        (smtplib.SMTPDataError(452, b"Full"), "vantar", utskick.TILLFALLIGT),
        (smtplib.SMTPSenderRefused(550, b"No", "a@b"), "fel", utskick.NEKAT_BREV),
        (smtplib.SMTPNotSupportedError(), "fel", utskick.NEKAT_BREV),
        (ValueError("bad header"), "fel", utskick.NEKAT_BREV),
        (smtplib.SMTPServerDisconnected(), "osakert", utskick.OSAKERT),
        (TimeoutError(), "osakert", utskick.OSAKERT),
        (RuntimeError("who knows"), "osakert", utskick.OSAKERT),
    ],
    ids=lambda v: repr(v) if isinstance(v, Exception) else None,
)
def test_failure_while_handing_over(post, error, lage, sentence):
    post.vid_sandning = lambda _: raise_(error)

    [rad] = lagg(1)  # raises nothing: the act is done

    rad.refresh_from_db()
    assert lagen() == [lage]
    assert rad.fel == sentence
    post.vid_sandning = None
    assert utskick.skicka() == (1 if lage == "vantar" else 0)


def test_one_bad_address_does_not_stop_the_others(post):
    post.vid_sandning = lambda sant: (
        raise_(smtplib.SMTPRecipientsRefused(REFUSED)) if sant.to == ["person1@example.invalid"] else None
    )

    lagg(1, 2)

    assert lagen() == ["fel", "skickat"]


def test_mended_address_is_used_when_sent_again(post):
    post.vid_sandning = lambda _: raise_(smtplib.SMTPRecipientsRefused(REFUSED))
    [rad] = lagg(1)
    post.vid_sandning = None

    skicka_igen(rad, till="ratt@example.invalid")

    assert till(post) == ["ratt@example.invalid"]


def test_server_that_hangs_makes_one_mail_uncertain_not_all(post):
    post.vid_sandning = lambda _: raise_(TimeoutError())
    vantande(1, 2, 3)

    utskick.skicka()

    assert lagen() == ["osakert", "vantar", "vantar"]


def test_request_does_not_send_for_ever(post):
    vantande(1, 2)

    assert utskick.skicka(sekunder=0) == 0
    assert lagen() == ["vantar", "vantar"]


def test_line_break_in_a_subject_is_no_header(post):
    [rad] = lagg(1, amne="Kallelse\nBcc: annan@example.invalid " + "x" * 300)

    assert lagen() == ["skickat"]
    assert rad.amne.startswith("Kallelse Bcc: annan@example.invalid xxx")
    assert len(rad.amne) == 200


@pytest.mark.parametrize(
    ("paborjat", "skickat", "fel", "expected"),
    [
        (None, None, "", "vantar"),
        (None, None, utskick.EJ_NATT, "vantar"),
        (timedelta(minutes=1), None, "", "skickas"),
        (timedelta(minutes=6), None, "", "osakert"),
        (timedelta(minutes=1), None, utskick.OSAKERT, "osakert"),
        (timedelta(minutes=6), None, utskick.NEKAD_ADRESS, "fel"),
        (timedelta(minutes=6), timedelta(minutes=5), "", "skickat"),
    ],
)
def test_lage(paborjat, skickat, fel, expected):
    nu = timezone.now()
    rad = Utskick(**brev(), fel=fel, paborjat=paborjat and nu - paborjat, skickat=skickat and nu - skickat)

    assert utskick.lage(rad, nu=nu) == expected
    assert utskick.lage(rad, nu=nu).ord


def test_console_shows_text_and_names_of_attachments(settings, capsys):
    settings.EMAIL_BACKEND = "kommun.epost.Konsol"
    lagg(1, bilaga=utskick.ny_bilaga(namn="kallelse.pdf", typ="application/pdf", innehall=b"%PDF"))

    out = capsys.readouterr().out
    assert out.startswith("Till: person1@example.invalid\nÄmne: Prov\nBilaga: kallelse.pdf\n\nHej!\n")
