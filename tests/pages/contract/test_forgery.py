"""A form comes from a page of the same session and of our own site, or nothing is done."""

from uuid import UUID, uuid4

import pytest

from referral_api.errors import Forbidden
from referral_api.pages.forgery import BoundTo, FormTokens
from referral_api.pages.install import all_pages
from referral_api.pages.route import Page, VisitorPage
from referral_api.permissions import Role
from referral_api.security.key_ring import Secrets
from tests.support.signing_in import registered_browser
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_FORM = "/bureau/dossiers/nouveau"
_SAID = [("sex", "female"), ("age_band", "18_24"), ("region", "KAYES"), ("age_in_doubt", "no")]
_NO_ID = UUID(int=0)


async def _officer(world: World) -> Visitor:
    return await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))


async def _token(visitor: Visitor) -> str:
    page = Parsed((await visitor.get("/bureau")).text)
    return page.form("/bureau/langue").fields[0].value


async def _cases(world: World) -> int:
    count: int = await world.owner.fetchval('SELECT count(*) FROM "case"')
    return count


@pytest.mark.parametrize("token", [None, "", "rubbish", "A" * 44, "of another session"])
async def test_a_form_without_the_token_of_its_session_does_nothing(
    world: World, token: str | None
) -> None:
    officer, before, request_id = await _officer(world), await _cases(world), str(uuid4())
    if token == "of another session":
        token = await _token(await _officer(world))
    sent = [("key", str(uuid4())), *_SAID, *([] if token is None else [("csrf", token)])]
    answer = await officer.post(_FORM, sent, X_Request_ID=request_id)
    assert answer.status_code == 403
    assert "Rien n'a été enregistré." in Parsed(answer.text).text
    assert await _cases(world) == before
    (event,) = await world.events(request_id=request_id)
    assert (event["action"], event["outcome"], event["code"]) == (
        "case:register", "refused", "forbidden",
    )  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"}, {"Sec_Fetch_Site": ""},
        # A browser that is too old to say it in Sec-Fetch-Site says it in Origin.
        {"Sec_Fetch_Site": None, "Origin": "https://elsewhere.example"},
        {"Sec_Fetch_Site": None, "Origin": "null"}, {"Sec_Fetch_Site": None},
        # The address at which the request came in is whatever somebody has written into Host.
        {"Sec_Fetch_Site": None, "Origin": "https://elsewhere.example",
         "Host": "elsewhere.example"},
        {"Sec_Fetch_Site": None, "Origin": "ftp://localhost:8000", "Host": "localhost:8000"},
    ],
    ids=["cross-site", "same-site", "none", "empty", "origin", "null", "nothing", "host",
         "scheme"],
)  # fmt: skip
async def test_a_form_of_another_site_does_nothing(
    world: World, headers: dict[str, str | None]
) -> None:
    officer, before = await _officer(world), await _cases(world)
    sent = [("csrf", await _token(officer)), ("key", str(uuid4())), *_SAID]
    answer = await officer.post(_FORM, sent, **headers)
    assert (answer.status_code, await _cases(world)) == (403, before)


async def test_a_form_of_our_site_is_taken_from_a_browser_that_says_only_origin(
    world: World,
) -> None:
    officer = await _officer(world)
    sent = [("csrf", await _token(officer)), ("key", str(uuid4())), *_SAID]
    answer = await officer.post(
        _FORM, sent, Sec_Fetch_Site=None, Origin=world.process.settings.public_url
    )
    assert answer.status_code == 303


async def test_no_page_takes_a_form_without_a_token(world: World) -> None:
    visitor = await _officer(world)
    taken = []
    for page in all_pages():
        if isinstance(page, Page | VisitorPage) and page.send is not None:
            path = page.path.replace("{", "").replace("}", "")
            answer = await visitor.post(path, [("key", str(uuid4()))])
            if answer.status_code != 403:
                taken.append((page.path, answer.status_code))
    assert taken == []


@pytest.mark.parametrize("address", ["/bureau/entrer", "/bureau/appareil"])
async def test_signing_in_and_registering_are_guarded_too(world: World, address: str) -> None:
    browser = await registered_browser(world, world.shelter)
    token = Parsed((await browser.get(address)).text).form(address).fields[0].value
    said = [("agent", str(_NO_ID)), ("pin", "000000"), ("code", "ABCDEFGHIJ"), ("name", "x")]
    good = [("csrf", token), *said]
    forged: list[tuple[dict[str, str | None], list[tuple[str, str]]]] = [
        ({"Sec_Fetch_Site": "cross-site"}, good),
        ({"Sec_Fetch_Site": None, "Origin": "null"}, good),
        ({}, said),
    ]
    for headers, sent in forged:
        assert (await browser.post(address, sent, **headers)).status_code == 403
    assert (await browser.post(address, good)).status_code in {401, 422}


async def test_whoever_knows_the_id_of_a_session_makes_no_token_of_it(world: World) -> None:
    officer, stranger = await _officer(world), Visitor(world, None)
    before, request_id = await _cases(world), str(uuid4())
    session_id = await world.owner.fetchval(
        "SELECT id FROM agent_session WHERE cookie_digest = sha256($1::bytea)",
        officer.cookies["__Host-seance"].encode(),
    )
    stranger.cookies["__Host-avant"] = str(session_id)
    page = Parsed((await stranger.get("/bureau/entrer")).text)
    forged = page.forms[0].fields[0].value
    sent = [("csrf", forged), ("key", str(uuid4())), *_SAID]
    answer = await officer.post(_FORM, sent, X_Request_ID=request_id)
    assert (answer.status_code, await _cases(world)) == (403, before)
    (event,) = await world.events(request_id=request_id)
    assert (event["outcome"], event["code"]) == ("refused", "forbidden")


def test_a_page_that_was_shown_before_a_rotation_is_sent_after_it() -> None:
    old, new = bytes(32), bytes([1]) * 32
    token = FormTokens(Secrets(old, [old])).make(BoundTo.SESSION, "a session")
    FormTokens(Secrets(new, [old, new])).check(BoundTo.SESSION, "a session", token)
    with pytest.raises(Forbidden):
        FormTokens(Secrets(new, [new])).check(BoundTo.SESSION, "a session", token)
    with pytest.raises(Forbidden):
        FormTokens(Secrets(old, [old])).check(BoundTo.BEFORE, "a session", token)


async def test_no_two_pages_show_the_same_token(world: World) -> None:
    officer = await _officer(world)
    assert await _token(officer) != await _token(officer)
