"""Conflicts with the present state: a step that it does not allow (all are 409)."""

from referral_api.errors.types import ServiceError


class Conflict(ServiceError):
    status = 409
    code = "conflict"
    title = "The request conflicts with the present state."


class InvalidTransition(Conflict):
    code = "invalid-transition"
    title = "This step is not possible in the present state."


class AlreadyExists(Conflict):
    code = "already-exists"
    title = "This already exists."
