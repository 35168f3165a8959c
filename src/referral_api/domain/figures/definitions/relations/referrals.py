"""Referrals, as their sender or their receiver counts them. Drafts never count."""

from typing import Any

from sqlalchemy import Select, and_, case, func, or_

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.referrals import ReferralStatus, RefusalReason
from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    since_then,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import (
    each,
    known_or_only,
    with_regions,
)
from referral_api.domain.figures.definitions.relations.persons import of_sheet, with_case
from referral_api.domain.figures.history.tables import CountedReferral

_R: Any = CountedReferral.__table__.c  # type: ignore[attr-defined]
_ANSWERED_AT = func.coalesce(_R.accepted_at, _R.closed_at)
_IS_REFUSED = _R.status == literal_code(ReferralStatus.REJECTED)
_IS_EXPIRED = _R.status == literal_code(ReferralStatus.EXPIRED)
_IS_WAITING = one_of(_R.status, [ReferralStatus.REQUESTED, ReferralStatus.RECEIVED])
_IS_TAKEN = one_of(
    _R.status, [ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.ON_HOLD]
)
# The limit that has passed: the one that matters most, so that a referral counts once.
_LIMIT: Any = case(
    (and_(_IS_WAITING, _R.decide_by < taken_at()), literal_code("answer")),
    (
        and_(
            _R.status == literal_code(ReferralStatus.REQUESTED), _R.acknowledge_by < taken_at()
        ),
        literal_code("acknowledgement"),
    ),
    (
        and_(_IS_TAKEN, _R.started_at.is_(None), _R.expected_arrival < taken_at()),
        literal_code("arrival"),
    ),
    (and_(_IS_TAKEN, _R.started_at.is_(None), _R.start_by < taken_at()), literal_code("start")),
    (
        and_(_IS_TAKEN, _R.answer_cancellation_by < taken_at()),
        literal_code("reply_to_cancellation"),
    ),
    (
        and_(_IS_TAKEN, _R.started_at.is_not(None), _R.feedback_by < taken_at()),
        literal_code("feedback"),
    ),
)  # fmt: skip


def referrals() -> tuple[Select[Any], Columns]:
    """Each referral."""
    rows, regions = with_regions(with_case(CountedReferral, _R), _R.receiver_id, "receiver")
    person = of_sheet(_R)
    columns = {
        **person, "key": _R.row_id, "status": _R.status, "receiver": _R.receiver_id,
        "served_region": each(regions, Region.UNKNOWN),
        "lies_in": known_or_only(person["region"], regions), "limit": _LIMIT,
        "waited": since_then(_R.sent_at), "root": _R.case_id, "service": _R.service_type,
        "priority": _R.priority,
        "sent_at": _R.sent_at, "accepted_at": _R.accepted_at, "started_at": _R.started_at,
        "closed_at": _R.closed_at, "reason": func.coalesce(_R.end_reason, NOT_KNOWN),
        "outcome": _R.outcome,
        "answer": case(
            (_R.accepted_at.is_not(None), literal_code("accepted")),
            (_IS_REFUSED, literal_code("not_accepted")),
            (_R.received_at.is_not(None), literal_code("received_only")),
            else_=literal_code("none"),
        ),
        "until_answer": _ANSWERED_AT - _R.sent_at,
        "until_start": _R.started_at - _R.accepted_at,
        "waiting_for": taken_at() - _R.sent_at,
        "is_accepted": _R.accepted_at.is_not(None),
    }  # fmt: skip
    return rows, columns


CONDITIONS: Conditions = {
    # Drafts never count, nor what was entered in error.
    "is_sent": and_(
        _R.sent_at.is_not(None), _R.status != literal_code(ReferralStatus.ENTERED_IN_ERROR)
    ),
    "is_started": _R.started_at.is_not(None),
    "is_refused": _IS_REFUSED,
    "is_expired": _IS_EXPIRED,
    "is_lapsed": and_(
        _R.status == literal_code(ReferralStatus.FAILED),
        _R.end_reason == literal_code(RefusalReason.NOT_STARTED),
    ),
    "is_decided": or_(_R.accepted_at.is_not(None), _IS_REFUSED),
    # Those that the sender cancelled before an answer are out of both parts of the rate.
    "is_answered_or_late": or_(_R.accepted_at.is_not(None), _IS_REFUSED, _IS_EXPIRED),
    "has_outcome": _R.outcome.is_not(None),
    "has_failed": _R.status == literal_code(ReferralStatus.FAILED),
    "is_open_referral": or_(_IS_WAITING, _IS_TAKEN),
    "is_past_a_limit": _LIMIT.is_not(None),
    "is_waiting": _IS_WAITING,
    "is_overdue": and_(_IS_WAITING, _R.decide_by < taken_at()),
}
