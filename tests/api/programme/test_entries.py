"""Every kind of entry has one life: registered, read, listed, corrected, withdrawn."""

import secrets
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import HOLDERS, Role
from tests.support.audit_log import recorded, refused
from tests.support.programme import KINDS, Kind, a_body, an_entry, keeper
from tests.support.world import World

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
own_kinds = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.own], ids=lambda kind: kind.subject
)


def _coordinator(world: World) -> UUID:
    return world.coordination.agent(Role.COORDINATOR)


@every_kind
async def test_an_entry_is_registered_read_corrected_and_withdrawn(
    world: World, kind: Kind
) -> None:
    by, body = keeper(world, kind), await a_body(world, kind)
    made = await world.done(by, "POST", kind.path, body)
    home = world.ngo if kind.own else world.coordination
    assert {made["organisation_id"], made["entered_by_organisation_id"]} == {str(home.id)}
    assert (made["status"], made["version"]) == ("registered", 1)
    for name, value in body.items():
        shown = made[name]
        if isinstance(shown, dict):
            shown = {key: number for key, number in shown.items() if number is not None}
        assert shown == value, name
    path = f"{kind.path}/{made['id']}"
    assert await world.done(by, "GET", path) == made
    contents = body | kind.changed
    changed = await world.done(by, "PUT", path, contents, version=1)
    assert changed["version"] == 2
    assert changed != made | {"version": 2}
    ended = await world.done(
        by, "POST", f"{path}/withdraw", {"reason": "entered_in_error"}, version=2
    )
    assert ended == changed | {
        "status": "withdrawn", "withdrawal_reason": "entered_in_error", "version": 3
    }  # fmt: skip
    for act in ("register", "correct", "withdraw"):
        assert await recorded(world, f"{kind.subject}:{act}", made) == [by]
    (event,) = await world.events(
        action=f"{kind.subject}:withdraw", subject_id=UUID(made["id"]), outcome="allowed"
    )
    assert event["code"] == "entered_in_error"
    await refused(world, 409, "conflict", by, "PUT", path, contents, version=3)
    await refused(
        world, 409, "conflict", by, "POST", f"{path}/withdraw", {"reason": "duplicate"}, version=3
    )
    assert await world.done(by, "GET", path) == ended


@every_kind
async def test_a_list_shows_the_last_registered_first_and_is_narrowed_by_status(
    world: World, kind: Kind
) -> None:
    by = keeper(world, kind)
    first, second = [await an_entry(world, kind) for _ in range(2)]
    page = await world.done(by, "GET", f"{kind.path}?limit=2")
    assert [item["id"] for item in page["items"]] == [second["id"], first["id"]]
    body = {"reason": "duplicate"}
    await world.done(by, "POST", f"{kind.path}/{second['id']}/withdraw", body, version=1)
    for status, here, gone in (("registered", first, second), ("withdrawn", second, first)):
        page = await world.done(by, "GET", f"{kind.path}?status={status}&limit=5")
        found = [item["id"] for item in page["items"]]
        assert here["id"] in found
        assert gone["id"] not in found
    events = await world.events(action=f"{kind.subject}:list", outcome="allowed")
    assert by in {event["agent_id"] for event in events}


@every_kind
async def test_no_other_organisation_and_no_other_role_reaches_an_entry(
    world: World, kind: Kind
) -> None:
    made = await an_entry(world, kind)
    path, contents = f"{kind.path}/{made['id']}", await a_body(world, kind)
    holders = next(roles for act, roles in HOLDERS.items() if act == f"{kind.subject}:correct")
    for role in Role:
        if role is Role.PARTNER_SYSTEM or role in holders:
            continue
        agent = world.seat(role, world.ngo).agent(role)
        for method, place, body, version in (
            ("POST", kind.path, contents, None), ("GET", kind.path, None, None),
            ("GET", path, None, None), ("PUT", path, contents, 1),
            ("POST", f"{path}/withdraw", {"reason": "duplicate"}, 1),
        ):  # fmt: skip
            await refused(world, 403, "forbidden", agent, method, place, body, version=version)
    if not kind.own:
        assert holders == {Role.COORDINATOR}
        return
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await refused(world, 404, "not-found", stranger, "GET", path)
    await refused(world, 404, "not-found", stranger, "PUT", path, contents, version=1)
    await refused(
        world, 404, "not-found", stranger, "POST", f"{path}/withdraw", {"reason": "duplicate"},
        version=1,
    )  # fmt: skip
    page = await world.done(stranger, "GET", f"{kind.path}?limit=100")
    assert made["id"] not in [item["id"] for item in page["items"]]
    await refused(
        world, 403, "forbidden", stranger, "GET", f"{kind.path}?organisation_id={world.ngo.id}"
    )
    await refused(
        world, 403, "forbidden", stranger, "POST", kind.path,
        contents | {"organisation_id": str(world.ngo.id)},
    )  # fmt: skip
    await refused(world, 404, "not-found", stranger, "GET", f"{kind.path}/{uuid7()}")


