import pytest

from kommun import epost


@pytest.mark.parametrize(
    ("url", "backend", "expected"),
    [
        ("", "kommun.epost.Konsol", ("localhost", 25, "", "", False, False)),
        ("smtp://post.example", "smtp", ("post.example", 25, "", "", False, False)),
        ("smtp+starttls://siv:h%40lv@post.example", "smtp", ("post.example", 587, "siv", "h@lv", True, False)),
        ("smtps://siv:x@post.example:4650", "smtp", ("post.example", 4650, "siv", "x", False, True)),
    ],
)
def test_settings(url, backend, expected):
    found = epost.settings(url)

    assert backend in found.pop("EMAIL_BACKEND")
    assert tuple(found.values()) == expected


@pytest.mark.parametrize("url", ["http://post.example", "post.example", "smtp://"])
def test_wrong_address_is_said_at_once(url):
    with pytest.raises(ValueError, match="FULLGJORT_SMTP skrivs"):
        epost.settings(url)
