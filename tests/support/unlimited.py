"""Limits of callers that no test reaches by accident. They are counted, as always."""

from typing import Any

from faults.unlimited import RATES

from referral_api.settings import MOST_PER_MINUTE

UNLIMITED: dict[str, Any] = dict.fromkeys((*RATES, "anonymous_events_per_minute"), MOST_PER_MINUTE)
# The same for a process of its own.
UNLIMITED_ENVIRONMENT = {name.upper(): str(number) for name, number in UNLIMITED.items()}
