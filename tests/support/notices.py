"""Clocks as tests move them: by saying how long the whole time of one kind is."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.domain.casework.clocks.due import _DUE, Times, _tell, _values, tell_due
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.events.notices.telling import Awaited, tell
from referral_api.domain.records.one_by_one import ExpiriesFailed
from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

_NO_TIME: dict[str, timedelta] = dict.fromkeys(Priority, timedelta())
_NEVER: dict[str, timedelta] = dict.fromkeys(Priority, timedelta(days=100_000))


def times(**whole: timedelta) -> Times:
    """Let the whole time of these kinds be so long; no other kind is told before its limit."""
    every: dict[NoticeKind, Mapping[str, timedelta]] = dict.fromkeys(NoticeKind, _NO_TIME)
    every[NoticeKind.POLICE_PROTECTION] = every[NoticeKind.CHILD_PROTECTION_MISSING] = _NEVER
    return every | {NoticeKind(kind): dict.fromkeys(Priority, time) for kind, time in whole.items()}


async def ring(world: World, **whole: timedelta) -> int:
    """Tell what is due, as a worker does."""
    try:
        return await tell_due(world.process.database, times(**whole))
    except ExpiriesFailed as failed:
        raise AssertionError(str(failed)) from failed


async def ring_one(
    world: World, kind: NoticeKind, subject_id: UUID, concerned: TestOrganisation, whole: timedelta
) -> bool:
    """Tell what is due of one record alone."""
    (one,) = [statement for of, _, statement in _DUE if of is kind]
    values = _values(one, dict.fromkeys(Priority, whole))
    found: Any = {"subject_id": subject_id, "concerned_id": concerned.id}
    return await _tell(world.process.database, kind, one, found, values)


async def stages(world: World, subject_id: str) -> list[tuple[str, UUID]]:
    """List what was told of a record: the stage and the organisation, in the order of writing."""
    rows = await world.owner.fetch(
        "SELECT stage, organisation_id FROM notice WHERE subject_id = $1 ORDER BY id",
        UUID(subject_id),
    )
    return [(row["stage"], row["organisation_id"]) for row in rows]


async def a_sent_referral(world: World, **left: timedelta) -> dict[str, Any]:
    """Send a referral whose limits lie so far ahead."""
    draft = await world.a_referral(to=world.shelter)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    limits = {name: datetime.now(UTC) + time for name, time in left.items()}
    return await world.rewrite("referral", row, **limits) if limits else row


async def a_notice(world: World, organisation: TestOrganisation, subject_id: UUID) -> str:
    """Remind an organisation of a referral; return the id of the notice."""
    waiting = Awaited(
        NoticeKind.REFERRAL_DECISION, "referral", subject_id, datetime.now(UTC), organisation.id
    )
    actor = system_actor(organisation.id)
    async with world.process.database.transaction(actor, "system") as transaction:
        await tell(transaction, waiting, [NoticeStage.REMINDER])
    return str(
        await world.owner.fetchval(
            "SELECT id FROM notice WHERE subject_id = $1 AND due_at = $2",
            subject_id,
            waiting.due_at,
        )
    )
