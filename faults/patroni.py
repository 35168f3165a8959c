"""Patroni's settings for a cluster of two servers and a third member that only votes."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from faults.machine import Machine
from referral_api.embedded.account import binaries

# As small as Patroni lets them be: a machine that fell silent is missed after ``ttl``. With
# ``primary_start_timeout`` 0 a primary whose PostgreSQL died is replaced, not started again.
TIMES: Mapping[str, int] = {
    "ttl": 20, "loop_wait": 1, "retry_timeout": 3, "primary_start_timeout": 0,
}  # fmt: skip
MAXIMUM_LAG = 16 << 20  # bytes
VOTER = "from patroni.raft_controller import main; main()"

_INITDB = (
    {"encoding": "UTF8"}, {"locale": "C"}, {"locale-provider": "builtin"},
    {"builtin-locale": "C.UTF-8"}, "data-checksums",
)  # fmt: skip


def voter_settings(
    folder: Path, port: int, ports: Collection[int], password: str
) -> dict[str, Any]:
    """Return the settings of a member that votes on the holder of the leader's key."""
    return {
        "raft": {
            "data_dir": str(folder / "raft"), "self_addr": f"127.0.0.1:{port}",
            "partner_addrs": [f"127.0.0.1:{other}" for other in ports if other != port],
            "password": password,
        }
    }  # fmt: skip


def machine_settings(
    machine: Machine, ports: Collection[int], password: str, *, synchronous: bool
) -> dict[str, Any]:
    """Give what a member with a server needs besides."""
    rest = f"127.0.0.1:{machine.rest_port}"
    return voter_settings(machine.folder, machine.raft_port, ports, password) | {
        "scope": "referral", "name": machine.name, "watchdog": {"mode": "off"},
        "restapi": {
            "listen": rest, "connect_address": rest,
            "authentication": {"username": "faults", "password": password},
        },
        "bootstrap": {
            "initdb": _INITDB,
            "dcs": {
                **TIMES, "maximum_lag_on_failover": MAXIMUM_LAG, "synchronous_mode": synchronous,
                "postgresql": {"use_pg_rewind": True},
            },
        },
        "postgresql": {
            "listen": f"127.0.0.1:{machine.port}",
            "connect_address": f"127.0.0.1:{machine.link.port}",
            "bin_dir": str(binaries()), "data_dir": str(machine.folder / "data"),
            "pgpass": str(machine.folder / "pgpass"), "basebackup": {"checkpoint": "fast"},
            "use_unix_socket": True, "use_unix_socket_repl": True,
            # Every wire ends at the socket: nobody comes in by the server's own port.
            "pg_hba": ["local all all trust", "local replication all trust"],
            "parameters": {"unix_socket_directories": str(machine.folder)},
            "authentication": {
                "superuser": {"username": "postgres"}, "replication": {"username": "postgres"},
            },
        },
    }  # fmt: skip
