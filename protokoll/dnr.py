"""Diarienummer as they are compared: written alike but for space and case they are one. Nothing is read into them."""

import re

from django.db.models import F, Func, Value
from django.db.models.functions import Trim, Upper


def normalform(dnr: str) -> str:
    """ "ks  2018/14 " → "KS 2018/14"; the form that an ärende's address and `Dnrlikhet` hold."""
    return re.sub(r"\s+", " ", dnr.strip()).upper()


def normaldnr(falt: str = "dnr") -> Upper:
    """`normalform` of a column, in the database; Paragraf has an index on it."""
    enkla = Func(Trim(F(falt)), Value(r"\s+"), Value(" "), Value("g"), function="REGEXP_REPLACE")
    return Upper(enkla)
