"""Why a page refuses is said to people: no header, no code, no word of the other language."""

import re

import pytest

from referral_api.errors import MalformedInput, ServiceError
from referral_api.errors.catalogue import errors_by_code
from referral_api.pages.refusals import refusal_page
from referral_api.pages.words.refusals import WORDS, why_refused
from referral_api.permissions import Role
from tests.support.page_lint import find_wrong_words
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_OF_PROGRAMS = re.compile(
    r"`|Retry-After|If-Match|ETag|JSON|Idempotency|request_id|errors|mal formé|malformed|jeton"
    r"|token|Accept|HTTP|KiB|MiB", re.ASCII
)  # fmt: skip


def _told(error: type[ServiceError], method: str, language: str) -> str:
    scope = {"type": "http", "method": method, "path": "/bureau/dossiers/nouveau"}
    page = refusal_page(scope, error.__new__(error), {"accept-language": language})
    assert page is not None
    return bytes(page.body).decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("code", [
    code for code, error in errors_by_code().items() if not error.oauth
])  # fmt: skip
def test_a_refusal_speaks_to_people(code: str, method: str, language: str) -> None:
    error = errors_by_code()[code]
    if error.status == 401 and method == "GET":
        return  # leads to signing in
    html = _told(error, method, language)
    assert find_wrong_words(html, language) == []
    assert _OF_PROGRAMS.findall(Parsed(html).text) == []


def test_every_status_has_words_and_every_word_is_used() -> None:
    errors = [error for error in errors_by_code().values() if not error.oauth]
    used = {error.code if error.code in WORDS else str(error.status) for error in errors}
    assert used | {"400", "401", "412"} >= WORDS.keys()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_form_with_faults_is_not_called_malformed(language: str) -> None:
    said = {"fr": "Il manque quelque chose", "en": "Something is missing"}[language]
    assert why_refused(MalformedInput(), language).startswith(said)


async def test_a_form_that_lacks_something_says_what_and_not_that_it_is_malformed(
    world: World,
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = await officer.get("/bureau/dossiers/nouveau")
    sent = await officer.send(page, "/bureau/dossiers/nouveau", sex="female")
    text = Parsed(sent.text).text
    assert sent.status_code == 422
    assert "Il manque quelque chose" in text
    assert "mal formé" not in text
    (event,) = await world.events(
        request_id=sent.headers["x-request-id"], action="case:register", outcome="refused"
    )
    assert event["code"] == "malformed-input"
