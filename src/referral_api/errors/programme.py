"""Refusals of contributions: the call is over, or was not made to this organisation."""

from referral_api.errors.states import Conflict


class CallNotOpen(Conflict):
    code = "call-not-open"
    title = "The call of this request is not open."


class NotCalled(Conflict):
    code = "not-called"
    title = "This request does not call this organisation."
