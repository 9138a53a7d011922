"""Load balancers in Neutron's API and database, and what the cluster receives of them."""

import subprocess
import sys
import uuid

from alembic import autogenerate
from alembic import migration as alembic
import eventlet
import pytest
import sqlalchemy
from neutron_lib import context
from neutron_lib.db import api as db_api, model_base
from neutron_lib.plugins import constants, directory

from midonet.neutron import migration
from balanced import Balanced
from real_neutron import Api

REFUSAL = (400, '{"message": "not by our agents"}')


def reason(answer):
    return answer["NeutronError"]["message"]


def test_the_guides_settings_bring_the_api_and_midonet_as_the_default_provider(balanced):
    extensions = balanced.got("GET", "extensions")["extensions"]
    assert "lbaas" in [each["alias"] for each in extensions]
    assert balanced.got("GET", "service-providers")["service_providers"] == [
        {"service_type": "LOADBALANCER", "name": "midonet", "default": True}
    ]


def test_a_pool_its_members_and_its_vip_are_kept_and_sent(balanced):
    pool = balanced.pool()
    assert balanced.last_body().items() >= {
        "id": pool["id"],
        "subnet_id": balanced.subnet["id"],
        "router_id": balanced.scene.router["id"],
        "protocol": "TCP",
    }.items()
    assert (pool["provider"], pool["status"]) == ("midonet", "ACTIVE")
    member = balanced.member(pool, weight=2)
    assert balanced.last_body() == {k: v for k, v in member.items() if k != "project_id"}
    vip = balanced.vip(pool, address="10.0.0.80", session_persistence={"type": "SOURCE_IP"})
    assert balanced.last_body() == {k: v for k, v in vip.items() if k != "project_id"}

    assert balanced.sent() == [f"POST lb/{kind}" for kind in ("pools", "members", "vips")]
    port = balanced.got("GET", f"ports/{vip['port_id']}")["port"]
    assert port["device_owner"] == "neutron:LOADBALANCER"
    assert port["fixed_ips"] == [{"subnet_id": balanced.subnet["id"], "ip_address": "10.0.0.80"}]
    shown = balanced.shown("pools", pool["id"])
    assert (shown["members"], shown["vip_id"]) == ([member["id"]], vip["id"])
    assert balanced.all("lb/vips") == [vip]


def test_changes_are_kept_and_sent(balanced):
    pool = balanced.pool()
    member = balanced.member(pool)
    vip = balanced.vip(pool)
    monitor = balanced.monitor()
    balanced.sent()

    for collection, made, kind, change in (
        ("pools", pool, "pool", {"admin_state_up": False}),
        ("members", member, "member", {"weight": "7"}),
        ("vips", vip, "vip", {"session_persistence": {"type": "SOURCE_IP"}}),
        ("health_monitors", monitor, "health_monitor", {"delay": 9}),
    ):
        path = f"lb/{collection}/{made['id']}"
        changed = balanced.got("PUT", path, {kind: change})[kind]
        assert changed == balanced.shown(collection, made["id"])
        assert changed != made
        assert balanced.last_body().items() >= {n: changed[n] for n in change}.items()
        assert balanced.sent() == [f"PUT {path}"]


def test_changes_at_the_same_time_are_all_sent(balanced, cluster):
    path = f"lb/pools/{balanced.pool()['id']}"
    cluster.answers_changes.clear()
    changes = ({"name": "one"}, {"description": "two"})
    requests = []
    for change in changes:
        requests.append(eventlet.spawn(balanced.got, "PUT", path, {"pool": change}))
        # Until it has been sent, or waits for the other.
        eventlet.sleep(1)
    cluster.answers_changes.set()
    for request in requests:
        request.wait()

    assert balanced.last_body().items() >= {"name": "one", "description": "two"}.items()


