"""Failures of the request itself (its form, its key, its version), and failures of the service."""

from typing import Literal

from referral_api.errors.states import Conflict
from referral_api.errors.types import ServiceError

Wanting = Literal["database", "pool", "admission", "time", "memory", "issuer"]


class MethodNotAllowed(ServiceError):
    status = 405
    code = "method-not-allowed"
    title = "This address does not offer this method."


class NotAcceptable(ServiceError):
    status = 406
    code = "not-acceptable"
    title = "This address does not offer any of the forms that the Accept header names."


class RequestIncomplete(ServiceError):
    """Its head or body was slower than is allowed, or its caller hung up before the end."""

    status = 408
    code = "request-incomplete"
    title = "The request did not arrive completely and in time."
    closes = True


class HeadTooLarge(ServiceError):
    status = 431
    code = "head-too-large"
    title = "The head of the request is larger than 32 KiB."
    closes = True


class Unreadable(ServiceError):
    """What arrived is not HTTP."""

    closes = True


class BodyTooLarge(ServiceError):
    status = 413
    code = "body-too-large"
    title = "The request body is larger than 1 MiB."


class MalformedInput(ServiceError):
    """``errors`` is a list of ``{"pointer": …, "code": …}`` and never holds the values."""

    status = 422
    code = "malformed-input"
    title = "The input is malformed."


class UnusableId(MalformedInput):
    """An id of the caller's own that is taken: said as of one of a wrong form.

    Otherwise whoever tried ids would learn which records exist elsewhere.
    """

    def __init__(self) -> None:
        super().__init__(errors=[{"pointer": "/id", "code": "invalid_value"}])


class IdempotencyKeyMissing(ServiceError):
    code = "idempotency-key-missing"
    title = "This request needs an Idempotency-Key header."


class KeyReused(ServiceError):
    status = 422
    code = "idempotency-key-reused"
    title = "This Idempotency-Key was used for another request."


class KeyInUse(Conflict):
    code = "idempotency-key-in-use"
    title = "A request with this Idempotency-Key is still running."
    retry_after: range | None = range(1, 2)


class TooManyRequests(ServiceError):
    """More than the agent or the client may ask. After ``seconds`` the same request is let through,
    unless others of the same client are faster.
    """

    status = 429
    code = "too-many-requests"
    title = "Too many requests. Wait as many seconds as Retry-After says."

    def __init__(self, *, whose: str, seconds: int) -> None:
        """``whose`` limit it is: the agent's, the client's, or that of the client's tokens."""
        super().__init__()
        self.reason = whose
        self.retry_after = range(seconds, seconds + 1)


class InvalidCursor(ServiceError):
    code = "invalid-cursor"
    title = "This page cursor is not valid for this list."


class CursorBeforeRestore(ServiceError):
    """The database was restored since: what stood behind the cursor may stand before it now."""

    code = "cursor-before-restore"
    title = "This page cursor is from before the database was restored."


class VersionMissing(ServiceError):
    status = 428
    code = "version-missing"
    title = "This request needs an If-Match header."


class StaleVersion(ServiceError):
    status = 412
    code = "stale-version"
    title = "The resource has changed since you read it."


class InternalError(ServiceError):
    """A fault of the service. The log describes it, without data."""

    status = 500
    code = "internal-error"
    title = "The system failed. Nothing was changed."


class Unavailable(ServiceError):
    status = 503
    code = "unavailable"
    title = "The system is overloaded or its database cannot be reached. Try again."
    # A range, so that callers that are refused together do not return together.
    retry_after: range | None = range(1, 4)

    def __init__(self, *, reason: Wanting = "database") -> None:
        """``reason`` is what was wanting: ``pool`` a free connection, ``admission`` a place among
        the requests at work, ``issuer`` the keys of an outside one.
        """
        detail = "The issuer of the access token cannot be reached." if reason == "issuer" else None
        super().__init__(detail)
        self.reason = reason
