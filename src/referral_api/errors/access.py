"""Refusals of access: no accepted token, no permission, a record out of sight, a second person
needed.
"""

from datetime import datetime
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


class SessionEnded(ServiceError):
    """No session of this cookie is open: it has ended, or there never was one."""

    status = 401
    code = "session-ended"
    title = "You are not signed in any more."


class SessionLocked(ServiceError):
    """The session waits for a proof of the same agent. ``session`` says whose it is, to the page
    that asks for the proof.
    """

    status = 401
    code = "session-locked"
    title = "This session is locked until you prove who you are."

    def __init__(self, *, session: object = None) -> None:
        super().__init__()
        self.session = session


class SignInRefused(ServiceError):
    """The proof was not accepted. ``reason`` is for the audit log and the metrics; the page says
    no more than that, and until when it is of no use to try again (``until``).
    """

    status = 401
    code = "sign-in-refused"
    title = "This sign-in was not accepted."

    def __init__(self, *, reason: str = "other", until: datetime | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.until = until


class ProofNeeded(ServiceError):
    """A sensitive act needs a proof that is younger than the last one of this session."""

    status = 401
    code = "proof-needed"
    title = "Prove once more who you are."
