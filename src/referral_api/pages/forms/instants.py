"""The usual answers to « when »: most of what is recorded happens now, or today."""

from referral_api.pages.words.catalogues import say

# What has happened, and what is expected.
_PAST = ("happened_at", "occurred_at", "reported_at", "said_at")
_FUTURE = (
    "expected_start", "expected_arrival", "expected_at", "appointment_at", "return_expected_at",
)  # fmt: skip

# What is mostly recorded on the day on which it was done.
_TODAY = frozenset({
    "offered_on", "told_on", "assessed_on", "decided_on", "said_on", "taken_on", "done_on",
    "paid_on", "met_on", "conducted_on", "asked_on", "happened_on", "ordered_on", "counted_from",
    "achieved_on", "received_on",
})  # fmt: skip


def is_mostly_today(name: str) -> bool:
    """Say whether « today » is the usual answer for a day."""
    return name in _TODAY


def instant_ways(name: str, language: str) -> list[tuple[str, str]]:
    """Return the usual answers for a member; none where no answer is usual."""
    if name in _PAST:
        ways = (("now", "Now"), ("today", "Today, at the hour below"))
    elif name in _FUTURE:
        ways = (
            ("today", "Today, at the hour below"), ("tomorrow", "Tomorrow, at the hour below"),
        )  # fmt: skip
    else:
        return []
    return [(way, say(words, language)) for way, words in ways]
