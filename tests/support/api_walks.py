"""The walk over every operation by the API, and what each leaves in the log."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from typing_extensions import override

from tests.contract.test_acts_recorded import Walk
from tests.support.world import World

# What an event says, and whether it says which.
_SAID = (
    "SELECT action, subject, subject_id IS NOT NULL, case_id IS NOT NULL,"
    " coalesce(cardinality(case_ids), -1), section, outcome, code, roles::text"
    " FROM audit_event WHERE request_id = $1 ORDER BY action, id"
)
Event = tuple[Any, ...]


class ApiWalk(Walk):
    """Walks by the API, and keeps the events of each operation."""

    def __init__(self, app: FastAPI, world: World) -> None:
        super().__init__(app, world)
        self.left: dict[str, list[list[Event]]] = defaultdict(list)
        self._name = ""

    @override
    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None,
        asked: Mapping[str, Any] | None = None, **ids: Any,
    ) -> Any:  # fmt: skip
        self._name = name
        return await super().take(name, caller, body, version=version, asked=asked, **ids)

    @override
    async def _allowed(self, request_id: str) -> list[str]:
        self.left[self._name].append(await events_of(self.world, request_id))
        return await super()._allowed(request_id)


async def events_of(world: World, request_id: str) -> list[Event]:
    """Return what the events of a request say."""
    return [tuple(row) for row in await world.owner.fetch(_SAID, request_id)]
