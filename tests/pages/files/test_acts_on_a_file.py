"""What the page of a file offers: to change it, to close it and to open it again."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def offered(visitor: Visitor, case: dict[str, Any]) -> set[str]:
    """Return the acts on the file itself that its page offers, by a link or a button."""
    ids = {"case_id": case["id"]}
    page = Parsed((await visitor.get(address_of(OPERATIONS["read_case"], ids))).text)
    led = [*(place for place, _ in page.links), *(form.action for form in page.forms)]
    places = {place.partition("?")[0] for place in led}
    names = ("update_case", "close_case", "reopen_case", "refute_death")
    return {name for name in names if address_of(OPERATIONS[name], ids) in places}


async def test_an_open_file_is_changed_and_closed_and_a_closed_one_opened_again(
    world: World,
) -> None:
    supervisor = world.police.agent(Role.SUPERVISOR)
    visitor = await Visitor.of(world, supervisor)
    case = await world.a_case()
    assert await offered(visitor, case) == {"update_case", "close_case"}
    form = address_of(OPERATIONS["close_case"], {"case_id": case["id"]})
    page = await visitor.get(f"{form}?version={case['version']}")
    sent = await visitor.send(page, form, reason="lost_contact")
    assert sent.status_code == 303, Parsed(sent.text).text
    closed = await world.events(action="case:close", case_id=UUID(case["id"]))
    assert [event["agent_id"] for event in closed] == [supervisor]
    assert await offered(visitor, case) == {"reopen_case"}


async def test_a_death_is_refuted_where_one_was_reported(world: World) -> None:
    visitor = await Visitor.of(world, world.police.agent(Role.SUPERVISOR))
    case = await world.a_case()
    assert "refute_death" not in await offered(visitor, case)
    await world.rewrite("case", case, death_reported_at=datetime.now(UTC))
    assert "refute_death" in await offered(visitor, case)
