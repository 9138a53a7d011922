"""Regular looks at what MidoNet reports, which becomes the status of Neutron's objects."""

import abc
import time

from neutron import worker
from neutron_lib import exceptions
from oslo_log import log

from midonet.neutron.client import MidonetClient

LOG = log.getLogger(__name__)

# In seconds. A status in Neutron is at most this much late.
INTERVAL = 2

# The larger part of the time is left to the users' requests: a look that took long is followed by a pause
# of so many times its length.
PAUSE = 10


class Reports(abc.ABC):
    """Looks at the cluster, and changes what Neutron knows otherwise."""

    # What is not known while the cluster does not answer.
    subject: str

    def __init__(self, client: MidonetClient) -> None:
        self._client = client
        self._answers = True
        self._next = 0.0

    def worker(self) -> worker.PeriodicWorker:
        return worker.PeriodicWorker(self.carry_over, INTERVAL, INTERVAL)

    def carry_over(self) -> None:
        """Does it once. Never fails, because Neutron would not call it again."""
        begin = time.monotonic()
        if begin < self._next:
            return
        try:
            self._look()
            self._answers = True
        except exceptions.ServiceUnavailable as failure:
            if self._answers:
                LOG.warning("The states of %s are not known: %s", self.subject, failure)
            self._answers = False
        except Exception:
            LOG.exception("The states of %s could not be carried over", self.subject)
        end = time.monotonic()
        self._next = end + PAUSE * (end - begin) - INTERVAL

    @abc.abstractmethod
    def _look(self) -> None:
        """Reads the cluster once, and writes to Neutron's database."""
