"""Diarienummer as they are compared: written alike but for space and case they are one. Nothing is read into them."""

import re

from django.db.models import F, Func, Value
from django.db.models.functions import Trim, Upper

# What `\s` covers hangs on the locale of the database (libc's leaves no-break space out), so the rest is spelt out.
BLANKT = r"[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


def normalform(dnr: str) -> str:
    """ "ks  2018/14 " → "KS 2018/14"; the form that an ärende's address and `Dnrlikhet` hold."""
    return re.sub(BLANKT, " ", dnr).strip().upper()


def normaldnr(falt: str = "dnr") -> Upper:
    """`normalform` of a column, in the database; Paragraf has an index on it."""
    enkla = Func(F(falt), Value(BLANKT), Value(" "), Value("g"), function="REGEXP_REPLACE")
    return Upper(Trim(enkla))
