"""A night on which a lone officer records an urgent legal ground, and a service that answers it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

SECTIONS = ["identity", "protection", "health"]
AGES = {"vital_interest": "25_59", "child_best_interest": "12_14"}


@dataclass
class Night:
    """``officer`` recorded the ground, ``second`` may confirm it, ``nurse`` answers referrals."""

    world: World
    by: TestOrganisation
    to: TestOrganisation
    case: dict[str, Any]
    ground: dict[str, Any]

    @property
    def officer(self) -> UUID:
        return self.by.agent(Role.FIRST_RESPONDER)

    @property
    def second(self) -> UUID:
        return self.by.agent(Role.SUPERVISOR)

    @property
    def nurse(self) -> UUID:
        return self.to.agent(Role.SUPERVISOR)

    async def refer(self, state: str = "accepted", **fields: Any) -> dict[str, Any]:
        """Refer her to the service on the ground, as far as this state."""
        fields = {"consent_id": self.ground["id"], "shared_sections": SECTIONS} | fields
        row = await self.world.a_referral(self.case["id"], to=self.to, by=self.by, **fields)
        steps: list[tuple[UUID, str, Any]] = [
            (self.officer, "send", None), (self.nurse, "accept", {}), (self.nurse, "start", None),
        ]  # fmt: skip
        reached = ["draft", "requested", "accepted", "in_progress"].index(state)
        for agent, event, body in steps[:reached]:
            row = await self.world.move(agent, "referrals", row, event, body)
        return row

    async def identity(self) -> int:
        """The status with which the service is answered when it asks who she is."""
        path = f"/v1/cases/{self.case['id']}/identity"
        return (await self.world.call(self.nurse, "GET", path)).status_code

    async def sees(self, row: dict[str, Any]) -> dict[str, Any]:
        """The referral as the service reads it now."""
        return await self.world.done(self.nurse, "GET", f"/v1/referrals/{row['id']}")

    async def grants(self, row: dict[str, Any]) -> list[asyncpg.Record]:
        """What is open by a referral: the sections, and until when."""
        return await self.world.owner.fetch(
            "SELECT reads, valid_until FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL"
            " AND (valid_until IS NULL OR valid_until > now())",
            UUID(row["id"]),
        )

    async def status(self) -> str:
        """The status of the ground as who answers for her reads it."""
        path = f"/v1/consents/{self.ground['id']}"
        return str((await self.world.done(self.second, "GET", path))["status"])

    async def pass_by(self, *rows: dict[str, Any]) -> None:
        """Let the time of the second person run out for the ground, and for these referrals."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        await self.world.rewrite("consent", self.ground, confirm_by=past)
        for row in rows:
            await self.world.rewrite("referral", row, sheet_until=past)
        # Its grants were written until the same instant.
        async with self.world.owner.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id,"
                " salt) VALUES ($1, 'test:arrange', 'allowed', $2, '{}', $3, '')",
                uuid7(), self.by.id, UUID(self.case["id"]),
            )  # fmt: skip
            await connection.execute(
                "UPDATE access_grant SET valid_until = $2 WHERE consent_id = $1"
                " AND ended_at IS NULL",
                UUID(self.ground["id"]), past,
            )  # fmt: skip


async def a_night(
    world: World, ground: str = "vital_interest", *, by: TestOrganisation | None = None,
    to: TestOrganisation | None = None, **fields: Any,
) -> Night:  # fmt: skip
    """Register a person with her identity, and record an urgent ground for the health service."""
    by, to = by or world.police, to or world.health
    case = await world.a_case(by, age_band=AGES[ground])
    await world.an_identity(case["id"], by)
    recorded = await world.a_consent(case["id"], to, by=by, legal_ground=ground, **fields)
    return Night(world, by, to, case, recorded)
