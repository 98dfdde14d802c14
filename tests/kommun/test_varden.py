from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from kommun.varden import fran_json, som_json


class Farg(StrEnum):
    RED = "rod"


@dataclass(frozen=True)
class Del:
    namn: str
    farg: Farg = Farg.RED


@dataclass(frozen=True)
class Hel:
    dag: date
    tid: time | None
    delar: tuple[Del, ...]
    bevis: Del | None = None


HEL = Hel(date(2020, 2, 25), time(13, 0), (Del("a"), Del("b")))


def test_varden_come_back_as_they_were():
    data = som_json(HEL)
    assert data == {
        "dag": "2020-02-25",
        "tid": "13:00:00",
        "delar": [{"namn": "a", "farg": "rod"}, {"namn": "b", "farg": "rod"}],
        "bevis": None,
    }
    assert fran_json(Hel, data) == HEL


def test_varden_of_another_version_of_the_code():
    data = som_json(HEL)
    del data["bevis"]
    assert fran_json(Hel, data | {"okant": 1}) == HEL
