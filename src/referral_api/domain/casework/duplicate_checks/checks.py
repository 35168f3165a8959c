"""Looking for the file that a person has already, away from whoever recorded the identity.

A check that is due holds ids alone. First the person's own tokens are stored, and only then are
others looked for: of two who come at once, one finds the other. What is opened stays in memory. The
file that was there is told of to who answers for it and to the coordination, never to the caller.
"""

from uuid import UUID

import structlog

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row
from referral_api.domain.casework.duplicate_checks.looking import Searcher, look, store
from referral_api.domain.casework.duplicate_checks.statements import (
    AGAIN,
    DONE,
    DUE,
    LAST_PAUSE,
    LATER,
    LEASE,
    TAKE,
)
from referral_api.domain.events.webhooks.sending import pause_after

_log = structlog.get_logger()


async def check_due(database: Database, searcher: Searcher) -> int:
    """Do the checks that are due, up to a number; return how many were done."""
    async with database.transaction(system_actor(), "system") as transaction:
        due = await transaction.all(DUE, for_each_agent=searcher.openings_per_day)
    return sum([await check_one(database, searcher, row["case_id"]) for row in due])


async def index_again(database: Database, searcher: Searcher) -> int:
    """Queue those whose tokens another key made; return how many."""
    async with database.transaction(system_actor(), "system") as transaction:
        queued: int = (await transaction.row(AGAIN, key_id=searcher.index.key_id))["queued"]
    return queued


async def check_one(database: Database, searcher: Searcher, case_id: UUID) -> bool:
    """Do one check; say whether it was done.

    One that fails comes again a little later; one whose agent has had its day's openings, tomorrow.
    """
    taken: Row | None = None
    try:
        async with database.transaction(system_actor(), "system") as transaction:
            taken = await transaction.one(
                TAKE, case_id=case_id, lease=LEASE, for_each_agent=searcher.openings_per_day
            )
            if taken is None:
                return False
            mine = await store(transaction, searcher, case_id)
        actor = system_actor(taken["organisation_id"])
        async with database.transaction(actor, "system") as transaction:
            if mine is not None and not taken["only_index"]:
                await look(transaction, searcher, case_id, mine)
            await transaction.run(DONE, row_id=case_id, asked=taken["asked_key"])
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks must not wait
        # Its text may quote a row.
        cause = type(error.__cause__ or error).__name__
        _log.error("duplicates.check_failed", case_id=str(case_id), cause=cause)
        await _put_off(database, case_id, taken)
        return False
    return True


async def _put_off(database: Database, case_id: UUID, taken: Row | None) -> None:
    if taken is None:
        return
    # What was taken may be undone with the tokens that could not be stored.
    attempts = taken["attempts"]
    pause = pause_after(attempts) or LAST_PAUSE
    async with database.transaction(system_actor(), "system") as transaction:
        await transaction.run(
            LATER, row_id=case_id, asked=taken["asked_key"], pause=pause, attempts=attempts
        )
