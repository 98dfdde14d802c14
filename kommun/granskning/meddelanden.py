from django.contrib.messages import constants
from django.contrib.messages.storage.fallback import FallbackStorage

from kommun.granskning.anteckning import pagar


class Meddelanden(FallbackStorage):
    """What a person is told on the next page is also what the log says was done, or was not."""

    def add(self, level, message, extra_tags=""):
        if (nu := pagar()) is not None:
            (nu.misslyckat if level >= constants.WARNING else nu.lyckat)[str(message)] = None
        super().add(level, message, extra_tags)
