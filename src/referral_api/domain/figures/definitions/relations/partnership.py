"""Partners with their agreements, what they contribute, and the calls for contributions."""

from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, exists, func, or_, select

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    before,
    since,
    span,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import (
    counts,
    day,
    images,
    instant,
    key,
    member,
    stands,
    with_type,
)

_P = images("partner", "counted")
_G = images("partner_agreement", "counted")
_C = images("partner_contribution", "counted")
_GIVEN = images("partner_contribution", "given")
_CALL = images("contribution_call", "counted")
_REQUEST = images("contribution_request", "counted")


def partners() -> tuple[Select[Any], Columns]:
    """Each partner, in whatever period is asked for."""
    columns = {
        "key": _P.c.row_id, "root": _P.c.row_id, "period": since(),
        "partner_category": member(_P, "category"),
    }  # fmt: skip
    return select().select_from(_P).where(counts(_P)), columns


def partner_contributions() -> tuple[Select[Any], Columns]:
    """Each contribution in kind or money, with its partner if it has one."""
    partner = images("partner", "by")
    columns = {
        "key": _C.c.row_id, "root": _C.c.row_id, "starts_on": day(_C, "starts_on"),
        "kind": member(_C, "kind"), "pillar": member(_C, "pillar"),
        "partner_category": func.coalesce(member(partner, "category"), NOT_KNOWN),
        "amount": cast(member(_C, "amount_cfa"), BigInteger),
    }  # fmt: skip
    joined = _C.outerjoin(partner, and_(stands(partner), partner.c.row_id == key(_C, "partner_id")))
    return select().select_from(joined).where(counts(_C)), columns


def call_answers() -> tuple[Select[Any], Columns]:
    """Each organisation that a request called. Its day belongs to it to the end."""
    joined = _CALL.join(
        _REQUEST,
        and_(stands(_REQUEST), _REQUEST.c.row_id == key(_CALL, "contribution_request_id")),
    )
    rows = select().select_from(joined).where(stands(_CALL))
    rows, called = with_type(rows, _CALL.c.organisation_id, "called")
    answered_at = instant(_CALL, "answered_at")
    end = day(_REQUEST, "due_on") + span("1 day")
    is_over = or_(end <= taken_at(), instant(_REQUEST, "frozen_at").is_not(None))
    columns = {
        "key": _CALL.c.row_id, "root": _CALL.c.row_id, "due_on": day(_REQUEST, "due_on"),
        "organisation": called,
        "call_answer": case(
            (answered_at < end, literal_code("answered")),
            (answered_at.is_not(None), literal_code("late")),
            (is_over, literal_code("silent")),
            else_=literal_code("waiting"),
        ),
    }  # fmt: skip
    withdrawn = literal_code(ContributionRequestStatus.WITHDRAWN)
    return rows.where(member(_REQUEST, "status") != withdrawn), columns


def _in_period(begins: Any, ends: Any) -> Any:
    return and_(begins < before(), or_(ends.is_(None), ends >= since()))


CONDITIONS: Conditions = {
    "is_partner_in_period": or_(
        exists().where(
            counts(_G), key(_G, "partner_id") == _P.c.row_id,
            _in_period(day(_G, "starts_on"), day(_G, "ends_on")),
        ),
        exists().where(
            counts(_GIVEN), key(_GIVEN, "partner_id") == _P.c.row_id,
            _in_period(day(_GIVEN, "starts_on"), day(_GIVEN, "ends_on")),
        ),
    ),
    "is_money": member(_C, "amount_cfa").is_not(None),
}  # fmt: skip
