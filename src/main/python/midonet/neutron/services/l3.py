"""Routers and floating IPs. MidoNet's agents route and translate; there are no L3 agents."""

from typing import Any

from neutron.db import extraroute_db, l3_gwmode_db
from neutron.db.models import l3 as models
from neutron.objects import router as objects
from neutron.quota import resource_registry
from neutron_lib import constants
from neutron_lib.api.definitions import extraroute, l3, l3_ext_gw_mode
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.plugins import constants as plugins
from neutron_lib.services import base
from oslo_utils import excutils

from midonet.neutron.client import MidonetClient, creation

Body = dict[str, Any]


class MidonetL3ServicePlugin(
    base.ServicePluginBase,
    extraroute_db.ExtraRoute_dbonly_mixin,
    l3_gwmode_db.L3_NAT_dbonly_mixin,
):
    """Sends objects to the cluster.

    New objects are sent after Neutron has stored them. If that fails, they are deleted from both.
    Changes are sent after Neutron has stored them, too, but are not reverted: the user may repeat a
    change that failed. A delete is sent before Neutron's commit; if it fails, Neutron keeps the object,
    and the user may repeat the delete. The port of a router's interface is deleted by ML2's driver,
    and with it the cluster deletes the interface.
    """

    supported_extension_aliases = [l3.ALIAS, l3_ext_gw_mode.ALIAS, extraroute.ALIAS]

    @resource_registry.tracked_resources(router=models.Router, floatingip=models.FloatingIP)
    def __init__(self) -> None:
        super().__init__()
        self._client = MidonetClient()
        registry.subscribe(self._router_deleted, resources.ROUTER, events.PRECOMMIT_DELETE)

    @classmethod
    def get_plugin_type(cls) -> str:
        return plugins.L3

    def get_plugin_description(self) -> str:
        return "MidoNet's routers and floating IPs"

    @creation()
    def create_router(self, context: Any, router: Body) -> Body:
        made = super().create_router(context, router)
        try:
            self._client.create("routers", made)
        except Exception:
            with excutils.save_and_reraise_exception():
                self.delete_router(context, made["id"])
        return made

    def update_router(self, context: Any, id: str, router: Body) -> Body:
        changed = super().update_router(context, id, router)
        self._client.update("routers", id, changed)
        return changed

    def _router_deleted(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        self._client.delete("routers", payload.resource_id)

    @creation()
    def add_router_interface(
        self, context: Any, router_id: str, interface_info: Body | None = None
    ) -> Body:
        by_port, _ = self._validate_interface_info(interface_info)
        port = self._core_plugin.get_port(context, interface_info["port_id"]) if by_port else None
        added = super().add_router_interface(context, router_id, interface_info)
        try:
            self._client.add_router_interface(router_id, added)
        except Exception:
            with excutils.save_and_reraise_exception():
                if port is None:
                    self.remove_router_interface(context, router_id, interface_info)
                else:
                    self._detach(context, added, port)
        return added

    def _detach(self, context: Any, added: Body, port: Body) -> None:
        """Detaches a user's own port from a router. The port remains, as it was before."""
        self._client.remove_router_interface(added["id"], added)
        objects.RouterPort.delete_objects(context, router_id=added["id"], port_id=port["id"])
        before = {"device_id": port["device_id"], "device_owner": port["device_owner"]}
        self._core_plugin.update_port(context, port["id"], {"port": before})

    @creation()
    def create_floatingip(
        self,
        context: Any,
        floatingip: Body,
        initial_status: str = constants.FLOATINGIP_STATUS_ACTIVE,
    ) -> Body:
        made = super().create_floatingip(context, floatingip, initial_status=initial_status)
        try:
            self._client.create("floating_ips", made)
        except Exception:
            with excutils.save_and_reraise_exception():
                self.delete_floatingip(context, made["id"])
        return made

    def update_floatingip(self, context: Any, id: str, floatingip: Body) -> Body:
        changed = super().update_floatingip(context, id, floatingip)
        self._client.update("floating_ips", id, changed)
        return changed

    def delete_floatingip(self, context: Any, id: str) -> None:
        # Fails, before the cluster deletes anything, if there is none that this user may see.
        self.get_floatingip(context, id)
        self._client.delete("floating_ips", id)
        super().delete_floatingip(context, id)

    def disassociate_floatingips(
        self, context: Any, port_id: str, do_notify: bool = True
    ) -> set[str]:
        """Removes a deleted port from its floating IPs, which remain without a port."""
        admin = context.elevated()
        found = self.get_floatingips(admin, filters={"port_id": [port_id]})
        routers = super().disassociate_floatingips(context, port_id, do_notify)
        for floating in found:
            self._client.update(
                "floating_ips", floating["id"], self.get_floatingip(admin, floating["id"])
            )
        return routers
