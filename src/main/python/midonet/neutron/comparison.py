"""Compares Neutron's database with the objects that the cluster has of it, and repairs the cluster."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from neutron_lib import constants, exceptions
from neutron_lib.api.definitions import portbindings

from midonet.neutron.client import Clashes, MidonetClient

Object = dict[str, Any]

# In the order in which they are created. An object refers to those before it only.
KINDS = (
    "security_groups",
    "security_group_rules",
    "networks",
    "subnets",
    "ports",
    "routers",
    "floating_ips",
    "lb/health_monitors",
    "lb/pools",
    "lb/members",
    "lb/vips",
)

# The port of a router's interface is deleted before the router.
DELETED = (
    "lb/vips",
    "lb/members",
    "lb/pools",
    "lb/health_monitors",
    "floating_ips",
    "ports",
    "routers",
    "subnets",
    "networks",
    "security_group_rules",
    "security_groups",
)

# The collections of the virtual topology whose objects have the ids of Neutron's. A user of MidoNet's own
# API may have deleted one.
TOPOLOGY = {
    "lb/health_monitors": "health_monitors",
    "lb/pools": "pools",
    "lb/members": "pool_members",
    "lb/vips": "vips",
}

# The status comes from the cluster; rules are a kind of their own.
NOT_COMPARED = {"status", "security_group_rules"}

# The cluster stores none of these. 0 and False are values: ICMP type 0, for example.
EMPTY = (None, "", [], {})


class Difference(NamedTuple):
    """An object that differs between the two. ``kind`` is one of KINDS, or ``interfaces``."""

    kind: str
    identifier: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}: {self.what}"


class NoNetworks(exceptions.NeutronException):
    message = (
        "Neutron has no network, but MidoNet has. Nothing was repaired, since repair would delete them all. "
        "Is 'connection' in neutron.conf right?"
    )


class Neutron:
    """What Neutron has, as its plugins return it to an administrator.

    Without the service plugin ``lbaas`` load balancers are not compared: its tables may still have those
    of the cluster.
    """

    def __init__(self, context: Any, core: Any, l3: Any, lbaas: Any = None) -> None:
        self._context = context
        self._plugins: dict[str, Callable[[Any], list[Object]]] = {
            "security_groups": core.get_security_groups,
            "security_group_rules": core.get_security_group_rules,
            "networks": core.get_networks,
            "subnets": core.get_subnets,
            "ports": core.get_ports,
            "routers": l3.get_routers,
            "floating_ips": l3.get_floatingips,
        }
        if lbaas is not None:
            self._plugins |= lbaas.store.sent_by_collection()

    def kinds(self, order: tuple[str, ...]) -> list[str]:
        """Returns the kinds that Neutron has a plugin for, in an order."""
        return [kind for kind in order if kind in self._plugins]

    def objects(self, kind: str) -> dict[str, Object]:
        return {each["id"]: each for each in self._plugins[kind](self._context)}

    def interfaces(self) -> Iterator[Object]:
        """Returns the ports of routers' interfaces."""
        for port in self.objects("ports").values():
            if port["device_owner"] == constants.DEVICE_OWNER_ROUTER_INTF:
                yield port


