"""Alembic runs this file for each command."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="midonet_alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
