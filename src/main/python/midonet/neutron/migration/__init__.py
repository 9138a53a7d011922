"""The plugin's own tables in Neutron's database."""

from pathlib import Path

from alembic import command, config, migration
from sqlalchemy import engine

# Neutron's own versions are in another table.
VERSIONS = "midonet_alembic_version"


def upgrade(connection: engine.Connection, revision: str) -> str:
    """Makes the tables, or changes them, up to a revision such as ``head``. Returns the revision reached."""
    settings = config.Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
    reached = migration.MigrationContext.configure(connection, opts={"version_table": VERSIONS})
    return reached.get_current_revision()
