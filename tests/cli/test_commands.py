"""The command line reports a failure in one sentence, without a stack trace."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from referral_api import domain, generated_docs
from referral_api.cli import maintenance
from referral_api.cli.commands import assemble
from referral_api.cli.failures import CommandFailure, in_one_sentence, load_settings
from referral_api.cli.keys import create_demo_keys, create_keys, made_by_run
from referral_api.cli.language import choose_language
from referral_api.domain.transitions import Lifecycle
from referral_api.embedded import EmbeddedError
from referral_api.maintenance.round import Round
from referral_api.settings import Settings, read_settings

ELSEWHERE = "postgresql://referral_app:planted-password@127.0.0.1:1/referral"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("DATABASE_URL", "MIGRATION_DATABASE_URL", "KEY_DIR", "PORT", "HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFERRAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()
    yield tmp_path / "data"
    read_settings.cache_clear()


def run(*arguments: str) -> None:
    left = choose_language(arguments, {})
    assemble(left[0])(left, standalone_mode=False)


def test_a_token_is_refused_outside_the_embedded_default(monkeypatch: pytest.MonkeyPatch) -> None:
    create_demo_keys(Settings())
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE)
    with pytest.raises(CommandFailure, match="embedded default only"):
        run("token", "--as", "Awa Exemple")


def test_a_token_is_refused_with_keys_that_run_did_not_make(data_dir: Path) -> None:
    create_keys(Settings())
    create_demo_keys(Settings())
    assert not made_by_run(Settings())
    with pytest.raises(CommandFailure, match="not made by `run`"):
        run("token", "--as", "Awa Exemple")
    assert not (data_dir / "postgres").exists()


def test_keys_put_in_the_place_of_those_of_run_sign_no_token(data_dir: Path) -> None:
    create_demo_keys(Settings())
    assert made_by_run(Settings())
    (data_dir / "keys" / "token.pem").unlink()
    create_keys(Settings())
    assert not made_by_run(Settings())


def test_the_keys_of_a_demonstration_do_not_serve_another_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create_demo_keys(Settings())
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE)
    monkeypatch.setenv("PORT", "0")
    with pytest.raises(CommandFailure, match="made by `run`"):
        run("serve")


def test_serving_another_database_needs_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE)
    monkeypatch.setenv("PORT", "0")
    with pytest.raises(CommandFailure, match=r"lacks token\.pem"):
        run("serve")


def test_run_leaves_another_database_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE)
    with pytest.raises(CommandFailure, match="migrate"):
        run("run")


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_reported_before_anything_starts(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        with pytest.raises(CommandFailure, match=f"Port {port} .* PORT"):
            run(command)
    assert not data_dir.exists()


def test_a_broken_data_folder_is_one_sentence_and_exit_1(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    environment = {
        **os.environ, "PORT": "0", "PYTHONPATH": str(Path(domain.__file__).parents[2])
    }  # fmt: skip
    finished = subprocess.run(
        [sys.executable, "-m", "referral_api.cli", "run"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    complaint = finished.stderr.splitlines()[-1]
    assert finished.returncode == 1
    assert "PG_VERSION" in complaint
    assert "Traceback" not in finished.stderr


def test_a_data_folder_that_is_a_file_is_refused(data_dir: Path) -> None:
    data_dir.touch()
    with pytest.raises(EmbeddedError, match="cannot use"):
        run("migrate")


def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "planted-value")
    with pytest.raises(CommandFailure, match="The setting PORT is not valid") as refusal:
        load_settings()
    assert "planted-value" not in str(refusal.value)


def test_an_unreachable_database_is_reported_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MIGRATION_DATABASE_URL", ELSEWHERE)
    with pytest.raises(CommandFailure, match="cannot be used") as refusal:
        run("migrate")
    assert "planted-password" not in str(refusal.value)


def test_a_failure_of_the_system_is_reported_with_its_file() -> None:
    failure = PermissionError(13, "Permission denied", "keys/token.pem")
    assert in_one_sentence(failure) == "keys/token.pem: Permission denied."


@pytest.mark.one_in(4)  # `make check` does the same of what is not stale
def test_the_contract_and_the_docs_fail_while_they_are_stale() -> None:
    for command in ("openapi", "docs"):
        with pytest.raises(CommandFailure, match=f"make {command}"):
            run(command, "--check")
    run("docs")
    run("docs", "--check")
    Path("docs", "generated", "left_over.md").touch()
    with pytest.raises(CommandFailure, match=r"left_over\.md"):
        run("docs", "--check")
    run("docs")
    run("docs", "--check")


@pytest.mark.one_in(4)
def test_the_contract_is_printed_as_it_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    run("openapi", "--lang", "en")
    Path("openapi").mkdir()
    Path("openapi", "openapi.json").write_text(capsys.readouterr().out, encoding="utf-8")
    with pytest.raises(CommandFailure, match=r"^openapi/openapi\.fr\.json does not"):
        run("openapi", "--check")
    run("openapi", "--lang", "fr")
    Path("openapi", "openapi.fr.json").write_text(capsys.readouterr().out, encoding="utf-8")
    run("openapi", "--check")


def test_every_lifecycle_is_in_the_docs() -> None:
    page = generated_docs.write_pages()["lifecycles.md"]
    names = [
        module.name
        for module in walk_packages(domain.__path__, f"{domain.__name__}.")
        if module.name.endswith(".lifecycle")
    ]
    assert len(names) >= 5
    for name in names:
        found = [
            value for value in vars(import_module(name)).values() if isinstance(value, Lifecycle)
        ]
        assert found
        for lifecycle in found:
            for row in lifecycle.rows:
                assert f"| `{row.event}`" in page


def test_deadlines_say_how_many_expiries_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> Round:
        return Round(failures=["referral (LookupError): 2"], failed=2)

    monkeypatch.setenv("DATABASE_URL", ELSEWHERE)
    monkeypatch.setattr(maintenance, "do_round", fail)
    with pytest.raises(CommandFailure, match=r"all others were: referral \(LookupError\): 2\.$"):
        run("deadlines")
