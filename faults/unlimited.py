"""Limits of callers that no load reaches. They are counted: that cost is measured, too."""

from referral_api.settings import MOST_PER_MINUTE

RATES = ("requests_per_minute", "client_requests_per_minute", "tokens_per_minute")
UNLIMITED_ENVIRONMENT = {name.upper(): str(MOST_PER_MINUTE) for name in RATES}
