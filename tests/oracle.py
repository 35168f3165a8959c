"""What every cell of a lifecycle must answer, read from the tables and from nothing else.

It knows the order of refusals (role, sight, side, state) by itself: none of the checks of the
service is called here.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from referral_api.permissions import ROLE_ACTS, Act, Role
from referral_api.transitions import Lifecycle, Party, Transition
from tests.world import TestOrganisation, World

_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """An organisation, the sides it stands on, and the states in which the row is hidden."""

    name: str
    organisation: TestOrganisation
    parties: frozenset[Party] = frozenset()
    hidden_in: frozenset[str] = frozenset()

    def agents(self) -> Iterator[tuple[Role, UUID]]:
        yield from self.organisation.agents.items()


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, its code, and what is told beside an impossible move."""

    status: int
    code: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One attempt and the answer that the tables give to it."""

    name: str
    agent_id: UUID | None
    method: str
    path: str
    act: Act
    subject_id: str
    answer: Answer
    json: Any = None
    version: int | None = None


def row_of(lifecycle: Lifecycle, event: str) -> Transition:
    (row,) = [row for row in lifecycle.rows if row.event == event]
    return row


def foresee(
    lifecycle: Lifecycle, event: str, state: str, role: Role | None, viewpoint: Viewpoint,
    *, success: int = 200,
) -> Answer:  # fmt: skip
    """Foresee the answer to an agent of this role who causes this event in this state."""
    row = row_of(lifecycle, event)
    if role is None:
        return Answer(401, "invalid-token")
    coordinates = role is Role.COORDINATOR
    if row.act not in ROLE_ACTS[role]:
        return Answer(403, "forbidden")
    if state in viewpoint.hidden_in and not coordinates:
        return Answer(404, "not-found")
    sides = viewpoint.parties | ({Party.COORDINATOR} if coordinates else set())
    if not sides & row.parties:
        return Answer(403, "forbidden")
    if state not in row.sources:
        possible = [other.event for other in lifecycle.rows if state in other.sources]
        facts = {"current_state": str(state), "allowed_events": possible}
        return Answer(409, "invalid-transition", facts)
    return Answer(success)


async def check(world: World, cells: Sequence[Cell]) -> None:
    """Make every attempt; compare each answer, and the one event that it left."""
    assert cells, "a matrix without cells proves nothing"
    gate = asyncio.Semaphore(_AT_ONCE)

    async def attempt(cell: Cell) -> httpx.Response:
        async with gate:
            return await world.call(
                cell.agent_id, cell.method, cell.path, cell.json, version=cell.version
            )

    responses = await asyncio.gather(*(attempt(cell) for cell in cells))
    named = [response.headers["x-request-id"] for response in responses]
    trail: dict[str, list[asyncpg.Record]] = {name: [] for name in named}
    for event in await world.owner.fetch(
        "SELECT * FROM audit_event WHERE request_id = ANY($1) ORDER BY id", named
    ):
        trail[event["request_id"]].append(event)
    wrong = [
        f"{cell.name}: {fault}"
        for cell, response, name in zip(cells, responses, named, strict=True)
        for fault in _faults(cell, response, trail[name])
    ]
    assert not wrong, "\n".join(wrong)


def _faults(
    cell: Cell, response: httpx.Response, events: Sequence[asyncpg.Record]
) -> Iterator[str]:
    told, answer = response.json(), cell.answer
    if (response.status_code, told.get("code") if answer.code else None) != (
        answer.status, answer.code,
    ):  # fmt: skip
        yield f"expected {answer.status} {answer.code}, got {response.status_code} {told}"
        return
    for name, value in answer.facts.items():
        if told.get(name) != value:
            yield f"expected {name} {value}, got {told.get(name)}"
    known = cell.agent_id is not None
    act = cell.act if known else Act.TOKEN_AUTHENTICATE
    outcome = "refused" if answer.code else "allowed"
    of_act = [event for event in events if event["action"] == act]
    if len(of_act) != 1:
        yield f"expected one {act}, got {[event['action'] for event in events]}"
        return
    (event,) = of_act
    if (event["outcome"], event["agent_id"]) != (outcome, cell.agent_id):
        yield f"recorded as {event['outcome']} of {event['agent_id']}"
    if answer.code and event["code"] != answer.code:
        yield f"recorded with the code {event['code']}"
    if str(event["subject_id"]) != cell.subject_id:
        yield f"recorded about {event['subject']} {event['subject_id']}"
    if answer.code and len(events) != 1:
        yield f"a refusal left {[event['action'] for event in events]}"
