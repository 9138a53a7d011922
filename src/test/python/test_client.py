"""What the cluster is sent, and what becomes of its refusals."""

import base64
from concurrent import futures
import json
import threading

import pytest
from midonet.neutron.client import (
    Absent,
    Clashes,
    MidonetClient,
    Refused,
    Unavailable,
    creation,
)


def test_an_object_is_posted_as_its_type_under_a_token(cluster):
    MidonetClient().create("networks", {"id": "n1", "tags": []})

    (request,) = cluster.requests
    assert (request.method, request.path) == ("POST", "/neutron/networks")
    assert request.media == "application/vnd.org.midonet.neutron.Network-v1+json"
    assert request.token == "token-1"
    assert json.loads(request.body) == {"id": "n1", "tags": []}


def test_the_login_is_that_of_the_guides_file(cluster):
    MidonetClient().delete("ports", "p1")

    pair = base64.b64encode(b"midonet:a secret").decode()
    assert cluster.logins == [("Basic " + pair, "service")]


def test_one_login_serves_until_its_token_has_ended(cluster):
    client = MidonetClient()
    client.create("networks", {})
    client.update("networks", "n1", {})
    cluster.answers.append((401, "{}"))
    client.delete("networks", "n1")

    assert [(r.method, r.token) for r in cluster.requests] == [
        ("POST", "token-1"),
        ("PUT", "token-1"),
        ("DELETE", "token-1"),
        ("DELETE", "token-2"),
    ]


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(400, Refused), (404, Absent), (409, Clashes), (403, Unavailable), (503, Unavailable)],
)
def test_a_refusal_keeps_its_sentence(cluster, status, refusal):
    cluster.answers.append((status, '{"message": "the cidr is no prefix"}'))

    with pytest.raises(refusal, match="the cidr is no prefix"):
        MidonetClient().create("subnets", {})


def test_a_refusal_without_a_sentence_has_the_status(cluster):
    cluster.answers.append((400, "<html>"))

    with pytest.raises(Refused, match="status 400"):
        MidonetClient().create("subnets", {})


def test_what_is_gone_may_be_deleted_again(cluster):
    cluster.answers.extend([(404, "{}"), (404, "{}")])
    client = MidonetClient()

    client.delete("ports", "p1")
    client.remove_router_interface("r1", {"port_id": "p1"})

    assert [r.path for r in cluster.requests] == [
        "/neutron/ports/p1",
        "/neutron/routers/r1/remove_router_interface",
    ]


def test_a_missing_object_is_logged_with_the_clusters_sentence(cluster, caplog):
    cluster.answers.append((404, '{"message": "there is no port p1"}'))
    caplog.set_level("INFO")

    MidonetClient().remove_router_interface("r1", {"port_id": "p1"})
    assert "nothing to remove: MidoNet lacks something: there is no port p1" in caplog.text


def test_a_delete_that_fails_is_an_error(cluster):
    cluster.answers.append((503, "{}"))

    with pytest.raises(Unavailable):
        MidonetClient().delete("ports", "p1")


def test_a_failed_creation_is_undone_although_the_cluster_is_away(cluster, caplog):
    cluster.stop()

    with creation():
        MidonetClient().delete("ports", "p1")
    assert "DELETE ports/p1: MidoNet may keep an object that Neutron does not have" in caplog.text
    with pytest.raises(Unavailable):
        MidonetClient().delete("ports", "p1")


def test_no_thread_waits_for_the_login_of_another(cluster):
    cluster.logins_at_once = threading.Barrier(2)
    client = MidonetClient()

    with futures.ThreadPoolExecutor() as threads:
        for request in [threads.submit(client.delete, "ports", each) for each in ("p1", "p2")]:
            request.result()
    assert {r.path for r in cluster.requests} == {"/neutron/ports/p1", "/neutron/ports/p2"}


@pytest.mark.parametrize("body", ["<html>", "{}", "[]"])
def test_a_login_without_a_token_names_what_to_look_at(cluster, body):
    cluster.login_body = body

    with pytest.raises(Unavailable, match="without a token; look at midonet_uri"):
        MidonetClient().create("networks", {})


def test_a_cluster_that_is_away_is_unavailable(cluster):
    cluster.stop()

    with pytest.raises(Unavailable, match="does not answer") as failure:
        MidonetClient().create("networks", {})
    assert "a secret" not in str(failure.value)


def test_a_login_that_is_refused_names_what_to_look_at(cluster):
    cluster.login_status = 401

    with pytest.raises(Unavailable, match="login of midonet got 401") as failure:
        MidonetClient().create("networks", {})
    assert "a secret" not in str(failure.value)
