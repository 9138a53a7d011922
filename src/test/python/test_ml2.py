"""ML2's drivers: types of networks, what is sent to the cluster, and bindings."""

from types import SimpleNamespace

import pytest
from midonet.neutron.client import Clashes, MidonetClient, Unavailable
from midonet.neutron.ml2.mech_driver import MidonetMechanismDriver
from midonet.neutron.ml2.type_drivers import MidonetTypeDriver, UplinkTypeDriver
from midonet.neutron.plugin_v2 import MidonetPluginV2
from neutron.plugins.ml2.plugin import Ml2Plugin
from neutron_lib import exceptions
from neutron_lib.callbacks import events, exceptions as callbacks, registry, resources
from neutron_lib.plugins.ml2 import api
from sqlalchemy import orm


@pytest.fixture
def driver(cluster, own_callbacks):
    driver = MidonetMechanismDriver()
    driver.initialize()
    return driver


def of(identifier):
    return SimpleNamespace(current={"id": identifier})


def changed(before, after):
    port = {"id": "p1", "status": "DOWN", "revision_number": 1}
    return SimpleNamespace(original=port | before, current=port | after)


def test_a_network_has_a_type_and_nothing_else():
    for driver in (MidonetTypeDriver(), UplinkTypeDriver()):
        driver.validate_provider_segment({api.NETWORK_TYPE: driver.TYPE, "segmentation_id": None})
        with pytest.raises(exceptions.InvalidInput, match="has no segmentation_id"):
            driver.validate_provider_segment({api.NETWORK_TYPE: driver.TYPE, "segmentation_id": 7})


def test_a_tenants_network_is_of_midonets_type():
    assert MidonetTypeDriver().allocate_tenant_segment(None) == {api.NETWORK_TYPE: "midonet"}


def test_each_object_is_sent(cluster, driver):
    driver.create_network_postcommit(of("n1"))
    driver.update_network_postcommit(of("n1"))
    driver.create_subnet_postcommit(of("s1"))
    driver.update_subnet_postcommit(of("s1"))
    driver.create_port_postcommit(of("p1"))
    driver.update_port_postcommit(changed({"name": "a"}, {"name": "b"}))
    driver.delete_port_precommit(of("p1"))
    driver.delete_subnet_precommit(of("s1"))
    driver.delete_network_precommit(of("n1"))

    assert [f"{r.method} {r.path}" for r in cluster.requests] == [
        "POST /neutron/networks",
        "PUT /neutron/networks/n1",
        "POST /neutron/subnets",
        "PUT /neutron/subnets/s1",
        "POST /neutron/ports",
        "PUT /neutron/ports/p1",
        "DELETE /neutron/ports/p1",
        "DELETE /neutron/subnets/s1",
        "DELETE /neutron/networks/n1",
    ]


def test_a_status_is_not_sent_because_it_comes_from_the_cluster(cluster, driver):
    driver.update_port_postcommit(changed({}, {"status": "ACTIVE", "revision_number": 2}))
    assert cluster.requests == []

    driver.update_port_postcommit(changed({}, {"status": "ACTIVE", "name": "b"}))
    assert len(cluster.requests) == 1


def test_neutrons_tables_are_complete_when_a_worker_starts(cluster, monkeypatch, own_callbacks):
    monkeypatch.setattr(Ml2Plugin, "__init__", lambda _self: None)
    configured = []
    monkeypatch.setattr(orm, "configure_mappers", lambda: configured.append(True))
    MidonetPluginV2()
    assert configured == []

    registry.publish(resources.PROCESS, events.AFTER_INIT, None)

    assert configured == [True]


@pytest.mark.parametrize("kind", ["network", "subnet", "port"])
def test_a_failed_delete_ends_neutrons_transaction(cluster, driver, kind):
    cluster.stop()

    with pytest.raises(Unavailable):
        getattr(driver, f"delete_{kind}_precommit")(of("x1"))


