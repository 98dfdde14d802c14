import contextlib
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommun.fel import DomanFel
from protokoll.inbjudan.brevlasning import las
from protokoll.inbjudan.epost import las_epost, text_av_html
from tests.protokoll.inbjudan.breven import EML, ICS, brevet

IDAG = date(2026, 2, 20)


def test_mail_gives_subject_sender_day_number_and_attachments():
    brev = las_epost(EML)

    assert (brev.amne, brev.fran) == ("VB: Inbjudan: Budgetdagen den 27 maj", "SKR <info@skr.example>")
    assert (brev.skickat, brev.uid) == (date(2026, 2, 12), "abc@skr.example")
    assert brev.text == "Anmälan senast den 10 maj 2026."
    assert [(b.namn, b.innehall) for b in brev.bilagor] == [("program.pdf", b"%PDF-1.7"), ("elak.exe", b"MZ")]


def test_mail_proposes_fields_with_their_words():
    (brev,) = las("message/rfc822", EML, dag=IDAG)

    assert brev.forslag.fakta.arrangor == "SKR"
    assert brev.forslag.fakta.sista_anmalan == date(2026, 5, 10)
    assert brev.forslag.ur["titel"].startswith("Ämne: VB: Inbjudan: Budgetdagen")


def test_event_inside_a_mail_goes_before_its_words():
    ett = brevet("Välkommen den 1 juni i Malmö! Kostnad: 500 kr")
    ett.add_attachment(ICS, maintype="text", subtype="calendar", filename="dag.ics")

    (brev,) = las("message/rfc822", bytes(ett), dag=IDAG)

    assert brev.forslag.fakta.borjar == date(2026, 5, 27)
    assert brev.uid == "dag@skr.example"
    assert brev.forslag.ur["borjar"] == "Kalenderfilens tid"


def test_forwarded_letter_is_read_not_the_one_around_it():
    yttre = EmailMessage()
    yttre["Subject"], yttre["From"] = "VB: se bifogat", "Registrator <registrator@kommunen.example>"
    yttre.set_content("Hej, registrera den här. Mötet är den 1 mars.")
    yttre.add_attachment(brevet())

    brev = las_epost(bytes(yttre))

    assert brev.fran == "SKR <info@skr.example>"
    assert brev.text == "Anmälan senast den 10 maj 2026."


def test_html_mail_is_read_as_text():
    html = (
        "<style>p{color:red}</style><p>Plats:<br>Malmö</p><script>alert('5 maj')</script><td>a</td><td>b &amp; c</td>"
    )

    assert text_av_html(html) == "Plats:\nMalmö\na\tb & c"


def test_mail_with_html_alone():
    brev = EmailMessage()
    brev["Subject"] = "Inbjudan"
    brev.set_content("<p>Plats: Malmö</p><p>Tid: 5 maj 2026</p>", subtype="html")

    (last,) = las("message/rfc822", bytes(brev), dag=IDAG)

    assert last.forslag.fakta.platser == ("Malmö",)
    assert last.forslag.fakta.borjar == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("huvud", "kropp", "text"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1", "Växjö".encode("latin-1"), "Växjö"),
        (b"Content-Type: text/plain; charset=finns-inte", "Växjö".encode(), "Växjö"),
        (b"Content-Type: text/plain", "Växjö".encode("cp1252"), "Växjö"),
        (b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"VsOkeGrDtg==", "Växjö"),
        (b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"!!!", ""),
        (b"Content-Type: text/plain\nDate: i torsdags\nMessage-ID: <<<", b"a\x00b", "ab"),
        (b"Subject: =?utf-8?q?=ff=fe?=\nFrom: ,,<>\nContent-Type: ;;", b"x", "x"),
    ],
)
def test_codings_and_broken_heads(huvud, kropp, text):
    assert las_epost(b"Subject: x\n" + huvud + b"\n\n" + kropp).text.strip() == text


def _nastlat(djup):
    delar = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(djup))
    return b"Subject: x\n" + delar + b"Content-Type: text/plain\n\nhej\n"


@pytest.mark.parametrize(
    "innehall",
    [
        b"%PDF-1.7",
        b"",
        b"hej hopp",
        _nastlat(50),
        _nastlat(5000),
        b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 5000,
    ],
    ids=["pdf", "tom", "text", "djupt", "mycket-djupt", "brev-i-brev"],
)
def test_what_is_no_mail_is_answered_with_a_sentence(innehall):
    with pytest.raises(DomanFel, match=r"\.$"):
        las_epost(innehall)


def test_names_of_attachments_lead_nowhere():
    brev = brevet()
    brev.add_attachment(b"x", maintype="application", subtype="pdf", filename="../../etc/\u202efdp.pdf")

    (bilaga,) = las_epost(bytes(brev)).bilagor
    assert bilaga.namn == "etc fdp.pdf"


@given(st.binary(max_size=300), st.sampled_from([b"Content-Type: multipart/mixed; boundary=a", b"From: x", b"Date: y"]))
@settings(max_examples=150, deadline=None)
def test_no_mail_breaks_the_reader(kropp, huvud):
    with contextlib.suppress(DomanFel):
        las("message/rfc822", b"Subject: x\n" + huvud + b"\n" + kropp, dag=IDAG)
