"""Sessions: opened by a proof, locked when idle, proved again, ended by whatever changes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.agents.operations import update_agent
from referral_api.domain.network.agents.schemas import AgentUpdate
from referral_api.domain.network.sign_in.sessions.ending import (
    end_session,
    end_sessions_of_agent,
)
from referral_api.domain.network.sign_in.sessions.opening import (
    Opened,
    begin_sign_in,
    take_sign_in,
)
from referral_api.domain.network.sign_in.sessions.proving import (
    check_fresh,
    list_own_sessions,
    prove_again,
    unlock_session,
)
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import (
    Forbidden,
    ProofNeeded,
    SessionEnded,
    SessionLocked,
    SignInRefused,
)
from referral_api.permissions import ROLE_HOMES, Role
from tests.support.sign_in import LIMITS, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


async def _idle(unit: Unit, opened: Opened, minutes: float = 16) -> None:
    await unit.world.owner.execute(
        "UPDATE agent_session SET seen_at = seen_at - $2::interval,"
        " locks_at = locks_at - $2::interval, proved_at = proved_at - $2::interval WHERE id = $1",
        opened.session_id, timedelta(minutes=minutes),
    )  # fmt: skip


async def _locked(unit: Unit, opened: Opened) -> Session:
    with pytest.raises(SessionLocked) as locked:
        await unit.look_up(opened.cookie)
    session = locked.value.session
    assert isinstance(session, Session)
    return session


async def _in(
    unit: Unit, session: Session, act: Callable[[Transaction], Awaitable[object]]
) -> None:
    async with unit.database.transaction(session.actor) as transaction:
        await act(transaction)


async def test_a_session_says_who_acts_for_whom_where_and_how_long(
    unit: Unit, world: World
) -> None:
    opened = await unit.open(device_id=unit.device.id)
    session = await unit.look_up(opened.cookie)
    assert (session.id, session.agent_id) == (opened.session_id, unit.worker)
    assert session.actor.token_id == str(session.id)
    assert session.actor.roles == {Role.CASE_WORKER}
    assert (session.actor.client_id, session.actor.organisation_type) == (None, "shelter")
    assert (session.agent_name, session.device_name) == ("Synthetic agent", "téléphone de garde")
    assert session.organisation_name.startswith("Organisation ")
    assert (session.device_id, session.has_printer) == (unit.device.id, False)
    assert not session.is_locked
    assert session.expires_at - session.opened_at == timedelta(hours=8)
    (event,) = await world.events(action="session:open", subject_id=session.id)
    assert (event["agent_id"], event["token_id"], event["code"]) == (
        unit.worker, str(session.id), "passkey",
    )  # fmt: skip


async def test_the_database_keeps_a_digest_and_after_the_end_not_even_that(
    unit: Unit, world: World
) -> None:
    opened = await unit.open()
    told = await world.owner.fetchval(
        "SELECT s::text FROM agent_session s WHERE id = $1", opened.session_id
    )
    assert opened.cookie not in told
    assert opened.cookie.encode().hex() not in told
    session = await unit.look_up(opened.cookie)
    await _in(unit, session, lambda t: end_session(t, session.id, SessionEnd.HIDDEN))
    row = await unit.session_row(session.id)
    assert (row["status"], row["end_reason"], row["cookie_digest"]) == ("ended", "hidden", None)
    (event,) = await world.events(action="session:end", subject_id=session.id)
    assert (event["code"], event["token_id"]) == ("hidden", str(session.id))
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    async with unit.database.transaction(session.actor) as transaction:
        assert not await end_session(transaction, session.id)  # no second event
    assert len(await world.events(action="session:end", subject_id=session.id)) == 1


async def test_a_session_locks_when_idle_and_opens_again_for_the_same_agent_only(
    unit: Unit, world: World
) -> None:
    opened = await unit.open()
    await _idle(unit, opened, 14)
    await unit.look_up(opened.cookie)  # seen in time
    await _idle(unit, opened)
    session = await _locked(unit, opened)
    assert session.is_locked
    for other in (unit.supervisor, UUID(int=0)):
        async with unit.database.transaction(session.actor) as transaction:
            with pytest.raises(Forbidden):
                await unlock_session(transaction, LIMITS, session, other)
    await _locked(unit, opened)
    async with unit.database.transaction(session.actor) as transaction:
        cookie = await unlock_session(transaction, LIMITS, session, unit.worker)
    assert not (await unit.look_up(cookie)).is_locked
    with pytest.raises(SessionEnded):  # a copy of the cookie before
        await unit.look_up(opened.cookie)
    (event,) = await world.events(action="session:unlock", subject_id=session.id)
    assert event["agent_id"] == unit.worker


async def test_by_pin_a_session_locks_after_ten_minutes(unit: Unit) -> None:
    await unit.give_pin()
    opened = await unit.open_by_pin()
    await _idle(unit, opened, 11)
    await _locked(unit, opened)


async def test_a_session_is_seen_once_a_minute_at_most(unit: Unit) -> None:
    opened = await unit.open()
    before = await unit.session_row(opened.session_id)
    await unit.look_up(opened.cookie)
    assert await unit.session_row(opened.session_id) == before
    await _idle(unit, opened, 2)
    await unit.look_up(opened.cookie)
    after = await unit.session_row(opened.session_id)
    assert after["seen_at"] > before["seen_at"]  # type: ignore[operator]
    assert after["version"] == before["version"]


async def test_the_whole_limit_ends_a_session_even_one_that_is_locked(unit: Unit) -> None:
    for limits in (
        replace(LIMITS, ways={way: clock.model_copy(update={"whole": timedelta(0)})
                              for way, clock in LIMITS.ways.items()}),
        replace(LIMITS, ways={way: clock.model_copy(update=dict.fromkeys(
            ("whole", "idle"), timedelta(0))) for way, clock in LIMITS.ways.items()}),
    ):  # fmt: skip
        opened = await unit.open(limits=limits)
        with pytest.raises(SessionEnded):
            await unit.look_up(opened.cookie)


async def test_the_end_of_the_shift_comes_before_the_whole_limit(unit: Unit) -> None:
    until = datetime.now(UTC) + timedelta(hours=2)
    opened = await unit.open(until=until)
    assert (await unit.look_up(opened.cookie)).expires_at == until


async def test_a_sensitive_act_needs_a_young_proof_and_an_issuers_counts_from_its_own_time(
    unit: Unit, world: World
) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    opened = await unit.open(way=SignInWay.ISSUER, proved_at=long_ago)
    session = await unit.look_up(opened.cookie)
    assert session.proved_at == long_ago
    with pytest.raises(ProofNeeded):
        check_fresh(session, LIMITS, datetime.now(UTC))
    async with unit.database.transaction(session.actor) as transaction:
        cookie = await prove_again(transaction, LIMITS, session, unit.worker)
    check_fresh(await unit.look_up(cookie), LIMITS, datetime.now(UTC))
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    (event,) = await world.events(action="session:prove", subject_id=session.id)
    assert event["agent_id"] == unit.worker
    ahead = datetime.now(UTC) + timedelta(hours=1)  # an issuer whose clock is wrong
    async with unit.database.transaction(session.actor) as transaction:
        cookie = await prove_again(transaction, LIMITS, session, unit.worker, ahead)
    assert (await unit.look_up(cookie)).proved_at <= datetime.now(UTC)


async def test_an_ended_session_is_neither_unlocked_nor_proved(unit: Unit) -> None:
    opened = await unit.open()
    session = await unit.look_up(opened.cookie)
    await _in(unit, session, lambda t: end_session(t, session.id))
    for again in (unlock_session, prove_again):
        async with unit.database.transaction(session.actor) as transaction:
            with pytest.raises(SessionEnded):
                await again(transaction, LIMITS, session, unit.worker)


async def test_the_session_before_in_the_same_browser_ends(unit: Unit, world: World) -> None:
    first = await unit.open()
    await unit.open(unit.supervisor, replaces=first.session_id)
    assert (await unit.session_row(first.session_id))["end_reason"] == "replaced"
    (event,) = await world.events(action="session:end", subject_id=first.session_id)
    assert event["code"] == "replaced"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE agent SET active = false WHERE id = $1", "agent"),
        ("UPDATE agent SET roles = '{case_worker,supervisor}' WHERE id = $1", "roles"),
    ],
    ids=["deactivated", "roles"],
)
async def test_an_agent_that_changes_is_signed_out_in_the_same_transaction(
    unit: Unit, world: World, change: str, reason: str
) -> None:
    opened, other = await unit.open(), await unit.open(unit.supervisor)
    await world.arrange(unit.worker, change, unit.worker)
    assert (await unit.session_row(opened.session_id))["end_reason"] == reason
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    await unit.look_up(other.cookie)


async def test_an_administrators_act_vouches_for_the_sessions_that_it_ends(
    unit: Unit, world: World
) -> None:
    opened = await unit.open()
    update = AgentUpdate(roles=[Role.FIRST_RESPONDER])
    async with unit.database.transaction(unit.actor(Role.ADMINISTRATOR)) as transaction:
        await update_agent(transaction, unit.worker, update, 1, ROLE_HOMES)
    assert (await unit.session_row(opened.session_id))["end_reason"] == "roles"
    assert await world.events(action="agent:update", subject_id=unit.worker)


async def test_another_name_of_an_agent_signs_nobody_out(unit: Unit, world: World) -> None:
    opened = await unit.open()
    await world.arrange(unit.worker, "UPDATE agent SET name = 'N. N.' WHERE id = $1", unit.worker)
    assert (await unit.look_up(opened.cookie)).agent_name == "N. N."


async def test_a_deactivated_organisation_is_signed_out_and_nobody_of_it_signs_in(
    unit: Unit, world: World
) -> None:
    opened, about = await unit.open(), unit.organisation.id
    await world.arrange(about, "UPDATE organisation SET active = false WHERE id = $1", about)
    assert (await unit.session_row(opened.session_id))["end_reason"] == "organisation"
    with pytest.raises(SignInRefused):
        await unit.open()


async def test_nobody_is_signed_in_for_another_organisation(unit: Unit, world: World) -> None:
    with pytest.raises(SignInRefused):
        await unit.open(world.stranger.agent(Role.CASE_WORKER))
    await unit.give_pin()
    with pytest.raises(SignInRefused):  # a PIN is of no use without a device
        await unit.open(way=SignInWay.PIN)


async def test_an_issuer_ends_the_session_that_it_names_or_has_not_named_and_no_other(
    unit: Unit, world: World
) -> None:
    named, nameless, other, by_key = (
        await unit.open(way=SignInWay.ISSUER, issuer_sid="sid-1"),
        await unit.open(way=SignInWay.ISSUER),
        await unit.open(way=SignInWay.ISSUER, issuer_sid="sid-2"),
        await unit.open(),
    )
    async with unit.as_nobody() as transaction:
        ended = await end_sessions_of_agent(
            transaction, unit.worker, SessionEnd.ISSUER, issuer_sid="sid-1"
        )
    assert set(ended) == {named.session_id, nameless.session_id}
    (event,) = await world.events(action="session:end", subject_id=named.session_id)
    assert event["code"] == "issuer"
    for opened in (other, by_key):
        await unit.look_up(opened.cookie)
    async with unit.as_nobody() as transaction:
        ended = await end_sessions_of_agent(transaction, unit.worker, SessionEnd.ISSUER)
    assert ended == [other.session_id]


async def test_one_lists_and_ends_ones_own_sessions_and_nobody_elses(
    unit: Unit, world: World
) -> None:
    mine, there = await unit.open(), await unit.open(device_id=unit.device.id)
    theirs = await unit.open(unit.supervisor)
    session = await unit.look_up(mine.cookie)
    async with unit.database.transaction(session.actor) as transaction:
        listed = await list_own_sessions(transaction)
        assert await end_session(transaction, there.session_id, SessionEnd.LEFT)
        assert not await end_session(transaction, theirs.session_id, SessionEnd.LEFT)
    assert [(one.id, one.is_this_one, one.device_name) for one in listed] == [
        (there.session_id, False, "téléphone de garde"), (mine.session_id, True, None),
    ]  # fmt: skip
    assert await world.events(action="session:list", agent_id=unit.worker)
    await unit.look_up(theirs.cookie)


async def test_what_a_sign_in_keeps_is_taken_once_and_in_time(unit: Unit) -> None:
    async with unit.database.transaction(NOBODY, "system") as transaction:
        cookie = await begin_sign_in(transaction, LIMITS, b"sealed")
        late = await begin_sign_in(transaction, replace(LIMITS, pending=timedelta(0)), b"sealed")
    async with unit.database.transaction(NOBODY, "system") as transaction:
        assert await take_sign_in(transaction, cookie) == b"sealed"
        for spent in (cookie, late, "x"):
            assert await take_sign_in(transaction, spent) is None
