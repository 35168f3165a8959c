"""Refusals of a decision on identification."""

from referral_api.errors.states import Conflict


class IncompleteGrounds(Conflict):
    code = "incomplete-grounds"
    title = (
        "The decision is incomplete: an act, a means (except for a child), a purpose of "
        "exploitation or a legal ground."
    )
