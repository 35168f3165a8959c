"""A migration says the same for ever: it leans on no code and on no file that goes on changing."""

import ast
from pathlib import Path

import pytest

from tests.support.migrations.written import FILES, number

# Ways to a file; Alembic's own way to an earlier migration, which is frozen too, is none.
_FILES = {"open", "read_text", "read_bytes", "Path", "import_module", "__import__"}


def _leans_on(source: str) -> list[str]:
    """Name what a migration imports of this service, or reads."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if _ours(alias.name)]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module or "."] if node.level or _ours(node.module or "") else []
        elif isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            found += [name] if name in _FILES else []
    return found


def _ours(module: str) -> bool:
    return module.partition(".")[0] in {"referral_api", "tests", "pathlib", "importlib"}


def test_the_numbers_follow_each_other() -> None:
    assert [number(file) for file in FILES] == [f"{n:04}" for n in range(1, len(FILES) + 1)]
    assert len(FILES) >= 13


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_migration_imports_nothing_of_the_service_and_reads_no_file(file: Path) -> None:
    assert not _leans_on(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "from referral_api.domain.access.ceilings import CEILINGS",
        "import referral_api.audit.tables",
        "def upgrade():\n    from referral_api import tables",
        "from . import earlier",
        "from pathlib import Path",
        "op.execute(open('alembic/sql/functions/refuse_rewriting.sql').read())",
        "op.execute(folder.joinpath('sql').read_text())",
        "importlib.import_module('referral_api.tables')",
    ],
)
def test_a_migration_that_would_is_found(source: str) -> None:
    assert _leans_on(source)
