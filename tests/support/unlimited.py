"""Limits of callers that no test reaches by accident. They are counted, as always."""

from typing import Any

from referral_api.settings import MOST_PER_MINUTE

UNLIMITED: dict[str, Any] = dict.fromkeys(
    (
        "requests_per_minute", "client_requests_per_minute", "tokens_per_minute",
        "anonymous_events_per_minute",
    ),
    MOST_PER_MINUTE,
)  # fmt: skip
# The same for a process of its own.
UNLIMITED_ENVIRONMENT = {name.upper(): str(number) for name, number in UNLIMITED.items()}
