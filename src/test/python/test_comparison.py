"""The differences between Neutron and the cluster, and how the cluster is repaired."""

import json
import logging
from types import SimpleNamespace
from unittest import mock

from alembic import util as alembic
import pytest
from midonet.neutron import db_manage
from midonet.neutron.client import MidonetClient
from midonet.neutron.comparison import Comparison, Neutron, NoNetworks, differing

NETWORK = {"id": "n1", "name": "net", "tags": [], "status": "ACTIVE"}
PORT = {
    "id": "p1",
    "device_owner": "network:router_interface",
    "device_id": "r1",
    "tenant_id": "t1",
    "fixed_ips": [{"subnet_id": "s1", "ip_address": "10.0.0.1"}],
    "binding:host_id": "",
    "binding:profile": {},
}
UPLINK = PORT | {
    "id": "u1",
    "binding:host_id": "gateway1",
    "binding:profile": {"interface_name": "eth1"},
}
ROUTER = {"id": "r1", "name": "router"}


class Store(dict):
    """A plugin of Neutron: its objects by kind."""

    def __getattr__(self, name):
        return lambda _context: self.get(name.removeprefix("get_"), [])


class Growing:
    """A kind of objects that is another at each look."""

    def __init__(self, looks):
        self._looks = looks

    def __iter__(self):
        return iter(next(self._looks))


