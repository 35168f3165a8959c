"""A unit at a shared telephone: a registered browser, and people who have codes of their own."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.guards import unguarded
from tests.support.signing_in import hasher, registered_browser, sign_in
from tests.support.visitors import Visitor
from tests.support.world import TestOrganisation, World

PIN, OTHER_PIN, WRONG_PIN = "730462", "518307", "940271"
ENTER = "/bureau/entrer"


class Desk:
    """``guard`` answers requests; ``colleague`` and ``keeper``, a supervisor, have PINs too."""

    def __init__(self, world: World, unit: TestOrganisation, browser: Visitor) -> None:
        self.world, self.unit, self.browser = world, unit, browser
        self.guard = unit.agent(Role.INTAKE_OFFICER)
        self.colleague = unit.agent(Role.CASE_WORKER)
        self.keeper = unit.agent(Role.SUPERVISOR)
        self.officer = unit.agent(Role.FIRST_RESPONDER)

    @classmethod
    async def of(cls, world: World) -> "Desk":
        unit = await world.make_organisation(
            "shelter",
            [Role.INTAKE_OFFICER, Role.CASE_WORKER, Role.SUPERVISOR, Role.FIRST_RESPONDER],
        )
        await world.set_places(unit, 100)
        desk = cls(world, unit, await registered_browser(world, unit))
        for agent_id, pin in ((desk.guard, PIN), (desk.colleague, OTHER_PIN), (desk.keeper, PIN)):
            await desk.give_pin(agent_id, pin)
        return desk

    async def give_pin(self, agent_id: UUID, pin: str) -> None:
        """Give an agent a PIN of its own."""
        made = await hasher(self.world).hash(agent_id, pin)
        await self.world.arrange(
            agent_id,
            "INSERT INTO agent_pin (agent_id, organisation_id, key_id, hash, set_by_agent_id,"
            " version) VALUES ($1, $2, $3, $4, $1, 1)",
            agent_id, self.unit.id, made.key_id, made.text,
        )  # fmt: skip

    async def sign_in(self, agent_id: UUID | None = None, pin: str = PIN) -> None:
        await sign_in(self.browser, agent_id or self.guard, pin)

    async def another_browser(self) -> Visitor:
        return await registered_browser(self.world, self.unit)

    async def session_id(self, browser: Visitor | None = None) -> UUID:
        """The session of a browser's cookie."""
        cookie = (browser or self.browser).cookies["__Host-seance"]
        found: UUID = await self.world.owner.fetchval(
            "SELECT id FROM agent_session WHERE cookie_digest = $1",
            hashlib.sha256(cookie.encode()).digest(),
        )
        return found

    async def pass_time(self, browser: Visitor | None = None, **time: float) -> None:
        """Let time pass for the session of a browser, which locks."""
        session_id, moved = await self.session_id(browser), timedelta(**time)
        await self.world.owner.execute(
            "UPDATE agent_session SET seen_at = seen_at - $2::interval,"
            " locks_at = locks_at - $2::interval, proved_at = proved_at - $2::interval"
            " WHERE id = $1",
            session_id, moved,
        )  # fmt: skip
        self.forget(session_id)

    async def outlive(self, browser: Visitor | None = None) -> None:
        """Let the whole limit of the session of a browser pass."""
        session_id = await self.session_id(browser)
        async with unguarded(self.world.owner, "agent_session") as connection:
            await connection.execute(
                "UPDATE agent_session SET expires_at = now() - interval '1 minute' WHERE id = $1",
                session_id,
            )
        self.forget(session_id)

    async def age_proof(self) -> None:
        """Let the proof grow too old for a sensitive act, while the session stays open."""
        session_id = await self.session_id()
        await self.world.owner.execute(
            "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes' WHERE id = $1",
            session_id,
        )
        self.forget(session_id)

    def forget(self, session_id: UUID) -> None:
        """Have the service look a session up anew, as it does after some seconds."""
        self.world.process.sessions.forget(session_id)

    async def a_request(self) -> dict[str, Any]:
        """A request that waits for an answer of the unit."""
        world, police = self.world, self.world.police
        case = await world.a_case(police)
        row = await world.a_referral(case["id"], to=self.unit, by=police)
        return await world.move(police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")

    async def form(self, name: str, browser: Visitor | None = None, **ids: Any) -> httpx.Response:
        """Ask for the form of an act."""
        return await (browser or self.browser).get(place_of(name, **ids))

    async def acted(self, subject_id: object, action: str) -> list[tuple[Any, ...]]:
        """Who has done something, with what result, in which session."""
        rows = await self.world.owner.fetch(
            "SELECT agent_id, outcome, code, token_id FROM audit_event"
            " WHERE subject_id = $1 AND action = $2 ORDER BY id",
            UUID(str(subject_id)), action,
        )  # fmt: skip
        return [tuple(row) for row in rows]

    async def state_of(self, row: dict[str, Any]) -> str:
        found: str = await self.world.owner.fetchval(
            "SELECT status FROM referral WHERE id = $1", UUID(row["id"])
        )
        return found


def place_of(name: str, **ids: Any) -> str:
    """The address of the page of an operation."""
    return address_of(OPERATIONS[name], ids)