def test_changes_at_the_same_time_do_not_contradict_each_other(balanced, cluster):
    path = f"lb/health_monitors/{balanced.monitor(delay=5, timeout=3)['id']}"
    cluster.answers_changes.clear()
    requests = []
    for change in ({"delay": 3}, {"timeout": 5}):
        requests.append(eventlet.spawn(balanced.api, "PUT", path, {"health_monitor": change}))
        eventlet.sleep(1)
    cluster.answers_changes.set()

    assert sorted(request.wait()[0] for request in requests) == [200, 400]


def test_what_is_deleted_after_it_was_found_is_not_referred_to(balanced, monkeypatch):
    pool = balanced.pool()
    plugin = directory.get_plugin(constants.LOADBALANCER)
    gone = {"id": str(uuid.uuid4()), "tenant_id": balanced.id}
    monkeypatch.setattr(plugin, "get_pool", lambda *_arguments: gone)
    monkeypatch.setattr(plugin, "get_health_monitor", lambda *_arguments: gone)

    new = {"pool_id": gone["id"], "address": "10.0.0.11", "protocol_port": 80}
    for status, answer in (
        balanced.api("POST", "lb/members", {"member": new}),
        balanced.associate(pool, gone),
    ):
        assert (status, "was deleted meanwhile" in reason(answer)) == (409, True)


def test_a_router_keeps_its_ports_in_the_networks_of_its_vips(balanced):
    scene = balanced.scene
    inside = scene.new_subnet("10.3.0.0/16")
    assert scene.attach("add", inside)[0] == 200
    outer = balanced.vip(balanced.pool(), subnet_id=scene.outside["id"])
    inner = balanced.vip(balanced.pool(), subnet_id=inside["id"])
    no_gateway = {"router": {"external_gateway_info": {}}}
    router = f"routers/{scene.router['id']}"

    for vip, remove in (
        (outer, lambda: scene.api("PUT", router, no_gateway)),
        (inner, lambda: scene.attach("remove", inside)),
    ):
        status, answer = remove()
        assert (status, "answers for VIP" in reason(answer)) == (409, True)
    balanced.got("DELETE", f"lb/vips/{inner['id']}")
    assert scene.attach("remove", inside)[0] == 200


def test_the_port_of_a_vip_keeps_its_address(balanced):
    vip = balanced.vip(balanced.pool(), address="10.0.4.4")
    path = f"ports/{vip['port_id']}"
    for addresses in ([], [{"ip_address": "10.0.4.5"}], [{"subnet_id": balanced.subnet["id"]}]):
        status, answer = balanced.api("PUT", path, {"port": {"fixed_ips": addresses}})
        assert (status, "keeps the address of VIP" in reason(answer)) == (409, True)
    same = {"name": "renamed", "fixed_ips": [{"ip_address": "10.0.4.4"}]}
    assert balanced.api("PUT", path, {"port": same})[0] == 200


def test_a_vip_gets_no_floating_ip(balanced, user):
    outside = user.scene.outside
    vip = user.vip(user.pool())
    values = {"floating_network_id": outside["network_id"]}
    associated = {"port_id": vip["port_id"]}
    free = user.made("floatingips", "floatingip", **values)
    path = f"floatingips/{free['id']}"
    for status, answer in (
        user.api("POST", "floatingips", {"floatingip": values | associated}),
        user.api("PUT", path, {"floatingip": associated}),
    ):
        assert (status, "make the VIP in the external network" in reason(answer)) == (409, True)
    user.got("PUT", path, {"floatingip": {"port_id": None}})


