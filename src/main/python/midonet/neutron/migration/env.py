"""Alembic runs this file for each command."""

from alembic import context

from midonet.neutron import migration

context.configure(
    connection=context.config.attributes["connection"], version_table=migration.VERSIONS
)
with context.begin_transaction():
    context.run_migrations()
