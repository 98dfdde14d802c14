from datetime import date

import pytest

from uppdrag.redovisningsord import Utfallet, beslutet, mening

GAV = {"givare": "KSAU", "givet": date(2020, 1, 21), "paragraf": 11}


@pytest.mark.parametrize(
    ("utfall", "sager"),
    [
        pytest.param(
            Utfallet("godkant", **GAV),
            "Kommunstyrelsen godkänner återrapporteringen och förklarar uppdraget som lämnades av KSAU "
            "den 21 januari 2020, § 11, för avslutat.",
            id="godkänt",
        ),
        pytest.param(
            Utfallet("komplettering", **GAV, anteckning="vad det kostar."),
            "Kommunstyrelsen begär komplettering av återrapporteringen av uppdraget som lämnades av KSAU "
            "den 21 januari 2020, § 11: vad det kostar.",
            id="komplettering",
        ),
        pytest.param(
            Utfallet("anstand", **GAV, ny_frist=date(2020, 6, 1)),
            "Kommunstyrelsen ger anstånd till den 1 juni 2020 med återrapporteringen av uppdraget som lämnades av "
            "KSAU den 21 januari 2020, § 11.",
            id="anstånd",
        ),
        pytest.param(
            Utfallet("antecknat", "KF", date(2020, 1, 21), None),
            "Kommunstyrelsen antecknar redovisningen av uppdraget som lämnades av KF den 21 januari 2020 "
            "till protokollet.",
            id="antecknat utan §",
        ),
    ],
)
def test_mening(utfall, sager):
    assert mening(utfall, "Kommunstyrelsen") == sager
    assert beslutet([utfall], "Kommunstyrelsen") == f"<p>{sager}</p>"


def test_several_make_an_att_list_and_what_was_typed_is_escaped():
    html = beslutet(
        [
            Utfallet("godkant", **GAV),
            Utfallet("komplettering", **GAV, anteckning="a < b"),
            Utfallet("anstand", **GAV, ny_frist=date(2020, 6, 1)),
        ],
        "Kommunstyrelsen",
    )

    assert html.startswith("<p>Kommunstyrelsen beslutar</p><ul><li><p>att godkänna återrapporteringen och förklara")
    assert "för avslutat,</p></li>" in html
    assert "a &lt; b samt</p></li>" in html
    assert html.endswith("§ 11.</p></li></ul>")


def test_nothing_decided_says_nothing():
    assert beslutet([], "Kommunstyrelsen") == ""
