"""The coordinator's board: what waits now, and how the network answers; each number is a figure."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from referral_api.domain.figures.board.parts import PARTS, BoardPart
from referral_api.permissions import Role
from referral_api.reports.coordination_board import serving
from tests.support.audit_log import refused
from tests.support.directory import NEED, a_service
from tests.support.figures import PERIOD, ask, cells
from tests.support.stays import accepted, ago, expected
from tests.support.world import TestOrganisation, World

_BOARD = "/v1/coordination"
_HOUR = timedelta(hours=1)


async def _see(
    world: World, by: TestOrganisation, part: str = "overview", query: str = "",
    role: Role = Role.COORDINATOR,
) -> dict[str, Any]:  # fmt: skip
    """View a part of the board, which leaves one event beside those of its figures."""
    agent = by.agent(role)
    board = await world.done(agent, "GET", f"{_BOARD}/{part}?{query}")
    (*_, event) = await world.events(subject_id=UUID(board["cut_id"]), action="board:read")
    assert (event["agent_id"], event["outcome"], event["code"]) == (agent, "allowed", part)
    return board


def _cells(board: dict[str, Any], code: str, *by: str) -> dict[tuple[str, ...], Any]:
    """Return the values of a figure of the board by the codes of its dimensions."""
    (figure,) = [row for row in board["figures"] if (row["code"], row["by"]) == (code, list(by))]
    return {tuple(cell["by"][name] for name in by): cell["value"] for cell in figure["cells"]}


def _total(board: dict[str, Any], code: str) -> Any:
    return next(row["total"]["value"] for row in board["figures"] if row["code"] == code)


async def _bind(world: World, organisation: TestOrganisation, *regions: str) -> None:
    await world.arrange(
        organisation.id, "UPDATE organisation SET regions = $2 WHERE id = $1", organisation.id,
        list(regions),
    )  # fmt: skip


async def _body(world: World, *regions: str) -> TestOrganisation:
    body = await world.make_organisation("coordination")
    await _bind(world, body, *regions)
    return body


async def _sent(
    world: World, by: TestOrganisation, to: TestOrganisation, region: str = "GAO", **fields: Any
) -> dict[str, Any]:
    """Send a referral of somebody from a region; its limits are changed afterwards."""
    case = await world.a_case(by, region=region)
    draft = await world.a_referral(case["id"], by=by, to=to)
    row = await world.move(by.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    return await world.rewrite("referral", row, **fields) if fields else row


async def test_an_organisation_sees_its_own_open_referrals_by_state_age_and_passed_limit(
    world: World,
) -> None:
    brigade, shelter = [await world.make_organisation(kind) for kind in ("police", "shelter")]
    late = datetime.now(UTC) - _HOUR
    await _sent(world, brigade, shelter)
    await _sent(world, brigade, shelter, sent_at=late - timedelta(days=2), acknowledge_by=late)
    await _sent(world, brigade, shelter, decide_by=late, acknowledge_by=late)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    for limits in ({"start_by": late}, {"start_by": late, "expected_arrival": late}):
        row = await _sent(world, brigade, shelter)
        row = await world.move(intake, "referrals", row, "accept", {})
        await world.rewrite("referral", row, **limits)
    row = await _sent(world, brigade, shelter)
    for step in ("accept", "start"):
        row = await world.move(intake, "referrals", row, step, {} if step == "accept" else None)
    await world.rewrite("referral", row, feedback_by=late)

    board = await _see(world, brigade, role=Role.SUPERVISOR)
    assert (board["scope"], board["regions"]) == ("own", [])
    assert _cells(board, "referral.open_at", "status", "waited") == {
        ("requested", "under_1_day"): 2, ("requested", "1_to_3_days"): 1,
        ("accepted", "under_1_day"): 2, ("in_progress", "under_1_day"): 1,
    }  # fmt: skip
    assert _cells(board, "referral.overdue_at", "limit") == {
        ("acknowledgement",): 1, ("answer",): 1, ("start",): 1, ("arrival",): 1, ("feedback",): 1
    }  # fmt: skip
    assert _cells(board, "referral.answers", "answer") == {("accepted",): 3, ("none",): 3}
    detail = await _see(world, shelter, "referrals", role=Role.SUPERVISOR)
    assert detail["organisations"].keys() == {str(shelter.id)}
    assert _cells(detail, "referral.time_to_answer_90", "receiver") == {(str(shelter.id),): 0.0}
    stranger = await _see(world, await world.make_organisation("ngo"), role=Role.SUPERVISOR)
    assert [figure["total"]["base"] for figure in stranger["figures"]] == [0] * len(
        board["figures"]
    )


async def test_places_are_told_by_region_and_group_and_unknown_where_nobody_stated_them(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    await _bind(world, host, "SIKASSO")
    await world.set_places(host, 4)
    service = await a_service(world, host, {"bed_girls": 3, "bed_women": 1}, region="KIDAL")
    await accepted(world, host)
    officer, supervisor = world.police.agent(Role.SUPERVISOR), host.agent(Role.SUPERVISOR)
    draft = await world.a_referral(to=host, bed_asked=True)
    sent = await world.move(officer, "referrals", draft, "send")
    body = {"unit": "bed_women", "overflow_reason": "danger"}
    await world.move(supervisor, "referrals", sent, "accept", body)
    stale = datetime.now(UTC) - timedelta(days=8)
    girls = await world.owner.fetchval(
        "SELECT id FROM place WHERE service_id = $1 AND unit = 'bed_girls'", UUID(service["id"])
    )
    await world.arrange(girls, "UPDATE place SET updated_at = $2 WHERE id = $1", girls, stale)
    board = await _see(world, host, "places", role=Role.SUPERVISOR)
    places = _cells(board, "protection.places_at", "region", "unit", "place")
    assert {key: value for key, value in places.items() if value} == {
        ("SIKASSO", "bed_unspecified", "free"): 4, ("KIDAL", "bed_girls", "unknown"): 3,
        ("KIDAL", "bed_women", "held"): 2,
    }  # fmt: skip
    assert places["KIDAL", "bed_girls", "free"] is None
    overflow = _cells(board, "protection.overflow_at", "region", "unit")
    assert overflow["KIDAL", "bed_women"] == 1
    groups = _cells(board, "network.coverage", "service", "category")
    assert groups == {("shelter", "women"): 1, ("shelter", "girls"): 1}


async def test_a_body_that_is_bound_to_regions_sees_these_alone_and_the_country_all(
    world: World,
) -> None:
    brigade, shelter = [await world.make_organisation(kind) for kind in ("police", "shelter")]
    await _bind(world, shelter, "TAOUDENIT")
    regional = await _body(world, "MENAKA", "TAOUDENIT")
    before = await _see(world, regional)
    country = await _see(world, world.coordination)
    await _sent(world, brigade, shelter, "MENAKA")
    await _sent(world, brigade, shelter, "KAYES")
    # Nobody knows where; who is waited for is in the region.
    await _sent(world, brigade, shelter, "UNKNOWN")
    after = await _see(world, regional)
    assert (after["scope"], after["regions"]) == ("regions", ["MENAKA", "TAOUDENIT"])
    assert _total(after, "referral.answers") == _total(before, "referral.answers") + 2
    now = await _see(world, world.coordination)
    assert (now["scope"], now["regions"]) == ("country", [])
    assert _total(now, "referral.answers") == _total(country, "referral.answers") + 3
    # The country may look at the same regions, and counts the same.
    narrowed = await _see(
        world, world.coordination, query=f"region=TAOUDENIT,MENAKA&cut_id={after['cut_id']}"
    )
    told = [figure["total"] for figure in narrowed["figures"]]
    assert told == [figure["total"] for figure in after["figures"]]
    agent = regional.agent(Role.COORDINATOR)
    await refused(world, 403, "forbidden", agent, "GET", f"{_BOARD}/overview?region=KAYES")
    path = f"/v1/figure-answers/{after['figures'][0]['query_id']}/verification"
    assert (await world.done(agent, "GET", path))["equal"]


async def test_every_number_of_the_board_is_the_answer_of_a_figure(world: World) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    need = NEED | {"region": "KIDAL", "people": [{"sex": "male", "age_band": "6_11"}]}
    await world.done(world.police.agent(Role.SUPERVISOR), "POST", "/v1/placements/search", need)
    board: dict[str, Any] = {}
    for part in BoardPart:
        board = await _see(world, world.coordination, part)
        asked = [(figure["code"], tuple(figure["by"])) for figure in board["figures"]]
        assert asked == list(PARTS[part])
        for figure in board["figures"][:3]:
            stored = await world.done(agent, "GET", f"/v1/figure-answers/{figure['query_id']}")
            assert stored["answer"]["cells"] == figure["cells"]
            assert stored["cut_id"] == board["cut_id"]
    again = await world.call(agent, "GET", f"{_BOARD}/means?cut_id={board['cut_id']}")
    assert again.json() == board
    events = await world.events(request_id=again.headers["x-request-id"])
    assert [event["action"] for event in events] == ["board:read"]


async def test_a_counted_referral_without_a_known_receiver_stands_on_the_board(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    await world.owner.execute(
        "INSERT INTO counted_referral (row_id, generation, case_id, status, sender_id, sent_at)"
        " SELECT $1, number, $2, 'requested', $3, now() FROM generation",
        uuid7(), uuid7(), brigade.id,
    )  # fmt: skip
    board = await _see(world, brigade, "referrals", role=Role.SUPERVISOR)
    (figure, *_) = board["figures"]
    assert [cell["by"]["receiver"] for cell in figure["cells"]] == ["not_determined"]


async def test_the_board_is_a_table_for_a_spreadsheet_too(world: World) -> None:
    brigade, shelter = [await world.make_organisation(kind) for kind in ("police", "shelter")]
    name = f"=SOMME(A1) {shelter.id}"
    await world.arrange(
        shelter.id, "UPDATE organisation SET name = $2 WHERE id = $1", shelter.id, name
    )
    await _sent(world, brigade, shelter)
    agent = brigade.agent(Role.SUPERVISOR)
    path = f"{_BOARD}/referrals"
    board = await world.call(agent, "GET", path, headers={"Accept": "text/csv"})
    lines = list(csv.DictReader(io.StringIO(board.text)))
    (line,) = [
        row for row in lines
        if (row["figure"], row["dimension_2"]) == ("referral.answers", "receiver")
    ]  # fmt: skip
    assert (line["code_1"], line["code_2"], line["value"]) == ("none", str(shelter.id), "1")
    assert line["receiver_name"] == f"'{name}"
    assert line["cut_id"] in board.headers["Content-Location"]
    await refused(world, 406, "not-acceptable", agent, "GET", path, headers={"Accept": "text/html"})


async def test_long_counting_tells_how_far_it_is_and_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_COUNTING", 0.0)
    agent = world.coordination.agent(Role.COORDINATOR)
    first = await world.call(agent, "GET", f"{_BOARD}/unmet-needs")
    assert first.status_code == 202
    assert (first.json()["counted"], first.json()["of"]) == (1, 2)
    second = await world.done(agent, "GET", first.headers["Location"])
    assert second["cut_id"] == first.json()["cut_id"]


async def test_a_board_of_no_period_or_of_others_regions_is_refused(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    for query, pointer in (
        ("from=2026-01-01", "query:to"), ("from=2026-01-01&to=2026-01-01", "query:to"),
        ("from=2000-01-01&to=2026-01-01", "query:to"),
    ):  # fmt: skip
        path = f"{_BOARD}/overview?{query}"
        body = await refused(world, 422, "malformed-input", coordinator, "GET", path)
        assert [error["pointer"] for error in body["errors"]] == [pointer]
    path = f"{_BOARD}/overview?region=GAO"
    agent = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 422, "malformed-input", agent, "GET", path)
    auditor = world.oversight.agent(Role.AUDITOR)
    await refused(world, 403, "forbidden", auditor, "GET", f"{_BOARD}/overview")


async def test_failures_assignments_and_late_arrivals_are_counted(world: World) -> None:
    brigade, host = [await world.make_organisation(kind) for kind in ("police", "shelter")]
    await world.set_places(host, 5)
    intake = host.agent(Role.INTAKE_OFFICER)
    row = await accepted(world, host, by=brigade)
    await expected(world, host, row, expected_at=ago(hours=1))
    late = await ask(world, host, "protection.late_arrivals_at", "by=place")
    assert cells(late) == {"bed_women": 1}
    await world.move(intake, "referrals", row, "fail", {"reason": "person_unreachable"})
    failed = await ask(world, host, "referral.failed", f"{PERIOD}&by=reason")
    assert cells(failed) == {"person_unreachable": 1}
    late = await ask(world, host, "protection.late_arrivals_at", "by=place")
    assert late["answer"]["total"]["value"] == 0

    case = await world.a_case(brigade)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "custodian_unresponsive",
    }  # fmt: skip
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await world.done(coordinator, "POST", "/v1/handoffs/assignments", body)
    forced = await ask(world, brigade, "protection.handoffs_forced", f"{PERIOD}&by=status")
    assert cells(forced) == {"offered": 1}
    offer = await world.an_offer(by=brigade, kind="protection", physical=True)
    offer = await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    supervisor = brigade.agent(Role.SUPERVISOR)
    told = {"reason": "person_left"}
    await world.move(supervisor, "handoffs", offer, "report-failed-arrival", told)
    failed = await ask(world, brigade, "protection.handoffs_failed", f"{PERIOD}&by=end_reason")
    assert cells(failed) == {"person_left": 1}
    open_now = await ask(world, brigade, "protection.handoffs_open_at", "by=waited")
    assert cells(open_now) == {"under_1_day": 1}
