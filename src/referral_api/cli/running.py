"""``run`` and ``serve``: the service, alone or with its own PostgreSQL and demo data."""

import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE

from referral_api import embedded
from referral_api.cli.failures import CommandFailure, database_failures, load_settings
from referral_api.cli.inspection import inspect
from referral_api.cli.keys import check_keys, create_demo_keys, create_keys
from referral_api.cli.language import spoken
from referral_api.cli.late_inspection import LateInspection
from referral_api.cli.schema import schema_failures
from referral_api.cli.welcome import welcome_when_ready
from referral_api.cli.worker import working_beside
from referral_api.cli.workers import Parent
from referral_api.database import migrations
from referral_api.demo.loading import load_demo_data
from referral_api.demo.way_in import create_demo_app
from referral_api.http.arrival_table import make_table_file
from referral_api.http.uvicorn_protocol import BoundedHttpProtocol
from referral_api.http.uvicorn_server import DrainingServer
from referral_api.main import create_app
from referral_api.observability.logs import configure_logs
from referral_api.observability.metrics_folder import make_metrics_folder
from referral_api.settings import Settings

# Seconds in which a worker must be there, and answer its parent; then it is killed. A slow machine
# loads several at once.
_WORKER_PATIENCE = 60


def run() -> None:
    """Start the service with its embedded PostgreSQL and synthetic demo data."""
    # Of the demonstration alone: a partner's receiver of webhooks is on this machine too.
    os.environ.setdefault("WEBHOOK_ALLOWED_NETWORKS", '["127.0.0.0/8"]')
    settings = load_settings()
    if not settings.embedded:
        raise CommandFailure(
            "DATABASE_URL is set, and `run` brings its own PostgreSQL: "
            "use `referral-api migrate` and `referral-api serve`."
        )
    configure_logs(settings.log_level)
    port = _check_port(settings)
    _exit_on_signals()
    with embedded.start(settings.referral_data_dir) as server:
        with schema_failures():
            migrations.upgrade(server.url("referral_owner"))
        create_demo_keys(settings)
        with database_failures():
            load_demo_data(server.url("referral_owner"), settings.keys)
        welcome_when_ready(settings, port, spoken())
        url = server.url("referral_app")
        with working_beside(settings, url):
            _serve(settings, port, url, demo=True)


def serve() -> None:
    """Serve. DATABASE_URL names the PostgreSQL; without it, the embedded one."""
    settings = load_settings()
    configure_logs(settings.log_level)
    port = _check_port(settings)
    _exit_on_signals()
    if settings.database_url is not None:
        check_keys(settings)
        url = settings.database_url.get_secret_value()
        late = None if inspect(settings, url, port) else LateInspection(settings, url)
        _serve(settings, port, None, late)
    else:
        create_keys(settings)
        with embedded.start(settings.referral_data_dir) as server:
            inspect(settings, server.url("referral_app"), port)
            _serve(settings, port, server.url("referral_app"))


def _serve(
    settings: Settings, port: int, database_url: str | None, late: LateInspection | None = None,
    *, demo: bool = False,
) -> None:  # fmt: skip
    _allow_many_files()
    alone, create = settings.workers == 1, create_demo_app if demo else create_app
    if not alone:
        make_metrics_folder(settings.referral_data_dir / "metrics")
        _share_limits(settings)
    config = Config(
        create(settings, database_url) if alone else f"{create.__module__}:{create.__name__}",
        factory=not alone, workers=settings.workers, host=settings.host, port=port,
        http=BoundedHttpProtocol, ws="none",
        log_config=None, access_log=False, server_header=False,
        # Forwarded addresses are believed from these proxies, by default from none.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],
        timeout_graceful_shutdown=5, timeout_worker_healthcheck=_WORKER_PATIENCE,
    )  # fmt: skip
    if late is not None:
        _exit_on_signals(lambda: STARTUP_FAILURE if late.has_failed else 0)
        late.start()
    if not _serve_until_the_end(config, alone=alone) or (late and late.has_failed):
        sys.exit(STARTUP_FAILURE)


def _serve_until_the_end(config: Config, *, alone: bool) -> bool:
    """Say whether it could start."""
    listener = config.bind_socket()
    if alone:
        server = DrainingServer(config)
        server.run([listener])
        return server.started
    parent = Parent(config, [listener])
    parent.run()
    return not parent.has_failed


def _allow_many_files() -> None:
    """Use as many open files as the system allows: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS names no limit, and takes none so high: then the usual one stays.
    with suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _share_limits(settings: Settings) -> None:
    """Give the workers one table in which they count what callers ask."""
    if settings.limits_file is not None:
        make_table_file(settings.limits_file)


def _check_port(settings: Settings) -> int:
    """Fail if the port is taken; return its number, which the system chooses if it is 0."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        raise CommandFailure("HOST is not an address: {host}.", host=settings.host) from None
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as failure:
            raise CommandFailure(
                "Port {port} on {host} cannot be used ({why}): stop what uses it, or choose "
                "another one with PORT.",
                port=settings.port,
                host=settings.host,
                why=failure.strerror,
            ) from None
        return int(probe.getsockname()[1])


def _exit_on_signals(status: Callable[[], int] = int) -> None:
    """Exit normally on a signal, so that PostgreSQL is stopped first.

    While uvicorn serves it has its own handlers, and passes the signal on to these afterwards.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(status()))
