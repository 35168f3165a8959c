"""What an issuer ends is ended, also if we fail meanwhile; and so is what its name has opened."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from referral_api.domain.network.agents.operations import apply_to_agent
from referral_api.domain.network.sign_in import outside
from referral_api.errors import Unavailable
from referral_api.pages.sign_in.outside import LOGOUT
from referral_api.permissions import Role
from tests.support.fake_issuer import ISSUER, FakeIssuer, go_out
from tests.support.signing_in import actor_of
from tests.support.visitors import Visitor
from tests.support.world import World

ENTER = "/bureau/entrer"


@pytest.fixture
async def visitor(world: World, issuer: FakeIssuer) -> Visitor:
    made = Visitor(world, None)
    assert (await go_out(made, issuer)).status_code == 303
    return made


async def _log_out(world: World, token: str) -> int:
    sent = [("logout_token", token)]
    answer = await Visitor(world, None).post(LOGOUT, sent, Sec_Fetch_Site=None)
    return answer.status_code


async def _ends(world: World, agent_id: UUID) -> list[tuple[Any, ...]]:
    rows = await world.owner.fetch(
        "SELECT s.end_reason, e.outcome, e.code FROM agent_session s LEFT JOIN audit_event e"
        " ON e.subject_id = s.id AND e.action = 'session:end' WHERE s.agent_id = $1"
        " AND s.status = 'ended'", agent_id,
    )  # fmt: skip
    return [tuple(row) for row in rows]


async def test_a_logout_that_we_could_not_carry_out_is_carried_out_when_it_is_said_again(
    world: World, coordinator: UUID, issuer: FakeIssuer, visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    token = issuer.logout_token()

    async def fails(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(outside, "end_sessions_of_agent", fails)
        assert await _log_out(world, token) == 503
    assert (await visitor.get("/bureau")).status_code == 200
    assert await _log_out(world, token) == 200
    assert (await visitor.get("/bureau")).headers["location"] == ENTER
    assert await _log_out(world, token) == 400  # once
    assert await _ends(world, coordinator) == [("issuer", "allowed", "issuer")]


async def test_a_logout_token_with_nothing_to_end_is_good_once_too(
    world: World, issuer: FakeIssuer
) -> None:
    token = issuer.logout_token(sub=f"u-{uuid4()}", sid=None)
    assert [await _log_out(world, token) for _ in range(2)] == [200, 400]


async def test_a_session_that_the_issuer_gave_no_name_ends_with_its_person(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    issuer.lies = {"sid": None}
    nameless = Visitor(world, None)
    await go_out(nameless, issuer)
    assert await _log_out(world, issuer.logout_token()) == 200
    assert (await nameless.get("/bureau")).headers["location"] == ENTER
    assert await _ends(world, coordinator) == [("issuer", "allowed", "issuer")]


async def test_a_name_that_is_taken_away_ends_the_sessions_that_it_has_opened(
    world: World, coordinator: UUID, issuer: FakeIssuer, visitor: Visitor
) -> None:
    by_key = await Visitor.of(world, coordinator)
    administrator = await actor_of(world, world.coordination.agent(Role.ADMINISTRATOR))
    async with world.process.database.transaction(administrator) as transaction:
        await apply_to_agent(transaction, coordinator, 1, {"subjects": []})
    world.process.sessions.forget_agent(coordinator)
    assert (await visitor.get("/bureau")).headers["location"] == ENTER
    assert (await by_key.get("/bureau")).status_code == 200
    assert await _ends(world, coordinator) == [("factor", None, None)]
    assert (await go_out(Visitor(world, None), issuer)).status_code == 401
    (event,) = await world.events(action="agent:update", subject_id=coordinator)
    assert event["agent_id"] == administrator.agent_id  # this act vouches for it


async def test_a_name_that_stays_ends_nothing(
    world: World, coordinator: UUID, issuer: FakeIssuer, visitor: Visitor
) -> None:
    kept = {"issuer": ISSUER, "subject": issuer.subject}
    more = {"issuer": "https://other.example", "subject": f"o-{coordinator}"}
    administrator = await actor_of(world, world.coordination.agent(Role.ADMINISTRATOR))
    async with world.process.database.transaction(administrator) as transaction:
        await apply_to_agent(transaction, coordinator, 1, {"subjects": [kept, more]})
    names = await world.owner.fetch(
        "SELECT issuer, subject FROM agent_subject WHERE agent_id = $1 ORDER BY 1", coordinator
    )
    assert [dict(name) for name in names] == [kept, more]
    world.process.sessions.forget_agent(coordinator)
    assert (await visitor.get("/bureau")).status_code == 200
    assert await _ends(world, coordinator) == []
