"""What is folded in the database and what is folded here is folded alike."""

import pytest
from django.db import connection

from uppdrag.sok.vikning import klar, orden, vik


def _sql(uttryck: str, *varden):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {uttryck}", varden)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "Škorić, ÅÄÖ åäö É é",
        "a\u030a o\u0308 E\u0301 m\u0304",  # in two characters
        "utarbета lеkplats",  # Cyrillic
        "mjuk\u00adt binde\u200bstreck \ufeff",
        "ﬁn½ \u00a0 två\u2003ord\n\tradbryt",
        "Ørsted Łódź straße İstanbul",
        "§ 34, 2020-02-25 (C) – ”citat” 100 %",
        "",
        *["".join(map(chr, range(n, n + 0x100))) for n in (0x20, 0x100, 0x370, 0x400, 0x1E00)],
    ],
)
def test_one_folding(text):
    text = text.replace("\x7f", "")
    assert _sql("sok_klar(%s)", text) == klar(text)
    assert _sql("sok_vik(%s)", klar(text)) == vik(klar(text))
    assert _sql("sok_ord(%s)", klar(text)).split() == orden(text)
    # Every letter stays where it was, so that a hit can be marked in what is shown.
    assert len(_sql("sok_ord(%s)", klar(text))) == len(klar(text))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dnr", "tal"),
    [
        ("2020/000053 000", "2020/53"),
        ("KS-2024-00548", "2024/548"),
        ("KS 2018/14", "2018/14"),
        ("2018/14 KS", "2018/14"),
        ("53/2020", "2020/53"),
        ("SBN 2021:7", "2021/7"),
        ("Dnr saknas", ""),
        ("", ""),
    ],
)
def test_a_dnr_in_short(dnr, tal):
    assert _sql("sok_dnrtal(%s)", dnr) == tal


@pytest.mark.django_db
def test_text_of_html():
    html = "<p>Lek<strong>plats</strong></p><ul><li>A &amp; B</li><li>&lt;C&gt;</li></ul><br>d&nbsp;e"
    assert _sql("sok_klar(sok_html(%s))", html) == "Lekplats A & B <C> d e"
