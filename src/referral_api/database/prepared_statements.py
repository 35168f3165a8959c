"""What goes along in the flights that open and end a transaction: statements known by name.

asyncpg sends one statement with parameters at a time. Several at once go as text, so their values
are written here, by their types, in digits only: nothing that a caller wrote becomes SQL.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from referral_api.database.statements import Statement


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that every connection keeps under a name."""

    name: str
    statement: Statement

    @property
    def preparation(self) -> str:
        """What a new connection is told."""
        return f"PREPARE {self.name} AS {self.statement.sql}"

    def called_with(self, values: dict[str, Any]) -> str:
        """Write its call; TypeError for a value that cannot be written in digits."""
        return f"EXECUTE {self.name}({','.join(map(_literal, self.statement.arguments(values)))})"


@dataclass(frozen=True, slots=True)
class Along:
    """What a transaction does first or last, in the flight of its opening or its COMMIT. The first
    must not wait: another's COMMIT may be in its flight.
    """

    prepared: Prepared
    values: dict[str, Any]

    @property
    def sql(self) -> str:
        """What is sent."""
        return self.prepared.called_with(self.values)


def _literal(value: Any) -> str:
    match value:
        case UUID():
            return f"'{value}'"
        case bytes():
            return f"'\\x{value.hex()}'"
        case _:
            raise TypeError(f"not to be written as SQL: {type(value)}")
