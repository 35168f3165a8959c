"""Refusals for want of a consent or a legal ground."""

from referral_api.errors.states import Conflict


class ConsentMissing(Conflict):
    code = "consent-missing"
    title = "No active consent or legal ground covers this recipient and purpose."
