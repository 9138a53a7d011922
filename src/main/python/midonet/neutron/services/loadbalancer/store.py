"""Load balancers' objects in Neutron's database, together with what the cluster is sent of them."""

from collections.abc import Callable, Iterator
import contextlib
import functools
from typing import Any

from neutron_lib import constants, exceptions
from neutron_lib.api import attributes
from neutron_lib.db import api as db_api, model_query, utils
from oslo_utils import excutils, uuidutils

from midonet.neutron.client import creation
from midonet.neutron.services.loadbalancer import driver
from midonet.neutron.services.loadbalancer.models import Body, Member, Monitor, Pool, Vip

# Each kind's collection in the cluster, and what a user calls it.
COLLECTIONS = {
    Monitor: driver.MONITORS,
    Pool: driver.POOLS,
    Member: driver.MEMBERS,
    Vip: driver.VIPS,
}
NOUNS = {Monitor: "health monitor", Pool: "pool", Member: "member", Vip: "VIP"}


class Absent(exceptions.NotFound):
    """There is no such object, or none that the user may see: the user gets 404."""

    message = "There is no %(noun)s %(id)s"


class Store:
    """Reads objects, and writes them to both.

    An object is sent while Neutron's transaction is open. So what the cluster refuses, or does not answer,
    changes nothing in Neutron; a new object is then deleted from the cluster, too.
    """

    def __init__(self, driver: driver.MidonetLoadbalancerDriver) -> None:
        self._driver = driver

    def create(
        self, context: Any, model: Any, values: Body, identifier: str | None = None
    ) -> Body:
        identifier = identifier or uuidutils.generate_uuid()
        try:
            with db_api.CONTEXT_WRITER.using(context):
                made = model(id=identifier, **_columns(model, values))
                context.session.add(made)
                context.session.flush()
                self._driver.create(COLLECTIONS[model], made.sent())
                return _shown(made)
        except Exception:
            with excutils.save_and_reraise_exception(), creation():
                self._driver.delete(COLLECTIONS[model], identifier)

    def update(
        self,
        context: Any,
        model: Any,
        identifier: str,
        values: Body,
        check: Callable[[Body], None] = lambda _changed: None,
    ) -> Body:
        """Changes an object. A check that raises an exception for the changed object prevents the change."""
        with self.changed(context, model, identifier) as row:
            row.update(_columns(model, values))
            check(row.body())
        return self.get(context, model, identifier)

    @contextlib.contextmanager
    def changed(self, context: Any, model: Any, identifier: str) -> Iterator[Any]:
        """Yields a locked object, and sends it when the block ends."""
        with db_api.CONTEXT_WRITER.using(context):
            row = _locked(context, model, identifier)
            yield row
            context.session.flush()
            self._driver.update(COLLECTIONS[model], row.sent())

    @contextlib.contextmanager
    def deleted(self, context: Any, model: Any, identifier: str) -> Iterator[Any]:
        """Yields a locked object to check, and deletes it when the block ends."""
        with db_api.CONTEXT_WRITER.using(context):
            row = _locked(context, model, identifier)
            yield row
            context.session.delete(row)
            context.session.flush()
            self._driver.delete(COLLECTIONS[model], identifier)

    def withdraw(self, context: Any, vip: str) -> str:
        """Deletes a VIP from the cluster, and returns its port. Neutron keeps it as PENDING_DELETE."""
        with db_api.CONTEXT_WRITER.using(context):
            row = _locked(context, Vip, vip)
            row.status = constants.PENDING_DELETE
            self._driver.delete(driver.VIPS, vip)
            return row.port_id

    def forget(self, context: Any, vip: str) -> None:
        """Deletes a VIP from Neutron that is withdrawn from the cluster."""
        with db_api.CONTEXT_WRITER.using(context):
            context.session.delete(_locked(context, Vip, vip))

    def get(
        self, context: Any, model: Any, identifier: str, fields: list[str] | None = None
    ) -> Body:
        with db_api.CONTEXT_READER.using(context):
            return _shown(_one(context, model, identifier), fields)

    def find(
        self,
        context: Any,
        model: Any,
        filters: Body | None = None,
        fields: list[str] | None = None,
    ) -> list[Body]:
        with db_api.CONTEXT_READER.using(context):
            return model_query.get_collection(context, model, _shown, filters, fields)

    def router(self, context: Any, pool: str) -> str:
        """Returns the router that balances a pool."""
        with db_api.CONTEXT_READER.using(context):
            return _one(context, Pool, pool).router_id

    def sent_by_collection(self) -> dict[str, Callable[[Any], list[Body]]]:
        """Returns by each collection of the cluster what finds the objects that it should have."""
        return {
            collection: functools.partial(_sent, model) for model, collection in COLLECTIONS.items()
        }


def _sent(model: Any, context: Any) -> list[Body]:
    with db_api.CONTEXT_READER.using(context):
        return [
            row.sent()
            for row in model_query.get_collection_query(context, model)
            if getattr(row, "status", None) != constants.PENDING_DELETE
        ]


def _one(context: Any, model: Any, identifier: str, lock: bool = False) -> Any:
    query = model_query.query_with_hooks(context, model).filter(model.id == identifier)
    row = (query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise Absent(noun=NOUNS[model], id=identifier)
    return row


def _locked(context: Any, model: Any, identifier: str) -> Any:
    """Returns an object that no other request changes meanwhile, because it is sent as a whole."""
    return _one(context, model, identifier, lock=True)


def _columns(model: Any, values: Body) -> Body:
    names = {column.key for column in model.__mapper__.column_attrs}
    return {name: value for name, value in values.items() if name in names}


def _shown(row: Any, fields: list[str] | None = None) -> Body:
    return attributes.populate_project_info(utils.resource_fields(row.body(), fields))
