"""Who asks too much waits as long as it is told; who is not proven uses up nobody's limit."""

import asyncio
import dataclasses
import math
from collections.abc import Callable, Iterator
from uuid import UUID

import asyncpg
import httpx
import pytest
from prometheus_client import REGISTRY

from referral_api.http.arrival_table import ArrivalTable
from referral_api.http.call_limits import CallLimits
from referral_api.http.refusal_sample import RefusalSample
from referral_api.permissions import Role
from tests.support.partner import JWT_BEARER, Partner, new_key
from tests.support.rubbish import check_refusal
from tests.support.world import World


class Clock:
    now = 10**9

    def __call__(self) -> int:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * 1e9)


Limit = Callable[..., Clock]


@pytest.fixture
def limit(world: World) -> Iterator[Limit]:
    """Set limits; the clock of the limits, which stands still, is given back."""
    before, sample = world.process, RefusalSample(1)

    def set_limits(*, agent: int = 0, client: int = 0, tokens: int = 0) -> Clock:
        clock = Clock()
        limits = CallLimits(
            ArrivalTable(clock=clock), b"key", agent=agent, client=client, tokens=tokens
        )
        world.app.state.process = dataclasses.replace(
            before, call_limits=limits, throttled_refusals=sample
        )
        return clock

    yield set_limits
    sample.end_window()
    world.app.state.process = before


def _throttled(whose: str) -> float:
    labels = {"limit": whose}
    return REGISTRY.get_sample_value("referral_throttled_requests_total", labels) or 0.0


def _check_throttled(answer: httpx.Response, language: str = "fr") -> int:
    check_refusal(answer, "too many requests", language)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    return int(answer.headers["retry-after"])


async def _events(world: World, *answers: httpx.Response) -> list[asyncpg.Record]:
    found = []
    for answer in answers:
        found += await world.events(request_id=answer.headers["x-request-id"])
    return found


async def test_an_agent_waits_as_long_as_it_is_told_and_no_other_agent_waits(
    world: World, limit: Limit
) -> None:
    clock = limit(agent=20)  # four at once, one each three seconds
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for _ in range(4):
        assert (await world.call(officer, "GET", "/v1/cases")).status_code == 200
    clock.wait(0.5)
    counted = _throttled("agent")
    wait = _check_throttled(await world.call(officer, "GET", "/v1/cases"))
    assert wait == 3
    supervisor = world.police.agent(Role.SUPERVISOR)
    assert (await world.call(supervisor, "GET", "/v1/cases")).status_code == 200
    assert (await world.call(None, "GET", "/health/live")).status_code == 200
    clock.wait(wait - 1)
    assert _check_throttled(await world.call(officer, "GET", "/v1/cases")) == 1
    clock.wait(1)
    assert (await world.call(officer, "GET", "/v1/cases")).status_code == 200
    assert _throttled("agent") == counted + 2


async def test_the_words_are_in_the_language_of_the_caller(world: World, limit: Limit) -> None:
    limit(agent=1)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.call(officer, "GET", "/v1/cases")
    for language, word in (("fr", "Veuillez attendre"), ("en", "Too many requests")):
        headers = {"Accept-Language": language}
        answer = await world.call(officer, "GET", "/v1/cases", headers=headers)
        assert _check_throttled(answer, language) == 60
        assert word in answer.json()["title"]


async def test_agents_of_a_client_share_its_limit_and_those_of_others_do_not(
    world: World, limit: Limit
) -> None:
    partner = await Partner.register(world, world.shelter)
    tokens = [
        await partner.token(world.shelter.agent(role))
        for role in (Role.CASE_WORKER, Role.SUPERVISOR)
    ]
    limit(agent=20, client=30)  # six at once
    for token in (*tokens, *tokens, *tokens):
        assert (await partner.call(token, "GET", "/v1/cases")).status_code == 200
    counted = _throttled("client")
    answer = await partner.call(tokens[0], "GET", "/v1/cases")
    assert _check_throttled(answer) == 2
    assert _throttled("client") == counted + 1
    (event,) = await _events(world, answer)
    assert (event["client_id"], event["code"]) == (UUID(partner.id), "too-many-requests")
    worker = world.shelter.agent(Role.CASE_WORKER)  # by another way, and never counted above
    assert (await world.call(worker, "GET", "/v1/cases")).status_code == 200


