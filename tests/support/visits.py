"""Callers that wait for the same connection, and for each other."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from referral_api.database.database import Database
from referral_api.database.sight import VisibilityScope
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.permissions import Actor, Role
from tests.support.world import TestOrganisation

_WHO = Statement(
    text(
        "SELECT current_user::text AS role, current_setting('app.organisation_id') AS organisation,"
        " current_setting('app.agent_id') AS agent, current_setting('app.sight') AS sight"
    )
)


def actor_of(organisation: TestOrganisation) -> Actor:
    agent = organisation.agent(Role.SUPERVISOR)
    return Actor(organisation.id, "police", agent, None, frozenset({Role.SUPERVISOR}), "test")


class Visit:
    """One caller: enters, reads its identity from the database, and waits for ``leave``."""

    def __init__(self, database: Database, actor: Actor, scope: VisibilityScope = "grants") -> None:
        self.transaction = database.transaction(actor, scope)
        self.inside, self.may_leave = asyncio.Event(), asyncio.Event()
        self.seen: dict[str, Any] = {}
        self.task = asyncio.create_task(self._visit())

    async def _visit(self) -> None:
        async with self.transaction as transaction:
            self.seen = dict(await transaction.row(_WHO))
            self.inside.set()
            await self.may_leave.wait()

    async def leave(self) -> None:
        self.may_leave.set()
        await self.task


async def in_line(*visits: Visit) -> None:
    """Let the first in, and the others into the queue behind it."""
    inside = asyncio.create_task(visits[0].inside.wait())
    # Or it failed, which ``leave`` raises.
    await asyncio.wait({inside, visits[0].task}, return_when=asyncio.FIRST_COMPLETED)
    inside.cancel()
    await asyncio.sleep(0)


def before_the_commit(monkeypatch: pytest.MonkeyPatch, act: Any, *, of: Transaction) -> None:
    """Do something at the moment when a transaction sends its COMMIT."""
    send = Transaction._send

    async def sent(self: Transaction, sql: str) -> str:
        if self is of and sql.startswith("COMMIT"):
            act()
        return await send(self, sql)

    monkeypatch.setattr(Transaction, "_send", sent)
