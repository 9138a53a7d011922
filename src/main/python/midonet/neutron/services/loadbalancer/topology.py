"""What load balancers need of Neutron's subnets, ports and routers."""

from typing import Any

from neutron_lib import constants, exceptions
from neutron_lib.plugins import directory, utils

from midonet.neutron.services.loadbalancer.models import Body

OWNER = constants.DEVICE_OWNER_LOADBALANCER


def router_of(context: Any, subnet: str) -> str | None:
    """Returns the router with an interface in a subnet that the user may see, or None.

    Of several the one whose interface is the subnet's gateway, by which members answer.
    """
    core = directory.get_plugin()
    gateway = core.get_subnet(context, subnet)["gateway_ip"]
    interfaces = core.get_ports(
        context.elevated(),
        filters={
            "device_owner": [constants.DEVICE_OWNER_ROUTER_INTF],
            "fixed_ips": {"subnet_id": [subnet]},
        },
    )
    by_address = {
        fixed["ip_address"]: port["device_id"]
        for port in interfaces
        for fixed in port["fixed_ips"]
        if fixed["subnet_id"] == subnet
    }
    return by_address.get(gateway) or next(iter(by_address.values()), None)


def reserve(context: Any, vip: str, values: Body) -> Body:
    """Makes the port that reserves a VIP's address."""
    core = directory.get_plugin()
    fixed = {"subnet_id": values["subnet_id"]}
    if values["address"]:
        fixed["ip_address"] = values["address"]
    port = {
        "tenant_id": values["tenant_id"],
        "name": f"vip-{vip}",
        "network_id": core.get_subnet(context, values["subnet_id"])["network_id"],
        "fixed_ips": [fixed],
        "admin_state_up": True,
        "device_id": vip,
        "device_owner": OWNER,
    }
    return utils.create_port(core, context, {"port": port})


def release(context: Any, port: str) -> None:
    """Deletes the port of a VIP, unless it is gone."""
    try:
        directory.get_plugin().delete_port(context.elevated(), port)
    except exceptions.PortNotFound:
        pass
