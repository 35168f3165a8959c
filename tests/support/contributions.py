"""Requests for contributions and contributions, as tests make them."""

import io
import itertools
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl

from referral_api.permissions import Role
from referral_api.reports.contribution_sheet.template import template
from tests.support.world import TestOrganisation, World

_SPENT = itertools.count()


def lines() -> list[dict[str, Any]]:
    """Make one line as a reading returns it."""
    return [
        {
            "pillar": "prevention", "unit": "persons_reached", "women": 12, "girls": 30, "men": 0,
            "boys": None, "not_determined": 4, "total": 46,
        }
    ]  # fmt: skip


def a_quarter(**fields: Any) -> dict[str, Any]:
    """Make a contribution for a quarter that no test of this process has used before."""
    spent = next(_SPENT)
    body = {"year": 2000 + spent // 4 % 26, "quarter": 1 + spent % 4, "lines": lines()}
    return body | fields


def a_form(**cells: Any) -> bytes:
    """Fill the cells of the downloaded form that are named, and no other."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def a_filled_form(**cells: Any) -> bytes:
    """Fill in ``lines`` for a quarter that no test of this process has used before."""
    quarter = a_quarter()
    line = {"B9": "Personnes touchées", "C9": 12, "D9": 30, "E9": 0, "G9": 4, "H9": 46}
    return a_form(**({"B4": quarter["year"], "B5": quarter["quarter"]} | line | cells))


def a_request(**fields: Any) -> dict[str, Any]:
    """Make a request that was received today and is due in two days."""
    today = datetime.now(UTC).date()
    body = {
        "reference": f"{secrets.randbelow(10**9)}/2026", "received_from": "Ministère synthétique",
        "title": "Contribution synthétique", "resolution": "A/RES/77/193",
        "received_on": str(today), "due_on": str(today + timedelta(days=2)),
        "period_from": str(date(2021, 1, 1)), "period_to": str(date(2023, 12, 31)),
        "documents": [
            {"title": "Note verbale", "dated": "2026-05-15", "sha256": "0" * 64},
            {"title": "Questionnaire", "dated": None, "sha256": None},
        ],
    }  # fmt: skip
    return body | fields


async def an_open_call(world: World, *called: TestOrganisation, **fields: Any) -> dict[str, Any]:
    """Record a request, and open its call to these organisations."""
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await world.done(coordinator, "POST", "/v1/contribution-requests", a_request(**fields))
    body = {"organisation_ids": [str(one.id) for one in called]}
    return await world.move(coordinator, "contribution-requests", made, "open", body)


async def answers(world: World, request: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Ask the coordination's list of answers; by the organisation."""
    path = f"/v1/contribution-requests/{request['id']}/answers?limit=100"
    page = await world.done(world.coordination.agent(Role.COORDINATOR), "GET", path)
    return {item["organisation_id"]: item for item in page["items"]}
