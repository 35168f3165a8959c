"""The id of a request: the caller's own UUID, or a new one. It connects the response, the log line
and the audit event.
"""

import re
from contextvars import ContextVar

from uuid_utils import uuid4

current_request_id: ContextVar[str | None] = ContextVar("current_request_id", default=None)
_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
# The same, as a pattern of the contract.
UUID_FORM = r"^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$"


def begin_request(given: str | None) -> str:
    """Use the caller's id unchanged, or make a new one if it is missing or not a UUID."""
    request_id = given if given and _UUID.fullmatch(given) else uuid4().hex
    current_request_id.set(request_id)
    return request_id
