"""An outage says what was wanting: the database, or a free connection."""

from dataclasses import replace

import pytest

from referral_api.database.database import Database
from referral_api.database.session_profile import REQUESTS
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.embedded import Embedded
from referral_api.errors import Unavailable


async def test_a_login_that_the_database_refuses_is_an_outage(server: Embedded) -> None:
    database = Database(server.url("nobody_of_this_name"), size=1)
    with pytest.raises(Unavailable) as refusal:
        async with database.transaction(NOBODY):
            pass
    assert refusal.value.reason == "database"
    await database.close()


async def test_a_pool_without_a_free_connection_is_told_from_a_lost_database(
    server: Embedded,
) -> None:
    impatient = replace(REQUESTS, wait=0.05)
    database = Database(server.url("referral_app"), size=1, profile=impatient)
    async with database.transaction(NOBODY):
        with pytest.raises(Unavailable) as refusal:
            async with database.transaction(NOBODY):
                pass
    assert refusal.value.reason == "pool"
    await database.close()
