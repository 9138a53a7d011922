"""The plugin's own tables in Neutron's database. Alembic keeps their version in ``midonet_alembic_version``."""

from pathlib import Path

from alembic import command, config
from sqlalchemy import engine


def upgrade(connection: engine.Connection, revision: str) -> None:
    """Makes the tables, or changes them, up to a revision such as ``head``."""
    settings = config.Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
