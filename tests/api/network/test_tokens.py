"""The token endpoint: a valid assertion gets one token; deactivated callers are soon refused."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from referral_api.permissions import Role
from tests.support.partner import JWT_BEARER, Partner, new_key
from tests.support.world import World


@pytest.fixture(scope="module")
async def partner(world: World) -> Partner:
    return await Partner.register(world, world.shelter)


async def check_refused(world: World, response: httpx.Response, status: int, error: str) -> None:
    result = response.json()
    assert (response.status_code, result["error"]) == (status, error), response.text
    assert response.headers["cache-control"] == "no-store"
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["code"]) == ("token:issue", "refused", error)


async def test_a_partner_system_gets_a_token_for_itself_with_its_own_few_permissions(
    world: World, partner: Partner
) -> None:
    response = await partner.ask()
    result = response.json()
    assert (response.status_code, result["token_type"]) == (200, "Bearer")
    assert 0 < result["expires_in"] <= 900
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"]) == ("token:issue", "allowed")
    assert (event["client_id"], event["agent_id"]) == (UUID(partner.id), None)
    token = result["access_token"]
    path = f"/v1/organisations/{world.shelter.id}/capacity"
    capacity = await partner.call(token, "GET", path)
    assert capacity.json()["places"] is not None
    assert (await partner.call(token, "GET", "/v1/cases")).status_code == 403


async def test_a_partner_system_acts_for_an_agent_of_its_organisation(
    world: World, partner: Partner
) -> None:
    worker = world.shelter.agent(Role.CASE_WORKER)
    token = await partner.token(worker)
    response = await partner.call(token, "GET", "/v1/cases")
    assert response.status_code == 200
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["agent_id"], event["client_id"]) == (worker, UUID(partner.id))
    for outsider in (world.ngo.agent(Role.CASE_WORKER), "nobody", partner.id):
        response = await partner.ask(grant_type=JWT_BEARER, assertion=partner.assertion(outsider))
        await check_refused(world, response, 400, "invalid_grant")


async def test_an_assertion_is_good_for_one_token(world: World, partner: Partner) -> None:
    assertion = partner.assertion()
    assert (await partner.ask(client_assertion=assertion)).status_code == 200
    response = await partner.ask(client_assertion=assertion)
    await check_refused(world, response, 401, "invalid_client")
    named = partner.assertion(world.shelter.agent(Role.CASE_WORKER))
    assert (await partner.ask(grant_type=JWT_BEARER, assertion=named)).status_code == 200
    response = await partner.ask(grant_type=JWT_BEARER, assertion=named)
    await check_refused(world, response, 400, "invalid_grant")


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elsewhere.example"},
        {"aud": "http://127.0.0.1:8000/oauth2/token"},
        {"exp": -120, "iat": -180},
        {"exp": 3600},
        {"sub": "01900000-0000-7000-8000-000000000000"},
        {"jti": ""},
        {"nbf": 600},
    ],
)
async def test_an_assertion_for_another_or_of_another_time_proves_nothing(
    world: World, partner: Partner, changes: dict[str, Any]
) -> None:
    now = int(datetime.now(UTC).timestamp())
    seconds = {name: now + value for name, value in changes.items() if isinstance(value, int)}
    response = await partner.ask(client_assertion=partner.assertion(**changes | seconds))
    await check_refused(world, response, 401, "invalid_client")


async def test_a_key_that_was_not_registered_proves_nothing(world: World, partner: Partner) -> None:
    impostor = Partner(world, world.shelter, partner.id, new_key())
    await check_refused(world, await impostor.ask(), 401, "invalid_client")
    response = await partner.ask(client_assertion="rubbish")
    await check_refused(world, response, 401, "invalid_client")
    response = await partner.ask(grant_type="password")
    await check_refused(world, response, 400, "unsupported_grant_type")
    response = await partner.ask(grant_type=JWT_BEARER)
    await check_refused(world, response, 400, "invalid_request")


@pytest.mark.parametrize("whom", ["agent", "client", "organisation"])
async def test_a_deactivated_caller_gets_no_token_and_its_tokens_are_refused(
    world: World, whom: str
) -> None:
    organisation = await world.make_organisation("shelter")
    partner = await Partner.register(world, organisation)
    worker = organisation.agent(Role.CASE_WORKER)
    token = await partner.token(worker)
    assert (await partner.call(token, "GET", "/v1/cases")).status_code == 200
    paths = {
        "agent": f"/v1/agents/{worker}",
        "client": f"/v1/clients/{partner.id}",
        "organisation": f"/v1/organisations/{organisation.id}",
    }
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    version = (await world.done(administrator, "GET", paths[whom]))["version"]
    await world.done(administrator, "PATCH", paths[whom], {"active": False}, version=version)
    assert world.process.settings.standing_cache.total_seconds() * 2 <= 30
    world.process.actor_resolver._known.clear()
    response = await partner.call(token, "GET", "/v1/cases")
    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")
    response = await partner.ask(grant_type=JWT_BEARER, assertion=partner.assertion(worker))
    if whom == "agent":
        await check_refused(world, response, 400, "invalid_grant")
        assert (await partner.ask()).status_code == 200
    else:
        await check_refused(world, response, 401, "invalid_client")
