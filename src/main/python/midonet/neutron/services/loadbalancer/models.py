"""The tables of load balancers. ``midonet-db-manage upgrade head`` makes them."""

from typing import Any

from neutron_lib import constants
from neutron_lib.db import constants as sizes, model_base
import sqlalchemy as sa
from sqlalchemy import orm

Body = dict[str, Any]

UUID = sa.String(sizes.UUID_FIELD_SIZE)
NAME = sa.String(sizes.NAME_FIELD_SIZE)
WORD = sa.String(16)
ADDRESS = sa.String(64)


class _Owned(model_base.HasId, model_base.HasProject):
    """An object of a project."""

    admin_state_up = sa.Column(sa.Boolean(), nullable=False)

    def _common(self) -> Body:
        return {
            "id": self.id,
            "tenant_id": self.project_id,
            "admin_state_up": self.admin_state_up,
        }

    def body(self) -> Body:
        """Returns what Neutron's API shows."""
        raise NotImplementedError

    def sent(self) -> Body:
        """Returns what the cluster gets."""
        return self.body()


class _Reported(_Owned):
    """An object that MidoNet reports a status of. One that the cluster has taken is active."""

    status = sa.Column(WORD, nullable=False, default=constants.ACTIVE)
    status_description = sa.Column(NAME)

    def _common(self) -> Body:
        return super()._common() | {
            "status": self.status,
            "status_description": self.status_description,
        }


class Member(model_base.BASEV2, _Reported):
    __tablename__ = "midonet_lb_members"
    __table_args__ = (
        sa.UniqueConstraint("pool_id", "address", "protocol_port"),
        model_base.BASEV2.__table_args__,
    )

    pool_id = sa.Column(UUID, sa.ForeignKey("midonet_lb_pools.id"), nullable=False)
    address = sa.Column(ADDRESS, nullable=False)
    protocol_port = sa.Column(sa.Integer, nullable=False)
    weight = sa.Column(sa.Integer, nullable=False)

    def body(self) -> Body:
        return self._common() | {
            "pool_id": self.pool_id,
            "address": self.address,
            "protocol_port": self.protocol_port,
            "weight": self.weight,
        }


class Vip(model_base.BASEV2, _Reported):
    __tablename__ = "midonet_lb_vips"

    name = sa.Column(NAME, nullable=False)
    description = sa.Column(NAME, nullable=False)
    # A pool has one VIP at most.
    pool_id = sa.Column(UUID, sa.ForeignKey("midonet_lb_pools.id"), nullable=False, unique=True)
    subnet_id = sa.Column(UUID, nullable=False)
    # The port of Neutron that reserves the address.
    port_id = sa.Column(UUID, nullable=False, index=True)
    address = sa.Column(ADDRESS, nullable=False)
    protocol = sa.Column(WORD, nullable=False)
    protocol_port = sa.Column(sa.Integer, nullable=False)
    persistence = sa.Column(WORD)
    connection_limit = sa.Column(sa.Integer, nullable=False)

    def body(self) -> Body:
        return self._common() | {
            "name": self.name,
            "description": self.description,
            "pool_id": self.pool_id,
            "subnet_id": self.subnet_id,
            "port_id": self.port_id,
            "address": self.address,
            "protocol": self.protocol,
            "protocol_port": self.protocol_port,
            "session_persistence": {"type": self.persistence} if self.persistence else {},
            "connection_limit": self.connection_limit,
        }


class Pool(model_base.BASEV2, _Reported):
    __tablename__ = "midonet_lb_pools"

    name = sa.Column(NAME, nullable=False)
    description = sa.Column(NAME, nullable=False)
    subnet_id = sa.Column(UUID, nullable=False)
    # The router that balances: the one with an interface in the subnet.
    router_id = sa.Column(UUID, nullable=False, index=True)
    protocol = sa.Column(WORD, nullable=False)
    lb_method = sa.Column(WORD, nullable=False)
    provider = sa.Column(NAME, nullable=False)
    # MidoNet's agents probe the members of a pool by one health monitor.
    monitor_id = sa.Column(UUID, sa.ForeignKey("midonet_lb_monitors.id"))
    monitor_status = sa.Column(WORD)
    members = orm.relationship(Member, cascade="all, delete-orphan")
    vip = orm.relationship(Vip, uselist=False, passive_deletes="all")

    def probe(self) -> Body:
        """Returns what Neutron shows of the pool's health monitor."""
        return {"status": self.monitor_status, "status_description": None}

    def body(self) -> Body:
        return self._common() | {
            "name": self.name,
            "description": self.description,
            "subnet_id": self.subnet_id,
            "protocol": self.protocol,
            "lb_method": self.lb_method,
            "provider": self.provider,
            "vip_id": self.vip.id if self.vip else None,
            "members": [member.id for member in self.members],
            "health_monitors": [self.monitor_id] if self.monitor_id else [],
            "health_monitors_status": (
                [self.probe() | {"monitor_id": self.monitor_id}] if self.monitor_id else []
            ),
        }

    def sent(self) -> Body:
        return self.body() | {"router_id": self.router_id}


class Monitor(model_base.BASEV2, _Owned):
    __tablename__ = "midonet_lb_monitors"

    type = sa.Column(WORD, nullable=False)
    delay = sa.Column(sa.Integer, nullable=False)
    timeout = sa.Column(sa.Integer, nullable=False)
    max_retries = sa.Column(sa.Integer, nullable=False)
    pools = orm.relationship(Pool, passive_deletes="all")

    def body(self) -> Body:
        return self._common() | {
            "type": self.type,
            "delay": self.delay,
            "timeout": self.timeout,
            "max_retries": self.max_retries,
            "pools": [pool.probe() | {"pool_id": pool.id} for pool in self.pools],
        }
