"""The migrations as they are written: their files, and the SQL that each of them runs."""

import ast
from io import StringIO
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "alembic"
FILES = sorted((FOLDER / "versions").glob("*.py"))
# The last one before the service could stay up beside every migration.
LAST_UNBOUND = "0013"


def number(file: Path) -> str:
    """Give the number that a migration's file name begins with."""
    return file.name.partition("_")[0]


# What the rules hold for, in the order in which they are run.
BOUND = [file for file in FILES if number(file) > LAST_UNBOUND]


def upgrade_sql(file: Path) -> str:
    """Write what this one migration runs upwards, as `alembic upgrade --sql` does."""
    written = StringIO()
    config = Config(output_buffer=written)
    config.set_main_option("script_location", str(file.parents[1]))
    files = sorted(file.parent.glob("*.py"))
    before = number(files[files.index(file) - 1])
    command.upgrade(config, f"{before}:{number(file)}", sql=True)
    return written.getvalue()


def contracts(source: str) -> bool:
    """Say whether a migration explains, as its constant CONTRACTS, what it takes away."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            text = node.value.value
            if names == ["CONTRACTS"] and isinstance(text, str) and len(text.split()) >= 3:
                return True
    return False
