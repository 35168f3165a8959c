"""The type of an expected failure: a status, a stable code and a message.

Messages are English message ids, translated when the response is written. ``facts`` hold
identifiers and vocabulary only, never the caller's input.
"""

from typing import ClassVar
from uuid import UUID


class ServiceError(Exception):
    """A request that cannot be granted.

    ``commit_partial`` commits the work done before the refusal, such as an expiry that the request
    brought to light. ``case_id`` is the case under which the audit log files the refusal, where the
    address does not name it. ``recorded`` is True once the audit log holds the refusal. ``closes``
    ends the connection with the response: what else would arrive on it cannot be told apart.
    ``reason`` tells refusals with the same code apart in the metrics; the caller is not told.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be understood."
    retry_after: range | None = None  # seconds; one is drawn at random
    oauth: ClassVar[bool] = False
    closes: bool = False
    reason: str = "other"

    def __init__(
        self, detail: str | None = None, *, commit_partial: bool = False, **facts: object
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.commit_partial = commit_partial
        self.case_id: UUID | None = None
        self.recorded = False
        self.facts = facts
