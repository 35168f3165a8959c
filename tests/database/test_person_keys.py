"""The key of a person is found by who has to do with the person, in the service's own sight too."""

from uuid import UUID

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.sessions import as_app
from tests.support.stays import present
from tests.support.world import TestOrganisation, World


async def _finds(
    server: Embedded, reader: TestOrganisation | None, case_id: str, sight: str
) -> bool:
    async with as_app(server, reader) as connection:
        await connection.execute("SELECT set_config('app.sight', $1, false)", sight)
        found = await connection.fetchval(
            "SELECT count(*) FROM person_key WHERE case_id = $1", UUID(case_id)
        )
    return bool(found)


async def test_a_host_finds_it_after_its_access_has_ended_and_a_stranger_or_a_timer_never(
    world: World, server: Embedded
) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 3)
    stay = await present(world, host)
    case_id = stay["case_id"]
    await world.an_identity(case_id)
    assert await _finds(server, host, case_id, "grants")
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/referrals/{stay['referral_id']}"
    referral = await world.done(officer, "GET", path)
    consent = {"id": referral["consent_id"], "version": 1}
    await world.move(officer, "consents", consent, "withdraw")
    assert not await _finds(server, host, case_id, "grants")
    assert await _finds(server, host, case_id, "system")
    for nobody in (world.stranger, world.coordination, None):
        assert not await _finds(server, nobody, case_id, "system")
