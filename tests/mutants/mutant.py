"""One seeded fault: a small change that would harm somebody, and the tests that must notice it."""

from pathlib import Path

from typing_extensions import override

ROOT = Path(__file__).parents[2]
SOURCE = "src/referral_api/"
_IN_FORCE = "alembic/sql/"


class MutantAdrift(Exception):
    """The code has moved on: the text that a mutant replaces is gone, or stands there twice."""


class Mutant:
    """``old`` becomes ``new`` in ``file``, and one of ``tests`` must fail of it.

    ``name`` is a sentence of the harm. The file is a module under ``src/referral_api``, or a
    function under ``alembic/sql``, which is then replaced in the migrated database.
    """

    def __init__(self, name: str, file: str, old: str, new: str, *tests: str) -> None:
        self.name, self.old, self.new, self.tests = name, old, new, tests
        self.file = file if file.startswith(_IN_FORCE) else SOURCE + file

    def check_stands(self) -> str:
        """Return the text of the file; MutantAdrift unless ``old`` stands in it exactly once."""
        path = ROOT / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if (found := text.count(self.old)) != 1:
            raise MutantAdrift(
                f"{self.name}: in {self.file} this stands {found} times, not once:\n{self.old}"
            )
        return text

    def changed_text(self) -> str:
        """Return the file with the fault in it."""
        return self.check_stands().replace(self.old, self.new)

    @property
    def statement(self) -> str | None:
        """The SQL that plants the fault in a migrated database; None for a module."""
        return self.changed_text() if self.file.startswith(_IN_FORCE) else None


class Removal(Mutant):
    """A protection that the database loses: ``old`` is the line that declares it, and ``new``
    the statement that takes it away.
    """

    @property
    @override
    def statement(self) -> str:
        self.check_stands()
        return self.new


def in_function(name: str) -> str:
    return f"{_IN_FORCE}functions/{name}.sql"


def in_table(name: str) -> str:
    return f"{_IN_FORCE}tables/{name}.sql"
