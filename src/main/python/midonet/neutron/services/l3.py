"""Routers and floating IPs. MidoNet's agents route and translate; there are no L3 agents."""

from typing import Any

from neutron.db import extraroute_db, l3_gwmode_db
from neutron.db.models import l3 as models
from neutron.quota import resource_registry
from neutron_lib import constants
from neutron_lib.api.definitions import extraroute, l3, l3_ext_gw_mode
from neutron_lib.plugins import constants as plugins
from neutron_lib.services import base
from oslo_utils import excutils

from midonet.neutron.client import MidonetClient

Body = dict[str, Any]


class MidonetL3ServicePlugin(
    base.ServicePluginBase,
    extraroute_db.ExtraRoute_dbonly_mixin,
    l3_gwmode_db.L3_NAT_dbonly_mixin,
):
    """Sends objects to the cluster after Neutron stored them, and deletes those that it refuses."""

    supported_extension_aliases = [l3.ALIAS, l3_ext_gw_mode.ALIAS, extraroute.ALIAS]

    @resource_registry.tracked_resources(router=models.Router, floatingip=models.FloatingIP)
    def __init__(self) -> None:
        super().__init__()
        self._client = MidonetClient()

    @classmethod
    def get_plugin_type(cls) -> str:
        return plugins.L3

    def get_plugin_description(self) -> str:
        return "MidoNet's routers and floating IPs"

    def create_router(self, context: Any, router: Body) -> Body:
        made = super().create_router(context, router)
        try:
            self._client.create("routers", made)
        except Exception:
            with excutils.save_and_reraise_exception():
                super().delete_router(context, made["id"])
        return made

    def update_router(self, context: Any, id: str, router: Body) -> Body:
        changed = super().update_router(context, id, router)
        self._client.update("routers", id, changed)
        return changed

    def delete_router(self, context: Any, id: str) -> None:
        super().delete_router(context, id)
        self._client.delete("routers", id)

    def add_router_interface(
        self, context: Any, router_id: str, interface_info: Body | None = None
    ) -> Body:
        added = super().add_router_interface(context, router_id, interface_info)
        try:
            self._client.add_router_interface(router_id, added)
        except Exception:
            with excutils.save_and_reraise_exception():
                super().remove_router_interface(context, router_id, {"port_id": added["port_id"]})
        return added

    def remove_router_interface(self, context: Any, router_id: str, interface_info: Body) -> Body:
        removed = super().remove_router_interface(context, router_id, interface_info)
        self._client.remove_router_interface(router_id, removed)
        return removed

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
                super().delete_floatingip(context, made["id"])
        return made

    def update_floatingip(self, context: Any, id: str, floatingip: Body) -> Body:
        changed = super().update_floatingip(context, id, floatingip)
        self._client.update("floating_ips", id, changed)
        return changed

    def delete_floatingip(self, context: Any, id: str) -> None:
        super().delete_floatingip(context, id)
        self._client.delete("floating_ips", id)

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
