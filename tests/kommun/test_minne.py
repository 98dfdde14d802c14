"""How many long pieces of work the memory is enough for."""

import os

import pytest

from kommun import minne

M = 2**20


@pytest.mark.parametrize(
    ("ledigt", "tar", "racker"),
    [
        pytest.param(100, [], True, id="one alone is always begun"),
        pytest.param(1700, [0], True, id="one that will grow, and one more"),
        pytest.param(1500, [0], False, id="what it will grow by is taken"),
        pytest.param(900, [800], True, id="one that has grown"),
        pytest.param(900, [1200], True, id="one that has grown more than it was reckoned to"),
        pytest.param(1400, [800, 100], False, id="one of two has grown"),
    ],
)
def test_a_long_piece_of_work_begins_where_there_is_room(monkeypatch, ledigt, tar, racker):
    monkeypatch.setattr(minne, "ledigt", lambda: ledigt * M)
    monkeypatch.setattr(minne, "tar", lambda pid: tar[pid] * M)

    assert minne.racker_till_en_till(range(len(tar))) is racker


def test_what_the_system_tells():
    assert minne.tar(os.getpid()) > 10 * M
    assert minne.ledigt() > M
    assert minne.tar(2**22 + 1) == 0
