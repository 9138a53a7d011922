"""Makes projects and services in Keystone: seed-keystone.py < FILE.

FILE is JSON: lists `projects` (name, description) and `services` (name, type, description, url). Asks Keystone's
application in this process, which finds its settings by OS_KEYSTONE_CONFIG_FILES and would take arguments for its own: an
image is built without opening a port.
"""

import json
import secrets
import sys

from keystone.conf import CONF
from keystone.server.wsgi import initialize_public_application
from werkzeug.test import Client


def main() -> None:
    cloud = json.load(sys.stdin)
    client = Client(initialize_public_application())
    token = secrets.token_hex()
    CONF.set_override("admin_token", token)

    def make(kind: str, thing: dict[str, str]) -> str:
        answer = client.post(f"/v3/{kind}s", json={kind: thing}, headers={"X-Auth-Token": token})
        if answer.status_code != 201:
            sys.exit(f"{kind} {thing}: {answer.status} {answer.get_data(as_text=True)}")
        return answer.get_json()[kind]["id"]

    for project in cloud["projects"]:
        make("project", project | {"domain_id": "default"})
    for service in cloud["services"]:
        url = service.pop("url")
        identifier = make("service", service)
        for interface in ("public", "internal", "admin"):
            make(
                "endpoint",
                {"service_id": identifier, "interface": interface, "url": url, "region_id": "RegionOne"},
            )


main()
