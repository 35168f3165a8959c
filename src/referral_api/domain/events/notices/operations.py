"""Reading the notices of one's organisation, and saying that one was read."""

from uuid import UUID

from sqlalchemy import Uuid, and_, any_, bindparam, exists, func, or_, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.events.notices.codes import notice_code
from referral_api.domain.events.notices.schemas import NoticeRead
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.events.outbox import outgoing_insert
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.versions import check_version
from referral_api.errors import InvalidTransition, NotFound
from referral_api.permissions import NoticePermission

# Row security shows an organisation its own.
_ONE = select(Notice).where(col(Notice.id) == bindparam("notice_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_OURS = col(Notice.organisation_id) == bindparam("organisation_id", type_=Uuid())
_ME = bindparam("mine", type_=Uuid())
_HOLDS_THE_ROLE = exists().where(
    col(Agent.id) == _ME, col(Notice.role) == any_(col(Agent.roles))
)  # fmt: skip
_MINE = or_(
    col(Notice.agent_id) == _ME,
    and_(col(Notice.agent_id).is_(None), or_(col(Notice.role).is_(None), _HOLDS_THE_ROLE)),
)
_PAGES = {
    unread: Statement(
        page_of(
            select(Notice).where(
                _OURS, or_(_ME.is_(None), _MINE),
                *([col(Notice.read_at).is_(None)] if unread else []),
            ),
            col(Notice.recorded_key),
        )
    )
    for unread in (False, True)
}  # fmt: skip
_MARK = Statement(
    update(Notice)
    .where(col(Notice.id) == bindparam("row_id"))
    .values(
        read_at=func.now(), read_by_agent_id=bindparam("reader_id"),
        version=col(Notice.version) + 1,
    )
    .returning(Notice)
    .add_cte(
        event_insert().cte("event"),
        outgoing_insert(organisation_id=bindparam("organisation_id")).cte("outgoing"),
    )
)  # fmt: skip


def to_response(row: Row) -> NoticeRead:
    """Turn a row into a response."""
    return NoticeRead(**row, code=notice_code(row["id"]))


async def find_notice(transaction: Transaction, notice_id: UUID) -> Row:
    """Find a notice within sight; NotFound otherwise."""
    row = await transaction.one(_GET, notice_id=notice_id)
    if row is None:
        raise NotFound
    return row


async def show_notice(transaction: Transaction, notice_id: UUID) -> NoticeRead:
    """Show a notice as a reading would, without an event of its own."""
    return to_response(await find_notice(transaction, notice_id))


async def read_notice(transaction: Transaction, notice_id: UUID) -> NoticeRead:
    """Read a notice of the caller's organisation."""
    row = await find_notice(transaction, notice_id)
    await record(transaction, NoticePermission.READ, "notice", notice_id)
    return to_response(row)


async def list_notices(
    transaction: Transaction, window: Window, *, mine: bool, unread: bool
) -> Slice[NoticeRead]:
    """List the notices of the caller's organisation, newest first; or those for the caller."""
    actor = transaction.actor
    rows = await transaction.all(
        _PAGES[unread], organisation_id=actor.organisation_id,
        mine=actor.agent_id if mine else None, **_page(window),
    )  # fmt: skip
    await record(transaction, NoticePermission.LIST, "notice")
    return window.slice([to_response(row) for row in rows], rows)


async def mark_notice_read(transaction: Transaction, notice_id: UUID, version: int) -> NoticeRead:
    """Record that a notice was read. InvalidTransition if somebody said so before."""
    found = await transaction.one(_LOCK, notice_id=notice_id)
    if found is None:
        raise NotFound
    if found["read_at"] is not None:
        raise InvalidTransition(current_state="read", allowed_events=[])
    check_version(version, found["version"])
    actor = transaction.actor
    event = event_values(actor, NoticePermission.MARK_READ, "notice", notice_id)
    row = await transaction.row(
        _MARK, row_id=notice_id, reader_id=actor.agent_id,
        organisation_id=actor.organisation_id, **event,
    )  # fmt: skip
    return to_response(row)


def _page(window: Window) -> dict[str, object]:
    return {"before": window.before, "limit": window.limit + 1}
