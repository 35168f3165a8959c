"""What a partner's system hears of: its own cases, referrals and handoffs, each act once."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.database.database import Database
from referral_api.domain.events.outgoing_events.operations import purge_outgoing_events
from referral_api.domain.network.agents.actor_resolver import NOBODY
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
    """A system that polls: it keeps its cursor, and all that it was told."""

    def __init__(self, world: World, organisation: TestOrganisation) -> None:
        self._world = world
        self.agent = organisation.agent(Role.SUPERVISOR)
        self._cursor = ""

    async def hear(self, limit: int = 100) -> list[dict[str, Any]]:
        query = f"?limit={limit}" + (f"&cursor={self._cursor}" if self._cursor else "")
        told = await self._world.done(self.agent, "GET", f"{PATH}{query}")
        self._cursor = told["next_cursor"]
        items: list[dict[str, Any]] = told["items"]
        return items


async def _followers(world: World, *kinds: str) -> list[tuple[TestOrganisation, _Follower]]:
    """New organisations of these types, which have heard nothing yet."""
    made = [await world.make_organisation(kind) for kind in kinds]
    return [(organisation, _Follower(world, organisation)) for organisation in made]


def _acts(events: list[dict[str, Any]]) -> list[str]:
    return [event["action"] for event in events]


async def test_a_registration_is_told_to_who_registered_and_to_nobody_else(world: World) -> None:
    (police, follower), (_, other) = await _followers(world, "police", "police")
    assert await follower.hear() == []
    case = await world.a_case(police)
    (told,) = await follower.hear()
    (event,) = await world.events(case_id=UUID(case["id"]), action="case:register")
    assert told == {
        "id": str(event["id"]), "action": "case:register", "subject": "case",
        "subject_id": case["id"], "case_id": case["id"], "by_organisation_id": str(police.id),
        "occurred_at": case["registered_at"],
    }  # fmt: skip
    assert await follower.hear() == []
    assert await other.hear() == []
    heard = await world.events(agent_id=follower.agent, action="outgoing_event:follow")
    assert [event["case_ids"] for event in heard] == [[], [UUID(case["id"])], []]


async def test_a_receiver_hears_of_a_referral_when_it_is_sent_and_a_sender_of_the_answer(
    world: World,
) -> None:
    (shelter, receiver), (police, sender) = await _followers(world, "shelter", "police")
    await world.set_places(shelter, 3)
    case = await world.a_case(police)
    consent = await world.a_consent(case["id"], shelter, by=police)
    officer = police.agent(Role.FIRST_RESPONDER)
    draft = await world.a_referral(case["id"], consent_id=consent["id"], by=police, to=shelter)
    assert await receiver.hear() == []
    sent = await world.move(officer, "referrals", draft, "send")
    (told,) = await receiver.hear()
    assert (told["action"], told["subject_id"]) == ("referral:send", draft["id"])
    assert told["by_organisation_id"] == str(police.id)
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    assert _acts(await receiver.hear()) == ["referral:accept"]
    assert _acts(await sender.hear()) == [
        "case:register", "referral:create", "referral:send", "referral:accept",
    ]  # fmt: skip


async def test_both_sides_hear_of_a_handoff(world: World) -> None:
    (police, sender), (ngo, receiver) = await _followers(world, "police", "ngo")
    case = await world.a_case(police)
    offer = await world.an_offer(case["id"], kind="protection", to=ngo, by=police)
    await world.move(ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    heard = await receiver.hear()
    assert _acts(heard)[0] == "handoff:offer"
    assert "handoff:accept" in _acts(heard)
    assert _acts(await sender.hear()) == ["case:register", *_acts(heard)]


async def test_both_custodians_of_a_case_hear_what_becomes_of_it(world: World) -> None:
    (police, protector), (court, inquirer) = await _followers(world, "police", "prosecutor")
    case = await world.a_case(police)
    offer = await world.an_offer(case["id"], kind="investigation", to=court, by=police)
    await world.move(court.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await protector.hear()
    await inquirer.hear()
    path, officer = f"/v1/cases/{case['id']}", police.agent(Role.FIRST_RESPONDER)
    now = (await world.call(officer, "GET", path)).json()
    await world.done(officer, "PATCH", path, {"region": "KAYES"}, version=now["version"])
    for follower in (protector, inquirer):
        (told,) = await follower.hear()
        assert (told["action"], told["subject_id"]) == ("case:update", case["id"])


async def test_what_was_refused_or_undone_is_not_told(world: World) -> None:
    ((police, follower),) = await _followers(world, "police")
    case = await world.a_case(police)
    supervisor = police.agent(Role.SUPERVISOR)
    await refused(
        world, 412, "stale-version", supervisor, "POST", f"/v1/cases/{case['id']}/close",
        {"reason": "duplicate"}, version=9,
    )  # fmt: skip
    assert _acts(await follower.hear()) == ["case:register"]


async def test_who_is_slow_to_commit_is_not_passed_by(world: World, server: Embedded) -> None:
    ((police, follower),) = await _followers(world, "police")
    async with as_app(server, police) as slow:
        transaction = slow.transaction()
        await transaction.start()
        late, case_id = uuid7(), uuid7()
        await slow.execute(_INSERT, police.id, late, case_id, police.id)
        quick = await world.a_case(police)
        # The quick one has ended; it is told only once nothing can appear before it any more.
        assert await follower.hear() == []
        await transaction.commit()
    heard = await follower.hear()
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
    pages = [await follower.hear(limit=2) for _ in range(3)]
    assert [len(page) for page in pages] == [4, 1, 0]
    assert pages[0][0]["subject_id"] == first["id"]
    assert pages[1][0]["subject_id"] == last["id"]


async def test_a_cursor_is_its_callers_own(world: World) -> None:
    (_, follower), (_, other) = await _followers(world, "police", "police")
    await follower.hear()
    await refused(
        world, 400, "invalid-cursor", other.agent, "GET", f"{PATH}?cursor={follower._cursor}"
    )
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.COORDINATOR):
        house = {Role.AUDITOR: world.oversight, Role.COORDINATOR: world.coordination}
        agent = house.get(role, world.police).agent(role)
        await refused(world, 403, "forbidden", agent, "GET", PATH)


async def test_a_cursor_of_before_a_restore_is_refused_instead_of_hearing_nothing(
    world: World,
) -> None:
    ((police, follower),) = await _followers(world, "police")
    await follower.hear()
    actor = Actor(police.id, "police", follower.agent, None, frozenset(), "")
    ahead = world.process.cursors.encode(UUID(int=2**60), actor, OutgoingEventPermission.FOLLOW)
    await refused(world, 400, "invalid-cursor", follower.agent, "GET", f"{PATH}?cursor={ahead}")


async def test_nobody_speaks_in_anothers_name_or_reads_what_another_is_told(
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


async def test_old_ones_are_forgotten_by_the_service_alone(world: World, server: Embedded) -> None:
    ((police, follower),) = await _followers(world, "police")
    old, young = await world.a_case(police), await world.a_case(police)
    await world.owner.execute(
        "UPDATE outgoing_event SET occurred_at = now() - interval '91 days' WHERE case_id = $1",
        UUID(old["id"]),
    )
    database = Database(server.url("referral_app"), size=1)
    async with database.transaction(NOBODY, "system") as transaction:
        await purge_outgoing_events(transaction, world.process.settings.outgoing_event_retention)
    await database.close()
    assert [event["subject_id"] for event in await follower.hear()] == [young["id"]]
