"""A screening is recorded and read in the words of its instrument, never in its codes."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.facts import SCREENING
from tests.support.page_lint import find_faults, find_wrong_words
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_HELD = {
    "conducted_on__w": "today", "language": "bam", "interpreter": "none_needed",
    "private_place": "yes", "escort_absent": "yes", "person_of_trust": "no",
    "interviewer_sex_chosen": "yes", "urgent_needs_first": "yes", "purpose_explained": "yes",
    "may_stop_explained": "yes", "break_taken": "no", "ended": "completed",
}  # fmt: skip


async def _questions(officer: Visitor, case: dict[str, Any], instrument: str) -> tuple[Any, str]:
    form = address_of(OPERATIONS["record_screening"], {"case_id": case["id"]})
    first = await officer.get(form)
    chosen = await officer.send(first, form, chosen=f"{instrument} 1.0", more="questions")
    return chosen, form


def _row_of(page: Any, question: str) -> str:
    (name,) = [
        field.name for form in Parsed(page.text).forms for field in form.fields
        if field.value == question
    ]  # fmt: skip
    return name.removesuffix(".question")


@pytest.mark.parametrize(
    ("language", "heading"), [("fr", "Signes visibles"), ("en", "Visible signs")]
)
async def test_the_form_asks_the_questions_of_the_instrument_in_words(
    app: FastAPI, world: World, language: str, heading: str
) -> None:
    case = await world.a_case()
    agent = world.police.agent(Role.FIRST_RESPONDER)
    officer = await Visitor.of(world, agent, language)
    page, _ = await _questions(officer, case, "general")
    general = world.process.instruments.find("general", "1.0")
    text = Parsed(page.text).text
    put = [each for each in general.questions if each.weight_adult is not None]
    assert [each.code for each in put if getattr(each, language) not in text] == []
    assert [each.code for each in put if each.code in text] == []
    assert heading in text
    assert find_wrong_words(page.text, language) == []
    assert list(find_faults(page.text, app.state.pages)) == []


async def test_a_child_is_asked_by_the_instruments_and_the_questions_for_children(
    world: World,
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    case = await world.a_case(age_band="12_14")
    page, _ = await _questions(officer, case, "child")
    child = world.process.instruments.find("child", "1.0")
    assert all(each.fr in Parsed(page.text).text for each in child.questions)
    grown = await world.a_case(age_band="25_59")
    page = await officer.get(address_of(OPERATIONS["record_screening"], {"case_id": grown["id"]}))
    values = [field.value for form in Parsed(page.text).forms for field in form.fields]
    assert "child 1.0" not in values
    assert "general 1.0" in values


async def test_what_was_answered_is_recorded_and_what_was_not_put_is_left_out(
    world: World,
) -> None:
    case = await world.a_case()
    agent = world.police.agent(Role.FIRST_RESPONDER)
    officer = await Visitor.of(world, agent)
    page, form = await _questions(officer, case, "general")
    row, other = _row_of(page, "gen_fear"), _row_of(page, "gen_debt")
    given = {f"{row}.answer": "yes", f"{other}.answer": "no", f"{other}.note": "Un mot"}
    refused = await officer.send(page, form, **_HELD, **given)
    assert refused.status_code == 422  # a yes rests on something
    assert "Répondez à cette question" in Parsed(refused.text).text
    row = _row_of(refused, "gen_fear")
    request = str(uuid4())
    sent = Parsed(refused.text).form(form).filled(**{f"{row}.basis": "observed"})
    answer = await officer.post(form, sent, X_Request_ID=request)
    assert answer.status_code == 303, Parsed(answer.text).text
    events = [(each["action"], each["outcome"]) for each in await world.events(request_id=request)]
    assert events == [("screening:record", "allowed")]
    (made,) = (await world.done(agent, "GET", f"/v1/cases/{case['id']}/screenings"))["items"]
    said = {each["question"]: each["answer"] for each in made["answers"]}
    assert said == {"gen_fear": "yes", "gen_debt": "no"}
    shown = Parsed((await officer.get(answer.headers["location"])).text)
    general = world.process.instruments.find("general", "1.0")
    words = {each.code: each.fr for each in general.questions}
    assert words["gen_fear"] in shown.text
    assert words["gen_debt"] in shown.text
    assert "Un mot" in shown.text
    assert "gen_" not in shown.text


async def test_a_conversation_without_any_answer_is_recorded_too(world: World) -> None:
    case = await world.a_case()
    agent = world.police.agent(Role.FIRST_RESPONDER)
    officer = await Visitor.of(world, agent)
    page, form = await _questions(officer, case, "general")
    answer = await officer.send(page, form, **_HELD | {"ended": "distress"})
    assert answer.status_code == 303, Parsed(answer.text).text
    (made,) = (await world.done(agent, "GET", f"/v1/cases/{case['id']}/screenings"))["items"]
    assert (made["answers"], made["ended"]) == ([], "distress")


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_record_and_a_list_of_screenings_tell_words_of_one_language(
    world: World, language: str
) -> None:
    case = await world.a_case()
    agent = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{case['id']}/screenings"
    made = await world.done(agent, "POST", path, SCREENING)
    officer = await Visitor.of(world, agent, language)
    ids = {"case_id": case["id"], "screening_id": made["id"]}
    for name in ("read_screening", "list_screenings"):
        page = await officer.get(address_of(OPERATIONS[name], ids))
        assert page.status_code == 200
        assert find_wrong_words(page.text, language) == []
        title = {"fr": "Indices généraux", "en": "General"}[language]
        assert title in Parsed(page.text).text
    caution = made[f"caution_{language}"]
    page = await officer.get(address_of(OPERATIONS["read_screening"], ids))
    assert caution in Parsed(page.text).text
    assert made[f"caution_{'en' if language == 'fr' else 'fr'}"] not in Parsed(page.text).text
