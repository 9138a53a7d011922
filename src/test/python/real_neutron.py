"""Neutron's API as its server has it, on the image's database, with a fake cluster."""

import json
import subprocess
import time
from typing import Any

from neutron.api import extensions
from neutron.common import config as neutron_config
from neutron_lib import context
from neutron_lib.db import api as db_api
import webob

from midonet.neutron import migration

SOCKET = "/run/mysqld/mysqld.sock"
DATABASE = f"mysql+pymysql://root@localhost/neutron?unix_socket={SOCKET}"

# As the guide has it.
SETTINGS = f"""
[DEFAULT]
core_plugin = midonet.neutron.plugin_v2.MidonetPluginV2
service_plugins = lbaas
[database]
connection = {DATABASE}
[service_providers]
service_provider = LOADBALANCER:Midonet:midonet.neutron.services.loadbalancer.driver.MidonetLoadbalancerDriver:default
"""


def start_database() -> subprocess.Popen:
    subprocess.run(["install", "-d", "-o", "mysql", "-g", "mysql", "/run/mysqld"], check=True)
    fast = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync"]
    server = subprocess.Popen(
        ["mariadbd", "--user=mysql", "--skip-networking", *fast], stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        if subprocess.run(["mariadb", "-e", "SELECT 1"], capture_output=True).returncode == 0:
            return server
        time.sleep(0.1)
    raise AssertionError("MariaDB does not start")


class Api:
    """Neutron's API, used by one project or by an administrator."""

    def __init__(self, app: Any, project: str, admin: bool) -> None:
        self._app = app
        self._context = {"user_id": "user", "tenant_id": project, "is_admin": admin}

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        request = webob.Request.blank(f"/{path}", method=method)
        request.environ["neutron.context"] = context.Context(
            roles=["admin", "member", "reader"] if self._context["is_admin"] else ["member", "reader"],
            **self._context,
        )
        request.headers["Content-Type"] = "application/json"
        if body is not None:
            request.body = json.dumps(body).encode()
        answer = request.get_response(self._app)
        return answer.status_int, (answer.json if answer.body else None)


def application(settings: str) -> Any:
    from neutron.pecan_wsgi import app

    neutron_config.init(
        ["--config-file", "/etc/neutron/neutron.conf", "--config-file", settings]
    )
    with db_api.CONTEXT_WRITER.get_engine().connect() as connection:
        migration.upgrade(connection, "head")
    # As api-paste.ini has it: without its filter, other code serves extensions.
    return extensions.plugin_aware_extension_middleware_factory({})(app.v2_factory(None))
