"""The core plugin under its name in MidoNet's guide."""

from typing import Any

from neutron.plugins.ml2 import plugin as ml2
from neutron_lib.callbacks import events, registry, resources
from oslo_config import cfg
from sqlalchemy import orm

from midonet.neutron import config
from midonet.neutron.client import creation
from midonet.neutron.ml2 import agent_reports

L3 = "midonet_l3"

ML2_DEFAULTS = {
    "type_drivers": ["midonet", "uplink"],
    "tenant_network_types": ["midonet"],
    "mechanism_drivers": ["midonet"],
    "extension_drivers": ["port_security"],
}


class MidonetPluginV2(ml2.Ml2Plugin):
    """ML2 with MidoNet's drivers, so that ``midonet.ini`` needs no settings of ML2.

    In Kilo the core plugin also served routers. Here a service plugin does. It is added to the plugins in
    ``neutron.conf``, because Neutron's manager reads that list after it has created this object.
    """

    def __init__(self) -> None:
        config.register()
        for name, value in ML2_DEFAULTS.items():
            cfg.CONF.set_default(name, value, group="ml2")
        cfg.CONF.set_default("agent_down_time", agent_reports.AGENT_DOWN_TIME)
        named = list(cfg.CONF.service_plugins)
        if L3 not in named:
            cfg.CONF.set_override("service_plugins", [*named, L3])
        registry.subscribe(_configure_mappers, resources.PROCESS, events.AFTER_INIT)
        super().__init__()

    @creation()
    def create_network(self, context: Any, network: dict[str, Any]) -> dict[str, Any]:
        return super().create_network(context, network)

    @creation()
    def create_subnet(self, context: Any, subnet: dict[str, Any]) -> dict[str, Any]:
        return super().create_subnet(context, subnet)

    @creation()
    def create_port(self, context: Any, port: dict[str, Any]) -> dict[str, Any]:
        return super().create_port(context, port)

    @creation()
    def create_network_bulk(self, context: Any, networks: dict[str, Any]) -> list[dict[str, Any]]:
        return super().create_network_bulk(context, networks)

    @creation()
    def create_subnet_bulk(self, context: Any, subnets: dict[str, Any]) -> list[dict[str, Any]]:
        return super().create_subnet_bulk(context, subnets)

    @creation()
    def create_port_bulk(self, context: Any, ports: dict[str, Any]) -> list[dict[str, Any]]:
        return super().create_port_bulk(context, ports)


def _configure_mappers(*_event: Any, **_more: Any) -> None:
    """Completes the classes of Neutron's tables.

    Otherwise SQLAlchemy does that at the first query. Neutron 21 needs it before it lists ports: as the
    first request after a start that list ends with 500.
    """
    orm.configure_mappers()
