"""No personal link stands in the log."""

import logging
import re

import pytest
from django.urls import get_resolver

from kommun.loggning import UtanHemligheter


def med_nyckel(monster, stam="/"):
    """Every address whose path holds a personal key."""
    for p in monster:
        if hasattr(p, "url_patterns"):
            yield from med_nyckel(p.url_patterns, stam + str(p.pattern))
        elif "token" in p.pattern.converters:
            yield stam + re.sub(r"<\w+:token>", "HEMLIGT-1a2b:3c", str(p.pattern))


@pytest.mark.parametrize("adress", sorted(med_nyckel(get_resolver().url_patterns)))
def test_the_key_of_a_personal_link_is_not_logged(adress):
    rad = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (adress,), None)

    UtanHemligheter().filter(rad)

    assert "HEMLIGT" in adress
    assert "HEMLIGT" not in rad.getMessage()
