"""Writing one row for each notice and channel: once, whoever looks, and only where one is set up.

A notice that was read, or that is older than a day, is no news: who sets a channel up tells nothing
of before.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Text, bindparam, func, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement, literal_code
from referral_api.domain.casework.notice_messages.addresses import ADDRESSES
from referral_api.domain.casework.notice_messages.channels import Channel, MessageState
from referral_api.domain.casework.notice_messages.tables import NoticeMessage
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.network.organisations.tables import Organisation

_BATCH = 500
_NEWS: Any = literal_column("interval '1 day'")
_channel = (
    func.unnest(bindparam("channels", type_=ARRAY(Text))).table_valued("code").render_derived(
        name="channel"
    )
)  # fmt: skip
_has_address = or_(
    *(
        (_channel.c.code == literal_code(channel)) & address.is_not(None)
        for channel, address in ADDRESSES.items()
    )
)
_is_written = (
    select(literal_column("1"))
    .where(
        col(NoticeMessage.notice_id) == col(Notice.id),
        col(NoticeMessage.channel) == _channel.c.code,
    )
    .exists()
)
_WRITE = Statement(
    insert(NoticeMessage)
    .from_select(
        ["notice_id", "channel", "organisation_id", "state", "attempts"],
        select(
            col(Notice.id), _channel.c.code, col(Notice.organisation_id),
            literal_code(MessageState.WAITING), literal_column("0"),
        )
        .join_from(Notice, Organisation, col(Organisation.id) == col(Notice.organisation_id))
        .join(_channel, literal_column("true"))
        .where(
            col(Notice.read_at).is_(None),
            col(Notice.recorded_at) > func.now() - _NEWS,
            col(Organisation.active), _has_address, ~_is_written,
        )
        .limit(literal_column(str(_BATCH))),
    )
    .on_conflict_do_nothing()
    .returning(col(NoticeMessage.notice_id))
)  # fmt: skip
# Nobody sends on its channel any more, or nobody did for a day.
_GIVE_UP = Statement(
    update(NoticeMessage)
    .where(
        col(NoticeMessage.state) == literal_code(MessageState.WAITING),
        col(NoticeMessage.next_at) < func.now() - _NEWS,
    )
    .values(state=literal_code(MessageState.DEAD), finished_at=func.now())
)


async def give_up_stale(database: Database) -> None:
    """Give up what has been due for a day: it is no news, and must not wait for ever."""
    async with database.transaction(system_actor(), "system") as transaction:
        await transaction.run(_GIVE_UP)


async def write_messages(database: Database, channels: Collection[Channel]) -> int:
    """Write what is to be sent on the channels that are set up; return how many."""
    if not channels:
        return 0
    async with database.transaction(system_actor(), "system") as transaction:
        return len(await transaction.all(_WRITE, channels=[str(code) for code in channels]))
