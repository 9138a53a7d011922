"""When MidoNet's status is read, and what is logged if that fails."""

import pytest
from midonet.neutron import reports as module
from midonet.neutron.client import Unavailable
from midonet.neutron.reports import Reports


class Clock:
    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


class Looks(Reports):
    """Each look takes some seconds, and raises a failure or none."""

    subject = "things"

    def __init__(self, clock, *looks):
        super().__init__(None)
        self._clock = clock
        self._left = list(looks)
        self.begun = []

    def _look(self):
        self.begun.append(self._clock.now)
        seconds, failure = self._left.pop(0)
        self._clock.now += seconds
        if failure is not None:
            raise failure

    def repeat(self, times):
        """Calls as Neutron does."""
        for _ in range(times):
            self.carry_over()
            self._clock.now += module.INTERVAL


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


TIMEOUT = (10, Unavailable(reason="no answer"))
DEFECT = (0, KeyError("status"))
GOOD = (0, None)


def levels(caplog):
    return [record.levelname for record in caplog.records]


def test_a_look_that_timed_out_is_repeated_at_once(clock):
    looks = Looks(clock, TIMEOUT, GOOD)
    looks.repeat(2)
    assert looks.begun == [100, 112]


def test_an_outage_is_logged_once(clock, caplog):
    Looks(clock, *[TIMEOUT] * 60).repeat(60)
    assert levels(caplog) == ["WARNING"]


def test_a_second_outage_is_logged_again(clock, caplog):
    Looks(clock, TIMEOUT, GOOD, TIMEOUT).repeat(3)
    assert levels(caplog) == ["WARNING", "WARNING"]


def test_a_defect_that_stays_is_logged_once(clock, caplog):
    Looks(clock, DEFECT, DEFECT, DEFECT).repeat(3)
    assert levels(caplog) == ["ERROR"]


def test_a_defect_is_logged_although_an_outage_was(clock, caplog):
    Looks(clock, TIMEOUT, DEFECT).repeat(2)
    assert levels(caplog) == ["WARNING", "ERROR"]
