"""The type of a problem leads to a page that says what happened and what to do."""

import pytest

from referral_api.errors import NotFound
from referral_api.errors.catalogue import errors_by_code
from referral_api.http.i18n import translate
from referral_api.http.problem_advice import ADVICE, advice_for
from referral_api.http.validation_errors import INPUT_CODES
from tests.support.world import World


async def test_a_problem_leads_to_its_page(world: World) -> None:
    problem = (await world.call(None, "GET", "/v1/cases")).json()
    assert problem["type"] == "/problems/invalid-token"
    page = await world.call(None, "GET", problem["type"])
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "401 invalid-token" in page.text


@pytest.mark.parametrize("code", errors_by_code())
async def test_every_problem_has_a_page_in_both_languages(world: World, code: str) -> None:
    error = errors_by_code()[code]
    page = await world.call(None, "GET", f"/problems/{code}")
    french, _, english = page.text.partition('<section lang="en">')
    assert '<section lang="fr">' in french
    assert translate(error.title, "fr").replace("'", "&#x27;") in french
    assert error.title in english
    assert advice_for(error).partition("`")[0] in english


async def test_the_callers_language_comes_first(world: World) -> None:
    for wish, first in (("fr", "fr"), ("en", "en")):
        page = await world.call(
            None, "GET", "/problems/not-found", headers={"Accept-Language": wish}
        )
        assert page.text.index(f'<section lang="{first}">') == page.text.index("<section")
        assert page.headers["content-language"] == first


async def test_the_list_leads_to_every_page(world: World) -> None:
    page = await world.call(None, "GET", "/problems")
    for code in errors_by_code():
        assert page.text.count(f'href="/problems/{code}"') == 2


async def test_malformed_input_says_every_code_of_its_errors(world: World) -> None:
    page = await world.call(None, "GET", "/problems/malformed-input")
    for code in INPUT_CODES:
        assert page.text.count(f"<code>{code}</code>") == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/v1/cases", 405), ("POST", "/oauth2/token", 400)],
)
async def test_what_no_record_refuses_leads_to_a_page_too(
    world: World, method: str, path: str, status: int
) -> None:
    refused = await world.call(None, method, path)
    assert refused.status_code == status
    assert (await world.call(None, "GET", refused.json()["type"])).status_code == 200


async def test_an_unknown_problem_is_said_in_the_callers_language(world: World) -> None:
    for language in ("fr", "en"):
        headers = {"Accept-Language": language}
        answer = await world.call(None, "GET", "/problems/nothing", headers=headers)
        assert answer.json()["title"] == translate(NotFound.title, language)


async def test_an_unknown_problem_is_not_found_and_not_repeated(world: World) -> None:
    answer = await world.call(None, "GET", "/problems/Aminata")
    assert answer.status_code == 404
    assert "Aminata" not in answer.text


def test_every_advice_is_given() -> None:
    given = {advice_for(error) for error in errors_by_code().values()}
    assert given == {*ADVICE.values()}
