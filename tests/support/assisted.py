"""What one organisation gives two persons, so that tests know what each figure counts."""

from datetime import UTC, datetime
from typing import Any

from referral_api.permissions import Role
from tests.support.stays import ago, arrived
from tests.support.world import TestOrganisation, World

_SERVICE = {"offered_on": "2026-01-15", "answer_of_person": "accepted", "began_on": "2026-01-16"}


async def assist(world: World, helper: TestOrganisation) -> None:
    """Give a woman and a girl services, a stay, follow-ups and means."""
    agent = helper.agent(Role.SUPERVISOR)
    woman, girl = [
        f"/v1/cases/{(await world.a_case(helper, age_band=band))['id']}"
        for band in ("25_59", "12_14")
    ]

    async def post(path: str, body: dict[str, Any], version: int | None = None) -> dict[str, Any]:
        return await world.done(agent, "POST", path, body, version=version)

    for person, given in (
        (woman, {"service_type": "psychosocial_support", "region": "BAMAKO"}),
        (woman, {"service_type": "education", "region": "GAO"}),
        (girl, {"service_type": "education", "region": "GAO"}),
        (girl, {"service_type": "legal_aid", "region": "GAO", "outcome": "no_show"}),
        (girl, {"service_type": "food", "region": "GAO", "answer_of_person": "declined",
                "began_on": None}),
    ):  # fmt: skip
        await post(f"{person}/services-given", _SERVICE | given)
    stay = {"case_id": woman.rpartition("/")[2], "unit": "bed_women"}
    here = await post("/v1/stays", stay | {"arrival": arrived(hours=49)})
    left = {"happened_at": ago(minutes=1), "reason": "to_family", "destination_kind": "family"}
    await post(f"/v1/stays/{here['id']}/depart", left, 1)
    stay = {"case_id": girl.rpartition("/")[2], "unit": "bed_girls"}
    await post("/v1/stays", stay | {"arrival": arrived(minutes=1)})
    case_id = woman.rpartition("/")[2]
    await world.a_consent(case_id, helper, by=helper, purposes=["follow_up_contact"], sections=[])
    for point in ("month_6", "month_12"):
        plan = {"point": point, "counted_from": "2024-01-15"}
        due = await post(f"{woman}/follow-ups", plan)
        if point == "month_6":
            said = {"done_on": "2024-07-16", "result": "reached", "outcome": "stable"}
            await post(f"{woman}/follow-ups/{due['id']}/record", said, 1)
    ask = {"asked_of_id": str(helper.id), "kind": "food", "asked": 1000}
    asked = [await post(f"{woman}/means", ask) for _ in range(3)]
    granted = await post(f"{woman}/means/{asked[0]['id']}/grant", {"granted": 800}, 1)
    paid = {"amount": 300, "paid_on": str(datetime.now(UTC).date())}
    await post(f"{woman}/means/{granted['id']}/pay", paid, 2)
    await post(f"{woman}/means/{asked[1]['id']}/refuse", {"reason": "no_means"}, 1)
    await world.done(agent, "POST", f"{woman}/means/{asked[2]['id']}/withdraw", version=1)
