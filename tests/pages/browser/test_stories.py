"""What people do on a telephone, with script and without."""

import re
from typing import Any

import pytest

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.pages.browser.people import Browsers, Person
from tests.support.directory import a_service
from tests.support.signing_in import OWN_PIN, device_code, one_time_pin
from tests.support.visitors import open_session
from tests.support.world import World

both_ways = pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])


async def _ask(world: World) -> dict[str, Any]:
    sender = world.police.agent(Role.FIRST_RESPONDER)
    return await world.move(sender, "referrals", await world.a_referral(), "send")


@both_ways
async def test_a_guard_answers_four_requests(
    world: World, browsers: Browsers, *, script: bool
) -> None:
    asked = [await _ask(world) for _ in range(4)]
    cookie = await open_session(world, world.shelter.agent(Role.INTAKE_OFFICER))
    async with browsers.of(cookie, script=script) as guard:
        for number, request in enumerate(asked):
            ids = {"referral_id": request["id"]}
            await guard.go("/bureau")
            await guard.follow("/bureau/demandes")
            await guard.follow(address_of(OPERATIONS["read_referral"], ids))
            if number == 0:
                await guard.act("acknowledge_referral", ids)
            if number < 3:
                await guard.act("accept_referral", ids)
            else:
                await guard.act("reject_referral", ids, reason="not_eligible_age")
            assert await guard.page.locator(".done").count(), await guard.wrong()
    rows = await world.owner.fetch(
        "SELECT status FROM referral WHERE id = ANY ($1) ORDER BY id",
        [request["id"] for request in asked],
    )
    assert [row["status"] for row in rows] == ["accepted", "accepted", "accepted", "rejected"]


@both_ways
async def test_an_officer_registers_a_person_takes_her_consent_and_refers(
    world: World, browsers: Browsers, *, script: bool
) -> None:
    await a_service(world, world.shelter)
    cookie = await open_session(world, world.police.agent(Role.FIRST_RESPONDER))
    async with browsers.of(cookie, script=script) as officer:
        await officer.go("/bureau/dossiers/nouveau")
        await officer.fill(sex="female", age_band="18_24", region="KAYES", languages="bam")
        await officer.send()
        case_id = _id_in(officer, "dossiers")
        place = address_of(OPERATIONS["read_case"], {"case_id": case_id})
        await officer.act(
            "record_consent", {"case_id": case_id}, answer="given", given_by="self",
            method="oral_with_witness", language="bam", purposes=["care", "referral_sharing"],
            recipients=str(world.shelter.id), sections=["identity", "protection"],
        )  # fmt: skip
        assert await officer.page.locator(".done").count(), await officer.wrong()
        await officer.go(place)
        consent = await world.owner.fetchval("SELECT id FROM consent WHERE case_id = $1", case_id)
        await officer.act(
            "create_referral", {}, receiver_id=str(world.shelter.id), service_type="shelter",
            priority="urgent", consent_id=str(consent), shared_sections="identity",
        )  # fmt: skip
        referral_id = _id_in(officer, "demandes")
        if await world.owner.fetchval("SELECT status FROM referral WHERE case_id = $1", case_id) \
                == "draft":  # fmt: skip
            await officer.act("send_referral", {"referral_id": referral_id})
    row = await world.owner.fetchrow("SELECT * FROM referral WHERE case_id = $1", case_id)
    assert row is not None
    assert (str(row["id"]), row["status"]) == (referral_id, "requested")


@both_ways
async def test_two_people_take_turns_on_one_telephone(
    world: World, browsers: Browsers, *, script: bool
) -> None:
    unit = await world.make_organisation(
        "shelter", [Role.SUPERVISOR, Role.INTAKE_OFFICER, Role.CASE_WORKER]
    )
    people = [unit.agent(Role.CASE_WORKER), unit.agent(Role.INTAKE_OFFICER)]
    async with browsers.of(None, script=script) as telephone:
        await telephone.go("/bureau/appareil")
        await telephone.fill(code=await device_code(world, unit), name="Téléphone de garde")
        await telephone.send()
        for agent_id in people:
            pin = await one_time_pin(world, unit, agent_id)
            await telephone.go("/bureau/entrer")
            await telephone.fill(agent=str(agent_id), pin=pin)
            await telephone.send()
            await telephone.fill(new_pin=OWN_PIN, again=OWN_PIN)
            await telephone.send()
            assert telephone.page.url.endswith("/bureau"), await telephone.text()
            await telephone.press("value=switch")
            assert "/bureau/entrer" in telephone.page.url
            await telephone.page.go_back(wait_until="commit")
            await telephone.page.wait_for_selector("input[name=pin]")
            assert "/bureau/entrer" in telephone.page.url
    ways = await world.owner.fetch(
        "SELECT way, status FROM agent_session WHERE agent_id = ANY ($1)", people
    )
    assert [tuple(row) for row in ways] == [("pin", "ended")] * 2


@both_ways
async def test_an_auditor_searches_the_log(
    world: World, browsers: Browsers, *, script: bool
) -> None:
    await world.a_case()
    cookie = await open_session(world, world.oversight.agent(Role.AUDITOR))
    async with browsers.of(cookie, script=script) as auditor:
        await auditor.go("/bureau")
        await auditor.follow("/bureau/journal")
        await auditor.fill(outcome="refused")
        form = auditor.page.locator("main form:has([name=outcome])")
        async with auditor.page.expect_navigation():
            await form.locator("button:not([name])").last.click()
        assert await auditor.page.locator("[name=outcome]").first.input_value() == "refused"
        assert await auditor.page.locator("main h1").count() == 1


@both_ways
async def test_a_coordinator_looks_at_the_board(
    world: World, browsers: Browsers, *, script: bool
) -> None:
    await _ask(world)
    cookie = await open_session(world, world.coordination.agent(Role.COORDINATOR))
    async with browsers.of(cookie, script=script) as coordinator:
        await coordinator.go("/bureau")
        await coordinator.follow("/bureau/tableau/overview")
        assert await coordinator.page.locator("main h1").count() == 1, coordinator.page.url


def _id_in(person: Person, after: str) -> str:
    found = re.search(rf"/bureau/{after}/([0-9a-f-]{{36}})", person.page.url)
    assert found, person.page.url
    return found[1]
