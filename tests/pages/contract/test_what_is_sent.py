"""What every answer of a page carries, what is not answered, and what two sends of a form do."""

from uuid import UUID, uuid4

import httpx
import pytest

from referral_api.pages.addresses import address_of
from referral_api.pages.headers import HEADERS, POLICY, TURN
from referral_api.pages.operation import OPERATIONS
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

# Each kind of answer: how it is asked for, signed in or not, and its status.
ANSWERS = {
    "start": ("GET", "/bureau", True, 200),
    "list": ("GET", "/bureau/dossiers", True, 200),
    "form": ("GET", "/bureau/dossiers/nouveau", True, 200),
    "unknown record": ("GET", f"/bureau/dossiers/{UUID(int=1)}", True, 404),
    "malformed id": ("GET", "/bureau/dossiers/x", True, 422),
    "unknown page": ("GET", "/bureau/x", True, 404),
    "not for this role": ("GET", "/bureau/journal", True, 403),
    "no token": ("POST", "/bureau/dossiers/nouveau", True, 403),
    "no form": ("POST", "/bureau/rubriques", True, 405),
    "other method": ("PUT", "/bureau", True, 405),
    "to sign in": ("GET", "/bureau", False, 303),
    "sent without a session": ("POST", "/bureau/dossiers/nouveau", False, 401),
    "sign-in": ("GET", "/bureau/entrer", False, 200),
    "registering": ("GET", "/bureau/appareil", False, 200),
    "pause": ("GET", "/bureau/pause", False, 200),
    "unknown without a session": ("GET", "/bureau/x", False, 404),
}


async def _ask(world: World, method: str, address: str, *, signed_in: bool) -> httpx.Response:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    visitor = officer if signed_in else Visitor(world, None)
    if method == "POST":
        return await visitor.post(address, [])
    return await visitor.ask(method, address)


@pytest.mark.parametrize("name", ANSWERS)
async def test_every_answer_has_the_headers_of_a_page(world: World, name: str) -> None:
    method, address, signed_in, status = ANSWERS[name]
    answer = await _ask(world, method, address, signed_in=signed_in)
    assert answer.status_code == status
    assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS
    (turn,) = [line for line in answer.headers.get_list("set-cookie") if line.startswith(TURN)]
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in turn
    assert answer.headers["x-content-type-options"] == "nosniff"
    if status != 303:
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert Parsed(answer.text).broken == []


def test_the_policy_lets_in_nothing_from_outside_and_nothing_inline() -> None:
    assert HEADERS["Cache-Control"] == "no-store"
    assert "unsafe" not in POLICY
    for part in ("default-src 'none'", "form-action 'self'", "base-uri 'none'",
                 "frame-ancestors 'none'"):  # fmt: skip
        assert part in POLICY


async def test_two_pages_have_two_turns(world: World) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    turns = set()
    for _ in range(2):
        await officer.get("/bureau")
        turns.add(officer.cookies[TURN])
    assert len(turns) == 2


@pytest.mark.parametrize("header", [{"Sec_Purpose": "prefetch"}, {"Purpose": "prefetch"},
                                    {"Sec_Purpose": "prefetch;prerender"}])  # fmt: skip
@pytest.mark.parametrize("address", ["/bureau/dossiers", "/bureau/entrer"])
async def test_a_page_that_nobody_asked_for_is_not_sent(
    world: World, header: dict[str, str], address: str
) -> None:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    request_id = str(uuid4())
    answer = await officer.get(address, X_Request_ID=request_id, **header)
    assert answer.status_code == 503
    events = await world.events(request_id=request_id)
    assert [event for event in events if event["outcome"] == "allowed"] == []


_CASE = [("sex", "female"), ("age_band", "25_59"), ("region", "GAO"), ("age_in_doubt", "no")]


async def _officer(world: World) -> tuple[Visitor, str]:
    officer = await Visitor.of(world, world.police.agent(Role.FIRST_RESPONDER))
    page = Parsed((await officer.get("/bureau")).text)
    return officer, page.form("/bureau/langue").fields[0].value


async def test_a_form_that_is_sent_twice_is_done_once_and_leads_to_the_same_page(
    world: World,
) -> None:
    officer, token = await _officer(world)
    sent = [("csrf", token), ("key", str(uuid4())), *_CASE]
    ids = [str(uuid4()), str(uuid4())]
    first, again = [
        await officer.post("/bureau/dossiers/nouveau", sent, X_Request_ID=each) for each in ids
    ]
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    events = [event for each in ids for event in await world.events(request_id=each)]
    assert [event["code"] for event in events] == [None, "replayed"]
    case_id = first.headers["location"].split("/")[3]
    made = await world.events(case_id=UUID(case_id), action="case:register")
    assert [event["code"] for event in made].count(None) == 1


async def test_the_key_of_a_form_does_no_second_act_with_other_content(world: World) -> None:
    officer, token = await _officer(world)
    key = str(uuid4())
    sent = [("csrf", token), ("key", key), *_CASE]
    await officer.post("/bureau/dossiers/nouveau", sent)
    before = await world.owner.fetchval('SELECT count(*) FROM "case"')
    other = [*sent, ("languages", "bam")]
    answer = await officer.post("/bureau/dossiers/nouveau", other)
    assert answer.status_code in {409, 422}
    assert "Rien n'a été enregistré." in Parsed(answer.text).text
    assert await world.owner.fetchval('SELECT count(*) FROM "case"') == before


async def test_a_form_without_a_key_does_nothing(world: World) -> None:
    officer, token = await _officer(world)
    before = await world.owner.fetchval('SELECT count(*) FROM "case"')
    sent, request_id = [("csrf", token), *_CASE], str(uuid4())
    answer = await officer.post("/bureau/dossiers/nouveau", sent, X_Request_ID=request_id)
    assert answer.status_code == 422
    assert await world.owner.fetchval('SELECT count(*) FROM "case"') == before
    (event,) = await world.events(request_id=request_id, outcome="refused")
    assert (event["action"], event["code"]) == ("case:register", "malformed-input")


async def test_a_form_that_is_too_old_says_so_and_changes_nothing(world: World) -> None:
    case = await world.a_case()
    officer, token = await _officer(world)
    address = address_of(OPERATIONS["update_case"], {"case_id": case["id"]})
    await world.done(
        world.police.agent(Role.FIRST_RESPONDER), "PATCH", f"/v1/cases/{case['id']}",
        {"region": "KAYES"}, version=1,
    )  # fmt: skip
    request_id = str(uuid4())
    sent = [("csrf", token), ("key", str(uuid4())), ("version", "1"), ("region", "GAO")]
    answer = await officer.post(address, sent, X_Request_ID=request_id)
    page = Parsed(answer.text)
    assert answer.status_code == 412
    assert "Rien n'a été enregistré." in page.text
    assert f"/bureau/dossiers/{case['id']}" in [place for place, _ in page.links]
    region = await world.owner.fetchval(
        'SELECT region FROM "case" WHERE id = $1 AND version = 2', UUID(case["id"])
    )
    assert region == "KAYES"
    refused = [each for each in await world.events(request_id=request_id)
               if each["outcome"] == "refused"]  # fmt: skip
    assert [each["action"] for each in refused] == ["case:update"]
