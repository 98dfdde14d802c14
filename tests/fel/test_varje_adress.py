"""Whatever stands in an address, the answer is a page: an address is what anybody may type."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponseBase

from tests.test_permissions import our_patterns

HELTAL = ("9223372036854775808",)
ORD = ("a%00b", "%FF%C2%B2%25s'--", "..%2F..%2Fetc%0D%0ASet-Cookie:x=1", "x" * 3000)
_HAL = re.compile(r"<(\w+):\w+>")


def adresser():
    """Every address with a hole in it, filled with what fits its converter, and some that does not."""
    for namn, monster in sorted(our_patterns().items()):
        mall = str(monster.pattern)
        if "<" not in mall:
            continue
        for varde in ORD if re.search(r"<(?!int:)", mall) else HELTAL:
            yield namn, "/" + _HAL.sub(lambda hal, v=varde: "1" if hal[1] == "int" and v in ORD else v, mall)


@pytest.mark.django_db
def test_whatever_stands_in_an_address_is_answered(client, sekreterare):
    client.force_login(sekreterare)
    inloggad = client.cookies[settings.SESSION_COOKIE_NAME].value
    fel = {}
    for namn, adress in adresser():
        client.cookies.clear()
        client.cookies[settings.SESSION_COOKIE_NAME] = inloggad
        try:
            svar: HttpResponseBase = client.get(adress)
            if svar.status_code == 405:
                svar = client.post(adress)
        except Exception as orsak:
            fel[namn] = f"{adress[:80]}: {type(orsak).__name__}: {orsak}"[:300]
        else:
            if svar.status_code not in (200, 302, 400, 404, 410, 422):
                fel[namn] = f"{adress[:80]}: {svar.status_code}"

    assert fel == {}
