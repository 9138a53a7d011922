"""Client of the cluster's API."""

from collections.abc import Iterator
import contextlib
import contextvars
from typing import Any

from neutron_lib import exceptions
from oslo_config import cfg
from oslo_log import log
from oslo_serialization import jsonutils
import requests

from midonet.neutron import config

LOG = log.getLogger(__name__)

MEDIA_TYPE = "application/vnd.org.midonet.neutron.%s-v1+json"

NAMES = {
    "networks": "Network",
    "subnets": "Subnet",
    "ports": "Port",
    "routers": "Router",
    "floating_ips": "FloatingIp",
    "security_groups": "SecurityGroup",
    "security_group_rules": "SecurityGroupRule",
    "lb/health_monitors": "lb.HealthMonitor",
    "lb/pools": "lb.Pool",
    "lb/members": "lb.PoolMember",
    "lb/vips": "lb.Vip",
}


class Refused(exceptions.BadRequest):
    """The cluster rejects the request as invalid: the user gets 400."""

    message = "MidoNet refuses this: %(reason)s"


class Clashes(exceptions.Conflict):
    """The request conflicts with existing objects: the user gets 409."""

    message = "MidoNet refuses this: %(reason)s"


class Absent(exceptions.NotFound):
    """The cluster does not have an object that the request names: the user gets 404."""

    message = "MidoNet lacks something: %(reason)s"


class Unavailable(exceptions.ServiceUnavailable):
    """The cluster does not answer or rejects the plugin's login: the user gets 503."""

    message = "MidoNet's API cannot be used now: %(reason)s"


REFUSALS = {400: Refused, 404: Absent, 409: Clashes}


_CREATING = contextvars.ContextVar("creating", default=False)


@contextlib.contextmanager
def creation() -> Iterator[None]:
    """Marks the creation of an object, also as a decorator.

    What is deleted meanwhile was made by this creation, which has failed. Neutron deletes it although
    the cluster does not, for example because the cluster is away; the client only logs that.
    """
    mark = _CREATING.set(True)
    try:
        yield
    finally:
        _CREATING.reset(mark)


class MidonetClient:
    """Sends Neutron's objects to the cluster.

    Logs in by name and password as the guide's ``midonet.ini`` has them, and again when its token
    has ended. Uses no proxy, since requests carry a token. Safe for use by several threads, none of
    which waits for the request of another.
    """

    def __init__(self) -> None:
        config.register()
        self._token = ""

    def create(self, collection: str, body: dict[str, Any]) -> None:
        self._call("POST", collection, NAMES[collection], body)

    def update(self, collection: str, identifier: str, body: dict[str, Any]) -> None:
        self._call("PUT", f"{collection}/{identifier}", NAMES[collection], body)

    def delete(self, collection: str, identifier: str) -> None:
        """Deletes an object. Does nothing if the cluster does not have it."""
        self._remove("DELETE", f"{collection}/{identifier}", NAMES[collection], None)

    def add_router_interface(self, router: str, body: dict[str, Any]) -> None:
        self._call("PUT", f"routers/{router}/add_router_interface", "RouterInterface", body)

    def remove_router_interface(self, router: str, body: dict[str, Any]) -> None:
        self._remove("PUT", f"routers/{router}/remove_router_interface", "RouterInterface", body)

    def _remove(self, method: str, path: str, name: str, body: dict[str, Any] | None) -> None:
        try:
            self._call(method, path, name, body)
        except Absent as absent:
            LOG.info("%s %s: there is nothing to remove: %s", method, path, absent)
        except exceptions.NeutronException as failure:
            if not _CREATING.get():
                raise
            LOG.error(
                "%s %s: MidoNet may keep an object that Neutron does not have: %s",
                method,
                path,
                failure,
            )

    def list(self, collection: str) -> list[dict[str, Any]]:
        """Returns all objects of a collection: of MidoNet's own, such as ``hosts``, or of those that it has
        of Neutron, such as ``neutron/networks``. Logs no failure."""
        answer = self._authorized("GET", "/" + collection)
        if answer.status_code != 200:
            raise Unavailable(reason=f"its {collection} got {sentence(answer)}")
        return answer.json()

    def _call(self, method: str, path: str, name: str, body: dict[str, Any] | None) -> None:
        content = {}
        if body is not None:
            content = {
                "headers": {"Content-Type": MEDIA_TYPE % name},
                "data": jsonutils.dumps(body),
            }
        try:
            answer = self._authorized(method, "/neutron/" + path, **content)
        except Unavailable as failure:
            LOG.warning("%s %s: %s", method, path, failure)
            raise
        if answer.status_code < 400:
            return
        reason = sentence(answer)
        LOG.warning("%s %s: %d %s", method, path, answer.status_code, reason)
        raise REFUSALS.get(answer.status_code, Unavailable)(reason=reason)

    def _authorized(
        self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any
    ) -> requests.Response:
        """Sends a request with a token, and again with a new one if it has ended."""
        token = self._token or self._login("")
        for _attempt in range(2):
            answer = self._exchange(
                method, path, headers={**(headers or {}), "X-Auth-Token": token}, **request
            )
            if answer.status_code != 401:
                break
            token = self._login(token)
        return answer

    def _login(self, ended: str) -> str:
        """Returns a token other than the expired one."""
        # Without a lock: threads that wait for each other's logins would exceed their timeouts.
        if self._token != ended:
            return self._token
        conf = cfg.CONF[config.GROUP]
        answer = self._exchange(
            "GET",
            "/login",
            headers={"X-Auth-Project": conf.project_id},
            auth=(conf.username, conf.password),
        )
        if answer.status_code != 200:
            raise Unavailable(
                reason=f"its login of {conf.username} got {answer.status_code}; look at username,"
                " password and project_id of midonet.ini"
            )
        try:
            token = answer.json()["key"]
        except (ValueError, KeyError, TypeError) as failure:
            raise Unavailable(
                reason=f"{conf.midonet_uri}/login answers without a token; look at midonet_uri of"
                " midonet.ini"
            ) from failure
        self._token = token
        return token

    def _exchange(self, method: str, path: str, **request: Any) -> requests.Response:
        conf = cfg.CONF[config.GROUP]
        try:
            # Sessions are not safe for use by several threads.
            with requests.Session() as session:
                session.trust_env = False
                return session.request(
                    method,
                    conf.midonet_uri.rstrip("/") + path,
                    timeout=conf.timeout,
                    allow_redirects=False,
                    **request,
                )
        except requests.RequestException as failure:
            LOG.info("%s %s: %s", method, path, failure)
            raise Unavailable(
                reason=f"{conf.midonet_uri} does not answer ({type(failure).__name__})"
            ) from failure


def sentence(answer: requests.Response) -> str:
    """Returns the cluster's message about a refusal, or the status if there is none."""
    try:
        return answer.json()["message"]
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"
