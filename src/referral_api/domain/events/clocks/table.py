"""The table of clocks: for each kind of waiting thing, its limit and the stages before or after it.

A stage comes when so much of the whole time is left (negative: when so much has passed since the
limit). The whole time is that of the priority (``domain/deadline_policy.py`` and the settings), or
the one in the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from referral_api.domain.codelists.notices import NoticeKind as Kind
from referral_api.domain.codelists.notices import NoticeStage as Stage
from referral_api.domain.deadline_policy import (
    ANSWER_CANCELLATION,
    BEST_INTERESTS,
    CHILD_PROTECTION,
    FIRST_ASSESSMENT,
    HANDOFF_CLOCKS,
    PLAN_FOR_HIGH_RISK,
    POLICE_PROTECTION,
    REFERRAL_CLOCKS,
    TIP_CLOCKS,
)

Steps = tuple[tuple[Stage, float], ...]
# At half time, and then each time that half of what was left has passed.
ANSWER: Steps = (
    (Stage.REMINDER, 1 / 2), (Stage.SUPERVISOR, 1 / 4), (Stage.REGION, 1 / 8),
    (Stage.COUNTRY, 1 / 16), (Stage.PASSED, 0.0),
)  # fmt: skip
# Who is expected is late from the limit on.
ARRIVAL: Steps = (
    (Stage.PASSED, 0.0), (Stage.SUPERVISOR, -1 / 4), (Stage.REGION, -1 / 2), (Stage.COUNTRY, -1.0),
)  # fmt: skip
# Long before the day, and on it.
AHEAD: Steps = ((Stage.REMINDER, 1.0), (Stage.SUPERVISOR, 1 / 3), (Stage.PASSED, 0.0))

# The next round tells the coordination, which is at once.
COORDINATION_AT_ONCE: Steps = (
    (Stage.REGION, 0.99), (Stage.REMINDER, 1 / 2), (Stage.COUNTRY, 1 / 4), (Stage.PASSED, 0.0),
)  # fmt: skip
# The supervisors know at once; then who is responsible is reminded.
SUPERVISOR_AT_ONCE: Steps = ((Stage.SUPERVISOR, 1.0), (Stage.REMINDER, 1 / 4), (Stage.PASSED, 0.0))
# From the day on, and a day later.
REVIEW: Steps = ((Stage.PASSED, 0.0), (Stage.SUPERVISOR, -1 / 4))

# Whoever asked is the coordination itself.
CALL: Steps = ((Stage.REMINDER, 1 / 2), (Stage.SUPERVISOR, 1 / 4), (Stage.PASSED, 0.0))

# The assignee, or who assigns it; then the coordination.
TIP: Steps = ((Stage.REMINDER, 1 / 2), (Stage.REGION, 0.0), (Stage.PASSED, 0.0))

# What time reports by itself: to who is late, to its supervisor, and to the coordination.
REPORTED: Steps = ((Stage.PASSED, 0.0), (Stage.SUPERVISOR, 0.0))
TO_COORDINATION: Steps = ((Stage.PASSED, 0.0), (Stage.REGION, 0.0))

_HOURS, _DAYS = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """``limit`` is a column of the ``subject``. ``waits_for`` are the columns of which the first
    that is filled names the organisation that is waited for, ``asked_by`` the one that waits.
    ``times`` are by priority; the settings replace those that they name by ``setting``.
    """

    subject: str
    limit: str
    steps: Steps
    times: Mapping[str, timedelta]
    waits_for: tuple[str, ...]
    asked_by: tuple[str, ...] = ()
    setting: str = ""


def _always(time: timedelta) -> dict[str, timedelta]:
    return dict.fromkeys(HANDOFF_CLOCKS, time)


def _referral(name: str) -> dict[str, timedelta]:
    return {priority: getattr(clock, name) for priority, clock in REFERRAL_CLOCKS.items()}


def _tip(name: str) -> dict[str, timedelta]:
    return {urgency: getattr(clock, name) for urgency, clock in TIP_CLOCKS.items()}


_CUSTODIAN = ("custodian_id",)


def _reported(limit: str, steps: Steps) -> Clock:
    return Clock("measure", limit, steps, {}, ("custodian_id",), _RECORDER)


_RECORDER = ("recorded_by_organisation_id",)
_TO, _FROM = ("receiver_id",), ("custodian_id", "sender_id")
CLOCKS: dict[Kind, Clock] = {
    Kind.REFERRAL_ACKNOWLEDGEMENT: Clock(
        "referral", "acknowledge_by", ANSWER, _referral("acknowledge"), _TO, _FROM, "acknowledge"
    ),
    Kind.REFERRAL_DECISION: Clock(
        "referral", "decide_by", ANSWER, _referral("decide"), _TO, _FROM, "decide"
    ),
    Kind.REFERRAL_START: Clock(
        "referral", "start_by", ANSWER, _referral("start"), _TO, _FROM, "start"
    ),
    Kind.REFERRAL_FEEDBACK: Clock(
        "referral", "feedback_by", ANSWER, _referral("feedback"), _TO, _FROM, "feedback"
    ),
    Kind.REFERRAL_CANCELLATION: Clock(
        "referral", "answer_cancellation_by", ANSWER, _always(ANSWER_CANCELLATION), _TO, _FROM
    ),
    Kind.REFERRAL_ARRIVAL: Clock(
        "referral", "expected_arrival", ARRIVAL, _always(2 * _HOURS), _TO, _FROM
    ),
    Kind.REFERRAL_REVIEW: Clock("referral", "review_on", ARRIVAL, _always(4 * _DAYS), _TO, _FROM),
    Kind.STAY_ARRIVAL: Clock(
        "stay", "expected_at", ARRIVAL, _always(2 * _HOURS), ("host_organisation_id",),
        ("custodian_id",),
    ),
    Kind.HANDOFF_DECISION: Clock(
        "handoff", "decide_by", ANSWER, HANDOFF_CLOCKS, ("to_id",), ("from_id",), "handoff"
    ),
    Kind.HANDOFF_ARRIVAL: Clock(
        "handoff", "expected_arrival", ARRIVAL, _always(2 * _HOURS), ("to_id",), ("from_id",)
    ),
    Kind.POLICE_PROTECTION: Clock(
        "custody", "since", ANSWER, _always(POLICE_PROTECTION), ("organisation_id",),
        setting="police",
    ),
    Kind.TIP_ASSIGNMENT: Clock(
        "tip", "assign_by", TIP, _tip("assign"), ("coordination_id",), setting="tip_assign"
    ),
    Kind.TIP_ACTION: Clock(
        "tip", "act_by", TIP, _tip("act"), ("assigned_organisation_id",), setting="tip_act"
    ),
    Kind.CHILD_PROTECTION_MISSING: Clock(
        "case", "registered_at", COORDINATION_AT_ONCE, _always(CHILD_PROTECTION),
        ("protection_custodian_id",), setting="child_protection",
    ),
    Kind.ASSESSMENT_FIRST: Clock(
        "case", "registered_at", CALL, _always(FIRST_ASSESSMENT), ("protection_custodian_id",),
        setting="assessment",
    ),
    Kind.BEST_INTERESTS_FIRST: Clock(
        "case", "registered_at", CALL, _always(BEST_INTERESTS), ("protection_custodian_id",),
        setting="best_interests",
    ),
    Kind.ASSESSMENT_NEXT: Clock("assessment", "next_by", REVIEW, _always(4 * _DAYS), _CUSTODIAN),
    Kind.PLAN_FOR_HIGH_RISK: Clock(
        "assessment", "plan_by", SUPERVISOR_AT_ONCE, _always(PLAN_FOR_HIGH_RISK), _CUSTODIAN,
        setting="plan",
    ),
    Kind.PLAN_REVIEW: Clock("support_plan", "review_by", REVIEW, _always(4 * _DAYS), _CUSTODIAN),
    Kind.AGREEMENT_END: Clock(
        "partner_agreement", "ends_on", AHEAD, _always(90 * _DAYS), ("organisation_id",)
    ),
    # From the day on which the request was received.
    Kind.CONTRIBUTION_CALL: Clock("contribution_request", "due_on", CALL, {}, ("organisation_id",)),
    Kind.MEASURE_TELLING: _reported("tell_by", REPORTED),
    Kind.MEASURE_ANSWER: _reported("answer_by", REPORTED),
    Kind.MEASURE_DETERMINATION: _reported("determine_by", TO_COORDINATION),
    Kind.MEASURE_REVIEW: _reported("review_at", REPORTED),
    Kind.RECONSIDERATION_DECISION: Clock(
        "reconsideration", "due_by", TO_COORDINATION, {}, ("custodian_id",), _RECORDER
    ),
}  # fmt: skip
BY_LIMIT: dict[tuple[str, str], Kind] = {
    (clock.subject, clock.limit): kind for kind, clock in CLOCKS.items()
}
