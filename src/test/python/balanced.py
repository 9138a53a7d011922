"""Users of Neutron's API that make load balancers."""

import functools
import json
import uuid

from real_neutron import Api


class Project:
    """A project. By default it is its own administrator, so that it sees the subnet of another."""

    def __init__(self, app, cluster, id=None, admin=True):
        self.id = id or uuid.uuid4().hex
        self.api = Api(app, self.id, admin)
        self._cluster = cluster

    def got(self, method, path, body=None):
        status, answer = self.api(method, path, body)
        assert status < 300, answer
        return answer

    def made(self, collection, kind, **values):
        return self.got("POST", collection, {kind: values})[kind]

    def new_subnet(self, cidr, **network):
        network = self.made("networks", "network", name="net", **network)
        return self.made(
            "subnets", "subnet", network_id=network["id"], cidr=cidr, ip_version=4
        )


class Scene(Project):
    """A subnet behind a router."""

    def __init__(self, app):
        super().__init__(app, None)
        self._app = app
        self.subnet = self.new_subnet("10.0.0.0/16")
        self.router = self.made("routers", "router", name="router")
        self.attach("add")

    @functools.cached_property
    def outside(self):
        """A subnet in the external network of the router's gateway. The network is another project's."""
        subnet = Project(self._app, None).new_subnet("203.0.113.0/24", **{"router:external": True})
        gateway = {"external_gateway_info": {"network_id": subnet["network_id"]}}
        self.got("PUT", f"routers/{self.router['id']}", {"router": gateway})
        return subnet

    def attach(self, verb, subnet=None):
        interface = {"subnet_id": (subnet or self.subnet)["id"]}
        return self.api("PUT", f"routers/{self.router['id']}/{verb}_router_interface", interface)


@functools.cache
def scene(app):
    """One for all tests, because Neutron takes a second for it."""
    return Scene(app)


class Balanced(Project):
    """A project with load balancers in the subnet of a scene."""

    def __init__(self, app, cluster, **project):
        super().__init__(app, cluster, **project)
        self.scene = scene(app)
        self.subnet = self.scene.subnet
        cluster.requests.clear()

    def pool(self, **more):
        return self.made("lb/pools", "pool", **self.new_pool(**more))

    def new_pool(self, **more):
        values = {"name": "web", "protocol": "TCP", "lb_method": "ROUND_ROBIN"}
        return values | {"subnet_id": self.subnet["id"]} | more

    def member(self, pool, address="10.0.0.11", **more):
        values = {"pool_id": pool["id"], "address": address, "protocol_port": 80}
        return self.made("lb/members", "member", **values | more)

    def vip(self, pool, **more):
        return self.made("lb/vips", "vip", **self.new_vip(pool, **more))

    def new_vip(self, pool, **more):
        values = {"name": "front", "protocol": "TCP", "protocol_port": 80}
        return values | {"pool_id": pool["id"], "subnet_id": self.subnet["id"]} | more

    def monitor(self, **more):
        values = {"type": "TCP", "delay": 5, "timeout": 3, "max_retries": 2}
        return self.made("lb/health_monitors", "health_monitor", **values | more)

    def associate(self, pool, monitor):
        body = {"health_monitor": {"id": monitor["id"]}}
        return self.api("POST", f"lb/pools/{pool['id']}/health_monitors", body)

    def shown(self, collection, identifier):
        (answer,) = self.got("GET", f"lb/{collection}/{identifier}").values()
        return answer

    def all(self, collection):
        return self.got("GET", f"{collection}?tenant_id={self.id}")[collection.split("/")[-1]]

    def sent(self):
        """Returns the requests about load balancers since the last look."""
        sent = [r for r in self._cluster.requests if "/lb/" in r.path]
        self._cluster.requests.clear()
        return [f"{r.method} {r.path.removeprefix('/neutron/')}" for r in sent]

    def last_body(self):
        return json.loads(self._cluster.requests[-1].body)
