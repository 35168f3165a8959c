"""Refusals of a service: no place is free."""

from referral_api.errors.states import Conflict


class NoCapacity(Conflict):
    code = "no-capacity"
    title = "No place is free."
