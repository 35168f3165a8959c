"""Refusals of a decision on identification."""

from referral_api.errors.states import Conflict


class IncompleteGrounds(Conflict):
    code = "incomplete-grounds"
    title = "The decision lacks an act, a means or a purpose."
