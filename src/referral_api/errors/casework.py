"""Refusals of a call: nobody can have been called back."""

from referral_api.errors.states import Conflict


class NoDutyTelephone(Conflict):
    code = "no-duty-telephone"
    title = "The receiver has no duty telephone, on which it could have been called back."
