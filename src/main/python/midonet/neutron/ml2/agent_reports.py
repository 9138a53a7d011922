"""Carries over to Neutron what MidoNet's agents report: the status of ports, and which agents are alive."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from neutron.db import models_v2
from neutron.plugins.ml2 import models as ml2_models
from neutron_lib import constants, context
from neutron_lib.db import api as db_api
from neutron_lib.plugins import directory
from oslo_serialization import jsonutils

from midonet.neutron.client import MidonetClient
from midonet.neutron.reports import Reports

# For this type Nova calls `mm-ctl --bind-port PORT TAP` on the compute node.
VIF_TYPE = "midonet"

# In seconds. Neutron calls an agent dead when it was not seen alive for so long: several intervals.
AGENT_DOWN_TIME = 10

AGENT = {
    "agent_type": "MidoNet agent",
    "binary": "midolman",
    "topic": constants.L2_AGENT_TOPIC,
    "configurations": {},
}

# Ports of these are not bound to a host: they link a bridge with a router.
LINKS = (constants.DEVICE_OWNER_ROUTER_INTF, constants.DEVICE_OWNER_ROUTER_GW)


class Binding(NamedTuple):
    """A port whose status comes from MidoNet. A router's link has no host."""

    port: str
    status: str
    host: str
    interface: str | None


class AgentReports(Reports):
    """Reads the cluster's hosts and ports.

    While the cluster does not answer, ports keep their status, and Neutron calls the agents dead.
    """

    subject = "ports and agents"

    def __init__(self, client: MidonetClient) -> None:
        super().__init__(client)
        self._hosts: list[dict[str, Any]] = []

    def _look_often(self) -> None:
        plugin, admin = directory.get_plugin(), context.get_admin_context()
        self._hosts = self._client.list("hosts")
        for host in self._hosts:
            if host["alive"]:
                plugin.create_or_update_agent(admin, AGENT | {"host": host["name"]})

    def _look(self) -> None:
        plugin, admin = directory.get_plugin(), context.get_admin_context()
        states = States(self._hosts, self._client.list("ports"))
        for binding in bindings(admin):
            status = states.status(binding)
            if status != binding.status:
                plugin.update_port_status(admin, binding.port, status, binding.host)


class States:
    """Which ports are active: those that an agent reports, and links between devices.

    MidoNet's port of an instance has the id of Neutron's port. That of an uplink has another id, and is
    found by its interface.
    """

    def __init__(self, hosts: list[dict[str, Any]], ports: list[dict[str, Any]]) -> None:
        names = {host["id"]: host["name"] for host in hosts}
        self._by_id = {port["id"]: _is_active(port) for port in ports}
        self._by_interface = {
            (names.get(port["hostId"]), port["interfaceName"]): _is_active(port) for port in ports
        }

    def status(self, binding: Binding) -> str:
        by_interface = self._by_interface.get((binding.host, binding.interface), False)
        active = self._by_id.get(binding.port, False) or (binding.interface and by_interface)
        return constants.PORT_STATUS_ACTIVE if active else constants.PORT_STATUS_DOWN


def _is_active(port: dict[str, Any]) -> bool:
    return port["active"] or (port["adminStateUp"] and port["peerId"] is not None)


def bindings(admin: context.Context) -> Iterator[Binding]:
    """Returns the ports that are bound to a host of MidoNet, and the links of routers."""
    port, bound = models_v2.Port, ml2_models.PortBinding
    with db_api.CONTEXT_READER.using(admin):
        rows = (
            admin.session.query(port.id, port.status, bound.host, bound.profile)
            .join(bound, bound.port_id == port.id)
            .filter(bound.status == constants.ACTIVE)
            .filter((bound.vif_type == VIF_TYPE) | port.device_owner.in_(LINKS))
            .all()
        )
    for identifier, status, host, profile in rows:
        interface = jsonutils.loads(profile).get("interface_name") if profile else None
        yield Binding(identifier, status, host, interface)
