"""A register with something in every list, and an agent of each role who reads it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.visitors import open_session
from tests.support.world import World


@dataclass
class Everyone:
    """A register with something in it, and who reads it."""

    world: World
    case: dict[str, Any]
    referrals: list[dict[str, Any]]
    agents: dict[Role, UUID]

    @classmethod
    async def of(cls, world: World) -> "Everyone":
        """Make a case with consents, referrals, a handoff, and more to fill a list."""
        case = await world.a_case(age_band="18_24", region="KAYES")
        await world.an_identity(case["id"])
        referrals = []
        for number in range(3):
            draft = await world.a_referral(
                case["id"] if number == 0 else None,
                priority=("emergency", "urgent", "routine")[number],
            )
            sender = world.police.agent(Role.FIRST_RESPONDER)
            referrals.append(await world.move(sender, "referrals", draft, "send"))
        await world.an_offer(case["id"])
        for _ in range(24):
            await world.a_case()
        agents: dict[Role, UUID] = {
            role: world.seat(role, world.police).agent(role)
            for role in Role if role is not Role.PARTNER_SYSTEM
        }  # fmt: skip
        agents[Role.INTAKE_OFFICER] = world.shelter.agent(Role.INTAKE_OFFICER)
        agents[Role.MAGISTRATE] = world.prosecutor.agent(Role.MAGISTRATE)
        return cls(world, case, referrals, agents)

    @property
    def ids(self) -> dict[str, str]:
        """The ids of the addresses of pages."""
        return {
            "case_id": self.case["id"], "referral_id": self.referrals[0]["id"], "part": "overview",
        }  # fmt: skip

    async def cookie(self, role: Role) -> str:
        """Sign an agent of a role in."""
        return await open_session(self.world, self.agents[role])