def test_a_health_monitor_watches_a_pool_by_a_change_of_the_pool(balanced):
    pool = balanced.pool()
    monitor = balanced.monitor()
    balanced.sent()

    assert balanced.associate(pool, monitor)[0] == 201
    assert balanced.last_body()["health_monitors"] == [monitor["id"]]
    assert balanced.sent() == [f"PUT lb/pools/{pool['id']}"]
    (watched,) = balanced.shown("health_monitors", monitor["id"])["pools"]
    assert (watched["pool_id"], watched["status"]) == (pool["id"], "PENDING_CREATE")
    listed = balanced.got("GET", f"lb/pools/{pool['id']}/health_monitors")
    assert [each["id"] for each in listed["health_monitors"]] == [monitor["id"]]

    second = balanced.monitor()
    status, answer = balanced.associate(pool, second)
    assert (status, "may have only one" in reason(answer)) == (409, True)
    association = f"lb/pools/{pool['id']}/health_monitors"
    assert balanced.api("DELETE", f"{association}/{second['id']}")[0] == 404
    balanced.got("DELETE", f"{association}/{monitor['id']}")
    assert balanced.last_body()["health_monitors"] == []
    assert balanced.shown("pools", pool["id"])["health_monitors"] == []


def test_what_others_use_is_deleted_after_them(balanced):
    pool = balanced.pool()
    balanced.member(pool)
    vip = balanced.vip(pool)
    monitor = balanced.monitor()
    balanced.associate(pool, monitor)
    balanced.sent()
    pool_path, monitor_path = f"lb/pools/{pool['id']}", f"lb/health_monitors/{monitor['id']}"

    for (status, answer), words in (
        (balanced.api("DELETE", pool_path), "has the VIP"),
        (balanced.api("DELETE", monitor_path), "disassociate it first"),
        (balanced.api("DELETE", f"ports/{vip['port_id']}"), "the address of VIP"),
        (balanced.scene.attach("remove"), "The router balances pool"),
    ):
        assert (status, words in reason(answer)) == (409, True), answer
    assert balanced.sent() == []

    balanced.got("DELETE", f"lb/vips/{vip['id']}")
    balanced.got("DELETE", pool_path)
    balanced.got("DELETE", monitor_path)
    # The cluster deletes a pool's members with the pool.
    assert balanced.sent() == [f"DELETE lb/vips/{vip['id']}"] + [
        f"DELETE {path}" for path in (pool_path, monitor_path)
    ]
    for collection in ("pools", "members", "vips", "health_monitors"):
        assert balanced.all(f"lb/{collection}") == []
    assert balanced.all("ports") == []


def creations(balanced, pool):
    """Returns one new object of each kind."""
    monitor = {"type": "HTTP", "delay": 5, "timeout": 3, "max_retries": 2}
    return {
        "pools": {
            "pool": {
                "name": "web",
                "protocol": "TCP",
                "lb_method": "SOURCE_IP",
                "subnet_id": balanced.subnet["id"],
            }
        },
        "members": {
            "member": {"pool_id": pool["id"], "address": "10.0.0.11", "protocol_port": 80}
        },
        "vips": {"vip": balanced.new_vip(pool)},
        "health_monitors": {"health_monitor": monitor},
    }


