"""The expected response for every cell of a lifecycle, derived from the tables alone.

It implements the order of refusals (role, sight, side, state) itself: none of the checks of the
service is called here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from referral_api.domain.transitions import Lifecycle, Side, Transition
from referral_api.permissions import ROLE_HOMES, ROLE_PERMISSIONS, Permission, Role, TokenPermission
from tests.support.draw import draw
from tests.support.world import TestOrganisation, World

_AT_ONCE = 6
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """An organisation, the sides it stands on, and the states in which the row is hidden."""

    name: str
    organisation: TestOrganisation
    parties: frozenset[Side] = frozenset()
    hidden_in: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, its code, and the details of an impossible transition."""

    status: int
    code: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One attempt and its response according to the tables."""

    name: str
    agent_id: UUID | None
    method: str
    path: str
    act: Permission | None
    subject_id: str | None
    case_id: str
    answer: Answer
    json: Any = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """The attempts in one state: the row that nobody could change, and those that changed."""

    state: str
    standing: Row
    moved: Sequence[Row]


Request = Callable[[Row], tuple[str, str, Any, int | None]]
Foresight = Callable[[str, Role | None, Viewpoint], Answer]


# The attributes that guards read from a record: here, a handoff of a person who is to travel, a
# referral that asks for a shelter, a tip that concerns no child, an age of which nobody was told,
# a family that is checked, and a measure that one signature grants.
TRAVELLING = SimpleNamespace(
    physical=True, departed_at=None, started_at=None, service_type="shelter", shelter_named_at=None,
    children_seen="no", dismissal_proposed_by_agent_id=None,
    told_on=None, wanted_by_person="yes", family_check="no_concern",
    kind="emergency_shelter", signatures="[]", signatures_needed=1, revoking_agent_id=None,
)  # fmt: skip


def row_of(lifecycle: Lifecycle, event: str, record: Any = TRAVELLING) -> Transition:
    """The rows of an event whose guard holds for such a record, as one."""
    rows = [row for row in lifecycle.rows if row.event == event and _holds(row, record)]
    assert len({(row.target, row.permission, row.sides) for row in rows}) == 1
    return replace(rows[0], sources=frozenset().union(*(row.sources for row in rows)))


def _holds(row: Transition, record: Any) -> bool:
    return row.guard is None or row.guard.holds(record)


def foresee(
    lifecycle: Lifecycle, event: str, state: str, role: Role | None, viewpoint: Viewpoint,
    *, success: int = 200, record: Any = TRAVELLING,
) -> Answer:  # fmt: skip
    """Predict the response to an agent of this role that causes this event in this state."""
    row = row_of(lifecycle, event, record)
    if role is None:
        return Answer(401, "invalid-token")
    coordinates = role is Role.COORDINATOR
    # Some roles are held in some types of organisation only, and grant nothing elsewhere.
    away = viewpoint.organisation.type not in ROLE_HOMES.get(role, {viewpoint.organisation.type})
    if away or row.permission not in ROLE_PERMISSIONS[role]:
        return Answer(403, "forbidden")
    if state in viewpoint.hidden_in and not coordinates:
        return Answer(404, "not-found")
    sides = viewpoint.parties | ({Side.COORDINATOR} if coordinates else set())
    if not sides & row.sides:
        return Answer(403, "forbidden")
    if state not in row.sources:
        possible = list(
            dict.fromkeys(
                other.event for other in lifecycle.rows
                if state in other.sources and other.sides != {Side.SYSTEM}
                and _holds(other, record)
            )
        )  # fmt: skip
        facts = {"current_state": str(state), "allowed_events": possible}
        return Answer(409, "invalid-transition", facts)
    return Answer(success)


async def walk(
    world: World, act: Permission | None, states: Sequence[str], views: Sequence[Viewpoint],
    foreseen: Foresight, put: Callable[[str], Awaitable[Row]], request: Request,
) -> list[Walked]:  # fmt: skip
    """Let every agent of every viewpoint, and nobody, make a request in every state.

    ``put`` makes a row in a state: one for all refused callers, a fresh one for each other caller.
    """
    walked = []
    for state in states:
        standing, moved, cells = await put(state), [], []
        everyone = [
            (f"{state} × {act} × {role or 'nobody'} of the {view.name}",
             agent_id, foreseen(state, role, view))
            for view, role, agent_id in _everyone(views)
        ]  # fmt: skip
        # Of each kind of answer, somebody is told it in every run.
        for name, agent_id, answer in draw.of(everyone, lambda one: one[0], _kind):
            row = standing if answer.code else await put(state)
            if row is not standing:
                moved.append(row)
            method, path, json, version = request(row)
            cells.append(
                Cell(
                    name, agent_id, method, path, act, row["id"] if row["id"] in path else None,
                    str(row.get("case_id", row["id"])), answer, json, version,
                )
            )  # fmt: skip
        await check(world, cells)
        walked.append(Walked(state, standing, moved))
    return walked


def _kind(attempt: tuple[str, UUID | None, Answer]) -> tuple[int, str | None]:
    return attempt[2].status, attempt[2].code


def _everyone(views: Sequence[Viewpoint]) -> Iterator[tuple[Viewpoint, Role | None, UUID | None]]:
    for view in views:
        for role, agent_id in view.organisation.agents.items():
            yield view, role, agent_id
    yield views[-1], None, None


async def columns_of(world: World, table: str, row: Row, *columns: str) -> tuple[Any, ...]:
    """Read columns of a row as the owner."""
    found = await world.owner.fetchrow(
        f'SELECT {", ".join(columns)} FROM "{table}" WHERE id = $1', UUID(row["id"])
    )
    assert found is not None
    return tuple(found)


async def check(world: World, cells: Sequence[Cell]) -> None:
    """Make every attempt; compare each answer, and the one event that it recorded."""
    assert cells, "a matrix without cells proves nothing"
    gate = asyncio.Semaphore(_AT_ONCE)

    async def attempt(cell: Cell) -> httpx.Response:
        async with gate:
            return await world.call(
                cell.agent_id, cell.method, cell.path, cell.json, version=cell.version
            )

    responses = await asyncio.gather(*(attempt(cell) for cell in cells))
    named = [response.headers["x-request-id"] for response in responses]
    recorded_events: dict[str, list[asyncpg.Record]] = {name: [] for name in named}
    for event in await world.owner.fetch(
        "SELECT * FROM audit_event WHERE request_id = ANY($1) ORDER BY id", named
    ):
        recorded_events[event["request_id"]].append(event)
    wrong = [
        f"{cell.name}: {fault}"
        for cell, response, name in zip(cells, responses, named, strict=True)
        for fault in _faults(cell, response, recorded_events[name])
    ]
    assert not wrong, "\n".join(wrong)


def _faults(
    cell: Cell, response: httpx.Response, events: Sequence[asyncpg.Record]
) -> Iterator[str]:
    body, answer = response.json(), cell.answer
    code = body.get("code") if answer.code else None
    if (response.status_code, code) != (answer.status, answer.code):
        yield f"expected {answer.status} {answer.code}, got {response.status_code} {body}"
        return
    for name, value in answer.facts.items():
        if body.get(name) != value:
            yield f"expected {name} {value}, got {body.get(name)}"
    act = cell.act if cell.agent_id else TokenPermission.AUTHENTICATE
    of_act = [event for event in events if event["action"] == act]
    if len(of_act) != 1 or (answer.code and len(events) != 1):
        yield f"expected one {act}, got {[event['action'] for event in events]}"
        return
    # A refusal records the request; a success also records the new row and its case.
    expected: dict[str, Any] = {
        "outcome": "refused" if answer.code else "allowed", "agent_id": cell.agent_id,
    }  # fmt: skip
    if answer.code:
        expected["code"] = answer.code
    else:
        expected["case_id"] = UUID(cell.case_id)
    about = body["id"] if answer.status == 201 else cell.subject_id
    # Of a caller that is not known, what the address names is only claimed.
    if about or not cell.agent_id:
        expected["subject_id"] = UUID(about) if cell.agent_id and about else None
    found = {name: of_act[0][name] for name in expected}
    if found != expected:
        yield f"expected {expected}, recorded {found}"
