"""The content of whole tables in short: what reads must not change it."""

from collections.abc import Collection

from sqlmodel import SQLModel

from tests.support.world import World


async def sum_up_tables(world: World, *, but: Collection[str]) -> dict[str, object]:
    """Return the number of rows of each table and a sum over their contents."""
    return {
        name: await world.owner.fetchval(
            f'SELECT (count(*), sum(hashtext(row::text)))::text FROM "{name}" AS row'
        )
        for name in SQLModel.metadata.tables
        if name not in but
    }
