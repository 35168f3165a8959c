"""One kind of record: its table, its lifecycle, its readers and the organisations it notifies.

A resource with states declares these once, and gets the rest from here.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CTE, bindparam, func, select

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.database import system_actor
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.events.clocks.passed import tell_passed
from referral_api.domain.records.outgoing import OutgoingParties, OwnFiles, Parties
from referral_api.domain.records.voice import OWN, Voice
from referral_api.domain.transitions import Lifecycle, Side
from referral_api.domain.versions import check_version
from referral_api.errors import NotFound, ServiceError
from referral_api.permissions import Permission

R = TypeVar("R", bound=Table)
T = TypeVar("T")
# The statement of ``Records.saving`` that saves the change with more rows, and their parameters.
Beside = tuple[Statement, dict[str, Any]]
Change = Callable[[R, datetime], Awaitable[Beside | None] | None]
now = func.now().label("now")


class Records(Generic[R]):
    """The records of one kind.

    ``subject`` names the kind in events. ``columns`` are written when a record is added,
    ``mutable`` columns by its transitions. ``sides`` returns the sides on which the caller stands.
    ``parties`` returns the organisations that get an outgoing event of each change, ``own_files``
    of which file, where that differs. ``reason`` is the column whose code the event carries.
    ``overdue_for`` is the column of the organisation whose deadline passes. ``on_end`` runs when a
    record ends, in whatever way. ``settle`` completes the columns that follow from others, before
    each change is saved.
    """

    def __init__(
        self,
        table: type[R],
        lifecycle: Lifecycle,
        *,
        subject: str,
        creation: Permission,
        columns: Sequence[str],
        mutable: Sequence[str],
        pages: VisiblePages,
        sides: Callable[[Transaction, R], Awaitable[set[Side]]],
        parties: Parties[R] | None = None,
        own_files: OwnFiles[R] | None = None,
        reason: str | None = None,
        overdue_for: str,
        on_end: Callable[[Transaction, R], Awaitable[None]] | None = None,
        settle: Callable[[R], None] = lambda _: None,
    ) -> None:
        self.table, self.lifecycle, self.subject = table, lifecycle, subject
        self.overdue_for = overdue_for
        self._creation, self._mutable, self._pages = creation, mutable, pages
        self._columns = frozenset(columns)
        self.sides, self._outgoing = sides, OutgoingParties(parties, own_files)
        self._reason, self._on_end, self._settle = reason, on_end, settle
        fields = table.__table__.c  # type: ignore[attr-defined]
        self._has_case = "case_id" in fields
        self._told = told = [event_insert().cte("event"), *self._outgoing.inserts()]
        one = select(table, now).where(fields.id == bindparam("record_id", type_=fields.id.type))
        self._find = Statement(one)
        self._lock = Statement(one.with_for_update())
        self._add = Statement(insert_into(table, *columns).returning(table, now).add_cte(*told))
        self._save = self.saving()

    def saving(self, *beside: CTE) -> Statement:
        """Make the statement that saves a change with its events, and with more rows ``beside``."""
        save = save_into(self.table, *self._mutable).returning(self.table, now)
        return Statement(save.add_cte(*self._told, *beside))

    async def find(self, transaction: Transaction, record_id: UUID) -> Row:
        """Find a record within sight, with the database's ``now``; NotFound otherwise."""
        row = await transaction.one(self._find, record_id=record_id)
        if row is None:
            raise NotFound
        return row

    async def read(self, transaction: Transaction, record_id: UUID, permission: Permission) -> Row:
        """Find a record within sight, and record that it was read."""
        row = await self.find(transaction, record_id)
        await record(transaction, permission, self.subject, record_id, case_id=row.get("case_id"))
        return row

    async def lock(self, transaction: Transaction, record_id: UUID) -> tuple[R, datetime]:
        """Lock a record within sight; return it with the database's ``now``."""
        if (row := await transaction.one(self._lock, record_id=record_id)) is None:
            raise NotFound
        return self.load(row)

    def load(self, row: Row) -> tuple[R, datetime]:
        """Make a record from a row; return it with the database's ``now``."""
        fields = dict(row)
        at: datetime = fields.pop("now")
        return self.table(**fields), at

    async def list(
        self, transaction: Transaction, window: Window, permission: Permission,
        to_response: Callable[[Row], T], *, also: Sequence[Row] = (), **filters: Any,
    ) -> Slice[T]:  # fmt: skip
        """List the records within sight, newest first, and record the cases that were read.

        ``also`` are rows of the same window that the reader has from elsewhere.
        """
        rows = window.merge(await self._pages.page(transaction, window, **filters), also)
        cases = list(dict.fromkeys(row.get("case_id") for row in rows[: window.limit]))
        await record(
            transaction, permission, self.subject, case_ids=cases if self._has_case else None
        )
        return window.slice([to_response(row) for row in rows], rows)

    async def add(
        self, transaction: Transaction, fields: dict[str, Any],
        permission: Permission | None = None, *, also_told: Sequence[UUID] = (),
    ) -> Row:  # fmt: skip
        """Insert a new record, its audit event, and the outgoing events of its parties.

        ``permission`` names the act where it is not the usual way to create such a record.
        """
        if unknown := fields.keys() - self._columns:
            raise LookupError(f"columns that are never written: {sorted(unknown)}")
        event = event_values(
            transaction.actor, permission or self._creation, self.subject, fields["id"],
            case_id=fields.get("case_id"),
        )  # fmt: skip
        told = await self._outgoing.values(transaction, self.table(**fields), also_told)
        return await transaction.row(self._add, **fields, **event, **told)

    async def transition(
        self, transaction: Transaction, record_id: UUID, event: str, version: int,
        change: Change[R] | None = None, voice: Voice = OWN,
    ) -> Row:  # fmt: skip
        """Make one transition of the table: lock, side, deadline, state, version, change, event.

        If a deadline has passed, its expiry is committed and the transition is refused. In the
        ``voice`` of a call, the caller makes the receiver's transition.
        """
        found, at = await self.lock(transaction, record_id)
        entry: Any = found
        seen, expired = entry.version, False
        try:
            self.lifecycle.check_side(event, voice.sides(await self.sides(transaction, found)))
            expired = await self.apply_expiry(transaction, found, at)
            target = self.lifecycle.target(event, entry.status, entry)
            check_version(version, seen)  # an expiry takes one that nobody has read
            entry.status = target
            self._give_reason(entry, None)
            pending = change(found, at) if change else None
            beside = None if pending is None else await pending
            return await self._save_step(transaction, found, event, at, beside=beside)
        except ServiceError as refusal:
            refusal.commit_partial = expired
            refusal.case_id = entry.case_id if self._has_case else None
            raise

    async def cause(
        self, transaction: Transaction, found: R, event: str, at: datetime, *,
        reason: str | None = None, by_time: bool = False,
    ) -> None:  # fmt: skip
        """Make a transition of a locked record that another operation, or time, causes."""
        entry: Any = found
        entry.status = self.lifecycle.target(event, entry.status, entry)
        self._give_reason(entry, reason)
        await self._save_step(transaction, found, event, at, by_time=by_time)

    def _give_reason(self, entry: Any, reason: str | None) -> None:
        """Give the reason of this change, which its event carries; an earlier one does not stay."""
        if self._reason is not None:
            setattr(entry, self._reason, reason)

    async def apply_expiry(self, transaction: Transaction, found: R, at: datetime) -> bool:
        """Persist the expiry of a locked record, if it is due; say whether it was."""
        if (row := self.lifecycle.overdue_row(found, at)) is None:
            return False
        await self.cause(transaction, found, row.event, at, reason=row.reason, by_time=True)
        await tell_passed(transaction, self.subject, found, row.deadline or "")
        return True

    async def _save_step(
        self, transaction: Transaction, found: R, event: str, at: datetime, *,
        by_time: bool = False, beside: Beside | None = None,
    ) -> Row:  # fmt: skip
        entry: Any = found
        if entry.status not in self.lifecycle.open:
            entry.closed_at = entry.closed_at or at
            if self._on_end:
                await self._on_end(transaction, found)
        code = getattr(entry, self._reason) if self._reason else None
        self._settle(found)
        caller = transaction.actor
        actor = system_actor(caller.organisation_id) if by_time else caller
        permission = self.lifecycle.events[event].permission
        if permission is None:
            raise LookupError("this transition is never stored")
        values = event_values(
            actor, permission, self.subject, entry.id,
            case_id=entry.case_id if self._has_case else None, code=code,
        )  # fmt: skip
        told = await self._outgoing.values(transaction, found)
        save, more = beside or (self._save, {})
        values |= update_values(found, *self._mutable) | told | more
        row = await transaction.one(save, **values)
        if row is None:
            raise NotFound
        entry.version = row["version"]
        return row
