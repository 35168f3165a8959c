"""A list knows the generation that its own transaction saw, whatever others read meanwhile."""

import asyncpg

from referral_api.database.database import Database, system_actor
from referral_api.database.generation import CONFIRM, KnownGeneration
from referral_api.embedded import Embedded
from tests.support.world import World


async def test_a_transaction_that_began_before_a_restore_makes_no_cursor_of_after_it(
    server: Embedded, world: World, owner: asyncpg.Pool
) -> None:
    database = Database(server.url("referral_app"), size=2, prepared=[CONFIRM])
    actor, known = system_actor(world.police.id), KnownGeneration()
    before = await owner.fetchval("SELECT number FROM generation")
    try:
        async with database.transaction(actor, with_begin=known.confirmation) as transaction:
            assert await known.read(transaction, known.confirmation) == before
        asked = known.confirmation
        async with database.transaction(actor, with_begin=asked) as early:
            await owner.execute("UPDATE generation SET number = number + 1")
            outdated = known.confirmation
            async with database.transaction(actor, with_begin=outdated) as late:
                assert await known.read(late, outdated) == before + 1
            assert await known.read(early, asked) == before
    finally:
        await owner.execute("UPDATE generation SET number = $1", before)
        await database.close()
