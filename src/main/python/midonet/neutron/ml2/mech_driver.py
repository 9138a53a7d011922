"""Sends networks, subnets, ports and security groups to the cluster.

New and changed networks, subnets and ports are sent after Neutron has stored them: if the driver fails
after a create, ML2 deletes the object. Security groups are sent inside of Neutron's transaction, because
nothing deletes them later. If the cluster does not answer, the plugin deletes the new group there. If
Neutron's commit fails afterwards, the cluster keeps a new group, which no port uses.

Deletes are sent before Neutron's commit, whose transaction their failure ends. ML2 would only log a
failure after it. If the commit fails afterwards, Neutron keeps an object that the cluster does not have;
the user may repeat the delete.
"""

from typing import Any

from neutron import worker
from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins.ml2 import api
from oslo_utils import excutils

from midonet.neutron.client import MidonetClient, creation
from midonet.neutron.ml2 import agent_reports, type_drivers

TYPES = {type_drivers.MidonetTypeDriver.TYPE, type_drivers.UplinkTypeDriver.TYPE}

# Extensions that MidoNet's agents do not enforce are not advertised, except
# security-groups-remote-address-group: Neutron 21 creates no rule without it. The cluster refuses rules
# that use it.
UNENFORCED = {"rbac-address-group", "stateful-security-group"}


# What Neutron changes together with the status of a port.
BESIDES_STATUS = {"status", "revision_number", "updated_at"}


class MidonetMechanismDriver(api.MechanismDriver):
    """Sends each object to the cluster in the form of Neutron's API."""

    def initialize(self) -> None:
        self._client = MidonetClient()
        for resource, collection in (
            (resources.SECURITY_GROUP, "security_groups"),
            (resources.SECURITY_GROUP_RULE, "security_group_rules"),
        ):
            self._follow(resource, collection)

    def _follow(self, resource: str, collection: str) -> None:
        def created(_resource: str, _event: str, _trigger: Any, payload: Any) -> None:
            try:
                self._client.create(collection, payload.latest_state)
            except Exception:
                with excutils.save_and_reraise_exception(), creation():
                    self._client.delete(collection, payload.resource_id)

        def updated(_resource: str, _event: str, _trigger: Any, payload: Any) -> None:
            self._client.update(collection, payload.resource_id, payload.desired_state)

        def deleted(_resource: str, _event: str, _trigger: Any, payload: Any) -> None:
            self._client.delete(collection, payload.resource_id)

        # The registry has only weak references to the functions.
        self._callbacks = [*getattr(self, "_callbacks", []), created, updated, deleted]
        registry.subscribe(created, resource, events.PRECOMMIT_CREATE)
        registry.subscribe(updated, resource, events.PRECOMMIT_UPDATE)
        registry.subscribe(deleted, resource, events.PRECOMMIT_DELETE)

    def get_workers(self) -> list[worker.PeriodicWorker]:
        return [agent_reports.AgentReports(self._client).worker()]

    @property
    def connectivity(self) -> str:
        return portbindings.CONNECTIVITY_L2

    def supported_extensions(self, extensions: set[str]) -> set[str]:
        return extensions - UNENFORCED

    def create_network_postcommit(self, context: api.NetworkContext) -> None:
        self._client.create("networks", context.current)

    def update_network_postcommit(self, context: api.NetworkContext) -> None:
        self._client.update("networks", context.current["id"], context.current)

    def delete_network_precommit(self, context: api.NetworkContext) -> None:
        self._client.delete("networks", context.current["id"])

    def create_subnet_postcommit(self, context: api.SubnetContext) -> None:
        self._client.create("subnets", context.current)

    def update_subnet_postcommit(self, context: api.SubnetContext) -> None:
        self._client.update("subnets", context.current["id"], context.current)

    def delete_subnet_precommit(self, context: api.SubnetContext) -> None:
        self._client.delete("subnets", context.current["id"])

    def create_port_postcommit(self, context: api.PortContext) -> None:
        self._client.create("ports", context.current)

    def update_port_postcommit(self, context: api.PortContext) -> None:
        if _is_status_only(context.original, context.current):
            return
        self._client.update("ports", context.current["id"], context.current)

    def delete_port_precommit(self, context: api.PortContext) -> None:
        self._client.delete("ports", context.current["id"])

    def bind_port(self, context: api.PortContext) -> None:
        # The agent filters a tap. It does not see the packets of interfaces of other types.
        if context.current.get(portbindings.VNIC_TYPE, portbindings.VNIC_NORMAL) != portbindings.VNIC_NORMAL:
            return
        for segment in context.segments_to_bind:
            if segment[api.NETWORK_TYPE] in TYPES:
                context.set_binding(
                    segment[api.ID],
                    agent_reports.VIF_TYPE,
                    {portbindings.CAP_PORT_FILTER: True},
                    # It is active once an agent says so.
                    status=constants.PORT_STATUS_DOWN,
                )
                return


def _is_status_only(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Reports whether only the status has changed, which comes from the cluster."""

    def rest(port: dict[str, Any]) -> dict[str, Any]:
        return {name: port[name] for name in port if name not in BESIDES_STATUS}

    return before["status"] != after["status"] and rest(before) == rest(after)
