"""What comes to an organisation and goes out from it: how many referrals, by state, and late."""

from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import answered_for, look_up
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import INCOMING, OUTGOING
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.list_filters import Direction
from referral_api.domain.records.overdue import is_late, status_now
from referral_api.permissions import ReferralPermission
from referral_api.schemas import Resource


class ReferralBox(Resource):
    """The referrals that come to an organisation, or that go out from it."""

    by_status: dict[ReferralStatus, int] = Field(description="Every state, as time has decided it.")
    overdue: int = Field(description="The open ones that are late for a limit that ends nothing.")


class ReferralSummary(Resource):
    """How many referrals an organisation has received, and sent or drafted."""

    inbox: ReferralBox
    outbox: ReferralBox


_STATUS = status_now(Referral, REFERRALS).label("status")
_LATE = func.coalesce(is_late(Referral, REFERRALS), False).label("late")


def _box(direction: Direction, *conditions: ColumnElement[bool]) -> Select[Any]:
    way = literal_code(direction).label("direction")
    return select(way, _STATUS, _LATE).where(*conditions)


def _summary(outgoing: Select[Any]) -> Statement:
    rows = union_all(_box(Direction.IN, INCOMING), outgoing).subquery("rows")
    late = func.count().filter(rows.c.late).label("late")
    return Statement(
        select(rows.c.direction, rows.c.status, func.count().label("number"), late)
        .group_by(rows.c.direction, rows.c.status)
    )  # fmt: skip


def _of_cases() -> Select[Any]:
    """Select what goes out from the cases that the reader answers for, each looked up by itself."""
    cases = answered_for(Section.PROTECTION).subquery("answered_for")
    rows = _box(Direction.OUT, OUTGOING, col(Referral.case_id) == cases.c.case_id)
    return look_up(cases, rows)


_BY_GRANTS = _summary(_of_cases())


async def summarise_referrals(transaction: Transaction) -> ReferralSummary:
    """Count the referrals of the caller's organisation, both ways, at the state that time caused.

    Copies that a former sender keeps are not counted.
    """
    rows = await transaction.all(_BY_GRANTS, organisation_id=transaction.actor.organisation_id)
    await record(transaction, ReferralPermission.LIST, "referral")
    return ReferralSummary(inbox=_to_box(rows, Direction.IN), outbox=_to_box(rows, Direction.OUT))


def _to_box(rows: list[Row], direction: Direction) -> ReferralBox:
    mine = [row for row in rows if row["direction"] == direction]
    counted = {row["status"]: row["number"] for row in mine}
    return ReferralBox(
        by_status={status: counted.get(status, 0) for status in ReferralStatus},
        overdue=sum(row["late"] for row in mine),
    )
