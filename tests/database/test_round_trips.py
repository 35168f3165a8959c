"""Round trips to PostgreSQL, counted: what a request costs the database must not creep up."""

from math import inf
from typing import Any

import pytest

from referral_api.database.transaction import Transaction
from referral_api.permissions import Role
from tests.support.world import World


@pytest.fixture
def round_trips(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every round trip that a transaction makes: its SQL."""
    made: list[str] = []
    # Looking an agent up anew in the background would be counted with what is asked meanwhile.
    monkeypatch.setattr(world.process.actor_resolver, "_trusted_for", inf)

    def watch(name: str) -> None:
        asked = getattr(Transaction, name)

        async def watched(self: Transaction, what: Any, *args: Any, **values: Any) -> Any:
            made.append(what if isinstance(what, str) else what.sql)
            return await asked(self, what, *args, **values)

        monkeypatch.setattr(Transaction, name, watched)

    for name in ("_send", "one", "all", "run"):
        watch(name)
    return made


@pytest.fixture
async def case(world: World, round_trips: list[str]) -> dict[str, Any]:
    """A registered case; the worker knows the officer by now, as it does all day."""
    case = await world.a_case()
    round_trips.clear()
    return case


async def test_registering_a_case_takes_at_most_three_round_trips(
    world: World, case: dict[str, Any], round_trips: list[str]
) -> None:
    assert case
    await world.a_case()
    assert 0 < len(round_trips) <= 3, round_trips


async def test_reading_a_case_takes_at_most_three_round_trips(
    world: World, case: dict[str, Any], round_trips: list[str]
) -> None:
    await world.done(world.police.agent(Role.FIRST_RESPONDER), "GET", f"/v1/cases/{case['id']}")
    assert 0 < len(round_trips) <= 3, round_trips


async def test_the_first_page_takes_at_most_three_round_trips(
    world: World, case: dict[str, Any], round_trips: list[str]
) -> None:
    assert case
    page = await world.done(world.police.agent(Role.FIRST_RESPONDER), "GET", "/v1/cases?limit=50")
    assert page["items"]
    assert 0 < len(round_trips) <= 3, round_trips


async def test_the_transaction_counts_its_own_round_trips(
    world: World, case: dict[str, Any], round_trips: list[str]
) -> None:
    actor_of = world.process.actor_resolver._known.values()
    actor = next(actor for _, actor in actor_of)
    assert case
    async with world.process.database.transaction(actor) as transaction:
        pass
    assert transaction.round_trips == len(round_trips) == 2


@pytest.mark.parametrize("bed_asked", [False, True])
async def test_accepting_a_referral_takes_at_most_six_round_trips(
    world: World, round_trips: list[str], bed_asked: bool
) -> None:
    row = await world.a_referral(bed_asked=bed_asked)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.done(intake, "GET", f"/v1/referrals/{row['id']}")  # the worker knows the agent
    round_trips.clear()
    await world.move(intake, "referrals", row, "accept", {})
    assert 0 < len(round_trips) <= (6 if bed_asked else 5), round_trips


async def test_searching_the_audit_log_takes_at_most_three_round_trips(
    world: World, case: dict[str, Any], round_trips: list[str]
) -> None:
    auditor = world.oversight.agent(Role.AUDITOR)
    path = f"/v1/audit/events?case_id={case['id']}"
    await world.done(auditor, "GET", path)  # the worker knows the agent
    round_trips.clear()
    page = await world.done(auditor, "GET", path)
    assert {event["action"] for event in page["items"]} == {"case:register", "audit:search"}
    assert 0 < len(round_trips) <= 3, round_trips
