"""Routers and floating IPs: what Neutron stores, what the cluster receives, and what a refusal undoes."""

from unittest import mock
import uuid

import pytest
from midonet.neutron.client import Clashes, Unavailable
from midonet.neutron.services import l3
from midonet.neutron.services.l3 import MidonetL3ServicePlugin
from neutron.db import l3_db
from neutron_lib.callbacks import events, exceptions as callbacks, registry, resources

PORT = str(uuid.uuid4())
BY_PORT = {"port_id": PORT}
BY_SUBNET = {"subnet_id": str(uuid.uuid4())}


def owner(name):
    """Neutron's class with the method that the plugin's own calls."""
    return next(c for c in MidonetL3ServicePlugin.__mro__[1:] if name in vars(c))


@pytest.fixture
def stored(monkeypatch):
    """What Neutron's own half was asked to do, in order."""
    done = []

    def note(name, answer):
        def method(self, _context, *arguments, **_more):
            if name == "delete_router":
                deleted = events.DBEventPayload(None, resource_id=arguments[0])
                registry.publish(resources.ROUTER, events.PRECOMMIT_DELETE, self, deleted)
            done.append((name, *arguments))
            return answer

        return method

    monkeypatch.setattr(l3_db.L3_NAT_dbonly_mixin, "_start_janitor", lambda _self: None)
    for name, answer in (
        ("create_router", {"id": "r1"}),
        ("update_router", {"id": "r1"}),
        ("delete_router", None),
        ("add_router_interface", {"id": "r1", "port_id": PORT}),
        ("remove_router_interface", {"id": "r1", "port_id": PORT}),
        ("create_floatingip", {"id": "f1"}),
        ("update_floatingip", {"id": "f1"}),
        ("get_floatingip", {"id": "f1"}),
        ("delete_floatingip", None),
    ):
        monkeypatch.setattr(owner(name), name, note(name, answer))
    return done


@pytest.fixture
def core(monkeypatch):
    """Neutron's core plugin, which has a port of the user's."""
    core = mock.Mock()
    core.get_port.return_value = {"id": PORT, "device_id": "", "device_owner": "mine:own"}
    monkeypatch.setattr(l3_db.L3_NAT_dbonly_mixin, "_core_plugin", core)
    return core


@pytest.fixture
def plugin(cluster, stored, core, own_callbacks):
    return MidonetL3ServicePlugin()


def requests_to(cluster):
    return [f"{r.method} {r.path}" for r in cluster.requests]


def test_the_cluster_is_sent_each_change(cluster, plugin):
    plugin.create_router(None, {})
    plugin.update_router(None, "r1", {})
    plugin.add_router_interface(None, "r1", BY_SUBNET)
    plugin.create_floatingip(None, {})
    plugin.update_floatingip(None, "f1", {})
    plugin.delete_floatingip(None, "f1")
    # Interfaces are removed with their ports, which ML2's driver reports.
    plugin.remove_router_interface(None, "r1", BY_SUBNET)
    plugin.delete_router(None, "r1")

    assert requests_to(cluster) == [
        "POST /neutron/routers",
        "PUT /neutron/routers/r1",
        "PUT /neutron/routers/r1/add_router_interface",
        "POST /neutron/floating_ips",
        "PUT /neutron/floating_ips/f1",
        "DELETE /neutron/floating_ips/f1",
        "DELETE /neutron/routers/r1",
    ]


def test_neutron_keeps_what_the_cluster_did_not_delete(cluster, plugin, stored):
    cluster.stop()

    with pytest.raises(callbacks.CallbackFailure):
        plugin.delete_router(None, "r1")
    with pytest.raises(Unavailable):
        plugin.delete_floatingip(None, "f1")
    assert [name for name, *_ in stored] == ["get_floatingip"]


CREATIONS = [
    pytest.param(
        lambda plugin: plugin.create_router(None, {}),
        ("delete_router", "r1"),
        ["POST /neutron/routers", "DELETE /neutron/routers/r1"],
        id="router",
    ),
    pytest.param(
        lambda plugin: plugin.create_floatingip(None, {}),
        ("delete_floatingip", "f1"),
        ["POST /neutron/floating_ips", "DELETE /neutron/floating_ips/f1"],
        id="floating IP",
    ),
    pytest.param(
        lambda plugin: plugin.add_router_interface(None, "r1", BY_SUBNET),
        ("remove_router_interface", "r1", BY_SUBNET),
        ["PUT /neutron/routers/r1/add_router_interface"],
        id="interface",
    ),
]


@pytest.mark.parametrize(("make", "undone", "requests"), CREATIONS)
def test_what_the_cluster_refuses_is_taken_back(cluster, plugin, stored, make, undone, requests):
    cluster.answers.append((409, '{"message": "no"}'))

    with pytest.raises(Clashes):
        make(plugin)
    assert stored[-1] == undone
    # The cluster may have an object although it did not say so, for example after a timeout.
    assert requests_to(cluster) == requests


@pytest.mark.parametrize(("make", "undone", "requests"), CREATIONS)
def test_neutron_takes_back_while_the_cluster_is_away(
    cluster, plugin, stored, make, undone, requests
):
    cluster.stop()

    with pytest.raises(Unavailable):
        make(plugin)
    assert stored[-1] == undone


def test_a_router_whose_gateway_failed_is_taken_back_while_the_cluster_is_away(
    cluster, plugin, monkeypatch
):
    def create(self, context, _router):
        self.delete_router(context, "r1")
        return {"id": "r1"}

    monkeypatch.setattr(owner("create_router"), "create_router", create)
    cluster.answers.append((503, "{}"))

    plugin.create_router(None, {})
    assert requests_to(cluster) == ["DELETE /neutron/routers/r1", "POST /neutron/routers"]


def test_a_users_port_outlives_a_refused_interface(cluster, plugin, stored, core, monkeypatch):
    attachments = mock.Mock()
    monkeypatch.setattr(l3.objects, "RouterPort", attachments)
    cluster.answers.extend([(409, '{"message": "no"}'), (503, "{}")])

    with pytest.raises(Clashes):
        plugin.add_router_interface(None, "r1", BY_PORT)
    assert [name for name, *_ in stored] == ["add_router_interface"]
    attachments.delete_objects.assert_called_once_with(None, router_id="r1", port_id=PORT)
    before = {"port": {"device_id": "", "device_owner": "mine:own"}}
    core.update_port.assert_called_once_with(None, PORT, before)
    assert requests_to(cluster) == [
        "PUT /neutron/routers/r1/add_router_interface",
        "PUT /neutron/routers/r1/remove_router_interface",
    ]
