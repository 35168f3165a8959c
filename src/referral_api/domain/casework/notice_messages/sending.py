"""Leasing a message that is to be sent, and noting how it went; the rows are the truth."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Interval,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import col
from typing_extensions import override

from referral_api.database.database import Database, system_actor
from referral_api.database.old_rows import OldRows
from referral_api.database.statements import Statement, literal_code
from referral_api.domain.casework.notice_messages.addresses import ADDRESSES
from referral_api.domain.casework.notice_messages.channels import Channel, MessageState
from referral_api.domain.casework.notice_messages.tables import NoticeMessage
from referral_api.domain.events.notices.codes import notice_code
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.events.webhooks.sending import pause_after
from referral_api.domain.network.organisations.tables import Organisation

_BATCH = 500
LEASE = timedelta(seconds=60)
# Before the second attempt, the third and so on: a night, and then it is given up.
_SECONDS = (30, 120, 600, 1_800, 3_600, 7_200, 14_400)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in _SECONDS)
_IS_WAITING = col(NoticeMessage.state) == literal_code(MessageState.WAITING)
_IS_DUE = and_(
    _IS_WAITING,
    col(NoticeMessage.next_at) <= func.now(),
    or_(
        col(NoticeMessage.leased_until).is_(None),
        col(NoticeMessage.leased_until) <= func.now(),
    ),
)
_DUE = Statement(
    select(col(NoticeMessage.notice_id), col(NoticeMessage.channel))
    .where(_IS_DUE, col(NoticeMessage.channel) == func.any(bindparam("channels")))
    .order_by(col(NoticeMessage.next_at))
    .limit(literal_column(str(_BATCH)))
)
_HEAD = (
    select(col(NoticeMessage.notice_id), col(NoticeMessage.channel))
    .where(
        col(NoticeMessage.notice_id) == bindparam("notice_id"),
        col(NoticeMessage.channel) == bindparam("channel", type_=Text),
        _IS_DUE,
    )
    .with_for_update(skip_locked=True)
    .cte("head")
)
_ADDRESS = case(
    *(
        (col(NoticeMessage.channel) == literal_code(channel), address)
        for channel, address in ADDRESSES.items()
    )
)
_LEASE = Statement(
    update(NoticeMessage)
    .where(
        col(NoticeMessage.notice_id) == _HEAD.c.notice_id,
        col(NoticeMessage.channel) == _HEAD.c.channel,
        col(Notice.id) == _HEAD.c.notice_id,
        col(Organisation.id) == col(Notice.organisation_id),
    )
    .values(
        leased_until=func.now() + bindparam("lease", type_=Interval),
        attempts=col(NoticeMessage.attempts) + 1,
    )
    .returning(
        col(NoticeMessage.attempts), col(Organisation.languages), _ADDRESS.label("address"),
        and_(col(Notice.read_at).is_(None), col(Organisation.active)).label("needed"),
    )
)  # fmt: skip
_NOTE = Statement(
    update(NoticeMessage)
    .where(
        col(NoticeMessage.notice_id) == bindparam("on_notice_id"),
        col(NoticeMessage.channel) == bindparam("on_channel"),
        # Whoever has lost its lease notes nothing over what another has noted.
        col(NoticeMessage.attempts) == bindparam("attempt"),
        _IS_WAITING,
    )
    .values(
        state=bindparam("new_state"), leased_until=None,
        next_at=func.now() + bindparam("pause", type_=Interval),
        finished_at=case((bindparam("ended", type_=Boolean), func.now())),
    )
    .returning(col(NoticeMessage.notice_id))
)  # fmt: skip
OLD_MESSAGES = OldRows(NoticeMessage, col(NoticeMessage.finished_at))
# The instant since when the first one could be sent; NULL if none can be.
FIRST_MESSAGE = (
    select(func.min(col(NoticeMessage.next_at)))
    .where(_IS_WAITING, col(NoticeMessage.next_at) <= func.now())
    .scalar_subquery()
)


def count_messages(at_most: int) -> ColumnElement[int]:
    """Count what waits to be sent, up to a number."""
    found = select(col(NoticeMessage.notice_id)).where(_IS_WAITING).limit(at_most).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


@dataclass(frozen=True, slots=True)
class MessageId:
    """One notice on one channel."""

    notice_id: UUID
    channel: Channel

    @override
    def __str__(self) -> str:
        return f"{self.notice_id}|{self.channel}"

    @classmethod
    def read(cls, text: str) -> "MessageId":
        """Read what ``str`` has written."""
        notice, _, channel = text.partition("|")
        return cls(UUID(notice), Channel(channel))


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that one worker sends: where to, in which languages, and its code; no more."""

    id: MessageId
    attempt: int
    address: str
    languages: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code of its notice."""
        return notice_code(self.id.notice_id)


async def due_messages(database: Database, channels: list[Channel]) -> list[MessageId]:
    """List what may be sent now on some channels."""
    if not channels:
        return []
    async with database.transaction(system_actor(), "system") as transaction:
        rows = await transaction.all(_DUE, channels=[str(code) for code in channels])
    return [MessageId(row["notice_id"], Channel(row["channel"])) for row in rows]


async def lease_message(database: Database, message: MessageId) -> Leased | None:
    """Lease a message; None if it is not due, or nobody needs it any more."""
    async with database.transaction(system_actor(), "system") as transaction:
        row = await transaction.one(
            _LEASE, notice_id=message.notice_id, channel=str(message.channel), lease=LEASE
        )
    if row is None:
        return None
    leased = Leased(message, row["attempts"], row["address"] or "", tuple(row["languages"]))
    if row["needed"] and leased.address:
        return leased
    await _note(database, leased, MessageState.UNNEEDED)
    return None


async def note_message(database: Database, leased: Leased, *, ok: bool) -> None:
    """Note how an attempt went: sent, to be tried again, or given up."""
    if ok:
        await _note(database, leased, MessageState.SENT)
    elif (pause := pause_after(leased.attempt, PAUSES)) is None:
        await _note(database, leased, MessageState.DEAD)
    else:
        await _note(database, leased, MessageState.WAITING, pause)


async def _note(
    database: Database, leased: Leased, state: MessageState, pause: timedelta = timedelta()
) -> None:
    async with database.transaction(system_actor(), "system") as transaction:
        await transaction.one(
            _NOTE, on_notice_id=leased.id.notice_id, on_channel=str(leased.id.channel),
            attempt=leased.attempt, new_state=str(state), pause=pause,
            ended=state is not MessageState.WAITING,
        )  # fmt: skip