async def test_the_first_refusal_of_each_minute_and_agent_is_recorded(
    world: World, limit: Limit
) -> None:
    officer, supervisor = (
        world.police.agent(role) for role in (Role.FIRST_RESPONDER, Role.SUPERVISOR)
    )
    path = f"/v1/cases/{(await world.a_case())['id']}"
    limit(agent=1)
    for agent in (officer, supervisor):
        assert (await world.call(agent, "GET", path)).status_code == 200
        answers = [await world.call(agent, "GET", path) for _ in range(5)]
        assert {answer.status_code for answer in answers} == {429}
        (event,) = await _events(world, *answers)
        assert (event["action"], event["outcome"], event["code"], event["agent_id"]) == (
            "token:authenticate", "refused", "too-many-requests", agent
        )  # fmt: skip


async def test_a_throttled_request_uses_up_no_key(world: World, limit: Limit) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    clock = limit(agent=1)
    assert (await world.call(officer, "GET", "/v1/cases")).status_code == 200
    body = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}
    key = "one-key"
    answer = await world.call(officer, "POST", "/v1/cases", body, key=key)
    clock.wait(_check_throttled(answer))
    made = await world.call(officer, "POST", "/v1/cases", body, key=key)
    assert made.status_code == 201
    assert "Idempotent-Replayed" not in made.headers
    again = await world.call(officer, "POST", "/v1/cases", body, key=key)
    clock.wait(_check_throttled(again))
    again = await world.call(officer, "POST", "/v1/cases", body, key=key)
    assert (again.headers["Idempotent-Replayed"], again.json()["id"]) == ("true", made.json()["id"])


async def test_a_known_caller_waits_also_at_an_address_that_does_not_exist(
    world: World, limit: Limit
) -> None:
    limit(agent=5)  # one at once
    officer = world.police.agent(Role.FIRST_RESPONDER)
    assert (await world.call(officer, "GET", "/v1/nothing")).status_code == 404
    _check_throttled(await world.call(officer, "GET", "/v1/nothing"))
    _check_throttled(await world.call(officer, "DELETE", "/v1/cases"))


async def test_who_is_not_proven_uses_up_nothing(world: World, limit: Limit) -> None:
    partner = await Partner.register(world, world.shelter)
    limit(agent=1, client=1, tokens=2)
    impostor = Partner(world, world.shelter, partner.id, new_key())
    for _ in range(10):
        assert (await impostor.ask()).status_code == 401
        headers = {"Authorization": f"Bearer {await _forged(world)}"}
        answer = await world.call(None, "GET", "/v1/cases", headers=headers)
        assert answer.status_code == 401
    token = await partner.token(world.shelter.agent(Role.CASE_WORKER))
    assert (await partner.call(token, "GET", "/v1/cases")).status_code == 200


async def _forged(world: World) -> str:
    head, claims, _ = world.token(world.shelter.agent(Role.CASE_WORKER)).split(".")
    return f"{head}.{claims}.{'A' * 86}"


async def test_tokens_of_a_client_have_a_limit_of_their_own(world: World, limit: Limit) -> None:
    partner = await Partner.register(world, world.shelter)
    other = await Partner.register(world, world.ngo)
    clock = limit(tokens=3)
    worker = world.shelter.agent(Role.CASE_WORKER)
    assert await partner.token()
    assert await partner.token(worker)
    assert await partner.token()
    assertion, named = partner.assertion(), partner.assertion(worker)
    form = {"grant_type": JWT_BEARER, "client_assertion": assertion, "assertion": named}
    answers = [await partner.ask(**form) for _ in range(3)]
    assert {_check_throttled(answer) for answer in answers} == {20}
    (event,) = await _events(world, *answers)
    assert (event["action"], event["code"], event["client_id"], event["agent_id"]) == (
        "token:issue", "too-many-requests", UUID(partner.id), None
    )  # fmt: skip
    assert (await other.ask()).status_code == 200
    clock.wait(20)
    assert (await partner.ask(**form)).status_code == 200, "a refusal used up the assertions"


async def test_without_limits_nobody_waits(world: World, limit: Limit) -> None:
    limit()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answers = await asyncio.gather(*(world.call(officer, "GET", "/v1/cases") for _ in range(40)))
    assert {answer.status_code for answer in answers} == {200}


def test_the_table_does_not_show_who_is_counted(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    tags = {
        CallLimits(ArrivalTable(), key, agent=1, client=1, tokens=1)._tag(whose, officer)
        for key in (b"one", b"other")
        for whose in ("agent", "client", "tokens")
    }
    assert len(tags) == 6
    assert all(0 <= tag < 2**64 for tag in tags)
    assert math.log2(max(tags)) > 32