class Comparison:
    """Compares, and makes the cluster as Neutron has it.

    Neutron's database decides: what the cluster lacks or what differs there is sent again, and what only
    the cluster has is deleted there. Objects of MidoNet that are not Neutron's are not looked at.
    """

    def __init__(self, neutron: Neutron, client: MidonetClient) -> None:
        self._neutron = neutron
        self._client = client

    def differences(self) -> list[Difference]:
        found = [difference for kind in self._neutron.kinds(KINDS) for difference in self._of(kind)]
        return found + [
            Difference("interfaces", port["id"], "MidoNet lacks it") for port in self._detached()
        ]

    def repair(self) -> Iterator[Difference]:
        """Repairs, and returns what it has found. Each kind is compared again when its turn comes.

        Neutron's server sends some objects before it commits them. So only what was superfluous in two
        looks is deleted, the second of them after a look at every kind.

        :raises NoNetworks: if Neutron's database is empty, or is another's
        """
        first = {kind: self._superfluous(kind) for kind in self._neutron.kinds(DELETED)}
        if first["networks"] and not self._neutron.objects("networks"):
            raise NoNetworks()
        for kind, superfluous in first.items():
            for identifier in sorted(superfluous & self._superfluous(kind)):
                self._client.delete(kind, identifier)
                yield Difference(kind, identifier, "deleted from MidoNet")
            # The cluster makes it in the virtual topology when it is sent as a new one.
            for identifier in self._untranslated(kind):
                self._client.delete(kind, identifier)
        for kind in self._neutron.kinds(KINDS):
            yield from self._send(kind)
            if kind == "routers":
                yield from self._attach()

    def _send(self, kind: str) -> Iterator[Difference]:
        stored = self._stored(kind)
        for identifier, ours in self._neutron.objects(kind).items():
            if identifier not in stored:
                try:
                    self._client.create(kind, ours)
                except Clashes as clash:
                    # Otherwise Neutron's server has sent it meanwhile.
                    if identifier not in self._stored(kind):
                        yield Difference(kind, identifier, f"not created: {clash}")
                    continue
                yield Difference(kind, identifier, "created in MidoNet")
            elif differing(ours, stored[identifier]):
                self._client.update(kind, identifier, ours)
                yield Difference(kind, identifier, "updated in MidoNet")

    def _attach(self) -> Iterator[Difference]:
        for port in self._detached():
            self._client.add_router_interface(
                port["device_id"],
                {
                    "id": port["device_id"],
                    "tenant_id": port["tenant_id"],
                    "port_id": port["id"],
                    "subnet_id": port["fixed_ips"][0]["subnet_id"],
                },
            )
            yield Difference("interfaces", port["id"], "created in MidoNet")

    def _of(self, kind: str) -> Iterator[Difference]:
        stored = self._stored(kind)
        for identifier, ours in self._neutron.objects(kind).items():
            if identifier not in stored:
                yield Difference(kind, identifier, "MidoNet lacks it")
            elif names := differing(ours, stored[identifier]):
                yield Difference(kind, identifier, "MidoNet has another " + ", ".join(names))
        for identifier in sorted(self._superfluous(kind)):
            yield Difference(kind, identifier, "only MidoNet has it")
        for identifier in self._untranslated(kind):
            yield Difference(kind, identifier, "MidoNet's virtual topology lacks it")

    def _superfluous(self, kind: str) -> set[str]:
        stored = self._stored(kind).keys()
        return stored - self._neutron.objects(kind).keys()

    def _stored(self, kind: str) -> dict[str, Object]:
        return {each["id"]: each for each in self._client.list("neutron/" + kind)}

    def _untranslated(self, kind: str) -> list[str]:
        """Returns what the cluster has of Neutron, and not in the virtual topology."""
        if kind not in TOPOLOGY:
            return []
        both = self._stored(kind).keys() & self._neutron.objects(kind).keys()
        # Read last, so that an object that is made meanwhile does not seem to be without a translation.
        built = {each["id"] for each in self._client.list(TOPOLOGY[kind])}
        return sorted(both - built)

    def _detached(self) -> list[Object]:
        """Returns the ports of interfaces that link no router in MidoNet.

        An interface is a link with the id of its port, or in an uplink network a port that is bound to
        the host's interface.
        """
        ports = self._client.list("ports")
        hosts = {host["id"]: host["name"] for host in self._client.list("hosts")}
        linked = {port["id"] for port in ports if port["peerId"]}
        bound = {(hosts.get(port["hostId"]), port["interfaceName"]) for port in ports}
        return [
            port
            for port in self._neutron.interfaces()
            if port["id"] not in linked and _place(port) not in bound
        ]


def _place(port: Object) -> tuple[str, str | None]:
    profile = port[portbindings.PROFILE] or {}
    return port[portbindings.HOST_ID], profile.get("interface_name", "")


def differing(ours: Object, stored: Object) -> list[str]:
    """Returns the names of the cluster's properties that have another value in Neutron."""
    return [
        name
        for name, value in stored.items()
        if name in ours and name not in NOT_COMPARED and not _same(ours[name], value)
    ]


def _same(ours: Any, stored: Any) -> bool:
    """Ignores the order of lists, and properties that the cluster does not keep."""
    if ours in EMPTY or stored in EMPTY:
        return ours in EMPTY and stored in EMPTY
    if isinstance(stored, dict):
        return all(_same(ours.get(name), value) for name, value in stored.items())
    if isinstance(stored, list):
        return all(any(_same(each, other) for each in ours) for other in stored) and all(
            any(_same(each, other) for other in stored) for each in ours
        )
    return ours == stored
