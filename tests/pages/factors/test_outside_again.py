"""An issuer that remembers somebody lets nobody in without a word; and how long a session lasts."""

import time
from datetime import timedelta
from uuid import UUID

from referral_api.pages.sign_in.outside import START
from tests.support.accounts import says
from tests.support.fake_issuer import FakeIssuer, go_out
from tests.support.visitors import Visitor
from tests.support.world import World

ENTER = "/bureau/entrer"


async def _session(world: World, agent_id: UUID) -> UUID:
    found: UUID = await world.owner.fetchval(
        "SELECT id FROM agent_session WHERE agent_id = $1 AND status = 'open'", agent_id
    )
    return found


async def _opened(world: World, agent_id: UUID) -> list[str]:
    rows = await world.events(action="session:open", agent_id=agent_id)
    return [row["code"] for row in rows]


async def test_a_locked_session_is_opened_by_a_proof_and_not_by_what_the_issuer_remembers(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    visitor = Visitor(world, None)
    await go_out(visitor, issuer)
    session = await _session(world, coordinator)
    await world.owner.execute(
        "UPDATE agent_session SET seen_at = seen_at - interval '16 minutes',"
        " locks_at = locks_at - interval '16 minutes' WHERE id = $1", session,
    )  # fmt: skip
    world.process.sessions.forget(session)
    assert (await visitor.get("/bureau")).status_code == 401
    issuer.lies = {"auth_time": int(time.time()) - 7 * 3600}  # it was asked, and did not ask
    silent = await go_out(visitor, issuer)
    assert (silent.status_code, says(silent, "Recommencez")) == (401, True)
    assert (await visitor.get("/bureau")).status_code == 401
    issuer.lies = {}
    assert (await go_out(visitor, issuer)).status_code == 303
    assert (await visitor.get("/bureau")).status_code == 200
    assert issuer.times_asked == 3
    assert await _opened(world, coordinator) == ["issuer", "issuer"]


async def test_whoever_takes_the_telephone_is_asked_by_the_issuer_who_it_is(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    visitor = Visitor(world, None)
    await go_out(visitor, issuer)
    await visitor.send(await visitor.get("/bureau"), "/bureau/sortir", how="switch")
    asked = issuer.times_asked
    left = await visitor.get(f"{START}?number=0")
    assert "prompt=login" in left.headers["location"]
    assert "max_age=300" in left.headers["location"]
    assert (await go_out(visitor, issuer)).status_code == 303
    assert issuer.times_asked == asked + 1
    assert await _opened(world, coordinator) == ["issuer", "issuer"]


async def test_a_session_lasts_no_longer_than_from_its_proof(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    issuer.lies = {"auth_time": int(time.time()) - 240}
    await go_out(Visitor(world, None), issuer)
    row = await world.owner.fetchrow(
        "SELECT expires_at - proved_at AS life, expires_at - opened_at AS here"
        " FROM agent_session WHERE agent_id = $1", coordinator,
    )  # fmt: skip
    assert row is not None
    assert row["life"] == timedelta(hours=8)
    assert row["here"] < timedelta(hours=7, minutes=57)
    assert await _opened(world, coordinator) == ["issuer"]
