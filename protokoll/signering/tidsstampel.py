"""A time stamp (RFC 3161) over plain HTTP, from the service in FULLGJORT_TSA."""

import urllib.error
import urllib.request
from asyncio import to_thread

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

SEKUNDER = 10
_STORST = 1024 * 1024


class Tidsstamplare(TimeStamper):
    def __init__(self, adress: str):
        if not adress.startswith(("https://", "http://")):
            raise TimestampRequestError("not an http address")
        self.adress = adress
        super().__init__()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(await to_thread(self._fraga, req.dump()))

    def _fraga(self, fraga: bytes) -> bytes:
        huvud = {"Content-Type": "application/timestamp-query"}
        anrop = urllib.request.Request(self.adress, data=fraga, headers=huvud)  # noqa: S310 - http(s), see above
        try:
            with urllib.request.urlopen(anrop, timeout=SEKUNDER) as svar:  # noqa: S310
                if svar.headers.get_content_type() != "application/timestamp-reply":
                    raise TimestampRequestError("not a time-stamp reply")
                return svar.read(_STORST)
        except OSError as fel:
            if isinstance(fel, urllib.error.HTTPError):
                fel.close()
            raise TimestampRequestError("the service cannot be reached") from fel
