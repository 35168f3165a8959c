"""Refusals of a protection measure: what it must rest on is missing."""

from referral_api.errors.states import Conflict


class MeasureUngrounded(Conflict):
    code = "measure-ungrounded"
    title = "What this measure must rest on is missing."
