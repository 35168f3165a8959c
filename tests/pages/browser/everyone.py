"""A register with something in every list, and an agent of each role who reads it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from referral_api.domain.codelists.sign_in import Paper
from referral_api.pages.addresses import PREFIX
from referral_api.pages.figures.named import figure_address, place_of
from referral_api.pages.paper_links import place_of as paper_at
from referral_api.permissions import Role
from tests.support.calls import give_telephone
from tests.support.contributions import an_open_call
from tests.support.facts import SCREENING
from tests.support.visitors import open_session
from tests.support.world import TestOrganisation, World

_FIGURE = "identification.registered"
_BLANK = (Paper.BLANK_REGISTRATION, Paper.BLANK_CONSENT, Paper.BLANK_REFERRAL)


@dataclass
class Everyone:
    """A register with something in it, and who reads it; ``unit`` has a telephone of its own."""

    world: World
    unit: TestOrganisation
    case: dict[str, Any]
    agents: dict[Role, UUID]
    ids: dict[str, str]

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
        offer = await world.an_offer(case["id"])
        for _ in range(24):
            await world.a_case()
        await give_telephone(world, world.shelter)
        call = await an_open_call(world, world.ngo, world.health)
        keeper = world.police.agent(Role.SUPERVISOR)
        pad = await world.done(keeper, "POST", "/v1/case-code-pads", {"size": 3})
        agents: dict[Role, UUID] = {
            role: world.seat(role, world.police).agent(role)
            for role in Role if role is not Role.PARTNER_SYSTEM
        }  # fmt: skip
        agents[Role.INTAKE_OFFICER] = world.shelter.agent(Role.INTAKE_OFFICER)
        agents[Role.MAGISTRATE] = world.prosecutor.agent(Role.MAGISTRATE)
        screenings = f"/v1/cases/{case['id']}/screenings"
        screened = await world.done(agents[Role.INVESTIGATOR], "POST", screenings, SCREENING)
        unit = await world.make_organisation("shelter")
        asked = f"/v1/figures/{_FIGURE}?from=2026-01-01&to=2027-01-01"
        first, second = [await world.done(agents[Role.COORDINATOR], "GET", asked) for _ in range(2)]
        ids = {
            "case_id": case["id"], "referral_id": referrals[0]["id"], "part": "overview",
            "consent_id": referrals[0]["consent_id"], "screening_id": screened["id"],
            "handoff_id": offer["id"],
            "code_pad_id": pad["id"], "contribution_request_id": call["id"],
            "colleague": str(unit.agent(Role.CASE_WORKER)), "figure": place_of(_FIGURE),
            "years": figure_address("follow_figure_by_year", _FIGURE).removeprefix(f"{PREFIX}/"),
            "first": first["id"], "second": second["id"],
            "compare": figure_address("compare_figure", _FIGURE).removeprefix(f"{PREFIX}/"),
        }  # fmt: skip
        blank = {
            str(paper): paper_at(paper).format_map(ids).removeprefix(f"{PREFIX}/papier/")
            for paper in _BLANK
        }
        return cls(world, unit, case, agents, ids | blank)

    async def cookie(self, role: Role) -> str:
        """Sign an agent of a role in."""
        return await open_session(self.world, self.agents[role])

    async def change_session(self, change: str) -> None:
        """Have time pass for the session of the guard at the telephone of the unit."""
        (row,) = await self.world.owner.fetch(
            "SELECT id FROM agent_session WHERE agent_id = $1 AND status = 'open'",
            self.unit.agent(Role.INTAKE_OFFICER),
        )
        await self.world.arrange(
            row["id"], f"UPDATE agent_session SET {change} WHERE id = $1", row["id"]
        )
        self.world.process.sessions.forget(row["id"])
