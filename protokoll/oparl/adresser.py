"""The addresses of the open data: whole, and the same whoever asks, since they are what names an object."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

SCHEMA = "https://schema.oparl.org/1.1/"


def adress(namn: str, *args, **fraga) -> str:
    return f"{settings.WEBBADRESS}{reverse(f'protokoll:{namn}', args=args)}{'?' + urlencode(fraga) if fraga else ''}"


def lista(slag: str, **fraga) -> str:
    return adress("oparl-lista", slag, **fraga)


def objekt(slag: str, pk: int) -> str:
    return adress("oparl-objekt", slag, pk)


def arende(dnr: str) -> str:
    return adress("oparl-arende", dnr)


def typ(namn: str) -> str:
    return f"{SCHEMA}{namn}"
