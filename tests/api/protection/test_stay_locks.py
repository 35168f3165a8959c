"""Acts on a stay and on what it rests on take their locks in one order: none waits in a circle."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from referral_api.permissions import Role
from tests.support.stays import accepted, ago, arrived, expected, move
from tests.support.world import TestOrganisation, World

_WAITING = (
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE NOT l.granted AND a.usename = 'referral_app'"
)


@dataclass
class Scene:
    """A person who is present at one host and expected at another, under one consent."""

    world: World
    former: TestOrganisation
    host: TestOrganisation
    old: dict[str, Any]
    new: dict[str, Any]
    left: dict[str, Any]
    awaited: dict[str, Any]
    consent: dict[str, Any]

    def act(self, agent: UUID, path: str, version: int, body: Any = None) -> Any:
        return self.world.call(agent, "POST", f"/v1/{path}", body, version=version)

    def arrive(self) -> Any:
        intake = self.host.agent(Role.INTAKE_OFFICER)
        path = f"stays/{self.awaited['id']}/arrive"
        return self.act(intake, path, self.awaited["version"], arrived(minutes=1))

    def depart(self) -> Any:
        intake = self.former.agent(Role.INTAKE_OFFICER)
        body = {"happened_at": ago(minutes=2), "reason": "to_other_shelter", "wished": "yes",
                "destination_kind": "shelter"}  # fmt: skip
        path = f"stays/{self.left['id']}/depart"
        return self.act(intake, path, self.left["version"], body)

    def complete(self) -> Any:
        intake = self.former.agent(Role.INTAKE_OFFICER)
        body = {"outcome": "service_provided"}
        return self.act(intake, f"referrals/{self.old['id']}/complete", self.old["version"], body)

    def withdraw(self) -> Any:
        officer = self.world.police.agent(Role.FIRST_RESPONDER)
        path = f"consents/{self.consent['id']}/withdraw"
        return self.act(officer, path, self.consent["version"])

    def stop(self) -> Any:
        officer = self.world.police.agent(Role.FIRST_RESPONDER)
        path = f"referrals/{self.new['id']}/stop"
        return self.act(officer, path, self.new["version"], {"reason": "safety"})


@pytest.fixture
async def scene(world: World) -> Scene:
    former, host = [await world.make_organisation("shelter") for _ in range(2)]
    for home in (former, host):
        await world.set_places(home, 3)
    case_id = (await world.a_case())["id"]
    consent = await world.a_consent(case_id, former, host)
    of_both = {"case_id": case_id, "consent_id": consent["id"]}
    old = await accepted(world, former, **of_both)
    left = await move(world, former, await expected(world, former, old), "arrive", arrived())
    new = await accepted(world, host, transfer_from_id=old["id"], **of_both)
    awaited = await expected(world, host, new)
    old = await world.done(world.police.agent(Role.SUPERVISOR), "GET", f"/v1/referrals/{old['id']}")
    return Scene(world, former, host, old, new, left, awaited, consent)


Act = Callable[[Scene], Coroutine[Any, Any, httpx.Response]]


@pytest.mark.parametrize("arrival_first", [True, False])
@pytest.mark.parametrize(
    ("held", "other"),
    [
        ("old", Scene.depart), ("old", Scene.complete), ("old", Scene.withdraw),
        ("new", Scene.withdraw), ("new", Scene.stop),
    ],
    ids=["departure", "completion", "withdrawal", "withdrawal of both", "stop"],
)  # fmt: skip
async def test_an_arrival_and_another_act_that_wait_for_one_referral_wait_in_no_circle(
    scene: Scene, held: str, other: Act, arrival_first: bool
) -> None:
    """Both wait for the row of a third; whatever either holds by then, the other may need."""
    acts: list[Act] = [Scene.arrive, other] if arrival_first else [other, Scene.arrive]
    owner, running = scene.world.owner, []
    async with owner.acquire() as third, asyncio.timeout(30):
        transaction = third.transaction()
        await transaction.start()
        await third.execute(
            "SELECT FROM referral WHERE id = $1 FOR UPDATE", UUID(getattr(scene, held)["id"])
        )
        for number, act in enumerate(acts, 1):
            running.append(asyncio.create_task(act(scene)))
            while await owner.fetchval(_WAITING) < number:
                assert not running[-1].done(), running[-1].result().text
        await transaction.rollback()
    answers = await asyncio.gather(*running)
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert any(answer.is_success for answer in answers)
