"""The provider of load balancers, by the name that the guide gives for ``neutron.conf``."""

from typing import Any

from neutron import worker

from midonet.neutron.client import MidonetClient
from midonet.neutron.services.loadbalancer.status_reports import StatusReports

Body = dict[str, Any]

# Collections of the cluster, in the order in which their objects are created.
MONITORS = "lb/health_monitors"
POOLS = "lb/pools"
MEMBERS = "lb/members"
VIPS = "lb/vips"


class MidonetLoadbalancerDriver:
    """Sends load balancers' objects to the cluster.

    A pool's body names its router and its health monitors, so that an association of a health monitor is a
    change of the pool.
    """

    def __init__(self, _plugin: Any) -> None:
        self._client = MidonetClient()

    def workers(self) -> list[worker.PeriodicWorker]:
        """Returns what runs beside the API, in one of Neutron's processes."""
        return [StatusReports(self._client).worker()]

    def create(self, collection: str, body: Body) -> None:
        self._client.create(collection, body)

    def update(self, collection: str, body: Body) -> None:
        self._client.update(collection, body["id"], body)

    def delete(self, collection: str, identifier: str) -> None:
        self._client.delete(collection, identifier)