@pytest.mark.parametrize("collection", ["pools", "members", "vips", "health_monitors"])
@pytest.mark.parametrize("away", [False, True], ids=["refused", "away"])
def test_what_the_cluster_does_not_take_is_not_kept(balanced, cluster, collection, away):
    new = creations(balanced, balanced.pool())[collection]
    before = balanced.all(f"lb/{collection}")
    cluster.failing[f"POST /neutron/lb/{collection}"] = (500, "{}") if away else REFUSAL
    balanced.sent()

    status, answer = balanced.api("POST", f"lb/{collection}", new)
    assert status == (503 if away else 400)
    assert ("status 500" if away else "not by our agents") in reason(answer)
    assert balanced.all(f"lb/{collection}") == before
    assert [p for p in balanced.all("ports") if "LOADBALANCER" in p["device_owner"]] == []
    # The cluster may have it although it did not say so.
    assert [word.split("/")[0] for word in balanced.sent()] == ["POST lb", "DELETE lb"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_while_the_cluster_is_away_nothing_changes(balanced, cluster, method):
    pool = balanced.pool()
    vip = balanced.vip(pool)
    member = balanced.member(pool)
    monitor = balanced.monitor()
    second = balanced.pool()
    made = (("pools", "pool", second), ("members", "member", member))
    made += (("vips", "vip", vip), ("health_monitors", "health_monitor", monitor))
    before = {kind: balanced.shown(collection, o["id"]) for collection, kind, o in made}
    cluster.stop()

    for collection, kind, each in made:
        body = {kind: {"admin_state_up": False}} if method == "PUT" else None
        status, answer = balanced.api(method, f"lb/{collection}/{each['id']}", body)
        assert (status, "does not answer" in reason(answer)) == (503, True)
        assert balanced.shown(collection, each["id"]) == before[kind]
    assert balanced.associate(second, monitor)[0] == 503
    assert balanced.shown("pools", second["id"]) == before["pool"]


def test_a_vip_whose_port_is_left_may_be_deleted_again(balanced, cluster):
    vip = balanced.vip(balanced.pool())
    cluster.failing["DELETE /neutron/ports"] = (503, "{}")

    assert balanced.api("DELETE", f"lb/vips/{vip['id']}")[0] == 503
    assert balanced.shown("vips", vip["id"])["status"] == "PENDING_DELETE"
    cluster.failing.clear()
    balanced.got("DELETE", f"lb/vips/{vip['id']}")
    assert balanced.all("lb/vips") == []
    assert balanced.api("GET", f"ports/{vip['port_id']}")[0] == 404


def test_a_vip_whose_port_the_user_has_deleted_meanwhile_may_be_deleted_again(balanced, cluster):
    vip = balanced.vip(balanced.pool())
    cluster.failing["DELETE /neutron/ports"] = (503, "{}")
    balanced.api("DELETE", f"lb/vips/{vip['id']}")

    cluster.failing.clear()
    balanced.got("DELETE", f"ports/{vip['port_id']}")
    balanced.got("DELETE", f"lb/vips/{vip['id']}")
    assert balanced.all("lb/vips") == []


def test_requests_that_contradict_others_are_refused(balanced):
    pool = balanced.pool()
    member = balanced.member(pool)
    other = balanced.member(pool, "10.0.0.12")
    balanced.vip(pool)
    lonely = balanced.made(
        "subnets",
        "subnet",
        network_id=balanced.subnet["network_id"],
        cidr="10.1.0.0/16",
        ip_version=4,
    )
    web = creations(balanced, pool)
    monitor = web["health_monitors"]["health_monitor"]
    new_pool = web["pools"]["pool"]
    free = balanced.pool()
    balanced.sent()

    for collection, kind, values, expected, words in (
        ("members", "member", web["members"]["member"], 409, "address and port already"),
        ("vips", "vip", web["vips"]["vip"], 409, "has a VIP already"),
        ("vips", "vip", balanced.new_vip(free, protocol="HTTP"), 400, "must be TCP"),
        ("vips", "vip", balanced.new_vip(free, address="192.0.2.9"), 400, "192.0.2.9"),
        ("health_monitors", "health_monitor", monitor | {"timeout": 6}, 400, "timeout"),
        ("pools", "pool", new_pool | {"provider": "haproxy"}, 400, "must be midonet"),
        ("pools", "pool", new_pool | {"subnet_id": lonely["id"]}, 409, "no interface"),
        ("pools", "pool", new_pool | {"subnet_id": str(uuid.uuid4())}, 404, "Subnet"),
        ("pools", "pool", new_pool | {"protocol": "UDP"}, 400, "UDP"),
        ("members", "member", {"pool_id": str(uuid.uuid4())}, 400, "address"),
        ("members", "member", web["members"]["member"] | {"pool_id": str(uuid.uuid4())}, 404, "pool"),
    ):
        status, answer = balanced.api("POST", f"lb/{collection}", {kind: values})
        assert (status, words in reason(answer)) == (expected, True), answer
    status, _ = balanced.api(
        "PUT", f"lb/members/{member['id']}", {"member": {"pool_id": str(uuid.uuid4())}}
    )
    assert status == 404
    assert [each for each in balanced.sent() if not each.startswith("DELETE")] == []
    assert len(balanced.all("lb/members")) == 2
    assert other["id"] in balanced.shown("pools", pool["id"])["members"]


def test_another_project_sees_nothing(neutron, balanced):
    pool = balanced.pool()
    monitor = balanced.monitor()
    stranger = Api(neutron, uuid.uuid4().hex, admin=False)

    assert stranger("GET", "lb/pools") == (200, {"pools": []})
    assert stranger("GET", f"lb/pools/{pool['id']}")[0] == 404
    assert stranger("DELETE", f"lb/pools/{pool['id']}")[0] == 404
    new = {"member": {"pool_id": pool["id"], "address": "10.0.0.9", "protocol_port": 80}}
    assert stranger("POST", "lb/members", new)[0] == 404
    association = {"health_monitor": {"id": monitor["id"]}}
    assert stranger("POST", f"lb/pools/{pool['id']}/health_monitors", association)[0] == 404


@pytest.fixture
def user(neutron, cluster, balanced):
    """The router's project, without an administrator."""
    return Balanced(neutron, cluster, id=balanced.scene.id, admin=False)


def test_a_projects_user_serves_the_external_network_without_an_administrator(user):
    outside = user.scene.outside
    pool = user.pool()
    monitor = user.monitor()
    member = user.member(pool)
    assert user.associate(pool, monitor)[0] == 201
    vip = user.vip(pool, subnet_id=outside["id"])
    assert vip["address"].startswith("203.0.113.")

    for path in (
        f"lb/vips/{vip['id']}",
        f"lb/members/{member['id']}",
        f"lb/pools/{pool['id']}/health_monitors/{monitor['id']}",
        f"lb/health_monitors/{monitor['id']}",
        f"lb/pools/{pool['id']}",
    ):
        user.got("DELETE", path)


def test_a_user_does_not_choose_an_address_in_the_network_of_another(user):
    new = user.new_vip(user.pool(), subnet_id=user.scene.outside["id"], address="203.0.113.77")
    status, answer = user.api("POST", "lb/vips", {"vip": new})
    assert (status, "choose the address" in reason(answer)) == (403, True)


def test_a_user_chooses_an_address_in_the_projects_own_network(user):
    assert user.vip(user.pool(), address="10.0.7.7")["address"] == "10.0.7.7"


def test_another_projects_router_balances_no_pool(neutron, cluster, balanced):
    shared = balanced.scene.new_subnet("10.2.0.0/16", shared=True)
    balanced.scene.attach("add", shared)
    stranger = Balanced(neutron, cluster, admin=False)

    new = stranger.new_pool(subnet_id=shared["id"])
    status, answer = stranger.api("POST", "lb/pools", {"pool": new})
    assert (status, "belongs to another project" in reason(answer)) == (409, True)


def test_a_vip_is_in_a_network_of_its_pools_router(user):
    lonely = user.new_subnet("8.8.8.0/24")
    new = user.new_vip(user.pool(), subnet_id=lonely["id"])
    status, answer = user.api("POST", "lb/vips", {"vip": new})
    assert (status, "has no port in the network" in reason(answer)) == (409, True)

    vip = user.vip(user.pool())
    other = user.made("routers", "router", name="other")
    interface = {"subnet_id": lonely["id"]}
    user.got("PUT", f"routers/{other['id']}/add_router_interface", interface)
    there = user.pool(subnet_id=lonely["id"])
    status, answer = user.api("PUT", f"lb/vips/{vip['id']}", {"vip": {"pool_id": there["id"]}})
    assert (status, "has no port in the network" in reason(answer)) == (409, True)


def test_a_user_makes_no_vip_in_a_subnet_that_only_others_see(balanced, user):
    hidden = balanced.new_subnet("10.9.0.0/16")
    new = user.new_vip(user.pool(), subnet_id=hidden["id"])
    assert user.api("POST", "lb/vips", {"vip": new})[0] == 404


@pytest.mark.parametrize(
    ("collection", "limit"),
    [("pools", 10), ("vips", 10), ("members", 100), ("health_monitors", 10)],
)
def test_a_project_has_a_limited_number_of_each(neutron, balanced, collection, limit):
    make = {
        "pools": lambda _n: balanced.pool(),
        "vips": lambda _n: balanced.vip(balanced.pool()),
        "members": lambda n: balanced.member(pool, f"10.0.1.{n}"),
        "health_monitors": lambda _n: balanced.monitor(),
    }[collection]
    pool = balanced.pool() if collection == "members" else {"id": str(uuid.uuid4())}
    for number in range(limit):
        make(number)

    status, answer = balanced.api("POST", f"lb/{collection}", creations(balanced, pool)[collection])
    assert (status, "Quota exceeded" in reason(answer)) == (409, True)


def test_connections_are_not_counted(balanced):
    status, answer = balanced.api("GET", f"lb/pools/{balanced.pool()['id']}/stats")
    assert status == 501
    assert "do not count" in answer["NotImplementedError"]["message"]


def test_the_tables_are_those_of_the_classes_and_made_once(neutron):
    def own(name, kind, *_more):
        return kind != "table" or name.startswith("midonet_lb_")

    with db_api.CONTEXT_WRITER.get_engine().connect() as connection:
        migration.upgrade(connection, "head")
        tables = alembic.MigrationContext.configure(
            connection, opts={"include_object": lambda _object, *words: own(*words)}
        )
        assert autogenerate.compare_metadata(tables, model_base.BASEV2.metadata) == []


def test_an_upgrade_that_failed_after_its_first_tables_is_repeated(neutron):
    with db_api.CONTEXT_WRITER.get_engine().connect() as connection:
        connection.execute(sqlalchemy.text(f"DELETE FROM {migration.VERSIONS}"))
        connection.execute(sqlalchemy.text("DROP TABLE midonet_lb_vips"))
        assert migration.upgrade(connection, "head") == "load_balancers"
        assert sqlalchemy.inspect(connection).has_table("midonet_lb_vips")


def manage(settings, cluster, *words):
    """Runs the command, and returns its exit code and what it prints."""
    program = (
        "import sys; from midonet.neutron import config, db_manage; from oslo_config import cfg;"
        "config.register(); cfg.CONF.set_override('midonet_uri', sys.argv[1], group='MIDONET');"
        "db_manage.CONFIGURATION = ('/etc/neutron/neutron.conf', sys.argv[2]);"
        "sys.exit(db_manage.main(sys.argv[3:]))"
    )
    command = [sys.executable, "-c", program, cluster.uri(), settings, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_guides_command_brings_the_tables_up_to_date(neutron_settings, neutron, cluster):
    # They are there.
    assert manage(neutron_settings, cluster, "upgrade", "head") == (
        0,
        "MidoNet's tables in Neutron's database are up to date: load_balancers\n",
    )


def test_the_comparison_covers_load_balancers(neutron_settings, balanced, cluster):
    pool = balanced.pool()
    vip = balanced.vip(pool)
    cluster.gets = lambda _path: (200, "[]")

    code, printed = manage(neutron_settings, cluster, "compare")
    assert code == 1
    assert f"lb/pools {pool['id']}: MidoNet lacks it\n" in printed
    assert f"lb/vips {vip['id']}: MidoNet lacks it\n" in printed


def test_a_vip_that_is_being_deleted_is_not_sent_again(balanced, cluster):
    vip = balanced.vip(balanced.pool())
    cluster.failing["DELETE /neutron/ports"] = (503, "{}")
    balanced.api("DELETE", f"lb/vips/{vip['id']}")

    sent = directory.get_plugin(constants.LOADBALANCER).store.sent_by_collection()
    assert vip["id"] not in [each["id"] for each in sent["lb/vips"](context.get_admin_context())]