@pytest.fixture(autouse=True)
def log_level():
    """The command sets the level of the whole process."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)


@pytest.fixture
def stored(cluster):
    """What the cluster has, by path. A GET is answered from it."""
    stored = {}
    cluster.gets = lambda path: (200, json.dumps(stored.get(path, [])))
    return stored


@pytest.fixture
def neutron():
    return Store()


@pytest.fixture
def comparison(cluster, neutron):
    return Comparison(Neutron(None, neutron, neutron), MidonetClient())


def lines(found):
    return [str(each) for each in found]


def writes(cluster):
    return [f"{r.method} {r.path}" for r in cluster.requests if r.method != "GET"]


def test_two_that_have_the_same_do_not_differ(stored, neutron, comparison):
    neutron["networks"] = [NETWORK]
    stored["/neutron/networks"] = [{"id": "n1", "name": "net", "status": None}]

    assert comparison.differences() == []


def test_each_side_may_lack_an_object_or_have_another_value(stored, neutron, comparison):
    neutron["networks"] = [NETWORK, NETWORK | {"id": "n2"}]
    stored["/neutron/networks"] = [{"id": "n2", "name": "other"}, {"id": "n3", "name": "net"}]

    assert lines(comparison.differences()) == [
        "networks n1: MidoNet lacks it",
        "networks n2: MidoNet has another name",
        "networks n3: only MidoNet has it",
    ]


def test_an_interface_without_a_link_differs(stored, neutron, comparison):
    neutron["ports"] = [PORT]
    stored["/neutron/ports"] = [{"id": "p1"}]
    stored["/ports"] = [{"id": "p1", "peerId": None, "hostId": None, "interfaceName": None}]
    assert lines(comparison.differences()) == ["interfaces p1: MidoNet lacks it"]

    stored["/ports"][0]["peerId"] = "p2"
    assert comparison.differences() == []


def test_an_uplinks_interface_is_a_port_at_the_hosts_interface(stored, neutron, comparison):
    neutron["ports"] = [UPLINK]
    stored["/neutron/ports"] = [{"id": "u1"}]
    stored["/hosts"] = [{"id": "h1", "name": "gateway1"}]
    bound = {"id": "other", "peerId": None, "hostId": "h1", "interfaceName": "eth1"}
    stored["/ports"] = [bound]
    assert comparison.differences() == []

    stored["/ports"] = [bound | {"interfaceName": "eth2"}]
    assert lines(comparison.differences()) == ["interfaces u1: MidoNet lacks it"]


def test_the_cluster_is_repaired_in_the_order_of_references(cluster, stored, neutron, comparison):
    neutron |= {"networks": [NETWORK], "ports": [PORT], "routers": [ROUTER]}
    stored["/neutron/floating_ips"] = [{"id": "f9"}]
    stored["/neutron/networks"] = [{"id": "n9"}]
    stored["/neutron/routers"] = [{"id": "r1", "name": "other"}]

    assert lines(comparison.repair()) == [
        "floating_ips f9: deleted from MidoNet",
        "networks n9: deleted from MidoNet",
        "networks n1: created in MidoNet",
        "ports p1: created in MidoNet",
        "routers r1: updated in MidoNet",
        "interfaces p1: created in MidoNet",
    ]
    assert writes(cluster) == [
        "DELETE /neutron/floating_ips/f9",
        "DELETE /neutron/networks/n9",
        "POST /neutron/networks",
        "POST /neutron/ports",
        "PUT /neutron/routers/r1",
        "PUT /neutron/routers/r1/add_router_interface",
    ]
    (attached,) = [r for r in cluster.requests if r.path.endswith("add_router_interface")]
    assert json.loads(attached.body) == {
        "id": "r1",
        "tenant_id": "t1",
        "port_id": "p1",
        "subnet_id": "s1",
    }


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        ({"a": ""}, {"a": None}, []),
        ({"a": []}, {"a": None}, []),
        ({"a": 1}, {"a": None}, ["a"]),
        ({"a": 0}, {"a": None}, ["a"]),
        ({"a": ["x", "y"]}, {"a": ["x", "x"]}, ["a"]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, []),
        ({"a": ["x", "y"]}, {"a": ["x"]}, ["a"]),
        ({"a": [{"p": 1, "q": 2}]}, {"a": [{"p": 1}]}, []),
        ({"a": [{"p": 1, "q": 2}]}, {"a": [{"p": 2}]}, ["a"]),
        ({"a": False}, {"a": True}, ["a"]),
        ({}, {"a": 1}, []),
        ({"status": "DOWN"}, {"status": "ACTIVE"}, []),
    ],
)
def test_values_are_compared_as_the_cluster_keeps_them(ours, theirs, names):
    assert differing(ours, theirs) == names


def test_what_neutron_commits_meanwhile_is_not_deleted(cluster, stored, neutron, comparison):
    neutron["networks"] = [NETWORK]
    stored["/neutron/networks"] = [{"id": "n1"}]
    stored["/neutron/security_groups"] = [{"id": "g1"}]
    looks = iter([[], [{"id": "g1"}], [{"id": "g1"}]])
    neutron["security_groups"] = Growing(looks)

    assert lines(comparison.repair()) == []
    assert writes(cluster) == []


def test_what_neutron_sends_meanwhile_is_not_created_twice(cluster, stored, neutron, comparison):
    neutron |= {"networks": [NETWORK], "routers": [ROUTER]}
    cluster.answers.extend([(409, '{"message": "exists"}'), (201, "{}")])

    def sent(path):
        if "POST /neutron/networks" in writes(cluster):
            stored["/neutron/networks"] = [{"id": "n1"}]
        return 200, json.dumps(stored.get(path, []))

    cluster.gets = sent
    assert lines(comparison.repair()) == ["routers r1: created in MidoNet"]


def test_an_object_that_the_cluster_refuses_is_named_with_the_reason(
    cluster, stored, neutron, comparison
):
    neutron |= {"networks": [NETWORK], "routers": [ROUTER]}
    cluster.answers.extend([(409, '{"message": "the interface is bound"}'), (201, "{}")])

    assert lines(comparison.repair()) == [
        "networks n1: not created: MidoNet refuses this: the interface is bound",
        "routers r1: created in MidoNet",
    ]


def test_an_empty_database_of_neutron_deletes_nothing(cluster, stored, comparison):
    stored["/neutron/networks"] = [{"id": "n1"}]

    with pytest.raises(NoNetworks, match="connection"):
        list(comparison.repair())
    assert writes(cluster) == []


class LoadBalancers:
    """The service plugin ``lbaas``."""

    def __init__(self, **objects):
        self.store = self
        self._objects = objects

    def sent_by_collection(self):
        return {
            f"lb/{kind}": lambda _context, kind=kind: self._objects.get(kind, [])
            for kind in ("health_monitors", "pools", "members", "vips")
        }


def test_load_balancers_are_compared_where_neutron_has_them(cluster, stored, neutron, comparison):
    stored["/neutron/lb/pools"] = [{"id": "p9"}]
    assert comparison.differences() == []

    balancing = LoadBalancers(pools=[{"id": "p1"}])
    both = Comparison(Neutron(None, neutron, neutron, balancing), MidonetClient())
    assert lines(both.differences()) == [
        "lb/pools p1: MidoNet lacks it",
        "lb/pools p9: only MidoNet has it",
    ]


def test_a_pool_that_is_deleted_by_midonets_own_api_is_made_again(cluster, stored, neutron):
    stored["/neutron/lb/pools"] = [{"id": "p1"}]
    stored["/neutron/lb/vips"] = [{"id": "v1"}]
    stored["/vips"] = [{"id": "v1"}]
    balancing = LoadBalancers(pools=[{"id": "p1"}], vips=[{"id": "v1"}])
    comparison = Comparison(Neutron(None, neutron, neutron, balancing), MidonetClient())
    assert lines(comparison.differences()) == ["lb/pools p1: MidoNet's virtual topology lacks it"]

    def deleted(path):
        if "DELETE /neutron/lb/pools/p1" in writes(cluster):
            # With its VIP.
            stored["/neutron/lb/pools"] = stored["/neutron/lb/vips"] = []
        return 200, json.dumps(stored.get(path, []))

    cluster.gets = deleted
    assert lines(comparison.repair()) == [
        "lb/pools p1: created in MidoNet",
        "lb/vips v1: created in MidoNet",
    ]


def test_a_pool_that_neutron_makes_between_two_reads_is_not_deleted(cluster, stored, neutron):
    pools = []

    def answer(path):
        body = json.dumps(stored.get(path, []))
        if path == "/pools":
            stored["/pools"] = stored["/neutron/lb/pools"] = pools[:] = [{"id": "p1"}]
        return 200, body

    cluster.gets = answer
    comparison = Comparison(
        Neutron(None, neutron, neutron, LoadBalancers(pools=pools)), MidonetClient()
    )
    list(comparison.repair())
    assert writes(cluster) == []


def test_load_balancers_are_repaired_in_the_order_of_references(cluster, stored, neutron):
    stored |= {f"/neutron/lb/{kind}": [{"id": "x9"}] for kind in ("pools", "vips", "members")}
    stored["/neutron/lb/health_monitors"] = [{"id": "x9"}]
    new = [{"id": "x1"}]
    balancing = LoadBalancers(pools=new, members=new, vips=new, health_monitors=new)

    list(Comparison(Neutron(None, neutron, neutron, balancing), MidonetClient()).repair())

    assert writes(cluster) == [
        "DELETE /neutron/lb/vips/x9",
        "DELETE /neutron/lb/members/x9",
        "DELETE /neutron/lb/pools/x9",
        "DELETE /neutron/lb/health_monitors/x9",
        "POST /neutron/lb/health_monitors",
        "POST /neutron/lb/pools",
        "POST /neutron/lb/members",
        "POST /neutron/lb/vips",
    ]


@pytest.mark.parametrize("words", [[], ["upgrade"], ["upgrade", "kilo"], ["compare", "x"], ["x"]])
def test_other_words_are_wrong_usage(words, capsys):
    with pytest.raises(SystemExit, match="2"):
        db_manage.main(words)
    assert "usage: midonet-db-manage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "printed"),
    [
        (alembic.CommandError("Can't locate revision 'x'"), "Can't locate revision 'x'"),
        (KeyError("status"), "KeyError: 'status'"),
    ],
)
def test_a_failure_is_one_line_and_not_the_exit_code_of_differences(
    monkeypatch, capsys, failure, printed
):
    monkeypatch.setattr(db_manage, "_comparison", mock.Mock(side_effect=failure))

    assert db_manage.main(["compare"]) == 3
    assert capsys.readouterr().err == f"midonet-db-manage: {printed}\n"


def test_the_exit_code_says_whether_the_two_differ(monkeypatch, capsys):
    found = []
    fake = SimpleNamespace(differences=lambda: found, repair=lambda: ["networks n1: created"])
    monkeypatch.setattr(db_manage, "_comparison", lambda: fake)

    assert db_manage.main(["compare"]) == 0
    assert capsys.readouterr().out == "Differences between Neutron and MidoNet: 0\n"
    found.append("networks n1: MidoNet lacks it")
    assert db_manage.main(["compare"]) == 1
    assert db_manage.main(["repair"]) == 1
    assert "networks n1: created\n" in capsys.readouterr().out
