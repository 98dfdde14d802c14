"""Where mail goes when no server is set: to the terminal, to be read there."""

from django.core.mail.backends.console import EmailBackend


class Konsol(EmailBackend):
    """Whom, about what and the text; an attachment by its name only."""

    def write_message(self, message):
        bilagor = [f"Bilaga: {namn}\n" for namn, *_ in message.attachments]
        self.stream.write(
            f"Till: {', '.join(message.to)}\nÄmne: {message.subject}\n{''.join(bilagor)}\n{message.body}\n"
        )
        self.stream.write("-" * 79 + "\n")
