"""Routers and floating IPs: Neutron stores, the cluster is told, a refusal is taken back."""

import pytest
from midonet.neutron.client import Clashes
from midonet.neutron.services.l3 import MidonetL3ServicePlugin
from neutron.db import l3_db


@pytest.fixture
def stored(monkeypatch):
    """What Neutron's own half was asked to do, in order."""
    done = []

    def note(name, answer):
        def method(_self, _context, *arguments, **_more):
            done.append((name, *arguments))
            return answer

        return method

    monkeypatch.setattr(l3_db.L3_NAT_dbonly_mixin, "_start_janitor", lambda _self: None)
    for name, answer in (
        ("create_router", {"id": "r1"}),
        ("update_router", {"id": "r1"}),
        ("delete_router", None),
        ("add_router_interface", {"id": "r1", "port_id": "p1"}),
        ("remove_router_interface", {"id": "r1", "port_id": "p1"}),
        ("create_floatingip", {"id": "f1"}),
        ("update_floatingip", {"id": "f1"}),
        ("delete_floatingip", None),
    ):
        owner = next(c for c in MidonetL3ServicePlugin.__mro__[1:] if name in vars(c))
        monkeypatch.setattr(owner, name, note(name, answer))
    return done


@pytest.fixture
def plugin(cluster, stored):
    return MidonetL3ServicePlugin()


def test_the_cluster_is_told_after_neutron_has_stored(cluster, plugin):
    plugin.create_router(None, {})
    plugin.update_router(None, "r1", {})
    plugin.add_router_interface(None, "r1", {})
    plugin.create_floatingip(None, {})
    plugin.update_floatingip(None, "f1", {})
    plugin.delete_floatingip(None, "f1")
    plugin.remove_router_interface(None, "r1", {})
    plugin.delete_router(None, "r1")

    assert [f"{r.method} {r.path}" for r in cluster.requests] == [
        "POST /neutron/routers",
        "PUT /neutron/routers/r1",
        "PUT /neutron/routers/r1/add_router_interface",
        "POST /neutron/floating_ips",
        "PUT /neutron/floating_ips/f1",
        "DELETE /neutron/floating_ips/f1",
        "PUT /neutron/routers/r1/remove_router_interface",
        "DELETE /neutron/routers/r1",
    ]


@pytest.mark.parametrize(
    ("make", "undone"),
    [
        (lambda plugin: plugin.create_router(None, {}), ("delete_router", "r1")),
        (lambda plugin: plugin.create_floatingip(None, {}), ("delete_floatingip", "f1")),
        (
            lambda plugin: plugin.add_router_interface(None, "r1", {}),
            ("remove_router_interface", "r1", {"port_id": "p1"}),
        ),
    ],
)
def test_what_the_cluster_refuses_is_taken_back(cluster, plugin, stored, make, undone):
    cluster.answers.append((409, '{"message": "no"}'))

    with pytest.raises(Clashes):
        make(plugin)
    assert stored[-1] == undone
