"""The command ``midonet-db-manage``.

Exit codes: 0 done, or no differences; 1 there are differences; 2 wrong usage; 3 Neutron's database or the
cluster cannot be used.
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
        description="Compares Neutron's database with what MidoNet has of it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    upgrade = commands.add_parser("upgrade", help="the guide's step after neutron-db-manage")
    upgrade.add_argument("revision", choices=["head"])
    commands.add_parser("compare", help="prints the differences, and changes nothing")
    commands.add_parser("repair", help="makes MidoNet as Neutron's database is")
    command = parser.parse_args(words).command
    if command == "upgrade":
        print("The plugin has no tables of its own in Neutron's database: nothing to upgrade.")
        return 0
    return _compare(command == "repair")


def _compare(repairs: bool) -> int:
    # Neutron is loaded here, because it takes a second, and help needs none of it.
    from neutron_lib import exceptions
    from oslo_db import exception as database

    # What Neutron's libraries log when they are loaded tells the user nothing.
    logging.getLogger().setLevel(logging.ERROR)
    try:
        comparison = _comparison()
        if repairs:
            for repaired in comparison.repair():
                print(repaired)
        differences = comparison.differences()
    except (exceptions.NeutronException, database.DBError) as failure:
        print(f"midonet-db-manage: {failure}", file=sys.stderr)
        return 3
    for difference in differences:
        print(difference)
    print(f"Differences between Neutron and MidoNet: {len(differences)}")
    return 1 if differences else 0


def _comparison():
    from neutron import manager
    from neutron.common import config
    from neutron_lib import context
    from neutron_lib.plugins import constants, directory

    from midonet.neutron.client import MidonetClient
    from midonet.neutron.comparison import Comparison, Neutron

    config.register_common_config_options()
    config.init([word for path in CONFIGURATION for word in ("--config-file", path)])
    manager.init()
    neutron = Neutron(
        context.get_admin_context(), directory.get_plugin(), directory.get_plugin(constants.L3)
    )
    return Comparison(neutron, MidonetClient())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
