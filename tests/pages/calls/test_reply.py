"""A coordinator records what a receiver says on the telephone, and proposes who is responsible."""

from uuid import UUID

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.calls import TELEPHONE, referred
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def test_the_number_of_the_directory_stands_beside_who_said_what(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    visitor = await Visitor.of(world, coordinator)
    referral, _ = await referred(world)
    record = await visitor.get(f"/bureau/demandes/{referral['id']}")
    assert record.status_code == 200
    (place,) = [
        href for href, text in Parsed(record.text).links
        if text == "Enregistrer une réponse par téléphone"
    ]  # fmt: skip
    form = await visitor.get(place)
    assert TELEPHONE in Parsed(form.text).text
    assert "jamais le nom de la personne" in Parsed(form.text).text.casefold()
    action = address_of(OPERATIONS["record_referral_call"], {"referral_id": referral["id"]})
    answer = await visitor.send(
        form, action, act="reject", reason="no_capacity", said_by="Garde de nuit",
        called_back="yes", happened_at__w="now",
    )  # fmt: skip
    assert answer.status_code == 303, Parsed(answer.text).text
    shown = await world.done(coordinator, "GET", f"/v1/referrals/{referral['id']}")
    assert shown["status"] == "rejected"
    (event,) = await world.events(action="call:record", agent_id=coordinator,
                                  case_id=UUID(referral["case_id"]))  # fmt: skip
    assert (event["outcome"], event["subject"]) == ("allowed", "call")
