"""The programs of the generated clients keep step with the contract and the demo.

`make clients` compiles and runs them; this needs neither a generator nor Node.
"""

import json
import re
from pathlib import Path

import pytest

from referral_api.demo.data import DemoOrganisation, agent, organisation

ROOT = Path(__file__).parents[2]
PYTHON = (ROOT / "clients" / "first_referral.py").read_text()
TYPESCRIPT = (ROOT / "clients" / "first_referral.ts").read_text()


def contract() -> dict[str, str]:
    """Name the operations of the contract by method and path."""
    paths = json.loads((ROOT / "openapi" / "openapi.json").read_text())["paths"]
    return {
        f"{method.upper()} {path}": operation["operationId"]
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def called_in_python() -> set[str]:
    return set(re.findall(r"\b(\w+)\.sync(?:_detailed)?\(", PYTHON))


def called_in_typescript() -> set[str]:
    calls = re.findall(r"\.(GET|PUT|POST|PATCH|DELETE)\(\"([^\"]+)\"", TYPESCRIPT)
    return {f"{method} {path}" for method, path in calls}


def test_the_python_program_calls_operations_of_the_contract() -> None:
    assert called_in_python() <= set(contract().values())


def test_the_typescript_program_calls_operations_of_the_contract() -> None:
    assert called_in_typescript() <= set(contract())


def test_both_make_the_same_first_referral() -> None:
    operations = contract()
    assert called_in_python() == {operations[call] for call in called_in_typescript()}
    assert called_in_python() == {
        "read_metadata", "issue_token", "register_case", "record_consent", "create_referral",
        "send_referral", "read_referral", "accept_referral",
    }  # fmt: skip


@pytest.mark.parametrize("program", [PYTHON, TYPESCRIPT], ids=["python", "typescript"])
def test_their_systems_are_those_of_the_demo(program: str) -> None:
    police, shelter = organisation("brtmteh"), organisation("centre-bamako")
    assert _strings_of("POLICE", program) == _identity(police, "Awa")
    assert _strings_of("SHELTER", program) == _identity(shelter, "Fanta")
    assert f'"{shelter.id}"' in program


def _strings_of(constant: str, program: str) -> set[str]:
    declared = re.search(rf"^(?:const )?{constant}\b.*?^[)}}]", program, re.MULTILINE | re.DOTALL)
    assert declared is not None
    return set(re.findall(r"\"([^\"]+)\"", declared[0]))


def _identity(body: DemoOrganisation, name: str) -> set[str]:
    return {str(body.client_id), body.key_file, str(agent(name).id)}
