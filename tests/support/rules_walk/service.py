"""The service as a walk sees it: requests by any agent, rows by SQL, time that passes."""

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import httpx
from uuid_utils.compat import uuid7

from referral_api.domain.expiry_job import publish_overdue
from referral_api.embedded import Embedded
from tests.support.rules_oracle.acts import ActRule
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_walk.cast import Cast, make_cast
from tests.support.rules_walk.requests import TABLES, request_of
from tests.support.world import World

T = TypeVar("T")
_TIMES = (
    "SELECT table_name, string_agg(format('%1$I = %1$I - $2::interval', column_name), ', ')"
    " FROM information_schema.columns WHERE (table_name = ANY (ARRAY["
    "'consent', 'access_grant', 'referral', 'handoff', 'identity_order', 'handoff_request'])"
    # What was said on the telephone is written once, its instants too.
    " OR (table_name, column_name) = ('telephone_call', 'confirm_by'))"
    " AND table_schema = 'public' AND data_type = 'timestamp with time zone' GROUP BY 1"
)


_MADE_BY = (
    "SELECT id FROM handoff WHERE corrected_call_id = $1"
    " UNION ALL SELECT handoff_id FROM handoff_request WHERE id = $1"
)


class Service:
    """One walk on the service. ``ids`` has the id of each name that the oracle knows."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, world: World, server: Embedded, mechanism: Mechanism
    ) -> None:
        self._loop, self._world, self._server = loop, world, server
        self.cast: Cast = self.wait(make_cast(world, mechanism))
        self.ids: dict[str, UUID] = dict(self.cast.ids)
        self.session: asyncpg.Connection = self.wait(
            asyncpg.connect(server.url("referral_app"), statement_cache_size=100)
        )
        # An agent that was looked up for another walk is not needed again.
        self.forget_callers()

    def close(self) -> None:
        self.wait(self.session.close())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something on the loop of the service, which runs only meanwhile."""
        return self._loop.run_until_complete(work)

    @property
    def owner(self) -> asyncpg.Pool:
        return self._world.owner

    @property
    def names(self) -> dict[str, str]:
        return {str(found): name for name, found in self.ids.items()}

    def forget_callers(self) -> None:
        """Let the service look up at once who is active; it would within half a minute."""
        self._world.process.actor_resolver._known.clear()

    def make(
        self, act: ActRule, agent: Agent, target: str, details: Mapping[str, Any]
    ) -> httpx.Response:
        """Let an agent make the request that this act is, at the version of now."""
        method, path, body, versioned = request_of(act, target, details, self.ids)
        version = self._version(*versioned) if versioned else None
        return self.wait(self.call(agent, method, path, body, version=version))

    async def call(
        self, agent: Agent, method: str, path: str, body: Any = None, *, version: int | None = None
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.cast.token(self._world, agent)}"}
        return await self._world.call(None, method, path, body, version=version, headers=headers)

    def learn_handoff(self, name: str, because_of: str) -> None:
        """Learn of the handoff that a corrected call, or a granted request, has made."""
        self.ids[name] = self.wait(self.owner.fetchval(_MADE_BY, self.ids[because_of]))

    def _version(self, kind: str, name: str) -> int:
        table, column = TABLES[kind]
        version = self.wait(
            self.owner.fetchval(
                f'SELECT version FROM "{table}" WHERE {column} = $1', self.ids.get(name, uuid7())
            )
        )
        return int(version or 0)

    def pass_time(self, hours: float) -> None:
        """Move everything on the files of this walk into the past, as if so long had gone by."""
        cases = [found for name, found in self.ids.items() if name.startswith("case ")]
        self.wait(self._shift(cases, hours))

    async def _shift(self, cases: list[UUID], hours: float) -> None:
        async with self.owner.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_ids,"
                " salt) VALUES ($1, 'test:arrange', 'allowed', $2, '{}', $3, '')",
                uuid7(), self.ids["police"], cases,
            )  # fmt: skip
            for table, changes in await connection.fetch(_TIMES):
                statement = f'UPDATE "{table}" SET {changes} WHERE case_id = ANY ($1)'
                await connection.execute(statement, cases, timedelta(hours=hours))

    def run_timer(self) -> None:
        self.wait(publish_overdue(self._world.process.database))