@pytest.mark.parametrize("form", ["", "_bulk"])
@pytest.mark.parametrize("kind", ["network", "subnet", "port"])
def test_neutron_undoes_a_creation_although_the_cluster_is_away(cluster, monkeypatch, kind, form):
    def create(_self, _context, _body):
        MidonetClient().delete(f"{kind}s", "x1")
        return "undone"

    monkeypatch.setattr(Ml2Plugin, f"create_{kind}{form}", create)
    cluster.stop()

    plugin = object.__new__(MidonetPluginV2)
    assert getattr(plugin, f"create_{kind}{form}")(None, {}) == "undone"


def payload(identifier, state):
    return events.DBEventPayload(None, resource_id=identifier, states=(state,))


def test_security_groups_and_rules_are_sent_inside_of_the_transaction(cluster, driver):
    group, rule = resources.SECURITY_GROUP, resources.SECURITY_GROUP_RULE
    registry.publish(group, events.PRECOMMIT_CREATE, None, payload("g1", {"id": "g1"}))
    registry.publish(rule, events.PRECOMMIT_CREATE, None, payload("r1", {"id": "r1"}))
    registry.publish(rule, events.PRECOMMIT_DELETE, None, payload("r1", {}))
    registry.publish(group, events.PRECOMMIT_DELETE, None, payload("g1", {}))

    assert [f"{r.method} {r.path}" for r in cluster.requests] == [
        "POST /neutron/security_groups",
        "POST /neutron/security_group_rules",
        "DELETE /neutron/security_group_rules/r1",
        "DELETE /neutron/security_groups/g1",
    ]


def test_a_changed_security_group_is_sent_as_it_will_be(cluster, driver):
    changed = events.DBEventPayload(
        None, resource_id="g1", states=({"name": "before"},), desired_state={"name": "after"}
    )
    registry.publish(resources.SECURITY_GROUP, events.PRECOMMIT_UPDATE, None, changed)

    (request,) = cluster.requests
    assert (request.method, request.body) == ("PUT", '{"name": "after"}')


def test_a_refused_security_group_ends_the_transaction(cluster, driver):
    cluster.answers.append((409, '{"message": "it is there"}'))

    with pytest.raises(callbacks.CallbackFailure, match="it is there") as failure:
        registry.publish(
            resources.SECURITY_GROUP, events.PRECOMMIT_CREATE, None, payload("g1", {"id": "g1"})
        )
    assert isinstance(failure.value.errors[0].error, Clashes)


def test_a_security_group_without_an_answer_is_deleted_from_the_cluster(cluster, driver):
    cluster.answers.extend([(500, '{"message": "no answer"}'), (503, "{}")])

    with pytest.raises(callbacks.CallbackFailure, match="no answer"):
        registry.publish(
            resources.SECURITY_GROUP, events.PRECOMMIT_CREATE, None, payload("g1", {"id": "g1"})
        )
    assert [f"{r.method} {r.path}" for r in cluster.requests] == [
        "POST /neutron/security_groups",
        "DELETE /neutron/security_groups/g1",
    ]


@pytest.mark.parametrize(
    ("kind", "vnic", "bound"),
    [
        ("midonet", "normal", 1),
        ("uplink", "normal", 1),
        ("vlan", "normal", 0),
        ("midonet", "direct", 0),
    ],
)
def test_a_port_is_bound_by_midonets_interface_type(driver, kind, vnic, bound):
    bindings = []
    driver.bind_port(
        SimpleNamespace(
            current={"binding:vnic_type": vnic},
            segments_to_bind=[{api.ID: "segment", api.NETWORK_TYPE: kind}],
            set_binding=lambda *binding, status: bindings.append((*binding, status)),
        )
    )

    # Neutron calls it active once its agent does.
    assert [(*binding[:2], binding[-1]) for binding in bindings] == [
        ("segment", "midonet", "DOWN")
    ] * bound


def test_what_is_not_enforced_is_not_advertised(driver):
    assert driver.supported_extensions({"router", "stateful-security-group"}) == {"router"}
