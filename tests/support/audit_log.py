"""The audit events of refusals and acts, checked by one call each."""

from typing import Any
from uuid import UUID

from tests.support.world import World


async def refused(
    world: World, status: int, code: str, agent_id: UUID | None, method: str, path: str,
    json: Any = None, **kwargs: Any,
) -> dict[str, Any]:  # fmt: skip
    """Make a request that must be refused so, and record one event of the refusal."""
    response = await world.call(agent_id, method, path, json, **kwargs)
    body: dict[str, Any] = response.json()
    assert (response.status_code, body.get("code")) == (status, code), response.text
    events = await world.events(request_id=response.headers["x-request-id"], outcome="refused")
    assert [(event["agent_id"], event["code"]) for event in events] == [(agent_id, code)]
    return body


async def move_refused(
    world: World, status: int, code: str, agent_id: UUID, resource: str, row: dict[str, Any],
    event: str, json: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """Try one move, at the version of the row, that must be refused so."""
    path = f"/v1/{resource}/{row['id']}/{event}"
    return await refused(world, status, code, agent_id, "POST", path, json, version=row["version"])


async def recorded(world: World, action: str, row: dict[str, Any]) -> list[UUID | None]:
    """Return the agent of each allowed act on a row; None is the service itself."""
    events = await world.events(action=action, subject_id=UUID(row["id"]), outcome="allowed")
    return [event["agent_id"] for event in events]