@own_kinds
async def test_the_coordination_enters_for_an_organisation_which_corrects_it(
    world: World, kind: Kind
) -> None:
    coordinator, own = _coordinator(world), world.ngo.agent(Role.SUPERVISOR)
    made = await an_entry(world, kind, coordinator, organisation_id=str(world.ngo.id))
    assert made["organisation_id"] == str(world.ngo.id)
    assert made["entered_by_organisation_id"] == str(world.coordination.id)
    assert await recorded(world, f"{kind.subject}:register", made) == [coordinator]
    path = f"{kind.path}/{made['id']}"
    contents = {name: made[name] for name in await a_body(world, kind)} | kind.changed
    changed = await world.done(own, "PUT", path, contents, version=1)
    assert await world.done(coordinator, "GET", path) == changed
    page = await world.done(
        coordinator, "GET", f"{kind.path}?organisation_id={world.ngo.id}&limit=5"
    )
    assert made["id"] in [item["id"] for item in page["items"]]
    problem = await refused(
        world, 422, "malformed-input", coordinator, "POST", kind.path,
        await a_body(world, kind) | {"organisation_id": str(uuid7())},
    )  # fmt: skip
    assert problem["errors"][0]["pointer"] == "/organisation_id"


@every_kind
async def test_a_change_names_the_version_that_was_seen(world: World, kind: Kind) -> None:
    made, by = await an_entry(world, kind), keeper(world, kind)
    path = f"{kind.path}/{made['id']}"
    contents = {name: made[name] for name in await a_body(world, kind)} | kind.changed
    await refused(world, 428, "version-missing", by, "PUT", path, contents)
    await world.done(by, "PUT", path, contents, version=1)
    await refused(world, 412, "stale-version", by, "PUT", path, contents, version=1)
    await refused(
        world, 412, "stale-version", by, "POST", f"{path}/withdraw", {"reason": "other"}, version=1
    )


@every_kind
async def test_a_registration_that_is_sent_twice_happens_once(world: World, kind: Kind) -> None:
    by, body, key = keeper(world, kind), await a_body(world, kind), secrets.token_hex(8)
    first = await world.call(by, "POST", kind.path, body, key=key)
    again = await world.call(by, "POST", kind.path, body, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.headers["Location"] == f"{kind.path}/{first.json()['id']}"
    events = await world.events(subject_id=UUID(first.json()["id"]), outcome="allowed")
    assert [event["code"] for event in events] == [None, "replayed"]


@every_kind
async def test_what_contradicts_itself_or_is_rubbish_is_refused_with_its_place(
    world: World, kind: Kind
) -> None:
    by, (fields, pointer) = keeper(world, kind), kind.wrong
    body = await a_body(world, kind)
    made = await an_entry(world, kind)
    path = f"{kind.path}/{made['id']}"
    for method, place, version in (("POST", kind.path, None), ("PUT", path, 1)):
        problem = await refused(
            world, 422, "malformed-input", by, method, place, body | fields, version=version
        )
        assert [error["pointer"] for error in problem["errors"]] == [pointer]
        rubbish: Any
        for rubbish in ([], {"unknown": 1}, None, body | {"status": "withdrawn"}):
            problem = await refused(
                world, 422, "malformed-input", by, method, place, rubbish, version=version
            )
            assert problem["errors"]
    await refused(
        world, 422, "malformed-input", by, "POST", f"{path}/withdraw", {"reason": "why not"},
        version=1,
    )  # fmt: skip


@every_kind
async def test_an_id_of_the_callers_own_is_taken_once(world: World, kind: Kind) -> None:
    own_id = str(uuid7())
    made = await an_entry(world, kind, id=own_id)
    assert made["id"] == own_id
    await refused(
        world, 422, "malformed-input", keeper(world, kind), "POST", kind.path,
        await a_body(world, kind) | {"id": own_id},
    )  # fmt: skip
