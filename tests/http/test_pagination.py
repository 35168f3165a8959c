"""Lists come in pages; a cursor belongs to one caller and one question."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.database.generation import FIRST_GENERATION
from referral_api.permissions import Actor, Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World


@pytest.fixture(scope="module")
async def sender(world: World) -> TestOrganisation:
    """A police unit with five cases; each has a consent, a referral and an offer."""
    unit = await world.make_organisation("police")
    worker = unit.agent(Role.SUPERVISOR)
    for _ in range(5):
        case = await world.a_case(by=unit)
        consent = await world.a_consent(case["id"], world.shelter, world.prosecutor, by=unit)
        referral = {
            "case_id": case["id"], "receiver_id": str(world.shelter.id), "priority": "urgent",
            "service_type": "shelter", "consent_id": consent["id"],
        }  # fmt: skip
        offer = {
            "case_id": case["id"], "kind": "investigation", "to_id": str(world.prosecutor.id),
            "priority": "urgent", "reason": "jurisdiction", "consent_id": consent["id"],
        }  # fmt: skip
        await world.done(worker, "POST", "/v1/referrals", referral)
        await world.done(worker, "POST", "/v1/handoffs", offer)
    return unit


async def walk(world: World, agent: Any, path: str) -> list[list[dict[str, Any]]]:
    pages, cursor = [], ""
    while True:
        page = await world.done(agent, "GET", f"{path}limit=2{cursor}")
        pages.append(page["items"])
        if page["next_cursor"] is None:
            return pages
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("resource", ["cases", "consents", "referrals", "handoffs"])
async def test_pages_follow_each_other_newest_first_and_each_reading_is_recorded(
    world: World, sender: TestOrganisation, resource: str
) -> None:
    reader = await world.make_agent(sender, Role.CASE_WORKER)
    pages = await walk(world, reader, f"/v1/{resource}?")
    assert [len(page) for page in pages] == [2, 2, 1]
    ids = [item["id"] for page in pages for item in page]
    assert ids == sorted(set(ids), reverse=True)  # the service made them, one after the other
    events = await world.events(action=f"{resource[:-1]}:list", agent_id=reader)
    assert [len(event["case_ids"]) for event in events] == [2, 2, 1]
    listed = {str(case) for event in events for case in event["case_ids"]}
    named = "id" if resource == "cases" else "case_id"
    assert listed == {item[named] for page in pages for item in page}


@pytest.mark.parametrize("resource", ["cases", "consents", "referrals", "handoffs"])
async def test_a_stranger_finds_an_empty_list(
    world: World, sender: TestOrganisation, resource: str
) -> None:
    stranger = await world.make_organisation("ngo")
    page = await world.done(stranger.agent(Role.SUPERVISOR), "GET", f"/v1/{resource}")
    assert page == {"items": [], "next_cursor": None}
    assert sender.agents


async def test_a_cursor_of_another_caller_list_or_filter_is_refused(
    world: World, sender: TestOrganisation
) -> None:
    worker, officer = sender.agent(Role.CASE_WORKER), sender.agent(Role.FIRST_RESPONDER)
    first = await world.done(worker, "GET", "/v1/referrals?limit=2&status=draft")
    cursor = first["next_cursor"]
    await world.done(worker, "GET", f"/v1/referrals?limit=2&status=draft&cursor={cursor}")
    for agent, path in (
        (officer, f"/v1/referrals?limit=2&status=draft&cursor={cursor}"),
        (worker, f"/v1/referrals?limit=2&cursor={cursor}"),
        (worker, f"/v1/referrals?status=requested&cursor={cursor}"),
        (worker, f"/v1/handoffs?cursor={cursor}"),
        (worker, f"/v1/referrals?status=draft&cursor={'A' * 43}"),
        (worker, "/v1/referrals?status=draft&cursor=rubbish"),
        (worker, f"/v1/referrals?status=draft&cursor={'%C3%A9' * 8}"),
    ):
        await refused(world, 400, "invalid-cursor", agent, "GET", path)


async def test_a_cursor_of_the_order_by_id_is_refused(
    world: World, sender: TestOrganisation
) -> None:
    """The version before bound its cursors to no order; read as a key, an id skips or repeats."""
    worker = sender.agent(Role.CASE_WORKER)
    actor = Actor(sender.id, "police", worker, None, frozenset({Role.CASE_WORKER}), "")
    (first, *_) = (await world.done(worker, "GET", "/v1/consents"))["items"]
    filters = (None,)

    def cursor(query: str) -> str:
        return world.process.cursors.encode(UUID(first["id"]), actor, query, FIRST_GENERATION)

    path = "/v1/consents?cursor="
    now, before = f"consent:list|as recorded|{filters!r}", f"consent:list|{filters!r}"
    await world.done(worker, "GET", path + cursor(now))  # so it is the order that is missing
    await refused(world, 400, "invalid-cursor", worker, "GET", path + cursor(before))


async def test_a_list_is_narrowed_to_one_case(world: World, sender: TestOrganisation) -> None:
    worker = sender.agent(Role.CASE_WORKER)
    (newest, *_) = (await world.done(worker, "GET", "/v1/cases"))["items"]
    for resource in ("consents", "referrals", "handoffs"):
        page = await world.done(worker, "GET", f"/v1/{resource}?case_id={newest['id']}")
        assert [item["case_id"] for item in page["items"]] == [newest["id"]]


async def test_the_event_of_a_list_names_no_case_that_the_list_did_not_show(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(officer, "referrals", await world.a_referral(to=shelter), "send")
    row = await world.move(intake, "referrals", row, "accept", {})
    (shown,) = (await world.done(intake, "GET", "/v1/cases"))["items"]
    assert shown["id"] == row["case_id"]
    grant_id = await world.owner.fetchval(
        "SELECT id FROM access_grant WHERE basis_id = $1", row["id"]
    )
    grant = {"id": str(grant_id), "case_id": row["case_id"]}
    await world.rewrite("access_grant", grant, valid_until=datetime.now(UTC) - timedelta(minutes=1))
    told = await world.done(intake, "GET", "/v1/cases")
    assert told == {"items": [], "next_cursor": None}
    events = await world.events(action="case:list", agent_id=intake)
    assert [event["case_ids"] for event in events] == [[UUID(row["case_id"])], None]
