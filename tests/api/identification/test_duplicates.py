"""Duplicates: found by the service afterwards, told to the holder, never to whoever records."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.database.database import system_actor
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.duplicate_checks import checks
from referral_api.domain.casework.duplicate_checks.checks import check_due, check_one, index_again
from referral_api.domain.casework.duplicate_checks.looking import look, store
from referral_api.domain.casework.duplicate_checks.statements import DUE, MOST_OPENED
from referral_api.permissions import Role
from referral_api.security.blind_index import BlindIndex
from referral_api.security.key_ring import Secrets
from tests.api.casework.test_races import ROUNDS, move, one_won, together
from tests.support.audit_log import move_refused, refused
from tests.support.duplicates import a_person, candidates, linked, registered, searcher
from tests.support.world import TestOrganisation, World

SUPERVISOR, WORKER, COORDINATOR = Role.SUPERVISOR, Role.CASE_WORKER, Role.COORDINATOR


async def test_a_file_that_exists_is_told_to_its_holder_and_to_the_coordination_alone(
    world: World,
) -> None:
    kayes, gao = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person(phones=["+223 70 11 22 33"])
    first = await registered(world, kayes, person)
    again = person | {"family_name": person["given_names"], "given_names": person["family_name"]}
    second = await registered(world, gao, again)
    (found,) = await candidates(world, kayes.agent(WORKER), first)
    assert found["other_organisation_id"] == str(gao.id)
    assert (found["likeness"], found["status"]) == ("strong", "open")
    assert second["id"] not in str(found)
    assert second["code"] not in str(found)
    (seen,) = await candidates(world, world.coordination.agent(COORDINATOR), first)
    assert seen == found
    assert await candidates(world, gao.agent(WORKER), second) == []
    path = f"/v1/duplicate-candidates/{found['id']}"
    await refused(world, 404, "not-found", gao.agent(WORKER), "GET", path)
    notices = await world.done(kayes.agent(WORKER), "GET", "/v1/notices")
    assert [(each["kind"], each["subject_id"]) for each in notices["items"]] == [
        ("possible_duplicate", found["id"])
    ]
    assert (await world.done(gao.agent(WORKER), "GET", "/v1/notices"))["items"] == []
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", UUID(found["id"])
    )
    assert {row["organisation_id"] for row in told} == {kayes.id}
    (event,) = await world.events(action="duplicate_candidate:find", subject_id=found["id"])
    assert (event["agent_id"], event["case_id"]) == (None, UUID(first["id"]))


async def test_each_identity_that_is_opened_is_an_event(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first = await registered(world, ngo, person)
    second = await registered(world, other, person)
    opened = {"action": "identity:compare", "outcome": "allowed", "organisation_id": other.id}
    for case in (first, second):
        (event,) = await world.events(case_id=UUID(case["id"]), **opened)
        assert (event["agent_id"], event["token_id"]) == (None, "system")
        assert event["section"] == "identity"


async def test_the_recorder_is_told_where_the_operator_says_so(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    await registered(world, ngo, person)
    second = await registered(world, other, person, discloses=True)
    page = await world.done(other.agent(WORKER), "GET", "/v1/duplicate-candidates")
    (found,) = page["items"]
    assert found["organisation_id"] == str(ngo.id)
    assert second["id"] not in str(found)
    (notice,) = (await world.done(other.agent(WORKER), "GET", "/v1/notices"))["items"]
    assert notice["kind"] == "possible_duplicate"


async def test_the_answer_to_recording_is_the_same_with_and_without_a_match(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    await registered(world, ngo, person)
    officer, told = other.agent(Role.FIRST_RESPONDER), []
    for identity in (person, a_person()):
        case = await world.a_case(other)
        path = f"/v1/cases/{case['id']}"
        answer = await world.call(officer, "PUT", f"{path}/identity", identity, version=0)
        assert await check_one(world.process.database, searcher(world), UUID(case["id"]))
        after = await world.done(officer, "GET", path)
        body = answer.json()
        body.pop("identity"), body.pop("id"), body.pop("updated_at")
        told.append((
            answer.status_code, body, sorted(answer.headers),
            {name: after[name] for name in after if not name.endswith(("_at", "id", "code"))},
            (await world.done(officer, "GET", "/v1/outgoing-events?limit=1")).keys(),
        ))  # fmt: skip
    assert told[0] == told[1]


async def test_a_pair_is_told_once_and_a_dismissed_one_stays_dismissed(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first = await registered(world, ngo, person)
    second = await registered(world, other, person)
    (found,) = await candidates(world, ngo.agent(SUPERVISOR), first)
    supervisor = ngo.agent(SUPERVISOR)
    done = await world.move(supervisor, "duplicate-candidates", found, "dismiss")
    assert done["status"] == "dismissed"
    (event,) = await world.events(action="duplicate_candidate:dismiss", subject_id=found["id"])
    assert event["agent_id"] == supervisor
    officer = other.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{second['id']}/identity"
    await world.done(officer, "PUT", path, person | {"address": "Quartier"}, version=1)
    assert await check_one(world.process.database, searcher(world), UUID(second["id"]))
    (still,) = await candidates(world, supervisor, first)
    assert still["status"] == "dismissed"


async def test_pairs_that_were_told_of_make_room_for_the_next_most_alike(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    for _ in range(4):
        await registered(world, ngo, person)
    fifth = await registered(world, other, person)
    assert await _told(world, fifth) == 3
    path = f"/v1/cases/{fifth['id']}/identity"
    corrected = person | {"birth_place": "Lieu inventé"}
    await world.done(other.agent(Role.FIRST_RESPONDER), "PUT", path, corrected, version=1)
    assert await check_one(world.process.database, searcher(world), UUID(fifth["id"]))
    assert await _told(world, fifth) == 4


async def _told(world: World, case: dict[str, Any]) -> int:
    """Count the pairs that the checks of a file found: as many as their events."""
    rows = await world.owner.fetch(
        "SELECT id FROM duplicate_candidate WHERE other_case_id = $1", UUID(case["id"])
    )
    found = await world.events(action="duplicate_candidate:find")
    assert len({row["id"] for row in rows} & {event["subject_id"] for event in found}) == len(rows)
    return len(rows)


async def _tokens(world: World, case: dict[str, Any]) -> set[tuple[bytes, str]]:
    rows = await world.owner.fetch(
        "SELECT token, key_id FROM identity_index WHERE case_id = $1", UUID(case["id"])
    )
    return {(bytes(row["token"]), row["key_id"]) for row in rows}


async def test_a_correction_replaces_the_indexes_and_a_destroyed_key_deletes_them(
    world: World,
) -> None:
    ngo = await world.make_organisation("ngo")
    case = await registered(world, ngo, a_person())
    before = await _tokens(world, case)
    assert before
    assert all(len(token) == 3 for token, _ in before)
    path, officer = f"/v1/cases/{case['id']}/identity", ngo.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "PUT", path, a_person(), version=1)
    assert await _tokens(world, case) == set()
    assert await check_one(world.process.database, searcher(world), UUID(case["id"]))
    after = await _tokens(world, case)
    assert after
    assert not before & after
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id, salt)"
            " VALUES (gen_random_uuid(), 'test:arrange', 'allowed', $2, '{}', $1, '')",
            UUID(case["id"]), ngo.id,
        )  # fmt: skip
        await connection.execute("DELETE FROM person_key WHERE case_id = $1", UUID(case["id"]))
    assert await _tokens(world, case) == set()


async def test_the_openings_of_an_agent_are_limited_and_the_rest_waits(world: World) -> None:
    ngo = await world.make_organisation("ngo")
    person = a_person()
    for _ in range(3):
        await registered(world, ngo, person)
    case = await registered(world, ngo, person, check=False)
    opened = "SELECT sum(opened) FROM identity_quota WHERE agent_id = $1"
    agent = ngo.agent(Role.FIRST_RESPONDER)
    assert await world.owner.fetchval(opened, agent) == 0 + 1 + 2
    database, case_id = world.process.database, UUID(case["id"])
    # Of those, 3 are used: what is left would not do for one more check.
    await check_due(database, searcher(world, openings=MOST_OPENED))
    assert not await check_one(database, searcher(world, openings=MOST_OPENED), case_id)
    waiting = "SELECT attempts FROM identity_check WHERE case_id = $1"
    assert await world.owner.fetchval(waiting, case_id) == 0
    assert await world.owner.fetchval(opened, agent) == 3
    assert await check_one(database, searcher(world, openings=2 * MOST_OPENED), case_id)
    assert await world.owner.fetchval(opened, agent) == 3 + 3


async def test_what_waits_today_is_found_tomorrow(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first = await registered(world, ngo, person)
    # Both are due when the worker reads which are; one of them uses what the day has.
    cases = [await registered(world, other, person, check=False) for _ in range(2)]
    database, limited = world.process.database, searcher(world, openings=MOST_OPENED)
    one, another = [UUID(case["id"]) for case in cases]
    assert await check_one(database, limited, one)
    assert not await check_one(database, limited, another)
    assert len(await candidates(world, ngo.agent(WORKER), first)) == 1
    await world.owner.execute(
        "UPDATE identity_quota SET day = day - 1 WHERE agent_id = $1",
        other.agent(Role.FIRST_RESPONDER),
    )
    assert await check_one(database, limited, another)
    assert len(await candidates(world, ngo.agent(WORKER), first)) == 2


async def test_waiting_checks_hold_up_nobody(world: World) -> None:
    ngo = await world.make_organisation("ngo")
    person = a_person()
    for _ in range(2):
        await registered(world, ngo, person)
    waiting = UUID((await registered(world, ngo, person, check=False))["id"])
    for limit, is_due in ((MOST_OPENED, False), (2 * MOST_OPENED, True)):
        async with world.process.database.transaction(system_actor(), "system") as transaction:
            due = await transaction.all(DUE, for_each_agent=limit)
        assert (waiting in {row["case_id"] for row in due}) is is_due


async def test_a_check_whose_openings_another_took_reads_nothing_and_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ngo = await world.make_organisation("ngo")
    person = a_person()
    for _ in range(2):
        await registered(world, ngo, person)
    case_id = UUID((await registered(world, ngo, person, check=False))["id"])
    database, limited = world.process.database, searcher(world, openings=MOST_OPENED)

    async def take_anyway(transaction: Transaction, *_: Any) -> None:
        mine = await store(transaction, limited, case_id)
        assert mine is not None
        await look(transaction, limited, case_id, mine)

    monkeypatch.setattr(checks, "look", take_anyway)
    assert not await check_one(database, searcher(world, openings=2 * MOST_OPENED), case_id)
    opened = "SELECT sum(opened) FROM identity_quota WHERE agent_id = $1"
    assert await world.owner.fetchval(opened, ngo.agent(Role.FIRST_RESPONDER)) == 1
    monkeypatch.undo()
    assert await check_one(database, searcher(world, openings=2 * MOST_OPENED), case_id)


async def test_whoever_was_indexed_by_another_key_is_found_and_indexed_anew(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first = await registered(world, ngo, person)
    rotated = searcher(world)
    new = BlindIndex(Secrets(b"n" * 32, [b"k" * 32, b"n" * 32]))
    rotated = type(rotated)(rotated.vault, new, False, 1000)
    second = await registered(world, other, person, check=False)
    database = world.process.database
    assert await check_one(database, rotated, UUID(second["id"]))
    assert len(await candidates(world, ngo.agent(WORKER), first)) == 1
    while {key for _, key in await _tokens(world, first)} != {new.key_id}:
        assert await index_again(database, rotated) + await check_due(database, rotated)
    assert len(await candidates(world, ngo.agent(WORKER), first)) == 1


async def test_a_check_that_fails_comes_again(world: World) -> None:
    ngo = await world.make_organisation("ngo")
    case = await registered(world, ngo, a_person(), check=False)
    of = (UUID(case["id"]),)
    broken = searcher(world)
    stranger = type(broken.vault)("x", {"x": b"x" * 32})
    broken = type(broken)(stranger, broken.index, False, 1000)
    assert not await check_one(world.process.database, broken, *of)
    waits = "SELECT attempts, next_at > now() FROM identity_check WHERE case_id = $1"
    (row,) = await world.owner.fetch(waits, *of)
    assert tuple(row) == (1, True)
    assert await check_one(world.process.database, searcher(world), *of)


async def test_closing_as_a_duplicate_names_the_other_file(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    first, second = await world.a_case(ngo), await world.a_case(other)
    supervisor, path = other.agent(SUPERVISOR), f"/v1/cases/{second['id']}/close"

    async def refuse(body: dict[str, Any], code: str) -> None:
        answer = await world.call(supervisor, "POST", path, body, version=second["version"])
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (
            422, "/duplicate_of_id", code,
        )  # fmt: skip

    await refuse({"reason": "duplicate"}, "missing")
    for named in (first["id"], second["id"]):
        await refuse({"reason": "duplicate", "duplicate_of_id": named}, "invalid_value")
    await refuse({"reason": "reintegrated", "duplicate_of_id": first["id"]}, "invalid_value")
    await linked(world, (ngo, first), (other, second))
    closed = await world.done(
        supervisor, "POST", path, {"reason": "duplicate"}, version=second["version"]
    )
    assert closed["duplicate_of_id"] == first["id"]
    again = await world.done(
        supervisor, "POST", f"/v1/cases/{second['id']}/reopen", version=closed["version"]
    )
    assert again["duplicate_of_id"] is None


@pytest.mark.parametrize("named", [True, False], ids=["named", "linked"])
@pytest.mark.parametrize("turned", [True, False])
async def test_of_two_files_of_a_person_one_stays(world: World, named: bool, turned: bool) -> None:
    pair = [(by, await world.a_case(by)) for by in (world.ngo, world.police)]
    await linked(world, pair[0], pair[1])
    (by, closed), (other_by, stays) = reversed(pair) if turned else pair
    body: dict[str, Any] = {"reason": "duplicate"}
    await _close(world, by, closed, body | ({"duplicate_of_id": stays["id"]} if named else {}))
    problem = await move_refused(
        world, 422, "malformed-input", other_by.agent(SUPERVISOR), "cases", stays, "close",
        body | ({"duplicate_of_id": closed["id"]} if named else {}),
    )  # fmt: skip
    assert [error["code"] for error in problem["errors"]] == ["invalid_value"]
    await _close(world, other_by, stays, {"reason": "reintegrated"})


async def _close(
    world: World, by: TestOrganisation, case: dict[str, Any], body: dict[str, Any]
) -> None:
    answer = await move(world, by.agent(SUPERVISOR), "cases", case, "close", body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_files_are_not_closed_at_once_as_duplicates_of_each_other(
    world: World, attempt: int
) -> None:
    pair = [(by, await world.a_case(by)) for by in (world.ngo, world.police)]
    await linked(world, pair[0], pair[1])
    calls = [
        move(world, by.agent(SUPERVISOR), "cases", case, "close", {"reason": "duplicate"})
        for by, case in pair
    ]
    one_won(await together(*(calls if attempt % 2 else reversed(calls))), lost=(422,))
