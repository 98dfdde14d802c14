"""What a decision says of its own justering."""

import pytest

from protokoll.omedelbart import MENING, har_annan_text, med_meningen, sager_omedelbart


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nämnden antar planen.</p><p>Paragrafen justeras omedelbart.</p>",
        "<p>Denna paragraf justeras omedelbart.</p>",
        "<p>Paragrafen förklaras omedelbart justerad.</p>",
        "<ul><li><p>att antа planen</p></li><li><p>att paragrafen ska justeras\nomedelbart</p></li></ul>",
        "<p>Nämnden beslutar om omedelbar justering av paragrafen.</p>",
    ],
)
def test_said(html):
    assert sager_omedelbart(html)
    assert med_meningen(html) == html


@pytest.mark.parametrize(
    "html",
    ["", "<p>Nämnden antar planen.</p>", "<p>Beslutet gäller omedelbart.</p>", "<p>Taxan justeras den 1 maj.</p>"],
)
def test_not_said(html):
    assert not sager_omedelbart(html)


def test_the_sentence_is_put_last_once():
    en_gang = med_meningen("<p>Nämnden antar planen.</p><p>&nbsp;</p><p><br></p>")
    assert en_gang == f"<p>Nämnden antar planen.</p><p>{MENING}</p>"
    assert med_meningen(en_gang) == en_gang


@pytest.mark.parametrize(
    ("html", "har"),
    [
        ("", False),
        (f"<p>{MENING}</p>", False),
        (f"<p>Nämnden antar planen.</p><p>{MENING}</p>", True),
        (f"<p>Nämnden antar planen. {MENING}</p>", True),
        ("<ul><li><p>att anta planen</p></li></ul>", True),
    ],
)
def test_a_decision_in_writing_is_more_than_the_sentence(html, har):
    assert har_annan_text(html) is har
