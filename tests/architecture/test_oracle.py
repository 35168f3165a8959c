"""The oracle of the rules shares no code with the service that it judges."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ORACLE = Path(__file__).parents[1] / "support" / "rules_oracle"
FILES = sorted(ORACLE.glob("*.py"))
_OWN = "tests.support.rules_oracle"
_ALLOWED = sys.stdlib_module_names | {"typing_extensions"}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_there_is_an_oracle_to_look_at() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_imports_itself_and_the_standard_library(path: Path) -> None:
    strange = {
        name for name in _imported(path)
        if not name.startswith(_OWN) and name.partition(".")[0] not in _ALLOWED
    }  # fmt: skip
    assert not strange
    # Nor is anything imported by its name, at run time.
    text = path.read_text(encoding="utf-8")
    assert "importlib" not in text
    assert "referral_api" not in text
    assert "__import__" not in text
