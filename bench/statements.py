"""The very statements of an operation, taken from the service as it runs them."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from referral_api.database.prepared_statements import PreparedStatement
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction

# same: the captured value; row: the row that is asked for; fresh: a new UUIDv7, the n-th of
# this operation; digest: the digest of its key; text: a text that must be unique.
Kind = Literal["same", "row", "fresh", "digest", "text"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter: a value, or how it is made anew each time."""

    kind: Kind
    value: Any = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One round trip to the server: a statement, or several that go together. Only one of these
    has parameters, and is called by its name.
    """

    sql: str
    slots: tuple[Slot, ...] = ()
    called: PreparedStatement | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the service sent: the SQL, and its arguments by their names."""

    sql: str
    names: tuple[str, ...]
    values: tuple[Any, ...]
    called: PreparedStatement | None = None


@contextlib.contextmanager
def recording() -> Iterator[list[Sent]]:
    """Record what every transaction of this process sends."""
    sent: list[Sent] = []
    originals = {name: getattr(Transaction, name) for name in ("_send", "one", "all", "run")}

    async def send(self: Transaction, sql: str) -> Any:
        for batched in (self._with_begin, self.with_commit):
            if batched is not None and batched.sql in sql:
                statement = batched.prepared.statement
                values = tuple(statement.arguments(batched.values))
                whole = sql.replace(batched.sql, statement.sql)
                sent.append(Sent(whole, statement.names, values, batched.prepared))
                break
        else:
            sent.append(Sent(sql, (), ()))
        return await originals["_send"](self, sql)

    def watch(name: str) -> Any:
        async def watched(self: Transaction, statement: Statement, **values: Any) -> Any:
            arguments = tuple(statement.arguments(values))
            sent.append(Sent(statement.sql, statement.names, arguments))
            return await originals[name](self, statement, **values)

        return watched

    try:
        Transaction._send = send  # type: ignore[method-assign]  # noqa: SLF001
        for name in ("one", "all", "run"):
            setattr(Transaction, name, watch(name))
        yield sent
    finally:
        for name, method in originals.items():
            setattr(Transaction, name, method)


def compare(first: list[Sent], second: list[Sent], row: UUID) -> tuple[RoundTrip, ...]:
    """Tell what is made anew from what stays, by two runs; ``row`` was asked for in the first."""
    if [sent.sql for sent in first] != [sent.sql for sent in second]:
        raise SystemExit("The service sent different statements for the same request.")
    fresh: dict[UUID, int] = {}

    def slot(name: str, value: Any, other: Any) -> Slot:
        if value == row:
            return Slot("row")
        if value == other:
            return Slot("same", value)
        if name == "key":
            return Slot("digest")
        if isinstance(value, UUID):
            return Slot("fresh", number=fresh.setdefault(value, len(fresh)))
        return Slot("text" if name == "case_code" else "same", value)

    return tuple(
        RoundTrip(one.sql, tuple(map(slot, one.names, one.values, two.values)), one.called)
        for one, two in zip(first, second, strict=True)
    )
