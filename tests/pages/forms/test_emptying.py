"""A field that held a value and is left empty is emptied, and a field that is not shown stays."""

from typing import Any
from uuid import uuid4

import pytest

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.facts import SCREENING
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


async def _change(
    visitor: Visitor, name: str, ids: dict[str, str], **given: Any
) -> tuple[Any, str]:
    """Open the form of a change, leave some of it empty and send it; return the answer."""
    form = address_of(OPERATIONS[name], ids)
    page = await visitor.get(form)
    assert page.status_code == 200
    request = str(uuid4())
    sent = Parsed(page.text).form(form).filled(**given)
    return await visitor.post(form, sent, X_Request_ID=request), request


async def _acts(world: World, request: str) -> list[tuple[str, str, str | None]]:
    return [
        (event["action"], event["outcome"], event["code"])
        for event in await world.events(request_id=request)
        if not event["action"].endswith((":read", ":list"))
    ]


async def test_a_change_takes_away_what_is_left_empty(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(nationality="NE", languages=["bam", "hau"])
    visitor = await Visitor.of(world, officer)
    answer, request = await _change(
        visitor, "update_case", {"case_id": case["id"]},
        nationality="", nationalities=[], languages=[],
    )  # fmt: skip
    assert answer.status_code == 303, Parsed(answer.text).text
    assert await _acts(world, request) == [("case:update", "allowed", None)]
    stands = await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    told = stands["nationality"], stands["nationalities"], stands["languages"]
    assert told == (None, [], [])
    assert (stands["sex"], stands["region"]) == (case["sex"], case["region"])


async def test_what_a_change_cannot_take_away_is_said_so_at_the_field(world: World) -> None:
    case = await world.a_case()
    visitor = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    answer, request = await _change(visitor, "update_case", {"case_id": case["id"]}, region="")
    page = Parsed(answer.text)
    assert answer.status_code == 422
    assert "Rien n'a été enregistré." in page.text
    assert "#f-region" in [href for href, _ in page.links]
    assert await _acts(world, request) == [("case:update", "refused", "malformed-input")]


@pytest.mark.parametrize("again", [False, True])
async def test_a_correction_begins_with_what_stands_and_takes_away_what_is_left_empty(
    world: World, *, again: bool
) -> None:
    officer = world.police.agent(Role.INVESTIGATOR)
    case = await world.a_case()
    path = f"/v1/cases/{case['id']}/screenings"
    made = await world.done(
        officer, "POST", path, SCREENING | {"narrative": "Un récit", "region": "GAO"}
    )
    ids = {"case_id": case["id"], "screening_id": made["id"]}
    visitor = await Visitor.of(world, officer)
    form = address_of(OPERATIONS["correct_screening"], ids)
    if again:
        # A refused form comes back, and still knows what it held.
        refused, _ = await _change(
            visitor, "correct_screening", ids, narrative="", interviewer_sex="", region="NOWHERE"
        )
        assert refused.status_code == 422
        answer = await visitor.send(refused, form, region="KAYES")
    else:
        answer, request = await _change(
            visitor, "correct_screening", ids, narrative="", interviewer_sex="", region="KAYES"
        )
        assert await _acts(world, request) == [("screening:correct", "allowed", None)]
    assert answer.status_code == 303, Parsed(answer.text).text
    stands = await world.done(officer, "GET", f"{path}/{made['id']}")
    assert (stands["narrative"], stands["interviewer_sex"]) == (None, None)
    assert (stands["region"], stands["answers"]) == ("KAYES", made["answers"])


async def test_a_choice_can_be_taken_away_without_a_script(world: World) -> None:
    officer = world.police.agent(Role.INVESTIGATOR)
    case = await world.a_case()
    made = await world.done(officer, "POST", f"/v1/cases/{case['id']}/screenings", SCREENING)
    ids = {"case_id": case["id"], "screening_id": made["id"]}
    page = await (await Visitor.of(world, officer)).get(
        address_of(OPERATIONS["correct_screening"], ids)
    )
    (form,) = [each for each in Parsed(page.text).forms if each.method == "post" and any(
        field.name == "interviewer_sex" for field in each.fields
    )]  # fmt: skip
    offered = {field.value for field in form.fields if field.name == "interviewer_sex"}
    assert "" in offered
    assert "Retirer la réponse" in Parsed(page.text).text


async def test_what_a_form_does_not_show_stays(world: World) -> None:
    """A form that names no field as held takes nothing away, whatever it leaves out."""
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(nationality="NE")
    visitor = await Visitor.of(world, officer)
    form = address_of(OPERATIONS["update_case"], {"case_id": case["id"]})
    sent = [
        (name, value)
        for name, value in Parsed((await visitor.get(form)).text).form(form).filled(region="GAO")
        if name not in {"held", "nationality", "languages"}
    ]
    assert (await visitor.post(form, sent)).status_code == 303
    stands = await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    assert (stands["nationality"], stands["languages"]) == ("NE", case["languages"])
    assert stands["region"] == "GAO"
