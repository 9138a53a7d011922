"""The command ``midonet-db-manage``.

Exit codes: 0 done, or no differences; 1 there are differences; 2 wrong usage; 3 Neutron's database or the
cluster cannot be used, or the command failed.
"""

import argparse
import logging
import sys

CONFIGURATION = ("/etc/neutron/neutron.conf", "/etc/neutron/plugin.ini")

EPILOG = """
Neutron's database decides: repair sends to MidoNet what it lacks or what differs there, and deletes from
MidoNet what only MidoNet has. Objects that are not Neutron's are not touched. Stop neutron-server before
a repair: what it sends meanwhile may be overwritten.

  midonet-db-manage compare
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="midonet-db-manage",
        description="Manages MidoNet's tables in Neutron's database, and compares the database with MidoNet.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    upgrade = commands.add_parser(
        "upgrade", help="makes MidoNet's own tables in Neutron's database, or brings them up to date"
    )
    upgrade.add_argument("revision", choices=["head"])
    commands.add_parser("compare", help="prints the differences, and changes nothing")
    commands.add_parser("repair", help="makes MidoNet as Neutron's database is")
    return _run(parser.parse_args(words).command)


def _run(command: str) -> int:
    # Neutron is loaded here, because it takes a second, and help needs none of it.
    from alembic import util as alembic
    from neutron_lib import exceptions
    from oslo_db import exception as database

    # What Neutron's libraries log when they are loaded is of no use to the user.
    logging.getLogger().setLevel(logging.ERROR)
    try:
        return _upgrade() if command == "upgrade" else _compare(command == "repair")
    except (exceptions.NeutronException, database.DBError, alembic.CommandError) as failure:
        reason = str(failure)
    except Exception as failure:
        # Python would end with 1, which means that there are differences.
        reason = f"{type(failure).__name__}: {failure}"
    print(f"midonet-db-manage: {reason}", file=sys.stderr)
    return 3


def _upgrade() -> int:
    from neutron_lib.db import api

    from midonet.neutron import migration

    _configure()
    with api.CONTEXT_WRITER.get_engine().connect() as connection:
        revision = migration.upgrade(connection, "head")
    print(f"MidoNet's tables in Neutron's database are up to date: {revision}")
    return 0


def _compare(repairs: bool) -> int:
    comparison = _comparison()
    if repairs:
        for repaired in comparison.repair():
            print(repaired)
    differences = comparison.differences()
    for difference in differences:
        print(difference)
    print(f"Differences between Neutron and MidoNet: {len(differences)}")
    return 1 if differences else 0


def _comparison():
    from neutron import manager
    from neutron_lib import context
    from neutron_lib.plugins import constants, directory

    from midonet.neutron.client import MidonetClient
    from midonet.neutron.comparison import Comparison, Neutron

    _configure()
    manager.init()
    neutron = Neutron(
        context.get_admin_context(),
        directory.get_plugin(),
        directory.get_plugin(constants.L3),
        directory.get_plugin(constants.LOADBALANCER),
    )
    return Comparison(neutron, MidonetClient())


def _configure() -> None:
    from neutron.common import config

    config.register_common_config_options()
    config.init([word for path in CONFIGURATION for word in ("--config-file", path)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
