"""Reads MidoNet's status at intervals, and writes it to Neutron."""

import abc
import time

from neutron import worker
from neutron_lib import exceptions
from oslo_log import log

from midonet.neutron.client import MidonetClient

LOG = log.getLogger(__name__)

# In seconds. Time between two looks, unless PAUSE says later.
INTERVAL = 2

# A long look is followed by a pause of this many times its length, so that users' requests get most of the
# cluster's time.
PAUSE = 10


class Reports(abc.ABC):
    """Looks at the cluster, and writes what differs to Neutron's database."""

    # What is not known while the cluster does not answer.
    subject: str

    def __init__(self, client: MidonetClient) -> None:
        self._client = client
        # The kinds of failure that were logged since the last look that succeeded.
        self._logged: set[type] = set()
        self._next = 0.0

    def worker(self) -> worker.PeriodicWorker:
        return worker.PeriodicWorker(self.carry_over, INTERVAL, INTERVAL)

    def carry_over(self) -> None:
        """Reads once, and writes what differs. Never fails, because Neutron would not call it again."""
        try:
            self._look_often()
            self._look_unless_it_is_early()
        except exceptions.ServiceUnavailable as failure:
            if self._is_new(failure):
                LOG.warning("The states of %s are not known: %s", self.subject, failure)
        except Exception as failure:
            if self._is_new(failure):
                LOG.exception("The states of %s could not be carried over", self.subject)

    def _is_new(self, failure: Exception) -> bool:
        """Returns whether no failure of this kind was logged since the last look that succeeded."""
        is_new = type(failure) not in self._logged
        self._logged.add(type(failure))
        return is_new

    def _look_unless_it_is_early(self) -> None:
        begin = time.monotonic()
        if begin < self._next:
            return
        self._look()
        end = time.monotonic()
        # A look that fails is repeated without a pause, because a timeout took most of its time.
        self._next = end + PAUSE * (end - begin) - INTERVAL
        self._logged.clear()

    def _look_often(self) -> None:
        """Reads what is short, each INTERVAL. By default nothing is."""

    @abc.abstractmethod
    def _look(self) -> None:
        """Reads the cluster once, and writes to Neutron's database."""
