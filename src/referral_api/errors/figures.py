"""Refusals of a figure."""

from referral_api.errors.access import Forbidden
from referral_api.errors.states import Conflict


class NotTheSameRows(Forbidden):
    code = "not-the-same-rows"
    title = (
        "This answer rests on the rows of another organisation, which alone can count them again."
    )


class AnswersNotComparable(Conflict):
    """``differ`` names what is not the same: figure, period, dimensions."""

    code = "answers-not-comparable"
    title = "These are answers to two questions: only answers to the same one can be compared."


class NotAdditive(Conflict):
    code = "not-additive"
    title = "Medians and shares do not add up: their difference has no parts."


class NotRecomputable(Conflict):
    """``answer`` names the parameter that asks for it."""

    code = "not-recomputable"
    title = "The data of the cut no longer give this answer, or its definition is out of use."
