"""The demonstration as a newcomer meets it: run, play the story, stop, run again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import referral_api
from referral_api.demo.data import AGENTS, ORGANISATIONS, organisation
from referral_api.permissions import Role

pytestmark = pytest.mark.one_in(10)
Environment = dict[str, str]


@pytest.fixture
def environment() -> Iterator[Environment]:
    """Not pytest's own folder: it may be closed to the account of the embedded server."""
    folder = Path(tempfile.mkdtemp(prefix="demo-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inherited = {
        name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")
    }
    yield inherited | {
        "REFERRAL_DATA_DIR": str(folder), "PORT": str(port),
        "PYTHONPATH": str(Path(referral_api.__file__).parents[1]),
    }  # fmt: skip
    shutil.rmtree(folder)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "referral_api.cli", *arguments]


def finish(environment: Environment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments), env=environment, capture_output=True, text=True, check=False
    )


@contextmanager
def running(environment: Environment, stopped_by: signal.Signals) -> Iterator[str]:
    """Run the service until it welcomes; afterwards it must end well and leave nothing."""
    folder = Path(environment["REFERRAL_DATA_DIR"])
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        service = subprocess.Popen(command("run"), env=environment, stdout=out, stderr=err)
        try:
            deadline = time.monotonic() + 60
            while "demo" not in (folder / "out").read_text() and service.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield (folder / "out").read_text()
            service.send_signal(stopped_by)
            assert service.wait(20) == 0
        finally:
            service.kill()
            service.wait()
    assert not (folder / "postgres" / "postmaster.pid").exists()
    assert "Traceback" not in (folder / "err").read_text()


def may_list_cases(environment: Environment, welcome: str) -> bool:
    """Get the token as the welcome says, in a shell that knows none of the settings; use it."""
    (asking,) = (line for line in welcome.splitlines() if "TOKEN=$(" in line)
    shell = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": environment["PYTHONPATH"],
    }
    token = subprocess.run(
        ["sh", "-c", f'{asking}; printf %s "$TOKEN"'],
        env=shell, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    answer = httpx.get(
        f"http://127.0.0.1:{environment['PORT']}/v1/cases",
        headers={"Authorization": f"Bearer {token}"},
    )
    return answer.status_code == 200


def test_the_story_holds_in_both_languages_and_the_data_outlive_a_stop(
    environment: Environment,
) -> None:
    with running(environment, signal.SIGINT) as welcome:
        assert "Exemple" in welcome
        told = finish(environment, "demo")
        assert told.returncode == 0, told.stdout + told.stderr
        assert "refusé" in told.stdout
        assert "18 à 24 ans, Féminin, Soins médicaux" in told.stdout
        assert "Responsable de la protection : BRTMTEH → ENDA-Mali" in told.stdout
        assert "18_24" not in told.stdout
    with running(environment, signal.SIGTERM) as welcome:
        assert may_list_cases(environment, welcome)
        _plays_the_letter(environment)
        _plays_the_network(environment)
        _plays_the_incident(environment)
        told = finish(environment, "demo", "--lang", "en")
        assert told.returncode == 0, told.stdout + told.stderr
        assert "refused" in told.stdout
        assert "Status: Cancelled, reason: Consent withdrawn" in told.stdout
        token = finish(environment, "token", "--as", "Tata Exemple")
        assert token.stdout.count(".") == 2
    absent = finish(environment, "demo")
    assert absent.returncode == 1
    assert "Aucun système ne répond" in absent.stderr
    absent = finish(environment, "demo", "--lang", "en")
    assert "No service replies" in absent.stderr


def _plays_the_letter(environment: Environment) -> None:
    """The letter is answered by the service; then the same is written without it."""
    folder = Path(environment["REFERRAL_DATA_DIR"])
    told = finish(environment, "demo", "letter", "--folder", str(folder / "letter"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert (folder / "letter" / "contribution.docx").read_bytes()[:2] == b"PK"
    assert (folder / "letter" / "contribution.pdf").read_bytes()[:4] == b"%PDF"
    period = ("--from", "2021-01-01", "--to", "2024-01-01")
    cells = folder / "cells.csv"
    told = finish(environment, "report", *period, "--form", "csv", "--output", str(cells))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "76.63" in cells.read_text()


def _plays_the_network(environment: Environment) -> None:
    """A night, a man and a family; and a partner's own receiver, which verifies what comes."""
    told = finish(environment, "demo", "network")
    assert told.returncode == 0, told.stdout + told.stderr
    for words in (
        "1. Foyer fictif de Ségou", "Pas d'accueil à cette heure", "Coordination nationale",
        "À défaut : Famille d'accueil, Famille d'accueil fictive de Gao",
        "Groupe : Accepté, 9 personnes", "referral:start",
    ):  # fmt: skip
        assert words in told.stdout
    assert "Rue fictive" not in told.stdout


def _plays_the_incident(environment: Environment) -> None:
    """A tip, forty people, one of whom has a file already, and a girl of unknown age."""
    told = finish(environment, "demo", "incident")
    assert told.returncode == 0, told.stdout + told.stderr
    for words in (
        "La réponse : Suite donnée", "Refusé : 4", "les quatre réponses sont les mêmes",
        "Ressemblance : Forte ressemblance", "-1 : Dossiers rapprochés",
        "Indication : Indices forts", "Délai de rétablissement et de réflexion : En cours",
        "Personnes enregistrées : ", "soit 40 de plus",
    ):  # fmt: skip
        assert words in told.stdout
    assert "Site fictif" not in told.stdout


def test_every_role_of_a_human_has_a_demo_agent() -> None:
    held = {role for agent in AGENTS for role in agent.roles}
    assert held == set(Role) - {Role.PARTNER_SYSTEM}


def test_no_two_demo_agents_are_taken_for_one_another() -> None:
    assert len({agent.name for agent in AGENTS}) == len(AGENTS)
    assert len({body.id for body in ORGANISATIONS}) == len(ORGANISATIONS)
    assert all(organisation(agent.organisation) for agent in AGENTS)
    assert all(agent.name.endswith(" Exemple") for agent in AGENTS)


def test_the_demo_names_the_committee_in_full() -> None:
    assert organisation("cnltp").name.endswith("traite des personnes et les pratiques assimilées")
