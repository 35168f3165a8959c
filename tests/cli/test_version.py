"""The command line says which version it is."""

import tomllib
from pathlib import Path

import pytest

from referral_api.cli.commands import assemble

ROOT = next(folder for folder in Path(__file__).parents if (folder / "pyproject.toml").exists())


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assemble("--version")(["--version"], standalone_mode=False)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert capsys.readouterr().out == f"referral-api {declared}\n"


def test_the_version_is_told_whatever_else_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assemble("serve")(["--version", "serve"], standalone_mode=False)
    assert capsys.readouterr().out.startswith("referral-api ")
