"""Load balancers of version 1."""

from alembic import op
import sqlalchemy as sa

revision = "load_balancers"
down_revision = None


def _id(name: str, **more: bool) -> sa.Column:
    return sa.Column(name, sa.String(36), **({"nullable": False} | more))


def _owned() -> list[sa.Column]:
    return [
        _id("id", primary_key=True),
        sa.Column("project_id", sa.String(255), index=True),
        sa.Column("admin_state_up", sa.Boolean(), nullable=False),
    ]


def _reported() -> list[sa.Column]:
    return [
        *_owned(),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("status_description", sa.String(255)),
    ]


def _named() -> list[sa.Column]:
    return [
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.String(255), nullable=False),
    ]


def _numbers(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(16), nullable=False) for name in names]


def _create(name: str, *columns: sa.schema.SchemaItem) -> None:
    """Makes a table, unless an upgrade that failed has left it: MariaDB does not roll tables back."""
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *columns, mysql_engine="InnoDB")


def upgrade() -> None:
    _create(
        "midonet_lb_monitors",
        *_owned(),
        *_words("type"),
        *_numbers("delay", "timeout", "max_retries"),
    )
    _create(
        "midonet_lb_pools",
        *_reported(),
        *_named(),
        _id("subnet_id"),
        _id("router_id", index=True),
        *_words("protocol", "lb_method"),
        sa.Column("provider", sa.String(255), nullable=False),
        _id("monitor_id", nullable=True),
        sa.Column("monitor_status", sa.String(16)),
        sa.ForeignKeyConstraint(["monitor_id"], ["midonet_lb_monitors.id"]),
    )
    _create(
        "midonet_lb_members",
        *_reported(),
        _id("pool_id"),
        sa.Column("address", sa.String(64), nullable=False),
        *_numbers("protocol_port", "weight"),
        sa.ForeignKeyConstraint(["pool_id"], ["midonet_lb_pools.id"]),
        sa.UniqueConstraint("pool_id", "address", "protocol_port"),
    )
    _create(
        "midonet_lb_vips",
        *_reported(),
        *_named(),
        _id("pool_id"),
        _id("subnet_id"),
        _id("port_id", index=True),
        sa.Column("address", sa.String(64), nullable=False),
        *_words("protocol"),
        *_numbers("protocol_port", "connection_limit"),
        sa.Column("persistence", sa.String(16)),
        sa.ForeignKeyConstraint(["pool_id"], ["midonet_lb_pools.id"]),
        sa.UniqueConstraint("pool_id"),
    )
