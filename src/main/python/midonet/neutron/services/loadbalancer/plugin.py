"""The service plugin ``lbaas``: LBaaS v1, whose objects a provider enforces, MidoNet."""

from collections.abc import Iterator
import contextlib
from typing import Any

from neutron.api import extensions
from neutron.db import servicetype_db
from neutron.quota import resource_registry
from neutron.services import provider_configuration, service_base
from neutron_lib import constants, exceptions
from neutron_lib.callbacks import events, registry, resources
from neutron_lib.db import utils as db_utils
from neutron_lib.plugins import constants as plugins
from neutron_lib.services import base
from oslo_config import cfg
from oslo_db import exception as database
from oslo_utils import excutils, uuidutils

from midonet.neutron import extensions as api
from midonet.neutron.client import creation
from midonet.neutron.extensions import lbaas
from midonet.neutron.services.loadbalancer import topology
from midonet.neutron.services.loadbalancer.models import Body, Member, Monitor, Pool, Vip
from midonet.neutron.services.loadbalancer.store import Store

# How many a project may have, unless `neutron.conf` has another limit. Kilo's default for members and health
# monitors is unlimited. Here all projects share the number of health checks that the agents make.
LIMITS = {"pool": 10, "vip": 10, "member": 100, "health_monitor": 10}

Filters = dict[str, Any] | None
Fields = list[str] | None


class Invalid(exceptions.BadRequest):
    """The request contradicts itself or another object: the user gets 400."""

    message = "%(reason)s"


class Clash(exceptions.Conflict):
    """The request conflicts with another object: the user gets 409."""

    message = "%(reason)s"


class Forbidden(exceptions.NotAuthorized):
    """Neutron's policy does not permit the request: the user gets 403."""

    message = "%(reason)s"


class Unassociated(exceptions.NotFound):
    """A pool has another health monitor, or none: the user gets 404."""

    message = "Health monitor %(monitor)s does not watch pool %(pool)s"


