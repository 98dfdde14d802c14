"""The log: what it does not keep, and its lines as JSON, one to each."""

import json
import logging
import re
from datetime import UTC, datetime

# The secret part of a personal address: whoever reads the log could answer, or read, in somebody's name.
_HEMLIG = re.compile(r"(/(?:svara|kallelse|frister|deltar|konto/password/reset/key|konto/confirm-email)/)[^/\s\"'?\\]+")

# Asked for all the time, and of no use to read.
TYSTA = ("/halsa/", "/static/")

log = logging.getLogger("fullgjort.begaran")


def utan_hemligheter(text: str) -> str:
    return _HEMLIG.sub(r"\1…", text)


class UtanHemligheter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if (utan := utan_hemligheter(text)) != text:
            record.msg, record.args = utan, ()
        return True


def _felkedja(fel: BaseException | None) -> list[BaseException]:
    kedja: list[BaseException] = []
    while fel is not None and fel not in kedja:
        kedja.append(fel)
        fel = fel.__cause__ or fel.__context__
    return kedja


class _UtanRader:
    """Tracebacks without the rows that PostgreSQL quotes in what it adds to an error (DETAIL, CONTEXT)."""

    def formatException(self, exc_info) -> str:
        text = super().formatException(exc_info)
        for fel in _felkedja(exc_info[1]):
            # Django's errors of the database repeat the text of the driver's, which they come from.
            rader = str(fel).splitlines()
            if len(rader) > 1 and any(rad.startswith(("DETAIL:", "CONTEXT:")) for rad in rader):
                text = text.replace(str(fel), rader[0])
        return utan_hemligheter(text)


class Text(_UtanRader, logging.Formatter):
    """For a person at a terminal."""


class Json(_UtanRader, logging.Formatter):
    """One object a line, for what collects the logs of several machines."""

    def format(self, record: logging.LogRecord) -> str:
        from kommun.begaran import begaran_id

        rad = {
            "tid": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niva": record.levelname,
            "logg": record.name,
            "text": record.getMessage(),
            "begaran": begaran_id(),
            "process": record.process,
            **getattr(record, "falt", {}),
        }
        if record.exc_info and record.exc_info[0]:
            rad["fel"] = self.formatException(record.exc_info)
        return utan_hemligheter(json.dumps(rad, ensure_ascii=False, default=str))


def vy(request) -> str:
    """The name of the page, the same for all its objects; empty where no page of ours answers."""
    traff = getattr(request, "resolver_match", None)
    return traff.view_name if traff and traff.view_name else ""


def anteckna(request, svar, sekunder: float) -> None:
    """One line for each request. Never what stands after the "?": it may be a name that somebody searched for."""
    if svar.status_code < 400 and request.path.startswith(TYSTA):
        return
    konto = getattr(request, "_cached_user", None)  # as the request itself looked it up; never a query of its own
    falt = {
        "metod": request.method,
        "vag": request.path,
        "vy": vy(request),
        "status": svar.status_code,
        "ms": round(sekunder * 1000, 1),
        "konto": konto.pk if konto else None,
    }
    log.info("%s %s %s", request.method, request.path, svar.status_code, extra={"falt": falt})
