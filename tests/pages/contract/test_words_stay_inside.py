"""What is typed about a person stands in no address, title, header or line of the log."""

import httpx
import pytest

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.visitors import Parsed, Visitor
from tests.support.world import TestOrganisation, World

# No word of it stands anywhere else.
_TYPED = {
    "family_name": "Zqfamwyx", "given_names": "Zqgivwyx", "other_names": "Zqothwyx",
    "birth_place": "Zqbirwyx", "phones": "+22370418293", "emails": "zqmailwyx@exemple.ml",
    "address": "Zqaddwyx", "contact_instructions": "Zqconwyx",
}  # fmt: skip


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation("police")


class Watcher:
    """A browser that keeps what an onlooker of its history, and of the line, would see."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.seen: list[str] = []

    async def get(self, place: str) -> httpx.Response:
        return self._look(await self.visitor.get(place))

    async def send(self, page: httpx.Response, action: str, **given: object) -> httpx.Response:
        return self._look(await self.visitor.send(page, action, **given))

    def _look(self, answer: httpx.Response) -> httpx.Response:
        self.seen += [str(answer.url), *answer.headers.values(), Parsed(answer.text).title]
        return answer


async def test_a_name_that_is_typed_shown_refused_and_searched_stands_in_no_address_and_no_log(
    world: World, unit: TestOrganisation, logs: Logs
) -> None:
    case = await world.a_case(unit)
    officer = Watcher(await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER)))
    file = await officer.get(f"/bureau/dossiers/{case['id']}")
    (form,) = {href for href, text in Parsed(file.text).links if text == "Enregistrer l'identité"}
    action = form.partition("?")[0]
    refused = await officer.send(
        await officer.get(form), action, **_TYPED | {"emails": "zqmailwyx", "birth_date__d": "77"}
    )
    assert refused.status_code == 422
    assert _TYPED["family_name"] in refused.text, "what was typed comes back"
    made = await officer.send(refused, action, **_TYPED | {"birth_date__d": ""})
    assert made.status_code == 303, Parsed(made.text).text
    shown = await officer.get(f"/bureau/dossiers/{case['id']}/fiche")
    assert _TYPED["family_name"] in shown.text
    listed = await officer.get("/bureau/dossiers")
    found = await officer.send(listed, "/bureau/dossiers", code=case["code"])
    assert found.status_code == 303
    assert case["code"] in (await officer.get(found.headers["location"])).text
    words = [*_TYPED.values(), case["code"], "zqmailwyx"]
    told = "\n".join([*officer.seen, logs()]).lower()
    assert "/fiche" in told
    assert [word for word in words if word.lower() in told] == []
    recorded = await world.events(organisation_id=unit.id, action="identity:record")
    assert [event["outcome"] for event in recorded] == ["refused", "allowed"]
    assert await world.events(organisation_id=unit.id, action="identity:read")
