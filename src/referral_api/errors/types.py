"""What an expected failure is: a status, a stable code, and words.

The words are English message ids, translated when the answer is rendered; ``facts`` are
identifiers and vocabulary only, never what the caller sent.
"""

from typing import ClassVar
from uuid import UUID


class ServiceError(Exception):
    """A request that cannot be granted. ``commit_partial`` says that work done before the refusal
    (an expiry that the request brought to light) is committed all the same; ``case_id``, the
    case that the trace of the refusal is filed under, where the address does not name it;
    ``recorded``, that the trace is there.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be understood."
    retry_after: ClassVar[range | None] = None  # seconds; which of them is drawn
    oauth: ClassVar[bool] = False

    def __init__(
        self, detail: str | None = None, *, commit_partial: bool = False, **facts: object
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.commit_partial = commit_partial
        self.case_id: UUID | None = None
        self.recorded = False
        self.facts = facts
