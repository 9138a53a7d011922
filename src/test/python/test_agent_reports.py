"""What agents report becomes the status of Neutron's ports, and the liveness of its agents."""

import json
from types import SimpleNamespace

import pytest
from midonet.neutron import reports as reports_module
from midonet.neutron.client import MidonetClient
from midonet.neutron.ml2 import agent_reports
from midonet.neutron.ml2.agent_reports import AgentReports, Binding
from neutron_lib.plugins import directory

HOSTS = [
    {"id": "h1", "name": "compute1", "alive": True},
    {"id": "h2", "name": "gateway1", "alive": True},
    {"id": "h3", "name": "gateway2", "alive": False},
]


def port(identifier, active, host=None, interface=None, peer=None, up=True):
    return {
        "id": identifier,
        "active": active,
        "adminStateUp": up,
        "hostId": host,
        "interfaceName": interface,
        "peerId": peer,
    }


class Plugin:
    """Neutron's core plugin, as far as it is called."""

    def __init__(self):
        self.agents = []
        self.statuses = []

    def create_or_update_agent(self, _context, state):
        self.agents.append((state["agent_type"], state["host"]))

    def update_port_status(self, _context, identifier, status, host):
        self.statuses.append((identifier, status, host))


@pytest.fixture
def bound(monkeypatch):
    bindings = []
    monkeypatch.setattr(agent_reports, "bindings", lambda _context: bindings)
    return bindings


@pytest.fixture
def plugin(monkeypatch):
    plugin = Plugin()
    monkeypatch.setattr(directory, "get_plugin", lambda: plugin)
    return plugin


@pytest.fixture
def reports(monkeypatch):
    monkeypatch.setattr(reports_module, "PAUSE", 0)
    return AgentReports(MidonetClient())


def answer(cluster, *ports):
    cluster.answers.extend([(200, json.dumps(HOSTS)), (200, json.dumps(ports))])


def test_a_port_is_active_when_its_agent_says_so(cluster, plugin, bound, reports):
    bound += [Binding("p1", "DOWN", "compute1", None), Binding("p2", "ACTIVE", "compute1", None)]
    answer(cluster, port("p1", True, "h1", "tap1"), port("p2", False, "h1", "tap2"))

    reports.carry_over()

    assert plugin.statuses == [("p1", "ACTIVE", "compute1"), ("p2", "DOWN", "compute1")]


def test_a_status_that_neutron_has_is_not_written(cluster, plugin, bound, reports):
    bound += [Binding("p1", "ACTIVE", "compute1", None), Binding("p2", "DOWN", "compute1", None)]
    answer(cluster, port("p1", True, "h1", "tap1"), port("p2", False, "h1", "tap2"))

    reports.carry_over()

    assert plugin.statuses == []


def test_a_port_that_the_cluster_does_not_have_is_down(cluster, plugin, bound, reports):
    bound += [Binding("p1", "ACTIVE", "compute1", None)]
    answer(cluster)

    reports.carry_over()

    assert plugin.statuses == [("p1", "DOWN", "compute1")]


def test_an_uplinks_port_is_found_by_its_interface(cluster, plugin, bound, reports):
    bound += [Binding("u1", "DOWN", "gateway1", "eth1"), Binding("u2", "DOWN", "gateway2", "eth1")]
    answer(cluster, port("other", True, "h2", "eth1"))

    reports.carry_over()

    assert plugin.statuses == [("u1", "ACTIVE", "gateway1")]


def test_a_routers_link_is_active_without_an_agent(cluster, plugin, bound, reports):
    bound += [Binding("l1", "DOWN", "", None), Binding("l2", "DOWN", "", None)]
    answer(cluster, port("l1", False, peer="r1"), port("l2", False, peer="r2", up=False))

    reports.carry_over()

    assert plugin.statuses == [("l1", "ACTIVE", "")]


def test_agents_that_are_alive_are_seen_by_neutron(cluster, plugin, bound, reports):
    answer(cluster)

    reports.carry_over()

    assert plugin.agents == [("MidoNet agent", "compute1"), ("MidoNet agent", "gateway1")]


def test_while_the_cluster_is_away_nothing_changes_and_one_line_is_logged(
    cluster, plugin, bound, reports, caplog
):
    bound += [Binding("p1", "ACTIVE", "compute1", None)]
    cluster.answers.extend([(503, "{}"), (503, "{}")])
    reports.carry_over()
    reports.carry_over()

    assert plugin.statuses == []
    assert [r.levelname for r in caplog.records if "not known" in r.message] == ["WARNING"]


def test_a_defect_does_not_end_the_carrying_over(cluster, plugin, bound, reports):
    bound += [SimpleNamespace(port="p1")]
    answer(cluster)
    reports.carry_over()

    bound[:] = [Binding("p1", "DOWN", "compute1", None)]
    answer(cluster, port("p1", True, "h1", "tap1"))
    reports.carry_over()

    assert plugin.statuses == [("p1", "ACTIVE", "compute1")]


def test_a_long_look_at_ports_is_followed_by_a_long_pause(cluster, plugin, bound, monkeypatch):
    clock = iter([100.0, 101.0, 103.0, 110.0, 111.0])
    monkeypatch.setattr(reports_module.time, "monotonic", lambda: next(clock))
    answer(cluster)
    cluster.answers.append((200, json.dumps(HOSTS)))
    answer(cluster)
    reports = AgentReports(MidonetClient())

    for _look in range(3):
        reports.carry_over()

    # The looks at ports began at 100 and 110, and took a second each. Agents were seen each time.
    assert [r.path for r in cluster.requests] == ["/hosts", "/ports", "/hosts", "/hosts", "/ports"]
    assert len(plugin.agents) == 6
