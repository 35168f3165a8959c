"""The page of clocks: the default time limits of each priority."""

from datetime import timedelta

from referral_api.domain import deadline_policy as clocks
from referral_api.domain.codelists.follow_ups import FollowUpPoint
from referral_api.domain.events.clocks import table as ringing
from referral_api.domain.network.sign_in.limits import WAYS, WayLimits
from referral_api.generated_docs.markdown import duration, prose, table

_POLICE = "Protection by a unit of the justice chain raises an alert after {}."


def _notices() -> list[tuple[str, ...]]:
    return [
        (f"`{kind}`", f"`{clock.subject}.{clock.limit}`",
         ", ".join(f"`{stage}` {left:.4g}" for stage, left in clock.steps))
        for kind, clock in ringing.CLOCKS.items()
    ]  # fmt: skip


def _follow_ups() -> list[tuple[str, ...]]:
    return [
        (f"`{point}`", point.fr, point.en, str(point.months))
        for point in FollowUpPoint if point.months is not None
    ]  # fmt: skip


def _sign_in() -> str:
    names = [field.title or name for name, field in WayLimits.model_fields.items()]
    rows = [(f"`{way}`", *map(_shown, dict(limits).values())) for way, limits in WAYS.items()]
    return table(("Way", *names), rows)


def _shown(limit: object) -> str:
    if isinstance(limit, timedelta):
        return duration(limit)
    return "–" if limit is None else str(limit)


def write() -> str:
    """Write the default time limits of each priority."""
    titles = [field.title or name for name, field in clocks.ReferralClock.model_fields.items()]
    referrals = [
        (f"`{priority}`", *(duration(limit) for limit in dict(clock).values()))
        for priority, clock in clocks.REFERRAL_CLOCKS.items()
    ]
    handoffs = [
        (f"`{priority}`", duration(limit)) for priority, limit in clocks.HANDOFF_CLOCKS.items()
    ]
    grounds = (
        "A second person confirms an urgent legal ground within"
        f" {duration(clocks.GROUND_CONFIRMATION)}. Until then it opens what cannot wait; then,"
        " nothing.\n"
    )
    appointments = (
        "Until the person leaves or the service starts, an appointment lies before the limit to"
        f" begin; then within {duration(clocks.FURTHEST_APPOINTMENT)}.\n"
    )
    return "\n".join(
        (
            "# Clocks\n",
            f"{prose(clocks)}\n",
            "## Referrals\n",
            table(("Priority", *titles), referrals),
            f"A request to cancel is answered within {duration(clocks.ANSWER_CANCELLATION)}.\n",
            appointments,
            f"A pause lasts at most {duration(clocks.LONGEST_HOLD)} at a time.\n",
            "## Handoffs\n",
            table(("Priority", "From offer to acceptance"), handoffs),
            "## Legal grounds\n",
            grounds,
            "## Journeys\n",
            f"An arrival is expected within {duration(clocks.LONGEST_JOURNEY)} at most.\n",
            "## Calls\n",
            f"A call is confirmed or corrected within {duration(clocks.CALL_CONFIRMATION)}.\n",
            "## Follow-ups\n",
            "Whoever agrees to be contacted is followed up so long after the last departure:\n",
            table(("Point", "En français", "In English", "Months"), _follow_ups()),
            "## Alerts to the coordination\n",
            f"{_POLICE.format(duration(clocks.POLICE_PROTECTION))}\n",
            "## Sign-in on pages\n",
            _sign_in(),
            "## Notices\n",
            f"{prose(ringing)}\n",
            table(("Kind", "Limit", "Stages, and what part of the time is left"), _notices()),
        )
    )
