"""A change that two administrators make: proposed, confirmed by the right person, or not made."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.partner import Partner, new_key
from tests.support.world import TestOrganisation, World

ROLES = ["administrator", "auditor", "coordinator", "identification_authority", "magistrate"]


def _body(organisation: TestOrganisation, *roles: str, **fields: Any) -> dict[str, Any]:
    return {
        "organisation_id": str(organisation.id),
        "name": "Fictif",
        "roles": list(roles),
    } | fields


async def _people(world: World, kind: str = "police") -> tuple[TestOrganisation, UUID, UUID]:
    """An organisation with two administrators."""
    organisation = await world.make_organisation(kind)
    second = await world.make_agent(organisation, Role.ADMINISTRATOR)
    return organisation, organisation.agent(Role.ADMINISTRATOR), second


async def _proposed(world: World, by: UUID, organisation: TestOrganisation) -> dict[str, Any]:
    body = _body(organisation, "identification_authority")
    created = await world.done(by, "POST", "/v1/agents", body)
    path = f"/v1/pending-changes/{created['pending_change_id']}"
    return await world.done(by, "GET", path)


async def _decide(
    world: World, by: UUID, change: dict[str, Any], event: str, **kwargs: Any
) -> dict[str, Any]:
    path = f"/v1/pending-changes/{change['id']}/{event}"
    return await world.done(by, "POST", path, version=change["version"], **kwargs)


async def _decide_refused(
    world: World, status: int, code: str, by: UUID, change: dict[str, Any], event: str
) -> dict[str, Any]:
    path = f"/v1/pending-changes/{change['id']}/{event}"
    return await refused(world, status, code, by, "POST", path, version=change["version"])


@pytest.mark.parametrize("role", ROLES)
async def test_an_agent_with_a_far_seeing_role_is_not_active_before_another_confirms(
    world: World, role: str
) -> None:
    homes = {"auditor": "oversight", "coordinator": "coordination"}
    organisation, first, second = await _people(world, homes.get(role, "prosecutor"))
    created = await world.done(first, "POST", "/v1/agents", _body(organisation, role))
    assert (created["active"], created["roles"]) == (False, [role])
    agent_id = UUID(created["id"])
    assert (await world.call(agent_id, "GET", "/v1/organisations")).status_code == 401
    await world.confirmed(created)
    read = await world.done(first, "GET", f"/v1/agents/{agent_id}")
    assert (read["active"], read["version"], read["pending_change_id"]) == (True, 2, None)
    await world.done(agent_id, "GET", "/v1/organisations")
    (event,) = await world.events(action="agent:create", subject_id=agent_id)
    assert (event["agent_id"], event["code"]) == (first, "awaits_confirmation")
    (event,) = await world.events(action="agent:update", subject_id=agent_id)
    assert (event["agent_id"], event["code"]) == (second, "confirmed")
    change_id = UUID(created["pending_change_id"])
    (event,) = await world.events(action="pending_change:confirm", subject_id=change_id)
    assert (event["agent_id"], event["outcome"]) == (second, "allowed")


async def test_a_far_seeing_role_is_given_and_given_back_by_two_and_taken_by_one(
    world: World,
) -> None:
    organisation, first, second = await _people(world)
    agent_id = await world.make_agent(organisation, Role.SUPERVISOR)
    path, both = f"/v1/agents/{agent_id}", ["identification_authority", "supervisor"]
    change = {"roles": both, "name": "Autre nom"}
    result = await world.done(first, "PATCH", path, change, version=1)
    assert (result["roles"], result["name"]) == (["supervisor"], "Autre nom")
    await world.confirmed(result)
    assert (await world.done(first, "GET", path))["roles"] == both
    off = await world.done(first, "PATCH", path, {"active": False}, version=3)
    assert (off["active"], off["pending_change_id"]) == (False, None)
    on = await world.done(second, "PATCH", path, {"active": True}, version=4)
    assert on["active"] is False
    await world.confirmed(on)
    assert (await world.done(first, "GET", path))["active"] is True
    taken = await world.done(first, "PATCH", path, {"roles": ["supervisor"]}, version=6)
    assert (taken["roles"], taken["pending_change_id"]) == (["supervisor"], None)


async def test_outside_subjects_are_mapped_by_two_and_no_two_agents_share_one(
    world: World,
) -> None:
    organisation, first, _ = await _people(world, "ngo")
    names = [{"issuer": "https://issuer.example", "subject": str(uuid4())}]
    body = _body(organisation, "case_worker", subjects=names)
    created = await world.done(first, "POST", "/v1/agents", body)
    assert (created["active"], created["subjects"]) == (True, [])
    await world.confirmed(created)
    path = f"/v1/agents/{created['id']}"
    assert (await world.done(first, "GET", path))["subjects"] == names
    await refused(world, 409, "already-exists", first, "POST", "/v1/agents", body)
    other = f"/v1/agents/{organisation.agent(Role.CASE_WORKER)}"
    change = {"subjects": names}
    await refused(world, 409, "already-exists", first, "PATCH", other, change, version=1)
    lost = await world.done(first, "PATCH", path, {"subjects": []}, version=2)
    assert (lost["subjects"], lost["pending_change_id"] is None) == (names, False)


async def test_keys_are_registered_by_two_and_compared_by_their_fingerprints(world: World) -> None:
    organisation, first, second = await _people(world)
    partner = Partner(world, organisation)
    jwks = partner.key.public_jwks()
    body = {"organisation_id": str(organisation.id), "name": "Système", "jwks": jwks}
    created = await world.done(first, "POST", "/v1/clients", body)
    partner.id = created["id"]
    assert (created["active"], created["key_ids"]) == (False, [])
    assert (await partner.ask()).status_code == 401
    change = await world.done(second, "GET", f"/v1/pending-changes/{created['pending_change_id']}")
    assert [*change["change"]["key_fingerprints"]] == [partner.key.key_id]
    assert "PUBLIC KEY" not in str(change)
    await _decide(world, second, change, "confirm")
    assert (await partner.ask()).status_code == 200
    off = await world.done(
        first, "PATCH", f"/v1/clients/{partner.id}", {"active": False}, version=2
    )
    on = await world.done(
        first, "PATCH", f"/v1/clients/{partner.id}", {"active": True}, version=off["version"]
    )
    assert on["active"] is False
    assert await recorded(world, "client:update", created) == [second, first, first]


async def test_the_oversight_body_and_the_coordination_are_switched_off_by_two(
    world: World,
) -> None:
    national = world.coordination.agent(Role.ADMINISTRATOR)
    for kind in ("oversight", "coordination"):
        organisation = await world.make_organisation(kind)
        path = f"/v1/organisations/{organisation.id}"
        off = await world.done(national, "PATCH", path, {"active": False}, version=1)
        assert off["active"] is True
        change = await world.done(
            national, "GET", f"/v1/pending-changes/{off['pending_change_id']}"
        )
        # It has an administrator of its own, who must agree.
        await _decide_refused(world, 403, "forbidden", world.second, change, "confirm")
        own = organisation.agent(Role.ADMINISTRATOR)
        await _decide(world, own, change, "confirm")
        assert (await world.done(national, "GET", path))["active"] is False
        assert await recorded(world, "organisation:update", off) == [national, own]


async def test_the_second_person_is_never_the_first_nor_the_agent_concerned(world: World) -> None:
    organisation, first, second = await _people(world)
    change = await _proposed(world, first, organisation)
    await _decide_refused(world, 409, "second-person-needed", first, change, "confirm")
    path, roles = f"/v1/agents/{second}", {"roles": ["administrator", "identification_authority"]}
    result = await world.done(first, "PATCH", path, roles, version=1)
    change = await world.done(first, "GET", f"/v1/pending-changes/{result['pending_change_id']}")
    await _decide_refused(world, 409, "second-person-needed", second, change, "confirm")
    # Nobody else is left there: the coordination is the second person.
    await _decide(world, world.second, change, "confirm")


async def test_the_second_person_is_of_the_organisation_where_it_has_one(world: World) -> None:
    organisation, first, second = await _people(world)
    change = await _proposed(world, first, organisation)
    for event in ("confirm", "refuse"):
        await _decide_refused(world, 403, "forbidden", world.second, change, event)
    stranger = world.ngo.agent(Role.ADMINISTRATOR)
    await _decide_refused(world, 404, "not-found", stranger, change, "confirm")
    await _decide_refused(
        world, 403, "forbidden", organisation.agent(Role.SUPERVISOR), change, "confirm"
    )
    path = f"/v1/agents/{second}"
    await world.done(first, "PATCH", path, {"active": False}, version=1)
    await _decide(world, world.second, change, "confirm")


async def test_a_small_organisation_has_the_coordination_as_its_second_person(
    world: World,
) -> None:
    shelter = await world.make_organisation("shelter")
    own = shelter.agent(Role.ADMINISTRATOR)
    created = await world.done(own, "POST", "/v1/agents", _body(shelter, "administrator"))
    change = await world.done(own, "GET", f"/v1/pending-changes/{created['pending_change_id']}")
    confirmed = await _decide(world, world.second, change, "confirm")
    assert confirmed["decided_by_agent_id"] == str(world.second)


async def test_one_partner_system_does_not_speak_for_both(world: World) -> None:
    organisation, first, second = await _people(world)
    partner, other = [await Partner.register(world, organisation) for _ in range(2)]
    body = _body(organisation, "identification_authority")
    created = (
        await partner.call(await partner.token(first), "POST", "/v1/agents", json=body)
    ).json()
    path = f"/v1/pending-changes/{created['pending_change_id']}/confirm"
    same = await partner.call(await partner.token(second), "POST", path, version=1)
    assert (same.status_code, same.json()["code"]) == (409, "second-person-needed")
    events = await world.events(request_id=same.headers["x-request-id"])
    assert [(event["agent_id"], event["outcome"]) for event in events] == [(second, "refused")]
    response = await other.call(await other.token(second), "POST", path, version=1)
    assert response.status_code == 200


async def test_an_administrator_made_within_a_day_does_not_confirm_for_its_maker(
    world: World,
) -> None:
    organisation = await world.make_organisation("police")
    first = organisation.agent(Role.ADMINISTRATOR)
    created = await world.done(first, "POST", "/v1/agents", _body(organisation, "administrator"))
    made, own_change = UUID(created["id"]), UUID(created["pending_change_id"])
    await world.confirmed(created)
    change = await _proposed(world, first, organisation)
    await _decide_refused(world, 409, "second-person-needed", made, change, "confirm")
    await world.arrange(
        own_change,
        "UPDATE pending_change SET closed_at = closed_at - interval '25 hours' WHERE id = $1",
        own_change,
    )
    await _decide(world, made, change, "confirm")


async def test_a_change_of_another_version_than_was_proposed_is_not_confirmed(
    world: World,
) -> None:
    organisation, first, second = await _people(world)
    change = await _proposed(world, first, organisation)
    path = f"/v1/agents/{change['subject_id']}"
    await world.done(first, "PATCH", path, {"name": "Quelqu'un d'autre"}, version=1)
    await _decide_refused(world, 409, "conflict", second, change, "confirm")
    assert (await world.done(first, "GET", path))["active"] is False


@pytest.mark.parametrize(("event", "by"), [("refuse", "second"), ("withdraw", "first")])
async def test_what_is_refused_or_withdrawn_is_never_made(
    world: World, event: str, by: str
) -> None:
    organisation, first, second = await _people(world)
    change = await _proposed(world, first, organisation)
    agent = {"first": first, "second": second}[by]
    decided = await _decide(world, agent, change, event)
    assert (decided["status"], decided["decided_by_agent_id"]) == (
        {"refuse": "refused", "withdraw": "withdrawn"}[event], str(agent),
    )  # fmt: skip
    assert await recorded(world, f"pending_change:{event}", change) == [agent]
    answer = await _decide_refused(
        world, 409, "invalid-transition", second, change | {"version": 2}, "confirm"
    )
    assert (answer["current_state"], answer["allowed_events"]) == (decided["status"], [])
    read = await world.done(first, "GET", f"/v1/agents/{change['subject_id']}")
    assert read["active"] is False


async def test_a_change_expires_after_seven_days_wherever_it_is_read(world: World) -> None:
    organisation, first, second = await _people(world)
    change = await _proposed(world, first, organisation)
    old, columns = uuid7(), "subject, subject_id, subject_version, organisation_id, change, status"
    more = "proposed_by_agent_id, proposed_by_organisation_id, version"
    await world.arrange(
        old,
        f"INSERT INTO pending_change (id, {columns}, {more}, decide_by)"
        f" SELECT $1, {columns}, {more}, now() FROM pending_change WHERE id = $2",
        old, UUID(change["id"]),
    )  # fmt: skip
    late = change | {"id": str(old)}
    read = await world.done(second, "GET", f"/v1/pending-changes/{old}")
    assert read["status"] == "expired"
    for event, by in (("confirm", second), ("refuse", second), ("withdraw", first)):
        answer = await _decide_refused(world, 409, "invalid-transition", by, late, event)
        assert answer["current_state"] == "expired"
    for status, found in (("expired", {str(old)}), ("proposed", {change["id"]})):
        page = await world.done(second, "GET", f"/v1/pending-changes?status={status}")
        assert {row["id"] for row in page["items"]} == found
    week = await world.owner.fetchval(
        "SELECT decide_by - proposed_at FROM pending_change WHERE id = $1", UUID(change["id"])
    )
    assert week.days == 7


async def test_of_two_confirmations_at_once_one_is_made(world: World) -> None:
    organisation, first, second = await _people(world)
    third = await world.make_agent(organisation, Role.ADMINISTRATOR)
    change = await _proposed(world, first, organisation)
    path = f"/v1/pending-changes/{change['id']}/confirm"
    answers = await asyncio.gather(
        *(world.call(by, "POST", path, version=1) for by in (second, third) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    about = {"id": change["subject_id"]}
    assert len(await recorded(world, "agent:update", about)) == 1


async def test_an_administrator_registers_no_key_for_the_police_alone(world: World) -> None:
    """Whoever holds a key acts as every officer of its organisation."""
    national, thief = world.coordination.agent(Role.ADMINISTRATOR), Partner(world, world.police)
    jwks = new_key().public_jwks()
    body = {"organisation_id": str(world.police.id), "name": "Système", "jwks": jwks}
    thief.id = (await world.done(national, "POST", "/v1/clients", body))["id"]
    await world.done(national, "PATCH", f"/v1/clients/{thief.id}", {"active": True}, version=1)
    assert (await thief.ask()).status_code == 401
