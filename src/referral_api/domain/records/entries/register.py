"""The one form of an entry: registered, read, listed, corrected, withdrawn.

A resource declares its table, its permissions, its fields and its filters, and gets the rest here.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import bindparam, select
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window, newest_first
from referral_api.database.statements import (
    Row,
    Statement,
    insert_into,
    literal_code,
    save_into,
)
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.records.entries.filters import Filters, same
from referral_api.domain.records.entries.json_text import as_json
from referral_api.domain.records.entries.schemas import EntryRead, EntryWithdraw
from referral_api.domain.records.entries.tables import Entry
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden, MalformedInput, NotFound
from referral_api.permissions import Permission

Read = TypeVar("Read", bound=EntryRead)
# The fields that contradict the others, each with its code.
Faults = Iterable[tuple[str, str]]
_OWN = ("id", "organisation_id", "entered_by_organisation_id", "status", "version")
_STATE = ("status", "withdrawal_reason")


class Acts(NamedTuple):
    """The permissions of a resource, one for each act."""

    register: Permission
    read: Permission
    list: Permission
    correct: Permission
    withdraw: Permission


class Register(Generic[Read]):
    """The entries of one kind.

    ``contents`` is the schema of what a correction replaces. ``numbers`` are its columns that hold
    JSON, ``decimals`` those of decimal numbers. ``faults`` finds what contradicts itself;
    ``rests_on`` are other entries that its fields name; ``organisations`` are its fields that name
    an organisation. ``told_to_all``: the whole network reads them; each still keeps its own alone.
    """

    def __init__(
        self, table: type[Entry], read: type[Read], contents: type[BaseModel], acts: Acts, *,
        filters: Filters, numbers: Sequence[str] = (), decimals: Sequence[str] = (),
        faults: Callable[[Any], Faults] = lambda _: (),
        rests_on: Mapping[str, "Register[Any]"] | None = None, organisations: Sequence[str] = (),
        told_to_all: bool = False,
    ) -> None:  # fmt: skip
        self.subject = acts.register.partition(":")[0]
        self._read, self._acts, self._faults = read, acts, faults
        self._numbers, self._rests_on = frozenset(numbers), rests_on or {}
        self._decimals, self._organisations = frozenset(decimals), organisations
        self._told_to_all = told_to_all
        self._contents = tuple(contents.model_fields)
        self._filters = filters | same(table, "organisation_id", "status")
        self._pages: dict[frozenset[str], Statement] = {}
        self._table, fields = table, table.__table__.c  # type: ignore[attr-defined]
        event = event_insert().cte("event")
        one = select(table).where(fields.id == bindparam("entry_id", type_=fields.id.type))
        self._find, self._lock = Statement(one), Statement(one.with_for_update())
        self._show = Statement(one.add_cte(event))
        counts = fields.status == literal_code(EntryStatus.REGISTERED)
        self._every = Statement(select(table).where(counts).order_by(fields.recorded_key))
        columns = (*_OWN, *self._contents)
        add = insert_into(table, *columns, prefix="new_").returning(table)
        self._add = Statement(add.add_cte(event))
        self._correct = Statement(save_into(table, *self._contents).returning(table).add_cte(event))
        self._withdraw = Statement(save_into(table, *_STATE).returning(table).add_cte(event))

    async def register(
        self, transaction: Transaction, entry: BaseModel, *,
        entry_id: UUID | None = None, owner_id: UUID | None = None,
    ) -> Read:  # fmt: skip
        """Add an entry of the caller's organisation, or for another one as the coordination."""
        actor = transaction.actor
        owner, new_id = owner_id or actor.organisation_id, entry_id or uuid7()
        if owner != actor.organisation_id:
            if not actor.coordinates:
                raise Forbidden
            await check_organisations_exist(transaction, "organisation_id", [owner])
        await self._check(transaction, entry)
        row = await transaction.row(
            self._add, **self._values(entry), new_id=new_id, new_organisation_id=owner,
            new_entered_by_organisation_id=actor.organisation_id,
            new_status=EntryStatus.REGISTERED, new_version=1,
            **event_values(actor, self._acts.register, self.subject, new_id),
        )  # fmt: skip
        return self._to_response(row)

    async def read(self, transaction: Transaction, entry_id: UUID) -> Read:
        """Read an entry within sight; NotFound otherwise."""
        event = event_values(transaction.actor, self._acts.read, self.subject, entry_id)
        return self._to_response(await transaction.one(self._show, entry_id=entry_id, **event))

    async def show(self, transaction: Transaction, entry_id: UUID) -> Read:
        """Read as ``read`` does, for an act that is recorded by itself."""
        return self._to_response(await transaction.one(self._find, entry_id=entry_id))

    async def every(self, transaction: Transaction) -> Sequence[Read]:
        """Read all entries within sight that count, for an act that is recorded by itself."""
        return [self._to_response(row) for row in await transaction.all(self._every)]

    async def list(self, transaction: Transaction, window: Window, **filters: Any) -> Slice[Read]:
        """List the entries within sight, the last recorded first. A filter of None is none."""
        given = {name: value for name, value in filters.items() if value is not None}
        if transaction.scope == "grants" and not self._told_to_all:
            own = transaction.actor.organisation_id
            if given.setdefault("organisation_id", own) != own:
                raise Forbidden
        rows = await transaction.all(
            self._page(frozenset(given)), before=window.before, limit=window.limit + 1, **given,
            **event_values(transaction.actor, self._acts.list, self.subject),
        )  # fmt: skip
        return window.slice([self._to_response(row) for row in rows], rows)

    async def correct(
        self, transaction: Transaction, entry_id: UUID, entry: BaseModel, version: int
    ) -> Read:
        """Replace the contents of an entry: its next version."""
        await self._hold(transaction, entry_id, version)
        await self._check(transaction, entry)
        event = event_values(transaction.actor, self._acts.correct, self.subject, entry_id)
        return self._to_response(
            await transaction.one(
                self._correct, row_id=entry_id, **self._values(entry), **event
            )
        )  # fmt: skip

    async def withdraw(
        self, transaction: Transaction, entry_id: UUID, withdrawal: EntryWithdraw, version: int
    ) -> Read:
        """End an entry, with a reason: it stays, and does not count."""
        await self._hold(transaction, entry_id, version)
        event = event_values(
            transaction.actor, self._acts.withdraw, self.subject, entry_id, code=withdrawal.reason
        )
        row = await transaction.one(
            self._withdraw, row_id=entry_id, new_status=EntryStatus.WITHDRAWN,
            new_withdrawal_reason=withdrawal.reason, **event,
        )  # fmt: skip
        return self._to_response(row)

    async def _hold(self, transaction: Transaction, entry_id: UUID, version: int) -> None:
        """Lock an entry that counts, at the version that the caller saw."""
        row = await transaction.one(self._lock, entry_id=entry_id)
        if row is None:
            if self._told_to_all and await transaction.one(self._find, entry_id=entry_id):
                raise Forbidden
            raise NotFound
        if row["status"] != EntryStatus.REGISTERED:
            raise Conflict("This entry was withdrawn.")
        check_version(version, row["version"])

    async def _check(self, transaction: Transaction, entry: BaseModel) -> None:
        faults = [{"pointer": f"/{field}", "code": code} for field, code in self._faults(entry)]
        if faults:
            raise MalformedInput(errors=faults)
        for field, register in self._rests_on.items():
            if (named := getattr(entry, field)) is not None:
                await register.check_counts(transaction, field, named)
        for field in self._organisations:
            if (named := getattr(entry, field)) is not None:
                await check_organisations_exist(transaction, field, [named])

    async def check_counts(self, transaction: Transaction, field: str, entry_id: UUID) -> None:
        """Refuse a body whose field names no entry within sight that counts."""
        row = await transaction.one(self._find, entry_id=entry_id)
        if row is None or row["status"] != EntryStatus.REGISTERED:
            raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])

    def _values(self, entry: BaseModel) -> dict[str, Any]:
        plain = entry.model_dump(include=set(self._contents))
        for name in self._numbers:
            plain[name] = as_json(plain[name])
        for name in self._decimals:
            plain[name] = plain[name] and Decimal(plain[name])
        return {f"new_{name}": value for name, value in plain.items()}

    def _to_response(self, row: Row | None) -> Read:
        if row is None:
            raise NotFound
        read = {
            name: json.loads(value) if name in self._numbers and value is not None else value
            for name, value in row.items()
        }
        return self._read.model_validate(read)

    def _page(self, asked: frozenset[str]) -> Statement:
        """Return one statement for each set of filters, so that each uses its index."""
        if asked not in self._pages:
            key = self._table.__table__.c.recorded_key  # type: ignore[attr-defined]
            conditions = [self._filters[name] for name in sorted(asked)]
            rows = select(self._table).where(key < bindparam("before"), *conditions)
            event = event_insert().cte("event")
            self._pages[asked] = Statement(newest_first(rows, key).add_cte(event))
        return self._pages[asked]
