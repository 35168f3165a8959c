"""Refusals of a handoff: who accuses the person would answer for her."""

from referral_api.errors.states import Conflict


class AccuserWouldAnswer(Conflict):
    code = "accuser-would-answer"
    title = (
        "An organisation that accuses the person would be responsible for their protection and for "
        "the investigation."
    )
