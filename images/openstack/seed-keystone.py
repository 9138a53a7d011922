"""Makes what OpenStack's own installation guide makes beside `admin`: projects, and the service of Neutron.

Asks Keystone's application in this process, which finds its settings by OS_KEYSTONE_CONFIG_FILES: an image is built
without opening a port.
"""

import secrets
import sys

from keystone.conf import CONF
from keystone.server.wsgi import initialize_public_application
from werkzeug.test import Client

PROJECTS = {"service": "Service Project", "demo": "Demo Project"}
NEUTRON = {"name": "neutron", "type": "network", "description": "OpenStack Networking"}
URL = "http://controller:9696"


def main() -> None:
    client = Client(initialize_public_application())
    token = secrets.token_hex()
    CONF.set_override("admin_token", token)

    def make(kind: str, thing: dict[str, str]) -> str:
        answer = client.post(f"/v3/{kind}s", json={kind: thing}, headers={"X-Auth-Token": token})
        if answer.status_code != 201:
            sys.exit(f"{kind} {thing}: {answer.status} {answer.get_data(as_text=True)}")
        return answer.get_json()[kind]["id"]

    for name, description in PROJECTS.items():
        make("project", {"name": name, "description": description, "domain_id": "default"})
    service = make("service", NEUTRON)
    for interface in ("public", "internal", "admin"):
        make(
            "endpoint",
            {"service_id": service, "interface": interface, "url": URL, "region_id": "RegionOne"},
        )


main()
