"""The member of a response that says which change waits for another administrator."""

from typing import Any

from pydantic import Field

PENDING: Any = Field(
    None,
    description="In the response to a request of which a part waits for another administrator: the "
    "id of that change at `/v1/pending-changes`. A reading and a replay name none.",
)
