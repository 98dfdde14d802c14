"""How mail leaves: the server that the environment names, or the terminal, to be read there."""

from urllib.parse import unquote, urlsplit

from django.core.mail.backends.console import EmailBackend

_PORT = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def settings(url: str) -> dict:
    """Django's settings from "smtp+starttls://user:password@host:587"; the terminal for the empty string."""
    if not url:
        backend, delar = "kommun.epost.Konsol", urlsplit("smtp://localhost")
    else:
        backend, delar = "django.core.mail.backends.smtp.EmailBackend", urlsplit(url)
        if delar.scheme not in _PORT or not delar.hostname:
            raise ValueError(f"FULLGJORT_SMTP skrivs {', '.join(f'{s}://värd' for s in _PORT)}.")
    return {
        "EMAIL_BACKEND": backend,
        "EMAIL_HOST": delar.hostname,
        "EMAIL_PORT": delar.port or _PORT[delar.scheme],
        "EMAIL_HOST_USER": unquote(delar.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(delar.password or ""),
        "EMAIL_USE_TLS": delar.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": delar.scheme == "smtps",
    }


class Konsol(EmailBackend):
    """Whom, about what and the text; an attachment by its name only."""

    def write_message(self, message):
        huvud = [f"Till: {', '.join(message.to)}", f"Ämne: {message.subject}"]
        huvud += [f"Bilaga: {namn}" for namn, *_ in message.attachments]
        self.stream.write("\n".join([*huvud, "", message.body, ""]))
