"""The API of LBaaS v1, which Neutron 21 no longer has: pools, members, VIPs and health monitors.

What this API allows and MidoNet does not, for example a health monitor of type HTTP, the cluster refuses.
"""

from typing import Any

from neutron.api.v2 import resource_helper
from neutron_lib import constants
from neutron_lib.api import converters, extensions
from neutron_lib.plugins import constants as plugins

ALIAS = "lbaas"

Attribute = dict[str, Any]

TEXT = {"type:string": 255}
UUID = {"type:uuid": None}
PORT = {"type:range": [1, 65535]}
PROTOCOLS = {"type:values": ["TCP", "HTTP", "HTTPS"]}
METHODS = {"type:values": ["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"]}
PROBES = {"type:values": ["PING", "TCP", "HTTP", "HTTPS"]}
PERSISTENCES = ["SOURCE_IP", "HTTP_COOKIE", "APP_COOKIE"]
PERSISTENCE = {"type:dict_or_empty": {"type": {"type:values": PERSISTENCES, "required": True}}}


def _answered() -> Attribute:
    """Returns an attribute that a user cannot set."""
    return {"allow_post": False, "allow_put": False, "is_visible": True}


def _fixed(validate: Attribute, **more: Any) -> Attribute:
    """Returns an attribute that is given when the object is made, and does not change."""
    return {
        "allow_post": True,
        "allow_put": False,
        "is_visible": True,
        "validate": validate,
    } | more


def _changing(validate: Attribute, **more: Any) -> Attribute:
    return _fixed(validate, **more) | {"allow_put": True}


def _integer(validate: Attribute, **more: Any) -> Attribute:
    return _changing(validate, convert_to=converters.convert_to_int, **more)


def _switch() -> Attribute:
    return {
        "allow_post": True,
        "allow_put": True,
        "is_visible": True,
        "default": True,
        "convert_to": converters.convert_to_boolean,
    }


def _id() -> Attribute:
    return _answered() | {"validate": UUID, "primary_key": True}


def _tenant() -> Attribute:
    return _fixed(TEXT, required_by_policy=True)


def _common() -> dict[str, Attribute]:
    return {"id": _id(), "tenant_id": _tenant(), "admin_state_up": _switch()}


def _status() -> dict[str, Attribute]:
    return {"status": _answered(), "status_description": _answered()}


def _names() -> dict[str, Attribute]:
    return {"name": _changing(TEXT, default=""), "description": _changing(TEXT, default="")}


RESOURCES = {
    "pools": _common()
    | _names()
    | _status()
    | {
        "subnet_id": _fixed(UUID),
        "protocol": _fixed(PROTOCOLS),
        "lb_method": _changing(METHODS),
        "provider": _fixed(TEXT, default=constants.ATTR_NOT_SPECIFIED),
        "vip_id": _answered(),
        "members": _answered(),
        "health_monitors": _answered(),
        "health_monitors_status": _answered(),
    },
    "members": _common()
    | _status()
    | {
        "pool_id": _changing(UUID),
        "address": _fixed({"type:ip_address": None}),
        "protocol_port": _fixed(PORT, convert_to=converters.convert_to_int),
        "weight": _integer({"type:range": [0, 256]}, default=1),
    },
    "vips": _common()
    | _names()
    | _status()
    | {
        "pool_id": _changing(UUID),
        "subnet_id": _fixed(UUID),
        "address": _fixed({"type:ip_address_or_none": None}, default=None),
        "port_id": _answered(),
        "protocol": _fixed(PROTOCOLS),
        "protocol_port": _fixed(PORT, convert_to=converters.convert_to_int),
        "session_persistence": _changing(
            PERSISTENCE, default={}, convert_to=converters.convert_none_to_empty_dict
        ),
        "connection_limit": _integer({"type:range": [-1, 2**31 - 1]}, default=-1),
    },
    "health_monitors": _common()
    | {
        "type": _fixed(PROBES),
        "delay": _integer({"type:range": [1, 2**31 - 1]}),
        "timeout": _integer({"type:range": [1, 2**31 - 1]}),
        "max_retries": _integer({"type:range": [1, 10]}),
        "pools": _answered(),
    },
}

# A health monitor is associated with a pool by a POST of its id to the pool.
ASSOCIATIONS = {
    "health_monitors": {
        "parent": {"collection_name": "pools", "member_name": "pool"},
        "parameters": {"id": _fixed(UUID), "tenant_id": _tenant()},
    }
}

ACTIONS = {"pool": {"stats": "GET"}}


class Lbaas(extensions.ExtensionDescriptor):
    """Neutron finds this class by the name of its module."""

    @classmethod
    def get_name(cls) -> str:
        return "LoadBalancing service"

    @classmethod
    def get_alias(cls) -> str:
        return ALIAS

    @classmethod
    def get_description(cls) -> str:
        return "Load balancers of version 1, enforced by MidoNet's agents"

    @classmethod
    def get_updated(cls) -> str:
        return "2012-10-07T10:00:00-00:00"

    @classmethod
    def get_resources(cls) -> list[Any]:
        # One after the other, because a pool's health monitors have the name of all health monitors.
        return [
            resource
            for attributes, quota in ((RESOURCES, True), (ASSOCIATIONS, False))
            for resource in resource_helper.build_resource_info(
                resource_helper.build_plural_mappings({}, attributes),
                attributes,
                plugins.LOADBALANCER,
                action_map=ACTIONS,
                register_quota=quota,
            )
        ]

    def get_extended_resources(self, version: str) -> dict[str, Any]:
        return RESOURCES if version == "2.0" else {}
