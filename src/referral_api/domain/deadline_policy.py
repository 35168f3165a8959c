"""The deadlines of each priority, after which a record without an answer expires.

The outer deadlines (``start``) follow the inter-agency referral form: 24 hours, 72 hours, 14 days.
The inner ones are proposals until the national manual is available. All are configuration. They
count elapsed time on the database's clock, nights and Sundays included.
"""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import BaseModel, Field

_H = timedelta(hours=1)
_D = timedelta(days=1)


class ReferralClock(BaseModel, frozen=True):
    """The deadlines of one priority, counted from the sending (feedback: from the start)."""

    acknowledge: timedelta = Field(title="To acknowledge")
    decide: timedelta = Field(title="To accept or refuse")
    start: timedelta = Field(title="To begin, or to receive the person")
    feedback: timedelta = Field(title="To report back after the start")


def _clock(
    acknowledge: timedelta, decide: timedelta, start: timedelta, feedback: timedelta
) -> ReferralClock:
    return ReferralClock(acknowledge=acknowledge, decide=decide, start=start, feedback=feedback)


# By priority.
ReferralClocks = Mapping[str, ReferralClock]
HandoffClocks = Mapping[str, timedelta]

REFERRAL_CLOCKS: dict[str, ReferralClock] = {
    "emergency": _clock(1 * _H, 3 * _H, 24 * _H, 24 * _H),
    "urgent": _clock(12 * _H, 24 * _H, 72 * _H, 7 * _D),
    "routine": _clock(2 * _D, 5 * _D, 14 * _D, 30 * _D),
}
# From the offer to its acceptance.
HANDOFF_CLOCKS = {"emergency": 3 * _H, "urgent": 24 * _H, "routine": 5 * _D}
# From a request to be handed a case to its answer.
HANDOFF_REQUEST = 5 * _D
# From a change that two administrators make to its confirmation.
PENDING_CHANGE = 7 * _D
# An agent does not confirm the changes of the administrator who gave it its role so recently.
NEW_ADMINISTRATOR = 24 * _H
# From an urgent legal ground that one person records to its confirmation by a second.
GROUND_CONFIRMATION = 12 * _H
# From one that nobody confirmed to the next that helps before its confirmation.
GROUND_AGAIN = 7 * _D
ANSWER_CANCELLATION = 24 * _H
# For so long a unit of the justice chain answers for the protection of a person without an alert.
POLICE_PROTECTION = 72 * _H
# How long a child may be without a named organisation of child protection.
CHILD_PROTECTION = 1 * _H
# How long a person may contest an age assessment after being told.
CONTEST_AGE = 30 * _D
# From the recording of a call to its confirmation or correction by the receiver; then it stands.
CALL_CONFIRMATION = 72 * _H
LONGEST_HOLD = 14 * _D
# So far ahead, at most, a person who has left is expected: later, she would never be missed.
LONGEST_JOURNEY = 30 * _D
# So far ahead, at most, an appointment lies once no limit to start ends the referral.
FURTHEST_APPOINTMENT = 365 * _D
# So long, unless it was agreed beforehand, an absence from a stay waits for the return without an
# alert.
LONGEST_ABSENCE = timedelta(hours=24)
LONGEST_ABSENCE_OF_A_CHILD = timedelta(hours=1)


class TipClock(BaseModel, frozen=True):
    """The limits of a tip of one urgency."""

    assign: timedelta = Field(title="From the report to the assignment")
    act: timedelta = Field(title="From the assignment to the first act")


TipClocks = Mapping[str, TipClock]
TIP_CLOCKS: dict[str, TipClock] = {
    "emergency": TipClock(assign=1 * _H, act=3 * _H),
    "urgent": TipClock(assign=12 * _H, act=24 * _H),
    "routine": TipClock(assign=2 * _D, act=5 * _D),
}
# So far the clock of whoever tells when a person was met may be ahead of ours.
CLOCKS_APART = timedelta(minutes=5)
# From the registration to the first assessment, and from one to the next at most.
FIRST_ASSESSMENT = 72 * _H
NEXT_ASSESSMENT = 30 * _D
# From an assessment of a high risk to a support plan; and so far ahead its reviews lie at most.
PLAN_FOR_HIGH_RISK = 24 * _H
FIRST_REVIEW = 10 * _D
NEXT_REVIEW = 30 * _D
# From the registration of a child to the first best-interests assessment, in its urgent form.
BEST_INTERESTS = 72 * _H
# By the names that the table of clocks gives them; the settings replace them.
CARE_TIMES = {
    "assessment": FIRST_ASSESSMENT, "plan": PLAN_FOR_HIGH_RISK, "best_interests": BEST_INTERESTS
}  # fmt: skip
