"""The rules of docs/decisions/0017: what a migration may do while the service answers beside it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.support.migrations.statements import Step, actions, steps

_NAME = r"(\S+)"
_CREATES = re.compile(rf"CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?{_NAME}", re.IGNORECASE)
_INDEX = re.compile(
    r"CREATE (?:UNIQUE )?INDEX (?P<gently>CONCURRENTLY )?(?P<lenient>IF NOT EXISTS )?"
    r"(?P<name>\S+) ON (?:ONLY )?(?P<table>[^\s(]+)", re.IGNORECASE,
)  # fmt: skip
_NAMELESS_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX", re.IGNORECASE)
_DROPS_INDEX = re.compile(r"DROP INDEX CONCURRENTLY IF EXISTS (\S+)", re.IGNORECASE)
# What leaves nothing to the version before: only for a migration that says why nobody uses it.
_TAKES_AWAY = re.compile(
    r"^(DROP (TABLE|VIEW|TYPE|SCHEMA)\b|TRUNCATE\b|ALTER TYPE\b"
    r"|REVOKE\b.*\bFROM\b.*\breferral_(app|auditor)\b)", re.IGNORECASE,
)  # fmt: skip
_TAKES_AWAY_OF_A_TABLE = re.compile(
    r"^(DROP (COLUMN )?(IF EXISTS )?(?!CONSTRAINT)\w+|RENAME\b"
    r"|ALTER (COLUMN )?\S+ ((SET DATA )?TYPE\b|SET NOT NULL))", re.IGNORECASE,
)  # fmt: skip
_READS_ALL = re.compile(
    r"^(DO\b|VACUUM FULL|CLUSTER|REINDEX (?!.*CONCURRENTLY)|SET .*lock_timeout"
    r"|REFRESH MATERIALIZED VIEW (?!CONCURRENTLY))", re.IGNORECASE,
)  # fmt: skip
_VALIDATE = re.compile(r"^VALIDATE CONSTRAINT (\S+)", re.IGNORECASE)
_CONSTRAINT = re.compile(
    r"^ADD (?:CONSTRAINT (?P<name>\S+) )?"
    r"(?P<kind>CHECK|FOREIGN KEY|NOT NULL|UNIQUE|PRIMARY KEY|EXCLUDE)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"^ADD (COLUMN )?(IF NOT EXISTS )?\w+ ", re.IGNORECASE)
# PostgreSQL then writes or reads every row while nobody else may look at the table.
_SLOW_COLUMN = re.compile(
    r"\b(REFERENCES|CHECK|UNIQUE|PRIMARY KEY|GENERATED|\w*serial)\b"
    r"|DEFAULT \(?(?!now\(\)|CURRENT_TIMESTAMP)\w+\(|^((?!DEFAULT).)*NOT NULL((?!DEFAULT).)*$",
    re.IGNORECASE,
)
# Ways out of the rules: what they do is not in the SQL that is written beforehand.
_UNWRITTEN = {"get_bind", "is_offline_mode", "as_sql", "batch_alter_table"}


def broken(sql: str, *, contracts: bool) -> list[str]:
    """Say which rules the SQL of a migration breaks, each with its statement."""
    reading = _Reading(contracts)
    said = [f"{rule}: {step.text}" for step in steps(sql) for rule in reading.of(step)]
    left = reading.unvalidated.values()
    return said + [f"is never VALIDATEd: {step.text}" for step in left]


def unwritten(source: str) -> list[str]:
    """Name what a migration uses whose SQL cannot be read before it runs."""
    return [
        node.attr for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in _UNWRITTEN
    ]  # fmt: skip


@dataclass
class _Reading:
    """What the statements before said: new tables, dropped indexes, constraints to validate."""

    contracts: bool
    new: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    unvalidated: dict[str, Step] = field(default_factory=dict)

    def of(self, step: Step) -> Iterator[str]:
        """Say which rules a statement breaks."""
        if created := _CREATES.match(step.text):
            self.new.add(created[1].partition("(")[0].removeprefix("public."))
        if gone := _DROPS_INDEX.match(step.text):
            self.dropped.add(gone[1])
        if _READS_ALL.match(step.text):
            yield "is not for a service that runs"
        if _TAKES_AWAY.match(step.text) and not self.contracts:
            yield "takes away and has no CONTRACTS"
        if index := _INDEX.match(step.text):
            yield from self._index(index, step)
        elif _NAMELESS_INDEX.match(step.text):
            yield "creates an index without a name"
        table, parts = actions(step.text) or ("", [])
        for part in parts if table not in self.new else []:
            yield from self._action(part, step)

    def _index(self, index: re.Match[str], step: Step) -> Iterator[str]:
        if index["table"].removeprefix("public.") in self.new:
            return
        if not index["gently"]:
            yield "creates an index without CONCURRENTLY"
        elif step.transaction:
            yield "creates an index CONCURRENTLY outside an autocommit_block"
        elif index["lenient"] or index["name"] not in self.dropped:
            yield "takes a half-built index for a whole one: DROP INDEX CONCURRENTLY IF EXISTS"

    def _action(self, part: str, step: Step) -> Iterator[str]:
        if constraint := _CONSTRAINT.match(part):
            yield from self._constraint(constraint, part, step)
        elif _COLUMN.match(part) and _SLOW_COLUMN.search(part):
            yield "adds a column that every row has to be read or written for"
        elif validated := _VALIDATE.match(part):
            added = self.unvalidated.pop(validated[1], None)
            if step.transaction and added and added.transaction == step.transaction:
                yield "validates in the transaction that holds the lock of the addition"
        elif _TAKES_AWAY_OF_A_TABLE.match(part) and not self.contracts:
            yield "takes away and has no CONTRACTS"

    def _constraint(self, constraint: re.Match[str], part: str, step: Step) -> Iterator[str]:
        if constraint["kind"].upper() in {"UNIQUE", "PRIMARY KEY", "EXCLUDE"}:
            if "USING INDEX" not in part.upper():
                yield "builds the index of a constraint without CONCURRENTLY"
        elif not part.upper().endswith("NOT VALID"):
            yield "adds a constraint without NOT VALID"
        else:
            self.unvalidated[constraint["name"] or part] = step