class LoadBalancerPlugin(base.ServicePluginBase):
    """Serves the API. There is one provider, the default one of those that ``neutron.conf`` names."""

    supported_extension_aliases = [lbaas.ALIAS]
    path_prefix = "/lb"

    @resource_registry.tracked_resources(
        pool=Pool, vip=Vip, member=Member, health_monitor=Monitor
    )
    def __init__(self) -> None:
        super().__init__()
        cfg.CONF.register_opts(
            [cfg.IntOpt(f"quota_{name}", default=limit) for name, limit in LIMITS.items()],
            "QUOTAS",
        )
        extensions.append_api_extensions_path(list(api.__path__))
        servicetype_db.ServiceTypeManager.get_instance().add_provider_configuration(
            plugins.LOADBALANCER,
            provider_configuration.ProviderConfiguration(svc_type=plugins.LOADBALANCER),
        )
        drivers, default = service_base.load_drivers(plugins.LOADBALANCER, self)
        self._provider = default or next(iter(drivers))
        self.store = Store(drivers[self._provider])
        self.add_workers(drivers[self._provider].workers())
        registry.subscribe(self._keep_port, resources.PORT, events.BEFORE_DELETE)
        registry.subscribe(self._keep_address, resources.PORT, events.BEFORE_UPDATE)
        for event in (events.BEFORE_CREATE, events.BEFORE_UPDATE):
            registry.subscribe(self._keep_from_floating_ips, resources.FLOATING_IP, event)
        registry.subscribe(
            self._keep_interface, resources.ROUTER_INTERFACE, events.BEFORE_DELETE
        )
        registry.subscribe(self._keep_gateway, resources.ROUTER_GATEWAY, events.BEFORE_DELETE)

    @classmethod
    def get_plugin_type(cls) -> str:
        return plugins.LOADBALANCER

    def get_plugin_description(self) -> str:
        return "Load balancers of version 1"

    def create_pool(self, context: Any, pool: Body) -> Body:
        values = pool["pool"]
        provider = values["provider"]
        if provider not in (constants.ATTR_NOT_SPECIFIED, self._provider):
            raise Invalid(reason=f"The provider must be {self._provider}, not {provider}")
        router = topology.router_of(context, values["subnet_id"])
        if router is None:
            raise Clash(
                reason=f"Subnet {values['subnet_id']} has no interface of a router, which would balance:"
                " add one first"
            )
        if not context.is_admin and topology.owner_of(context, router) != values["tenant_id"]:
            raise Clash(
                reason=f"The router of subnet {values['subnet_id']} belongs to another project"
            )
        return self.store.create(
            context, Pool, values | {"provider": self._provider, "router_id": router}
        )

    def update_pool(self, context: Any, id: str, pool: Body) -> Body:
        return self.store.update(context, Pool, id, pool["pool"])

    def delete_pool(self, context: Any, id: str) -> None:
        with self.store.deleted(context, Pool, id) as pool:
            if pool.vip:
                raise Clash(reason=f"Pool {id} has the VIP {pool.vip.id}: delete that first")

    def get_pool(self, context: Any, id: str, fields: Fields = None) -> Body:
        return self.store.get(context, Pool, id, fields)

    def get_pools(
        self, context: Any, filters: Filters = None, fields: Fields = None
    ) -> list[Body]:
        return self.store.find(context, Pool, filters, fields)

    def stats(self, context: Any, pool_id: str) -> Body:
        """The user gets 501."""
        raise NotImplementedError("MidoNet's agents do not count the connections of a pool")

    def create_member(self, context: Any, member: Body) -> Body:
        values = member["member"]
        self.get_pool(context, values["pool_id"])
        with _once_in_its_pool("a member of this address and port"):
            return self.store.create(context, Member, values)

    def update_member(self, context: Any, id: str, member: Body) -> Body:
        values = member["member"]
        if "pool_id" in values:
            self.get_pool(context, values["pool_id"])
        with _once_in_its_pool("a member of this address and port"):
            return self.store.update(context, Member, id, values)

    def delete_member(self, context: Any, id: str) -> None:
        with self.store.deleted(context, Member, id):
            pass

    def get_member(self, context: Any, id: str, fields: Fields = None) -> Body:
        return self.store.get(context, Member, id, fields)

    def get_members(
        self, context: Any, filters: Filters = None, fields: Fields = None
    ) -> list[Body]:
        return self.store.find(context, Member, filters, fields)

    @creation()
    def create_vip(self, context: Any, vip: Body) -> Body:
        """Makes a VIP and, before it, the port that reserves its address."""
        values = _persistent(vip["vip"])
        self._check_protocol(context, values)
        network = self._network(context, values)
        if values["address"] and not topology.may_choose(context, network):
            raise Forbidden(
                reason=f"Only the owner of network {network['id']} and administrators choose the address"
                " of a VIP there"
            )
        identifier = uuidutils.generate_uuid()
        port = topology.reserve(context, identifier, network["id"], values)
        try:
            values |= {"port_id": port["id"], "address": port["fixed_ips"][0]["ip_address"]}
            with _once_in_its_pool("a VIP"):
                return self.store.create(context, Vip, values, identifier)
        except Exception:
            with excutils.save_and_reraise_exception():
                topology.release(context, port["id"])

    def update_vip(self, context: Any, id: str, vip: Body) -> Body:
        values = _persistent(vip["vip"])
        if "pool_id" in values:
            changed = self.get_vip(context, id) | values
            self._check_protocol(context, changed)
            self._network(context, changed)
        with _once_in_its_pool("a VIP"):
            return self.store.update(context, Vip, id, values)

    def delete_vip(self, context: Any, id: str) -> None:
        """Deletes a VIP and its port. What a failure leaves may be deleted again."""
        topology.release(context, self.store.withdraw(context, id))
        self.store.forget(context, id)

    def get_vip(self, context: Any, id: str, fields: Fields = None) -> Body:
        return self.store.get(context, Vip, id, fields)

    def get_vips(
        self, context: Any, filters: Filters = None, fields: Fields = None
    ) -> list[Body]:
        return self.store.find(context, Vip, filters, fields)

    def create_health_monitor(self, context: Any, health_monitor: Body) -> Body:
        values = health_monitor["health_monitor"]
        _check_timeout(values)
        return self.store.create(context, Monitor, values)

    def update_health_monitor(self, context: Any, id: str, health_monitor: Body) -> Body:
        values = health_monitor["health_monitor"]
        return self.store.update(context, Monitor, id, values, _check_timeout)

    def delete_health_monitor(self, context: Any, id: str) -> None:
        with self.store.deleted(context, Monitor, id) as monitor:
            for pool in monitor.pools:
                raise Clash(
                    reason=f"Health monitor {id} watches pool {pool.id}: disassociate it first"
                )

    def get_health_monitor(self, context: Any, id: str, fields: Fields = None) -> Body:
        return self.store.get(context, Monitor, id, fields)

    def get_health_monitors(
        self, context: Any, filters: Filters = None, fields: Fields = None
    ) -> list[Body]:
        return self.store.find(context, Monitor, filters, fields)

    def create_pool_health_monitor(
        self, context: Any, health_monitor: Body, pool_id: str
    ) -> Body:
        """Associates a health monitor with a pool."""
        monitor = self.get_health_monitor(context, health_monitor["health_monitor"]["id"])
        with _meanwhile_kept(), self.store.changed(context, Pool, pool_id) as pool:
            if pool.monitor_id:
                raise Clash(
                    reason=f"Pool {pool_id} has the health monitor {pool.monitor_id} already, and may"
                    " have only one"
                )
            pool.monitor_id = monitor["id"]
            pool.monitor_status = constants.PENDING_CREATE
        return _association(monitor, None)

    def delete_pool_health_monitor(self, context: Any, id: str, pool_id: str) -> None:
        self.get_pool_health_monitor(context, id, pool_id)
        with self.store.changed(context, Pool, pool_id) as pool:
            pool.monitor_id = pool.monitor_status = None

    def get_pool_health_monitor(
        self, context: Any, id: str, pool_id: str, fields: Fields = None
    ) -> Body:
        if id not in self.get_pool(context, pool_id)["health_monitors"]:
            raise Unassociated(pool=pool_id, monitor=id)
        return _association(self.get_health_monitor(context, id), fields)

    def get_pool_health_monitors(
        self, context: Any, pool_id: str, filters: Filters = None, fields: Fields = None
    ) -> list[Body]:
        return [
            _association(self.get_health_monitor(context, monitor), fields)
            for monitor in self.get_pool(context, pool_id)["health_monitors"]
        ]

    def _keep_port(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        """Refuses to delete the port of a VIP, which is deleted with the VIP."""
        admin = payload.context.elevated()
        for vip in self.get_vips(admin, {"port_id": [payload.resource_id]}):
            if vip["status"] != constants.PENDING_DELETE:
                raise exceptions.ServicePortInUse(
                    port_id=payload.resource_id, reason=f"it has the address of VIP {vip['id']}"
                )

    def _keep_address(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        """Refuses another address of the port of a VIP."""
        before, changes = payload.states
        if before["device_owner"] != topology.OWNER or "fixed_ips" not in changes:
            return
        addresses = {fixed["ip_address"] for fixed in before["fixed_ips"]}
        if {fixed.get("ip_address") for fixed in changes["fixed_ips"]} == addresses:
            return
        for vip in self.get_vips(payload.context.elevated(), {"port_id": [before["id"]]}):
            raise Clash(reason=f"Port {before['id']} keeps the address of VIP {vip['id']}")

    def _keep_from_floating_ips(
        self, _resource: str, _event: str, _trigger: Any, payload: Any
    ) -> None:
        """Refuses a floating IP of a VIP, which would have no effect."""
        port = payload.request_body["floatingip"].get("port_id")
        for vip in self.get_vips(payload.context, {"port_id": [port]}) if port else []:
            raise Clash(
                reason=f"Port {port} has the address of VIP {vip['id']}, for which floating IPs have no"
                " effect: make the VIP in the external network"
            )

    def _keep_interface(
        self, _resource: str, _event: str, _trigger: Any, payload: Any
    ) -> None:
        """Refuses to detach a subnet with pools, or with VIPs, from the router that balances them."""
        admin = payload.context.elevated()
        filters = {
            "router_id": [payload.resource_id],
            "subnet_id": [payload.metadata["subnet_id"]],
        }
        for pool in self.get_pools(admin, filters):
            raise Clash(
                reason=f"The router balances pool {pool['id']} of this subnet: delete that first"
            )
        self._keep_vips(admin, payload.resource_id, filters["subnet_id"])

    def _keep_gateway(self, _resource: str, _event: str, _trigger: Any, payload: Any) -> None:
        """Refuses to remove a router's gateway from a network with VIPs that the router answers for."""
        admin = payload.context.elevated()
        router = payload.resource_id
        self._keep_vips(admin, router, topology.subnets_of_gateway(admin, router))

    def _keep_vips(self, admin: Any, router: str, subnets: list[str]) -> None:
        pools = [pool["id"] for pool in self.get_pools(admin, {"router_id": [router]})]
        for vip in self.get_vips(admin, {"pool_id": pools, "subnet_id": subnets}):
            raise Clash(
                reason=f"The router answers for VIP {vip['id']} in this network: delete that first"
            )

    def _check_protocol(self, context: Any, vip: Body) -> None:
        pool = self.get_pool(context, vip["pool_id"])
        if vip["protocol"] != pool["protocol"]:
            raise Invalid(
                reason=f"The protocol must be {pool['protocol']}, as that of pool {pool['id']}"
            )

    def _network(self, context: Any, vip: Body) -> Body:
        """Returns the network of a VIP, in which the router of its pool answers for it."""
        router = self.store.router(context, vip["pool_id"])
        network = topology.network_at(context, router, vip["subnet_id"])
        if network is None:
            raise Clash(
                reason=f"Router {router} has no port in the network of subnet {vip['subnet_id']}, and would"
                " not answer for the VIP there"
            )
        return network


def _association(monitor: Body, fields: Fields) -> Body:
    return db_utils.resource_fields(
        {"id": monitor["id"], "tenant_id": monitor["tenant_id"]}, fields
    )


def _persistent(vip: Body) -> Body:
    """Returns a VIP's values with the column of its session persistence."""
    values = dict(vip)
    if "session_persistence" in values:
        values["persistence"] = values.pop("session_persistence").get("type")
    return values


def _check_timeout(monitor: Body) -> None:
    if monitor["timeout"] > monitor["delay"]:
        raise Invalid(reason="The timeout must not be longer than the delay")


@contextlib.contextmanager
def _once_in_its_pool(what: str) -> Iterator[None]:
    try:
        with _meanwhile_kept():
            yield
    except database.DBDuplicateEntry as duplicate:
        raise Clash(reason=f"The pool has {what} already") from duplicate


@contextlib.contextmanager
def _meanwhile_kept() -> Iterator[None]:
    """Answers 409 if an object that was found before is gone when another shall refer to it."""
    try:
        yield
    except database.DBReferenceError as gone:
        raise Clash(reason="The pool or health monitor was deleted meanwhile") from gone
