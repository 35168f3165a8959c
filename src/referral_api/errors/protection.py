"""Refusals of a service: no place is free, or the person has one."""

from referral_api.errors.states import Conflict


class NoCapacity(Conflict):
    code = "no-capacity"
    title = "The places are too few, or not declared."


class AlreadyPlaced(Conflict):
    code = "already-placed"
    title = "A place is held or occupied for this person already. A transfer says so."
