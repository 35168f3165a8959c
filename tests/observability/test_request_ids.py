"""A request id connects the response, the log line and the event; a caller may send one."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.world import World

UUID_TEXT = "3F2504E0-4F89-41D3-9A0C-0305E82C3301"


@pytest.mark.parametrize("given", [UUID_TEXT, UUID_TEXT.lower(), UUID(UUID_TEXT).hex])
async def test_a_uuid_of_the_caller_is_used_unchanged(world: World, given: str) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{(await world.a_case())['id']}"
    answer = await world.call(officer, "GET", path, headers={"X-Request-ID": given})
    assert answer.headers.get_list("X-Request-ID") == [given]
    events = await world.events(request_id=given, action="case:read")
    assert [event["outcome"] for event in events] == ["allowed"]


@pytest.mark.parametrize(
    "given", ["", "1", f"{{{UUID_TEXT}}}", f"urn:uuid:{UUID_TEXT}", UUID_TEXT + "0", b"\xa0" * 32]
)
async def test_anything_else_is_replaced(world: World, given: Any) -> None:
    headers: Any = {"X-Request-ID": given}
    answer = await world.call(None, "GET", "/v1/cases", headers=headers)
    assert answer.status_code == 401
    (made,) = answer.headers.get_list("X-Request-ID")
    assert len(made) == 32
    assert answer.json()["request_id"] == made


async def test_health_and_metrics_have_one_too(world: World) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert (await world.call(None, "GET", path)).headers["X-Request-ID"]
