"""What load balancers need of Neutron's subnets, ports and routers."""

from typing import Any

from neutron import policy
from neutron_lib import constants, exceptions
from neutron_lib.plugins import constants as plugins, directory, utils

from midonet.neutron.services.loadbalancer.models import Body

OWNER = constants.DEVICE_OWNER_LOADBALANCER

# Neutron's own rule about the choice of an address: by default the network's owner and administrators.
CHOICE = "create_port:fixed_ips:ip_address"


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


def owner_of(context: Any, router: str) -> str:
    """Returns the project of a router."""
    return directory.get_plugin(plugins.L3).get_router(context.elevated(), router)["tenant_id"]


def network_at(context: Any, router: str, subnet: str) -> Body | None:
    """Returns the network of a subnet, or None if the router has no port in the network.

    Neutron shows the subnets of an external network to administrators only. A user may name one if it is
    in the network of the router's gateway.

    :raises SubnetNotFound: if there is no such subnet, or none that the user may name
    """
    core = directory.get_plugin()
    admin = context.elevated()
    network = core.get_subnet(admin, subnet)["network_id"]
    ports = core.get_ports(
        admin,
        filters={
            "device_id": [router],
            "device_owner": [
                constants.DEVICE_OWNER_ROUTER_GW,
                constants.DEVICE_OWNER_ROUTER_INTF,
            ],
            "network_id": [network],
        },
    )
    if constants.DEVICE_OWNER_ROUTER_GW not in [port["device_owner"] for port in ports]:
        core.get_subnet(context, subnet)
    return core.get_network(admin, network) if ports else None


def subnets_of_gateway(admin: Any, router: str) -> list[str]:
    """Returns the subnets of the network of a router's gateway."""
    core = directory.get_plugin()
    owners = [constants.DEVICE_OWNER_ROUTER_GW]
    gateways = core.get_ports(admin, filters={"device_id": [router], "device_owner": owners})
    networks = [gateway["network_id"] for gateway in gateways]
    return [subnet["id"] for subnet in core.get_subnets(admin, filters={"network_id": networks})]


def may_choose(context: Any, network: Body) -> bool:
    """Returns whether Neutron lets the user choose the address of a port in a network."""
    target = {"network_id": network["id"], "network:tenant_id": network["tenant_id"]}
    return policy.check(context, CHOICE, target)


def reserve(context: Any, vip: str, network: str, values: Body) -> Body:
    """Makes the port that reserves a VIP's address, also in a network whose subnets the user does not see."""
    core = directory.get_plugin()
    fixed = {"subnet_id": values["subnet_id"]}
    if values["address"]:
        fixed["ip_address"] = values["address"]
    port = {
        "tenant_id": values["tenant_id"],
        "name": f"vip-{vip}",
        "network_id": network,
        "fixed_ips": [fixed],
        "admin_state_up": True,
        "device_id": vip,
        "device_owner": OWNER,
    }
    return utils.create_port(core, context.elevated(), {"port": port})


def release(context: Any, port: str) -> None:
    """Deletes the port of a VIP, unless it is gone."""
    try:
        directory.get_plugin().delete_port(context.elevated(), port)
    except exceptions.PortNotFound:
        pass
