"""Listing the groups that the reader's organisation received, or whose persons it answers for.

A group has no row of its own: it stands in the list where the last recorded of its referrals does.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window, newest_first
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER
from referral_api.domain.casework.referral_groups.reading import to_response
from referral_api.domain.casework.referral_groups.schemas import ReferralGroupRead
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.permissions import ReferralGroupPermission

_now = func.now().label("now")
_LATER: Any = aliased(Referral)
_IS_LAST = ~(
    select(_LATER.id)
    .where(
        _LATER.group_id == col(Referral.group_id),
        _LATER.recorded_key > col(Referral.recorded_key),
    )
    .exists()
)
_SIDES = (
    [col(Referral.receiver_id) == READER, col(Referral.sent_at).is_not(None)],
    [col(Referral.custodian_id) == READER, col(Referral.receiver_id) != READER],
)


def _page() -> Statement:
    parts = [
        newest_first(
            select(col(Referral.group_id), col(Referral.recorded_key)).where(
                *side, col(Referral.group_id).is_not(None), _IS_LAST,
                col(Referral.recorded_key) < bindparam("before"),
            ),
            col(Referral.recorded_key),
        )
        for side in _SIDES
    ]  # fmt: skip
    both = union_all(*(part.subquery().select() for part in parts)).subquery("both")
    return Statement(
        newest_first(select(both.c.group_id, both.c.recorded_key), both.c.recorded_key)
    )


_PAGE = _page()
_MEMBERS, _OFFERS = (
    Statement(
        select(table, _now)
        .where(col(table.group_id) == any_(bindparam("groups", type_=ARRAY(Uuid))))
        .order_by(col(table.group_id), col(table.id).desc())
    )
    for table in (Referral, Handoff)
)


async def list_groups(transaction: Transaction, window: Window) -> Slice[ReferralGroupRead]:
    """List the groups of the caller's organisation, the last recorded first."""
    page = await transaction.all(
        _PAGE, organisation_id=transaction.actor.organisation_id, **window.parameters
    )
    ids = [row["group_id"] for row in page]
    members = _by_group(await transaction.all(_MEMBERS, groups=ids))
    offers = _by_group(await transaction.all(_OFFERS, groups=ids))
    shown = [to_response(one, members[one], offers.get(one, [])) for one in ids]
    await record(
        transaction, ReferralGroupPermission.LIST, "referral_group",
        case_ids=[member.case_id for group in shown[: window.limit] for member in group.members],
    )  # fmt: skip
    return window.slice(shown, page)


def _by_group(rows: Sequence[Row]) -> dict[UUID, list[Row]]:
    def group_of(row: Any) -> UUID:
        found: UUID = row["group_id"]
        return found

    return {group: list(found) for group, found in groupby(rows, key=group_of)}
