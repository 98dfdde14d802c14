"""What `check --deploy` says of settings that are not fit for production."""

from kommun.driftkontroll import i_drift


def funna(settings, monkeypatch, nyckel="x", **andrat):
    monkeypatch.setenv("FULLGJORT_SECRET_KEY", nyckel)
    bra = {
        "DEMO": False,
        "DEBUG": False,
        "WEBBADRESS": "https://protokoll.exempel.se",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "DEFAULT_FROM_EMAIL": "protokoll@exempel.se",
    }
    for namn, varde in (bra | andrat).items():
        setattr(settings, namn, varde)
    return [fel.id.removeprefix("fullgjort.") for fel in i_drift(None)]


def test_each_thing_that_is_not_set_is_said(settings, monkeypatch):
    assert funna(settings, monkeypatch) == []
    assert funna(settings, monkeypatch, nyckel="") == ["E001"]
    assert funna(settings, monkeypatch, DEMO=True) == ["E002"]
    assert funna(settings, monkeypatch, WEBBADRESS="http://127.0.0.1:8000") == ["W001"]
    assert funna(settings, monkeypatch, EMAIL_BACKEND="kommun.epost.Konsol") == ["W002"]
    assert funna(settings, monkeypatch, DEFAULT_FROM_EMAIL="fullgjort@localhost") == ["W003"]
