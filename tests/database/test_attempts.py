"""A part of a transaction that fails by itself leaves the rest as it was."""

import asyncpg
import pytest
from sqlalchemy import text

from referral_api.database.attempts import attempt
from referral_api.database.database import system_actor
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import Conflict, ServiceError, Unavailable
from tests.support.world import World

_SAY = "SELECT set_config('app.attempted', '{}', true) AS said"
_FIRST, _SECOND = Statement(text(_SAY.format("first"))), Statement(text(_SAY.format("second")))
_SAID = Statement(text("SELECT current_setting('app.attempted') AS said"))
_SIGHT = Statement(text("SELECT current_setting('app.sight') AS sight"))
# A fault of the service: no refusal stands for it.
_FAULT = Statement(text("SELECT 1 / 0"))


async def _say_and_fail(transaction: Transaction, refusal: Exception) -> None:
    async with attempt(transaction):
        await transaction.row(_SECOND)
        raise refusal


async def test_what_is_refused_is_undone_and_what_was_written_before_stays(world: World) -> None:
    async with world.process.database.transaction(system_actor(), "system") as transaction:
        async with attempt(transaction):
            await transaction.row(_FIRST)
        for refusal in (Conflict(), asyncpg.UniqueViolationError("said twice")):
            with pytest.raises(ServiceError):
                await _say_and_fail(transaction, refusal)
            assert (await transaction.row(_SAID))["said"] == "first"
        assert (await transaction.row(_SIGHT))["sight"] == "system"


async def _attempt(world: World, *, outage: bool) -> None:
    database = world.process.database
    async with database.transaction(system_actor(), "system") as transaction, attempt(transaction):
        if outage:
            raise Unavailable
        await transaction.run(_FAULT)


async def test_an_outage_and_a_fault_end_the_transaction_as_a_whole(world: World) -> None:
    with pytest.raises(Unavailable):
        await _attempt(world, outage=True)
    with pytest.raises(asyncpg.DivisionByZeroError):
        await _attempt(world, outage=False)
