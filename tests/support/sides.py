"""An organisation on every side of a few rows: sender, receiver, custodian, former custodian."""

from dataclasses import dataclass
from typing import Any

from referral_api.permissions import Role
from tests.support.calls import give_telephone, record
from tests.support.world import TestOrganisation, World

LISTS = ("referrals", "handoffs", "handoff-requests")


@dataclass
class Sides:
    """``home`` answers for both chains of ``case_id``, after ``unit``, which registered it, and
    ``other``, which answered for the person in between.
    """

    home: TestOrganisation
    unit: TestOrganisation
    other: TestOrganisation
    refuge: TestOrganisation
    case_id: str


async def build_sides(world: World) -> Sides:
    unit, home, other, refuge = [
        await world.make_organisation(kind) for kind in ("police", "gendarmerie", "ngo", "shelter")
    ]
    await world.set_places(refuge, 10)
    story = _Story(world)
    received = (await world.a_case(unit))["id"]
    await story.referral(received, unit, home, send=True)
    await story.referral(received, unit, home)  # a draft: not for home to see
    taken_over = ""
    for _ in range(2):
        taken_over = (await world.a_case(unit))["id"]
        for asker in (home, other):
            sent = await story.referral(taken_over, unit, asker, send=True)
            await world.move(asker.agent(Role.SUPERVISOR), "referrals", sent, "accept", {})
            await story.request(taken_over, asker)
        for receiver in (home, refuge):
            await story.referral(taken_over, unit, receiver)
        await story.handoff(taken_over, unit, other, accept=True)
        await story.referral(taken_over, other, refuge)
        await story.handoff(taken_over, other, home, accept=True)
        await story.handoff(taken_over, unit, home, accept=True, kind="investigation")
        await story.referral(taken_over, home, refuge)
        await story.handoff(taken_over, home, refuge)
    given_away = (await world.a_case(home))["id"]
    await give_telephone(world, refuge)
    sent = await story.referral(given_away, home, refuge, send=True)
    await record(world, home.agent(Role.SUPERVISOR), "referrals", sent, "accept")
    await story.handoff(given_away, home, other, accept=True)
    await story.referral(given_away, other, refuge)  # after home's time: not for home to see
    return Sides(home, unit, other, refuge, taken_over)


class _Story:
    """Steps that supervisors take, each with a consent of its own."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def referral(
        self, case_id: str, by: TestOrganisation, to: TestOrganisation, *, send: bool = False
    ) -> dict[str, Any]:
        consent = await self._world.a_consent(case_id, to, by=by)
        supervisor = by.agent(Role.SUPERVISOR)
        referral = await self._world.done(supervisor, "POST", "/v1/referrals", {
            "case_id": case_id, "receiver_id": str(to.id), "service_type": "legal_aid",
            "priority": "urgent", "shared_sections": ["protection"], "consent_id": consent["id"],
        })  # fmt: skip
        if send:
            referral = await self._world.move(supervisor, "referrals", referral, "send")
        return referral

    async def request(self, case_id: str, by: TestOrganisation) -> None:
        await self._world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/handoff-requests", {
            "case_id": case_id, "kind": "protection", "reason": "specialised_care",
        })  # fmt: skip

    async def handoff(
        self, case_id: str, by: TestOrganisation, to: TestOrganisation, *, accept: bool = False,
        kind: str = "protection",
    ) -> None:  # fmt: skip
        if kind == "investigation":
            basis = {"legal_duty": "prosecutor_instruction"}
        else:
            basis = {"consent_id": (await self._world.a_consent(case_id, to, by=by))["id"]}
        offer = await self._world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/handoffs", {
            "case_id": case_id, "kind": kind, "to_id": str(to.id), "priority": "urgent",
            "reason": "specialised_care", **basis,
        })  # fmt: skip
        if accept:
            await self._world.move(to.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
