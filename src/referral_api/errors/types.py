"""Every expected failure: its status, its stable code, its words.

The words are English message ids, translated when the answer is rendered; ``facts`` are
identifiers and vocabulary only, never what the caller sent.
"""

from typing import ClassVar
from uuid import UUID


class Refusal(Exception):
    """A request that cannot be granted. ``keep`` says that work done before the refusal
    (an expiry that the request brought to light) is committed all the same; ``case_id``, the
    case that the trace of the refusal is filed under, where the address does not name it;
    ``recorded``, that the trace is there.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be understood."
    retry_after: ClassVar[range | None] = None  # seconds; which of them is drawn
    oauth: ClassVar[bool] = False

    def __init__(self, detail: str | None = None, *, keep: bool = False, **facts: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.keep = keep
        self.case_id: UUID | None = None
        self.recorded = False
        self.facts = facts


class IdempotencyKeyMissing(Refusal):
    code = "idempotency-key-missing"
    title = "This request needs an Idempotency-Key header."


class InvalidCursor(Refusal):
    code = "invalid-cursor"
    title = "This page cursor is not valid for this list."


class InvalidToken(Refusal):
    status = 401
    code = "invalid-token"
    title = "The access token is missing, expired or not valid."


class InvalidClient(Refusal):
    """RFC 6749 section 5.2, ``invalid_client``."""

    status = 401
    code = "invalid_client"
    oauth = True
    title = "The partner system could not be authenticated."


class InvalidGrant(Refusal):
    """RFC 6749 section 5.2, ``invalid_grant``."""

    code = "invalid_grant"
    title = "The assertion is not valid."
    oauth = True


class InvalidRequest(Refusal):
    """RFC 6749 section 5.2, ``invalid_request``."""

    code = "invalid_request"
    title = "The token request lacks a parameter or is not a well-formed form."
    oauth = True


class UnsupportedGrantType(Refusal):
    """RFC 6749 section 5.2, ``unsupported_grant_type``."""

    code = "unsupported_grant_type"
    title = "Tokens are not issued for this grant type."
    oauth = True


class Forbidden(Refusal):
    status = 403
    code = "forbidden"
    title = "Your role or organisation may not do this."


class NotFound(Refusal):
    """Also the answer for what lies outside the caller's sight: existence is not disclosed."""

    status = 404
    code = "not-found"
    title = "There is nothing here that you may see."


class MethodNotAllowed(Refusal):
    status = 405
    code = "method-not-allowed"
    title = "This address does not offer this method."


class Conflict(Refusal):
    status = 409
    code = "conflict"
    title = "The request conflicts with the present state."


class InvalidTransition(Conflict):
    code = "invalid-transition"
    title = "This step is not possible in the present state."


class AlreadyExists(Conflict):
    code = "already-exists"
    title = "This already exists."


class NoCapacity(Conflict):
    code = "no-capacity"
    title = "No place is free."


class ConsentMissing(Conflict):
    code = "consent-missing"
    title = "No active consent or legal ground covers this recipient and purpose."


class SecondPersonNeeded(Conflict):
    code = "second-person-needed"
    title = "Another person must do this."


class IncompleteGrounds(Conflict):
    code = "incomplete-grounds"
    title = "The decision lacks an act, a means or a purpose."


class KeyInUse(Conflict):
    code = "idempotency-key-in-use"
    title = "A request with this Idempotency-Key is still running."
    retry_after: ClassVar[range | None] = range(1, 2)


class StaleVersion(Refusal):
    status = 412
    code = "stale-version"
    title = "The resource has changed since you read it."


class BodyTooLarge(Refusal):
    status = 413
    code = "body-too-large"
    title = "The request body is larger than 1 MiB."


class MalformedInput(Refusal):
    """``errors`` is a list of ``{"pointer": …, "code": …}``; never the values."""

    status = 422
    code = "malformed-input"
    title = "The input is malformed."


class KeyReused(Refusal):
    status = 422
    code = "idempotency-key-reused"
    title = "This Idempotency-Key was used for another request."


class VersionMissing(Refusal):
    status = 428
    code = "version-missing"
    title = "This request needs an If-Match header."


class Failure(Refusal):
    """A fault of ours. What happened is in the log, without data."""

    status = 500
    code = "internal-error"
    title = "The service failed. Nothing was changed."


class Unavailable(Refusal):
    status = 503
    code = "unavailable"
    title = "The service is overloaded or its database cannot be reached. Try again."
    # Who was refused together shall not come back together.
    retry_after: ClassVar[range | None] = range(1, 4)
