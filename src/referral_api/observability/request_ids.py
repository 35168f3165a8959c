"""The id of a request: the caller's own UUID, or one made here. It is in the answer, the log line
and the event, and ties the three together.
"""

import re
from contextvars import ContextVar

from uuid_utils import uuid4

current_request_id: ContextVar[str | None] = ContextVar("current_request_id", default=None)
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


def begin_request(given: str | None) -> str:
    """Take the caller's id as she wrote it; make one where it is missing or no UUID."""
    request_id = given if given and _UUID.fullmatch(given) else uuid4().hex
    current_request_id.set(request_id)
    return request_id
