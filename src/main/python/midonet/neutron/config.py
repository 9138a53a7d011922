"""The section ``[MIDONET]`` of ``/etc/neutron/plugins/midonet/midonet.ini``."""

from oslo_config import cfg

GROUP = "MIDONET"

OPTIONS = [
    cfg.StrOpt(
        "midonet_uri",
        default="http://localhost:8181/midonet-api",
        help="Address of the cluster's API.",
    ),
    cfg.StrOpt("username", default="midonet", help="As whom the plugin logs in to the API."),
    cfg.StrOpt("password", default="", secret=True, help="The password of that user."),
    cfg.StrOpt("project_id", default="service", help="Name of the project to log in to."),
    cfg.FloatOpt("timeout", default=10.0, help="How long an answer may take, in seconds."),
]


def register() -> None:
    """Registers the options. May be called more than once."""
    cfg.CONF.register_opts(OPTIONS, GROUP)
