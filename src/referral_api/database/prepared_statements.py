"""Named prepared statements that are sent in the same message as BEGIN or COMMIT.

asyncpg sends only one statement with parameters at a time. A message with several is plain text, so
values are written here as digits, by their types: no text of a caller becomes SQL.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from referral_api.database.statements import Statement


@dataclass(frozen=True, slots=True)
class PreparedStatement:
    """A statement that every connection prepares under a name."""

    name: str
    statement: Statement

    @property
    def preparation(self) -> str:
        """The SQL that a new connection runs once."""
        return f"PREPARE {self.name} AS {self.statement.sql}"

    def execution(self, values: dict[str, Any]) -> str:
        """Write its EXECUTE; TypeError for a value that cannot be written in digits."""
        return f"EXECUTE {self.name}({','.join(map(_literal, self.statement.arguments(values)))})"


@dataclass(frozen=True, slots=True)
class BatchedStatement:
    """A prepared statement and its values, sent in the message of a BEGIN or a COMMIT."""

    prepared: PreparedStatement
    values: dict[str, Any]

    @property
    def sql(self) -> str:
        """The SQL to send."""
        return self.prepared.execution(self.values)


def _literal(value: Any) -> str:
    match value:
        case UUID():
            return f"'{value}'"
        case bytes():
            return f"'\\x{value.hex()}'"
        case int() if not isinstance(value, bool):
            return str(value)
        case _:
            raise TypeError(f"not to be written as SQL: {type(value)}")
