"""The events that a partner system receives: its own cases, referrals and handoffs, each once."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.database.database import Database
from referral_api.database.generation import FIRST_GENERATION
from referral_api.domain.events.outgoing_events.operations import OLD_OUTGOING_EVENTS
from referral_api.embedded import Embedded
from referral_api.permissions import Actor, OutgoingEventPermission, Role
from tests.support.audit_log import refused
from tests.support.sessions import as_app
from tests.support.world import TestOrganisation, World

PATH = "/v1/outgoing-events"
_INSERT = (
    "INSERT INTO outgoing_event (organisation_id, event_id, action, subject, subject_id, case_id,"
    " by_organisation_id) VALUES ($1, $2, 'case:register', 'case', $3, $3, $4)"
)
_FIND = "SELECT 1 FROM outgoing_event WHERE case_id = $1"


class _Follower:
    """A system that polls. It keeps its cursor."""

    def __init__(self, world: World, organisation: TestOrganisation) -> None:
        self._world = world
        self.agent = organisation.agent(Role.SUPERVISOR)
        self._cursor = ""

    async def poll(self, limit: int = 100) -> list[dict[str, Any]]:
        query = f"?limit={limit}" + (f"&cursor={self._cursor}" if self._cursor else "")
        result = await self._world.done(self.agent, "GET", f"{PATH}{query}")
        self._cursor = result["next_cursor"]
        items: list[dict[str, Any]] = result["items"]
        return items


async def _followers(world: World, *kinds: str) -> list[tuple[TestOrganisation, _Follower]]:
    """New organisations of these types, which have received no events yet."""
    made = [await world.make_organisation(kind) for kind in kinds]
    return [(organisation, _Follower(world, organisation)) for organisation in made]


def _actions(events: list[dict[str, Any]]) -> list[str]:
    return [event["action"] for event in events]


async def test_only_the_registering_organisation_receives_a_registration(world: World) -> None:
    (police, follower), (_, other) = await _followers(world, "police", "police")
    assert await follower.poll() == []
    case = await world.a_case(police)
    (result,) = await follower.poll()
    (event,) = await world.events(case_id=UUID(case["id"]), action="case:register")
    assert result == {
        "id": str(event["id"]), "action": "case:register", "subject": "case",
        "subject_id": case["id"], "case_id": case["id"], "by_organisation_id": str(police.id),
        "occurred_at": case["registered_at"],
    }  # fmt: skip
    assert await follower.poll() == []
    assert await other.poll() == []
    heard = await world.events(agent_id=follower.agent, action="outgoing_event:follow")
    assert [event["case_ids"] for event in heard] == [[], [UUID(case["id"])], []]


async def test_the_receiver_gets_the_sending_of_a_referral_and_the_sender_the_answer(
    world: World,
) -> None:
    (shelter, receiver), (police, sender) = await _followers(world, "shelter", "police")
    await world.set_places(shelter, 3)
    case = await world.a_case(police)
    consent = await world.a_consent(case["id"], shelter, by=police)
    officer = police.agent(Role.FIRST_RESPONDER)
    draft = await world.a_referral(case["id"], consent_id=consent["id"], by=police, to=shelter)
    assert _actions(await receiver.poll()) == ["consent:record"]
    sent = await world.move(officer, "referrals", draft, "send")
    (result,) = await receiver.poll()
    assert (result["action"], result["subject_id"]) == ("referral:send", draft["id"])
    assert result["by_organisation_id"] == str(police.id)
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    assert _actions(await receiver.poll()) == ["referral:accept"]
    assert _actions(await sender.poll()) == [
        "case:register", "consent:record", "referral:create", "referral:send", "referral:accept",
    ]  # fmt: skip


async def test_both_sides_receive_the_events_of_a_handoff(world: World) -> None:
    (police, sender), (ngo, receiver) = await _followers(world, "police", "ngo")
    case = await world.a_case(police)
    offer = await world.an_offer(case["id"], kind="protection", to=ngo, by=police)
    await world.move(ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    heard = await receiver.poll()
    assert _actions(heard)[:2] == ["consent:record", "handoff:offer"]
    assert "handoff:accept" in _actions(heard)
    assert _actions(await sender.poll()) == ["case:register", *_actions(heard)]


async def test_both_custodians_of_a_case_receive_its_events(world: World) -> None:
    (police, protector), (court, inquirer) = await _followers(world, "police", "prosecutor")
    case = await world.a_case(police)
    offer = await world.an_offer(case["id"], kind="investigation", to=court, by=police)
    await world.move(court.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await protector.poll()
    await inquirer.poll()
    path, officer = f"/v1/cases/{case['id']}", police.agent(Role.FIRST_RESPONDER)
    now = (await world.call(officer, "GET", path)).json()
    await world.done(officer, "PATCH", path, {"region": "KAYES"}, version=now["version"])
    for follower in (protector, inquirer):
        (result,) = await follower.poll()
        assert (result["action"], result["subject_id"]) == ("case:update", case["id"])


async def test_refused_and_rolled_back_changes_are_not_published(world: World) -> None:
    ((police, follower),) = await _followers(world, "police")
    case = await world.a_case(police)
    supervisor = police.agent(Role.SUPERVISOR)
    await refused(
        world, 412, "stale-version", supervisor, "POST", f"/v1/cases/{case['id']}/close",
        {"reason": "duplicate"}, version=9,
    )  # fmt: skip
    assert _actions(await follower.poll()) == ["case:register"]


async def test_a_transaction_that_commits_late_is_not_skipped(
    world: World, server: Embedded
) -> None:
    ((police, follower),) = await _followers(world, "police")
    async with as_app(server, police) as slow:
        transaction = slow.transaction()
        await transaction.start()
        late, case_id = uuid7(), uuid7()
        await slow.execute(_INSERT, police.id, late, case_id, police.id)
        quick = await world.a_case(police)
        # The quick one has ended. It is published once no event can appear before it any more.
        assert await follower.poll() == []
        await transaction.commit()
    heard = await follower.poll()
    assert heard[0]["id"] == str(late)
    assert [event["subject_id"] for event in heard] == [str(case_id), quick["id"]]


async def test_pages_follow_each_other_and_never_part_a_transaction(
    world: World, server: Embedded
) -> None:
    ((police, follower),) = await _followers(world, "police")
    first = await world.a_case(police)
    async with as_app(server, police) as connection, connection.transaction():
        for _ in range(3):
            await connection.execute(_INSERT, police.id, uuid7(), uuid7(), police.id)
    last = await world.a_case(police)
    pages = [await follower.poll(limit=2) for _ in range(3)]
    assert [len(page) for page in pages] == [4, 1, 0]
    assert pages[0][0]["subject_id"] == first["id"]
    assert pages[1][0]["subject_id"] == last["id"]


async def test_a_cursor_is_its_callers_own(world: World) -> None:
    (_, follower), (_, other) = await _followers(world, "police", "police")
    await follower.poll()
    await refused(
        world, 400, "invalid-cursor", other.agent, "GET", f"{PATH}?cursor={follower._cursor}"
    )
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.COORDINATOR):
        house = {Role.AUDITOR: world.oversight, Role.COORDINATOR: world.coordination}
        agent = house.get(role, world.police).agent(role)
        await refused(world, 403, "forbidden", agent, "GET", PATH)


async def test_a_cursor_ahead_of_the_counter_is_from_before_a_restore(world: World) -> None:
    ((police, follower),) = await _followers(world, "police")
    await follower.poll()
    actor = Actor(police.id, "police", follower.agent, None, frozenset(), "")
    ahead = world.process.cursors.encode(
        UUID(int=2**60), actor, OutgoingEventPermission.FOLLOW, FIRST_GENERATION
    )
    path = f"{PATH}?cursor={ahead}"
    await refused(world, 400, "cursor-before-restore", follower.agent, "GET", path)


async def test_no_organisation_writes_or_reads_the_events_of_another(
    world: World, server: Embedded
) -> None:
    case_id = UUID((await world.a_case())["id"])
    async with as_app(server, world.stranger) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(_INSERT, world.ngo.id, uuid7(), case_id, world.police.id)
        assert not await connection.fetch(_FIND, case_id)
        await connection.execute("DELETE FROM outgoing_event WHERE case_id = $1", case_id)
        for column, value in (("xid", "'1'"), ("occurred_at", "now()")):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"UPDATE outgoing_event SET {column} = {value}")
    assert await world.owner.fetch(_FIND, case_id)


async def test_only_the_service_deletes_old_events(world: World, server: Embedded) -> None:
    ((police, follower),) = await _followers(world, "police")
    old, young = await world.a_case(police), await world.a_case(police)
    await world.owner.execute(
        "UPDATE outgoing_event SET occurred_at = now() - interval '91 days' WHERE case_id = $1",
        UUID(old["id"]),
    )
    database = Database(server.url("referral_app"), size=1)
    await OLD_OUTGOING_EVENTS.purge(
        database, world.process.settings.outgoing_event_retention, seconds=60
    )
    await database.close()
    assert [event["subject_id"] for event in await follower.poll()] == [young["id"]]
