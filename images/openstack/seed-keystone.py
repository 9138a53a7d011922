"""Makes the projects that OpenStack's own installation guide makes beside `admin`.

Asks Keystone's application in this process, which finds its settings by OS_KEYSTONE_CONFIG_FILES: an image is built
without opening a port.
"""

import secrets
import sys

from keystone.conf import CONF
from keystone.server.wsgi import initialize_public_application
from werkzeug.test import Client

PROJECTS = {"service": "Service Project", "demo": "Demo Project"}


def main() -> None:
    client = Client(initialize_public_application())
    token = secrets.token_hex()
    CONF.set_override("admin_token", token)
    for name, description in PROJECTS.items():
        project = {"name": name, "description": description, "domain_id": "default"}
        answer = client.post(
            "/v3/projects", json={"project": project}, headers={"X-Auth-Token": token}
        )
        if answer.status_code != 201:
            sys.exit(f"project {name}: {answer.status} {answer.get_data(as_text=True)}")


main()
