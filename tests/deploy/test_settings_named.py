"""Every form of deployment sets what the service reads, and nothing that it does not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from referral_api.cli.commands import _MODULES
from referral_api.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
SETTINGS = {str(name).upper() for name in Settings.model_fields}
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
COMMANDS = {*_MODULES}


def _unit(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def _names(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))


def _documents(path: Path) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one]


def _pods() -> Iterator[dict[str, Any]]:
    for path in MANIFESTS:
        for document in _documents(path):
            spec = document.get("spec", {})
            spec = spec.get("jobTemplate", {}).get("spec", spec)
            if "template" in spec:
                yield spec["template"]["spec"]


def _compose() -> dict[str, dict[str, Any]]:
    text = (DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8")
    services: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]
    return services


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_sets_what_the_service_reads_and_runs_a_command_that_exists(unit: Path) -> None:
    told = _unit(unit)
    pairs = " ".join(told.get("Environment", [])).split()
    assert {pair.partition("=")[0] for pair in pairs} - SETTINGS == set()
    program, *arguments = told["ExecStart"][0].split()
    assert not program.endswith("/referral-api") or arguments[0] in COMMANDS


def test_a_node_writes_into_a_folder_of_its_own_and_not_into_that_of_its_keys() -> None:
    node = _unit(DEPLOY / "systemd" / "referral-api@.service")
    assert node["Environment"] == [
        "PORT=%i REFERRAL_DATA_DIR=%S/referral-api/%i KEY_DIR=%t/referral-api-%i"
    ]
    assert node["StateDirectory"] == ["referral-api/%i"]
    assert node["ProtectSystem"] == ["strict"]
    assert not {"ReadWritePaths", "RuntimeDirectory"} & node.keys()
    assert node["ExecStopPost"] == ["+/bin/rm -rf %t/referral-api-%i"]


def test_what_needs_no_keys_is_given_none() -> None:
    for name in ("migrate", "maintain", "backup"):
        text = (DEPLOY / "systemd" / f"referral-api-{name}.service").read_text(encoding="utf-8")
        assert "/etc/referral-api/keys" not in text
    mounted = {
        pod["containers"][0]["args"][0]
        for pod in _pods() for one in pod["volumes"] if one["name"] == "keys"
    }  # fmt: skip
    assert mounted == {"serve"}
    assert [name for name, one in _compose().items() if "/run/keys" in str(one.get("volumes"))] == [
        "node-1", "node-2",
    ]  # fmt: skip


def test_no_unit_takes_the_shared_memory_of_its_account_away() -> None:
    # At the end of a backup it would be PostgreSQL's: then no connection opens any more.
    assert [unit.name for unit in UNITS if "RemoveIPC" in _unit(unit)] == []


@pytest.mark.parametrize("name", ["serve.env", "migrate.env"])
def test_a_file_of_settings_names_what_the_service_reads(name: str) -> None:
    names = _names(DEPLOY / "systemd" / name)
    assert names
    assert names - SETTINGS == set()


def test_only_the_owners_commands_are_told_the_owners_address() -> None:
    assert "MIGRATION_DATABASE_URL" not in _names(DEPLOY / "systemd" / "serve.env")
    for pod in _pods():
        (container,) = pod["containers"]
        names = {one["name"] for one in container["env"]}
        owner = container["args"] == ["migrate"]
        assert names == {"MIGRATION_DATABASE_URL" if owner else "DATABASE_URL"}


def test_the_compose_file_sets_what_the_service_reads() -> None:
    own = {name: one for name, one in _compose().items() if "referral-api" in one["image"]}
    assert set(own) == {"migrate", "node-1", "node-2", "maintain"}
    for service in own.values():
        assert set(service.get("environment", {})) - SETTINGS == set()
        assert service["command"][0] in COMMANDS
        assert service["read_only"] is True
        assert all(one["read_only"] for one in service.get("volumes", []))


def test_the_manifests_set_what_the_service_reads_and_mount_keys_read_only() -> None:
    (settings,) = _documents(DEPLOY / "kubernetes" / "settings.yaml")
    assert set(settings["data"]) - SETTINGS == set()
    pods = list(_pods())
    assert len(pods) == 3
    for pod in pods:
        (container,) = pod["containers"]
        assert container["args"][0] in COMMANDS
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        mounts = {one["name"]: one for one in container["volumeMounts"]}
        assert "keys" not in mounts or mounts["keys"]["readOnly"] is True
        assert {one["name"] for one in pod["volumes"]} == set(mounts)


def test_a_pod_lives_while_its_process_answers_and_serves_while_its_database_writes() -> None:
    serving = next(pod for pod in _pods() if pod["containers"][0]["args"] == ["serve"])
    (container,) = serving["containers"]
    paths = {name: container[name]["httpGet"]["path"] for name in container if "Probe" in name}
    assert paths == {
        "startupProbe": "/health/live", "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }  # fmt: skip


def test_a_write_of_the_cluster_waits_for_a_standby() -> None:
    (cluster,) = _documents(DEPLOY / "kubernetes" / "database.yaml")
    assert cluster["spec"]["instances"] == 3
    assert cluster["spec"]["postgresql"]["synchronous"] == {
        "method": "any", "number": 1, "dataDurability": "required",
    }  # fmt: skip


def test_no_file_holds_a_password() -> None:
    for path in [*MANIFESTS, *(DEPLOY / "systemd").glob("*.env")]:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"(?:password: |referral_\w+:)([\w-]+)", text)) <= {"CHANGE-ME"}
