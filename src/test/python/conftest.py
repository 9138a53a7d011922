"""A fake cluster: it receives Neutron's objects by HTTP, and returns the answers that a test sets."""

# As Neutron's server does, and before anything else: some of its modules do so when they are loaded.
import eventlet

eventlet.monkey_patch()

import collections
from collections.abc import Callable
import http.server
import threading

import pytest
from neutron.common import config as neutron_config
from neutron_lib.callbacks import manager, registry
from oslo_config import cfg

from midonet.neutron import config
from balanced import Balanced
import real_neutron

# Once, and before Neutron reads its configuration.
neutron_config.register_common_config_options()

Request = collections.namedtuple("Request", "method path token media body")


class Cluster:
    """Logs in one user; the n-th login gives the token ``token-n``."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: collections.deque = collections.deque()
        # What a request is answered whose method and path begin so, in place of the next of `answers`.
        self.failing: dict[str, tuple[int, str]] = {}
        # Changes are answered once this is set.
        self.answers_changes = threading.Event()
        self.answers_changes.set()
        # Answers each GET by its path, if it is set.
        self.gets: Callable[[str], tuple[int, str]] | None = None
        self.logins: list[tuple[str, str]] = []
        self.login_status = 200
        self.login_body: str | None = None
        # A login is answered when this many are waiting for their answers.
        self.logins_at_once = threading.Barrier(1)
        cluster = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length).decode()
                path = self.path.removeprefix("/midonet-api")
                if path == "/login":
                    cluster.logins.append(
                        (self.headers["Authorization"], self.headers["X-Auth-Project"])
                    )
                    key = '{"key": "token-%d"}' % len(cluster.logins)
                    cluster.logins_at_once.wait(timeout=5)
                    self.reply(cluster.login_status, cluster.login_body or key)
                    return
                cluster.requests.append(
                    Request(
                        self.command,
                        path,
                        self.headers["X-Auth-Token"],
                        self.headers["Content-Type"],
                        body,
                    )
                )
                if self.command == "PUT":
                    cluster.answers_changes.wait(timeout=5)
                asked = f"{self.command} {path}"
                failures = [cluster.failing[each] for each in cluster.failing if asked.startswith(each)]
                if failures:
                    self.reply(*failures[0])
                elif self.command == "GET" and cluster.gets is not None:
                    self.reply(*cluster.gets(path))
                else:
                    self.reply(*(cluster.answers.popleft() if cluster.answers else (200, "{}")))

            def reply(self, status: int, body: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

            do_GET = do_POST = do_PUT = do_DELETE = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/midonet-api"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def cluster():
    fake = Cluster()
    config.register()
    settings = {
        "midonet_uri": fake.uri(),
        "username": "midonet",
        "password": "a secret",
        "project_id": "service",
    }
    for name, value in settings.items():
        cfg.CONF.set_override(name, value, group=config.GROUP)
    yield fake
    for name in settings:
        cfg.CONF.clear_override(name, group=config.GROUP)
    fake.stop()


@pytest.fixture
def own_callbacks(monkeypatch):
    """Parts of the plugin subscribe to events without those of other tests."""
    monkeypatch.setattr(registry, "_CALLBACK_MANAGER", manager.CallbacksManager())


@pytest.fixture(scope="session")
def neutron_settings(tmp_path_factory):
    """A file with the guide's settings for Neutron, whose database runs."""
    settings = tmp_path_factory.mktemp("neutron") / "settings.conf"
    settings.write_text(real_neutron.SETTINGS)
    database = real_neutron.start_database()
    yield str(settings)
    database.terminate()
    database.wait()


@pytest.fixture(scope="session")
def neutron(neutron_settings):
    """Neutron's API."""
    return real_neutron.application(neutron_settings)


@pytest.fixture
def balanced(neutron, cluster):
    """A project with load balancers."""
    return Balanced(neutron, cluster)
