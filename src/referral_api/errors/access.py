"""Refusals of access: no accepted token, no permission, a record out of sight, a second person
needed.
"""

from typing import Literal

from referral_api.errors.states import Conflict
from referral_api.errors.types import ServiceError


class InvalidToken(ServiceError):
    status = 401
    code = "invalid-token"
    title = "The access token is missing, expired or not valid."

    def __init__(
        self, *, reason: Literal["missing", "untrusted", "expired", "inactive"] = "missing"
    ) -> None:
        """``inactive``: the token is good, and speaks for nobody who is active here."""
        super().__init__()
        self.reason = reason


class Forbidden(ServiceError):
    status = 403
    code = "forbidden"
    title = "Your role or organisation may not do this."


class NotFound(ServiceError):
    """Also answers for a record out of the caller's sight, so as not to disclose its existence."""

    status = 404
    code = "not-found"
    title = "Not found, or not open to you."


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = "Nobody would be left to administer this."


class SecondPersonNeeded(Conflict):
    code = "second-person-needed"
    title = "Another person must do this."
