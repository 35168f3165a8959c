"""Every route is taken with a marker in every free word; what others are told of it is kept."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from fastapi import FastAPI
from typing_extensions import override

from referral_api.permissions import Role
from tests.contract.test_acts_recorded import Walk
from tests.support.planting import Planter
from tests.support.world import World

_ATTEMPTS = 4
_INDEX = re.compile(r"/\d+")


@dataclass
class Answered:
    """What a route answered, and whom: the caller of the story, or one who looks on."""

    route: str
    answer: httpx.Response
    onlooker: str = ""


@dataclass
class Reading:
    """A reading that succeeded for who may, which onlookers try too."""

    route: str
    path: str


class PlantedWalk(Walk):
    """Takes routes with planted bodies. A member for which the service takes no marker goes back
    to what the walk sends, and where the whole is refused, the whole does.
    """

    def __init__(self, app: FastAPI, world: World) -> None:
        super().__init__(app, world)
        self.planter = Planter(app.openapi())
        self.told: list[Answered] = []
        self.readings: list[Reading] = []

    @override
    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None,
        asked: Any = None, **ids: Any,
    ) -> Any:  # fmt: skip
        route = self.routes[name]
        path = route.path.format_map(ids) + (f"?{urlencode(asked)}" if asked else "")
        sent, answer = body, None
        for sent in self._bodies(name, body):
            answer = await self.world.call(caller, route.method, path, sent, version=version)
            self.told.append(Answered(name, answer))
            if answer.is_success:
                break
        assert answer is not None
        assert answer.is_success, f"{name}: {answer.text}"
        self.planter.remember(name, sent)
        if route.method == "GET":
            self.readings.append(Reading(name, path))
        self.taken.add(name)
        is_json = answer.headers["content-type"] == "application/json"
        return answer.json() if is_json else answer.content

    def _bodies(self, name: str, body: Any) -> Any:
        """Return the planted body, again without what was refused, and at last the body itself."""
        route = self.routes[name]
        schema = self.planter.schema_of(route.path, route.method)
        without: set[str] = set()
        if schema is not None and isinstance(body, dict):
            for _ in range(_ATTEMPTS):
                yield self.planter.plant(name, schema, body, without)
                refused = self._refused()
                if not refused - without:
                    break
                without |= refused
        yield body

    def _refused(self) -> set[str]:
        problem = self.told[-1].answer.json()
        pointers = (error.get("pointer") for error in problem.get("errors", ()))
        return {_INDEX.sub("/*", pointer) for pointer in pointers if pointer}


@dataclass
class Onlookers:
    """Those who take no part: a stranger of each kind, the coordination, and the auditor."""

    world: World
    agents: dict[str, UUID] = field(default_factory=dict)

    async def arrive(self) -> None:
        """Let organisations take part in the network that have nothing to do with anybody."""
        for kind, role in (
            ("ngo", Role.SUPERVISOR), ("police", Role.INVESTIGATOR), ("shelter", Role.CASE_WORKER),
            ("watch_committee", Role.COMMUNITY_REPORTER),
        ):  # fmt: skip
            organisation = await self.world.make_organisation(kind)
            self.agents[kind] = organisation.agent(role)
        self.agents["coordination"] = self.world.coordination.agent(Role.COORDINATOR)
        self.agents["oversight"] = self.world.oversight.agent(Role.AUDITOR)

    async def look(self, walk: PlantedWalk) -> None:
        """Ask again for all that was read, as each of them."""
        for reading in {reading.path: reading for reading in walk.readings}.values():
            for onlooker, agent in self.agents.items():
                answer = await self.world.call(agent, "GET", reading.path)
                walk.told.append(Answered(reading.route, answer, onlooker))
