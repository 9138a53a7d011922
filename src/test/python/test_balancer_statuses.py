"""What MidoNet reports of load balancers becomes their status in Neutron."""

import json

import pytest
from midonet.neutron import reports as reports_module
from midonet.neutron.client import MidonetClient
from midonet.neutron.services.loadbalancer.status_reports import StatusReports
from neutron_lib.plugins import constants, directory
from oslo_service import loopingcall


class Reported:
    """What the cluster's API shows of its own pools, members and VIPs."""

    def __init__(self):
        self.by_path = {"/pools": {}, "/pool_members": {}, "/vips": {}}

    def has(self, path, made, **values):
        self.by_path[path][made["id"]] = {"id": made["id"]} | values

    def get(self, path):
        return 200, json.dumps(list(self.by_path[path].values()))


@pytest.fixture
def reported(cluster):
    reported = Reported()
    cluster.gets = reported.get
    return reported


@pytest.fixture
def reports(monkeypatch):
    monkeypatch.setattr(reports_module, "PAUSE", 0)
    return StatusReports(MidonetClient())


@pytest.fixture
def pool(balanced, reported):
    pool = balanced.pool()
    reported.has("/pools", pool, status="ACTIVE", healthMonitorId=None, mappingStatus="ACTIVE")
    return pool


def test_a_member_that_its_health_monitor_finds_dead_is_inactive(
    balanced, reported, reports, pool
):
    dead, alive = balanced.member(pool), balanced.member(pool, "10.0.0.12")
    reported.has("/pool_members", dead, status="INACTIVE")
    reported.has("/pool_members", alive, status="ACTIVE")
    reports.carry_over()
    assert balanced.shown("members", dead["id"])["status"] == "INACTIVE"
    assert balanced.shown("members", alive["id"])["status"] == "ACTIVE"

    reported.has("/pool_members", dead, status="ACTIVE")
    reports.carry_over()
    assert balanced.shown("members", dead["id"]) == dead


def test_a_health_monitor_is_pending_until_an_agent_has_taken_it_up(
    balanced, reported, reports, pool
):
    monitor = balanced.monitor()
    balanced.associate(pool, monitor)
    for status in ("PENDING_CREATE", "ACTIVE"):
        reported.has(
            "/pools",
            pool,
            status="ACTIVE",
            healthMonitorId=monitor["id"],
            mappingStatus=status,
        )
        reports.carry_over()
        (watching,) = balanced.shown("pools", pool["id"])["health_monitors_status"]
        assert watching["status"] == status


def test_what_the_cluster_lacks_is_in_error_until_it_is_sent_again(
    balanced, reported, reports, pool
):
    vip = balanced.vip(pool)
    reports.carry_over()
    shown = balanced.shown("vips", vip["id"])
    assert (shown["status"], shown["status_description"]) == ("ERROR", "MidoNet does not have it")
    assert balanced.shown("pools", pool["id"])["status"] == "ACTIVE"

    reported.has("/vips", vip)
    reports.carry_over()
    assert balanced.shown("vips", vip["id"]) == vip


def test_while_the_cluster_is_away_statuses_stay(
    balanced, cluster, reported, reports, pool, caplog
):
    vip = balanced.vip(pool)
    cluster.stop()
    reports.carry_over()
    reports.carry_over()

    assert balanced.shown("vips", vip["id"]) == vip
    assert len([r for r in caplog.records if "load balancers are not known" in r.message]) == 1


def test_a_vip_that_is_being_deleted_stays_so(balanced, cluster, reported, reports, pool):
    vip = balanced.vip(pool)
    cluster.failing["DELETE /neutron/ports"] = (503, "{}")
    balanced.api("DELETE", f"lb/vips/{vip['id']}")

    reports.carry_over()
    assert balanced.shown("vips", vip["id"])["status"] == "PENDING_DELETE"


def test_neutrons_server_looks_every_two_seconds(neutron, monkeypatch):
    started = []
    monkeypatch.setattr(
        loopingcall.FixedIntervalLoopingCall,
        "start",
        lambda loop, interval, **_more: started.append((loop.f.__self__.subject, interval)),
    )
    for worker in directory.get_plugin(constants.LOADBALANCER).get_workers():
        worker.start()

    assert started == [("load balancers", 2)]
