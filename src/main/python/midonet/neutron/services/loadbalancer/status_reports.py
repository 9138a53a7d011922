"""Carries over to Neutron what MidoNet reports of load balancers."""

from typing import Any

from neutron_lib import constants, context
from neutron_lib.db import api as db_api

from midonet.neutron.reports import Reports
from midonet.neutron.services.loadbalancer.models import Member, Pool, Vip

# MidoNet's own objects have the ids of Neutron's.
COLLECTIONS = {Pool: "pools", Member: "pool_members", Vip: "vips"}

MISSING = "MidoNet does not have it"


class StatusReports(Reports):
    """Reads the cluster's pools, members and VIPs.

    Agents report a member that its health monitor finds dead as INACTIVE, and a pool whose health monitor
    they have taken up. What the cluster does not have is in ERROR. While the cluster does not answer, each
    object keeps its status.
    """

    subject = "load balancers"

    def _look(self) -> None:
        admin = context.get_admin_context()
        # Before the cluster's, so that what is made meanwhile is not taken for missing.
        known = {model: _known(admin, model) for model in COLLECTIONS}
        if not known[Pool]:
            return
        for model, collection in COLLECTIONS.items():
            reported = {each["id"]: each for each in self._client.list(collection)}
            for identifier, before in known[model].items():
                after = _values(model, before, reported.get(identifier))
                if after != before:
                    _write(admin, model, identifier, before, after)


def _columns(model: Any) -> list[str]:
    return ["status", "status_description", *(["monitor_status"] if model is Pool else [])]


def _known(admin: context.Context, model: Any) -> dict[str, dict[str, Any]]:
    names = _columns(model)
    with db_api.CONTEXT_READER.using(admin):
        rows = (
            admin.session.query(model.id, *(getattr(model, name) for name in names))
            .filter(model.status != constants.PENDING_DELETE)
            .all()
        )
    return {identifier: dict(zip(names, values)) for identifier, *values in rows}


def _values(
    model: Any, before: dict[str, Any], reported: dict[str, Any] | None
) -> dict[str, Any]:
    """Returns the columns as they should be."""
    if reported is None:
        return before | {"status": constants.ERROR, "status_description": MISSING}
    # The cluster has no status of a VIP.
    after = {"status": reported.get("status", constants.ACTIVE), "status_description": None}
    if model is Pool:
        watched = before["monitor_status"] and reported["healthMonitorId"]
        after["monitor_status"] = reported["mappingStatus"] if watched else before["monitor_status"]
    return after


def _write(
    admin: context.Context, model: Any, identifier: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Changes an object, unless a user has changed or deleted it meanwhile."""
    with db_api.CONTEXT_WRITER.using(admin):
        admin.session.query(model).filter_by(id=identifier, **before).update(after)
