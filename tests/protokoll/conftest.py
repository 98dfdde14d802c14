import pytest
import time_machine


@pytest.fixture
def i_mars():
    """Time stands still a week after the § of the fixture `paragraf`, two months before the event of inbjudansprov."""
    with time_machine.travel("2026-03-10 12:00 +0100", tick=False):
        yield
