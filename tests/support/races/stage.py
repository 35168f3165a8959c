"""The scene of one try: a person, her custodian, and the records that the two acts need."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

Row = dict[str, Any]
_CUSTODIANS = (Role.FIRST_RESPONDER, Role.SUPERVISOR, Role.IDENTIFICATION_AUTHORITY)
# A person has one open handoff of a kind, and a file with one is not closed.
_ONE_OF = ({"offer", "journey", "assigned", "closed"}, {"reported", "identified"})


def possible(needs: Iterable[str]) -> bool:
    """Say whether one scene can have all these records."""
    return all(len(one & set(needs)) <= 1 for one in _ONE_OF)


@dataclass
class Stage:
    """``rows`` has the records by the names that the acts need them by."""

    world: World
    custodian: TestOrganisation
    shelter: TestOrganisation
    other: TestOrganisation
    home: TestOrganisation
    second_coordinator: UUID
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def case_id(self) -> str:
        """The person's case."""
        found: str = self.rows["file"]["id"]
        return found

    @property
    def assignment(self) -> Row:
        """The body of an assignment of the case."""
        return {
            "case_id": self.case_id, "kind": "protection", "to_id": str(self.home.id),
            "reason": "safety",
        }  # fmt: skip

    async def build(self, needs: set[str]) -> None:
        """Make what the acts need, the closing of the file last."""
        self.rows["file"] = await self.world.a_case(self.custodian)
        everyone = (self.shelter, self.other, self.home)
        self.rows["consent"] = await self._consent(everyone)
        for name in ("awaited", "draft", "sent", "accepted", "second", "transfer"):
            if name in needs or (name == "accepted" and "transfer" in needs):
                await getattr(self, f"_{name}")()
        for name in ("offer", "journey", "assigned", "identified", "pending", "closed"):
            if name in needs:
                await getattr(self, f"_{name}")()

    async def _consent(self, recipients: Iterable[TestOrganisation], **fields: Any) -> Row:
        return await self.world.a_consent(self.case_id, *recipients, by=self.custodian, **fields)

    async def _awaited(self) -> None:
        self.rows["awaited"] = await self._consent((self.shelter, self.home), answer="awaited")

    async def _referral(self, name: str, to: TestOrganisation, **fields: Any) -> None:
        self.rows[name] = await self.world.a_referral(
            self.case_id, to=to, by=self.custodian, consent_id=self.rows["consent"]["id"], **fields
        )
        if name != "draft":
            await self.step(name, self.custodian.agent(Role.FIRST_RESPONDER), "send")

    async def step(self, name: str, agent: UUID, event: str, body: Any = None) -> None:
        """Make one move of a record before the race."""
        kind = "handoffs" if name in {"offer", "journey", "assigned"} else "referrals"
        self.rows[name] = await self.world.move(agent, kind, self.rows[name], event, body)

    async def _draft(self) -> None:
        await self._referral("draft", self.shelter)

    async def _sent(self) -> None:
        await self._referral("sent", self.shelter, bed_asked=True)

    async def _accepted(self) -> None:
        await self._referral("accepted", self.shelter, bed_asked=True)
        await self.step("accepted", self.shelter.agent(Role.INTAKE_OFFICER), "accept", {})

    async def _second(self) -> None:
        await self._referral("second", self.other, bed_asked=True)

    async def _transfer(self) -> None:
        former = self.rows["accepted"]["id"]
        await self._referral("transfer", self.other, bed_asked=True, transfer_from_id=former)

    async def _offered(self, name: str, **fields: Any) -> None:
        self.rows[name] = await self.world.an_offer(
            self.case_id, kind="protection", to=self.home, by=self.custodian,
            consent_id=self.rows["consent"]["id"], **fields,
        )  # fmt: skip

    async def _offer(self) -> None:
        await self._offered("offer")

    async def _journey(self) -> None:
        await self._offered("journey", physical=True)
        await self.step("journey", self.home.agent(Role.SUPERVISOR), "accept")
        expected = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
        await self.step(
            "journey", self.custodian.agent(Role.SUPERVISOR), "depart",
            {"escorted": True, "expected_arrival": expected},
        )  # fmt: skip

    async def _assigned(self) -> None:
        coordinator = self.world.coordination.agent(Role.COORDINATOR)
        path = "/v1/handoffs/assignments"
        self.rows["assigned"] = await self.world.done(coordinator, "POST", path, self.assignment)

    async def _identified(self) -> None:
        await self.world.rewrite("case", self.rows["file"], status="identified")

    async def _pending(self) -> None:
        administrator = self.custodian.agent(Role.ADMINISTRATOR)
        body = {"organisation_id": str(self.custodian.id), "name": "Fictif",
                "roles": [Role.IDENTIFICATION_AUTHORITY]}  # fmt: skip
        made = await self.world.done(administrator, "POST", "/v1/agents", body)
        path = f"/v1/pending-changes/{made['pending_change_id']}"
        self.rows["pending"] = await self.world.done(administrator, "GET", path)

    async def _closed(self) -> None:
        supervisor, case = self.custodian.agent(Role.SUPERVISOR), self.rows["file"]
        path = f"/v1/cases/{self.case_id}/close"
        self.rows["file"] = await self.world.done(
            supervisor, "POST", path, {"reason": "other"}, version=case["version"]
        )


async def set_stage(
    world: World, second_coordinator: UUID, needs: set[str], leaving: set[str]
) -> Stage:
    """Make the scene; what leaves in the race is an organisation of its own."""
    shelter, other = [
        await world.make_organisation("shelter", (Role.INTAKE_OFFICER,)) for _ in range(2)
    ]
    for organisation in (shelter, other):
        await world.set_places(organisation, 1)
    custodian, home = world.police, world.ngo
    if "custodian" in leaving:
        custodian = await world.make_organisation("police", _CUSTODIANS)
    if "home" in leaving:
        home = await world.make_organisation("ngo", (Role.SUPERVISOR,))
    stage = Stage(world, custodian, shelter, other, home, second_coordinator)
    await stage.build(needs)
    return stage
