"""Signing in by an outside issuer, which may lie in each way; and what it ends."""

import time
from typing import Any
from uuid import UUID, uuid4

import pytest

from referral_api.pages.sign_in.outside import BACK, LOGOUT, START
from referral_api.permissions import Role
from tests.support.accounts import says
from tests.support.fake_issuer import CLIENT, ISSUER, FakeIssuer, come_back, go_out, tie
from tests.support.visitors import Visitor
from tests.support.world import World


async def _refusals(world: World) -> int:
    found: int = await world.owner.fetchval(
        "SELECT count(*) FROM audit_event WHERE action = 'session:refuse'"
    )
    return found


async def test_a_coordinator_signs_in_by_the_issuer_with_two_factors(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    visitor = Visitor(world, None)
    assert f'href="{START}?number=0"' in (await visitor.get("/bureau/entrer")).text
    answer = await go_out(visitor, issuer)
    assert (answer.status_code, answer.headers["location"]) == (303, "/bureau")
    assert (await visitor.get("/bureau")).status_code == 200
    (opened,) = await world.events(action="session:open", agent_id=coordinator)
    assert (opened["outcome"], opened["code"]) == ("allowed", "issuer")
    assert "__Host-depart" not in visitor.cookies
    proved = await world.owner.fetchval(
        "SELECT now() - proved_at > interval '15 seconds' FROM agent_session WHERE agent_id = $1",
        coordinator,
    )
    assert proved  # by the issuer's clock, not by ours


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"}, {"nonce": None}, {"iss": "https://evil.example"}, {"aud": "other"},
        {"aud": [CLIENT, "other"]}, {"azp": "other"}, {"auth_time": None},
        {"auth_time": int(time.time()) - 400}, {"auth_time": int(time.time()) + 3600},
        {"auth_time": "now"}, {"exp": int(time.time()) - 60}, {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
    ids=[
        "nonce", "no nonce", "iss", "aud", "several", "azp", "no auth_time", "old", "future",
        "text", "expired", "not yet", "nobody",
    ],
)  # fmt: skip
async def test_an_id_token_that_lies_lets_nobody_in(
    world: World, issuer: FakeIssuer, lie: dict[str, Any]
) -> None:
    issuer.lies = lie
    before = await _refusals(world)
    visitor = Visitor(world, None)
    answer = await go_out(visitor, issuer)
    assert answer.status_code == 401
    assert says(answer, "Recommencez")
    assert "__Host-seance" not in visitor.cookies
    assert await _refusals(world) == before + 1


@pytest.mark.parametrize("signs", ["none", "HS256", "another key"])
async def test_a_signature_that_is_not_the_issuers_lets_nobody_in(
    world: World, issuer: FakeIssuer, signs: str
) -> None:
    issuer.signs = signs
    assert (await go_out(Visitor(world, None), issuer)).status_code == 401


async def test_an_access_token_is_no_id_token_and_the_reverse(
    world: World, issuer: FakeIssuer
) -> None:
    issuer.typ = "at+jwt"
    assert (await go_out(Visitor(world, None), issuer)).status_code == 401
    issuer.typ = "JWT"
    told = await Visitor(world, None).get(
        "/v1/cases", Authorization=f"Bearer {issuer.id_token('n')}"
    )
    assert told.status_code == 401


@pytest.mark.parametrize(
    "changed",
    [{"state": "another"}, {"state": None}, {"iss": "https://evil.example"}, {"iss": None},
     {"code": "another"}, {"code": None}, {"error": "access_denied", "code": None}],
    ids=["state", "no state", "iss", "no iss", "code", "no code", "error"],
)  # fmt: skip
async def test_an_answer_that_was_changed_on_its_way_lets_nobody_in(
    world: World, issuer: FakeIssuer, changed: dict[str, str | None]
) -> None:
    assert (await go_out(Visitor(world, None), issuer, **changed)).status_code == 401


async def test_an_answer_is_good_once_in_the_browser_that_asked(
    world: World, issuer: FakeIssuer
) -> None:
    visitor, other = Visitor(world, None), Visitor(world, None)
    left = await visitor.get(f"{START}?number=0")
    started = visitor.cookies["__Host-depart"]
    brought: dict[str, str | None] = {**issuer.authorize(left.headers["location"])}
    assert (await come_back(other, brought)).status_code == 401
    assert (await come_back(visitor, brought)).status_code == 303
    visitor.cookies["__Host-depart"] = started
    issuer.codes[str(brought["code"])] = {}  # even an issuer that takes a code twice
    assert (await come_back(visitor, brought)).status_code == 401
    assert (await visitor.get(BACK)).status_code == 401


async def test_the_verifier_of_another_browser_redeems_nothing(
    world: World, issuer: FakeIssuer
) -> None:
    first, second = Visitor(world, None), Visitor(world, None)
    one = issuer.authorize((await first.get(f"{START}?number=0")).headers["location"])
    two = issuer.authorize((await second.get(f"{START}?number=0")).headers["location"])
    stolen: dict[str, str | None] = {**two, "code": one["code"]}
    assert (await come_back(second, stolen)).status_code == 401


async def test_an_unknown_subject_is_told_so_and_nobody_is_made(
    world: World, issuer: FakeIssuer
) -> None:
    issuer.subject = f"u-{uuid4()}"
    agents = await world.owner.fetchval("SELECT count(*) FROM agent")
    before = await _refusals(world)
    answer = await go_out(Visitor(world, None), issuer)
    assert answer.status_code == 401
    assert says(answer, "personne ici n'est relié")
    assert await world.owner.fetchval("SELECT count(*) FROM agent") == agents
    assert await _refusals(world) == before + 1


async def test_one_factor_is_enough_for_a_worker_and_not_for_a_coordinator(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    issuer.lies = {"amr": ["pwd"]}
    refused = await go_out(Visitor(world, None), issuer)
    assert refused.status_code == 401
    assert says(refused, "vous prouvez deux choses")
    (event,) = await world.events(action="session:refuse", agent_id=coordinator)
    assert event["code"] == "role"
    issuer.lies = {"amr": ["pwd"], "acr": "mfa"}
    assert (await go_out(Visitor(world, None), issuer)).status_code == 303
    unit = await world.make_organisation("shelter", [Role.CASE_WORKER])
    issuer.subject, issuer.lies = f"u-{unit.id}", {"amr": ["pwd"]}
    await tie(world, unit.agent(Role.CASE_WORKER), issuer.subject)
    assert (await go_out(Visitor(world, None), issuer)).status_code == 303


async def test_a_form_that_waits_is_sent_after_a_fresh_proof_at_the_issuer(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    visitor, place = Visitor(world, None), "/bureau/moi/preuves/mot-de-passe"
    await go_out(visitor, issuer)
    session = await world.owner.fetchval(
        "SELECT id FROM agent_session WHERE agent_id = $1", coordinator
    )
    await world.owner.execute(
        "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes' WHERE id = $1",
        session,
    )
    world.process.sessions.forget(session)
    asked = await visitor.send(await visitor.get(place), place, name="x")
    assert asked.status_code == 401
    link = asked.text.partition(f'href="{START}')[2].partition('"')[0].replace("&amp;", "&")
    issuer.lies = {"auth_time": int(time.time()) - 400}  # of this morning: not fresh
    left = await visitor.get(START + link)
    assert "max_age=300" in left.headers["location"]
    stale = await come_back(visitor, {**issuer.authorize(left.headers["location"])})
    assert stale.status_code == 401
    assert (await visitor.get(START + link)).status_code == 410
    asked = await visitor.send(await visitor.get(place), place, name="x")
    link = asked.text.partition(f'href="{START}')[2].partition('"')[0].replace("&amp;", "&")
    issuer.lies = {}
    left = await visitor.get(START + link)
    sent = await come_back(visitor, {**issuer.authorize(left.headers["location"])})
    assert sent.status_code == 422, sent.text  # the form was sent, and a name alone is not enough
    assert says(sent, "Rien n'a été enregistré.")


@pytest.mark.parametrize("by", ["sub and sid", "sub", "sid"])
async def test_the_issuer_ends_sessions_behind_the_browser(
    world: World, coordinator: UUID, issuer: FakeIssuer, by: str
) -> None:
    visitor = Visitor(world, None)
    await go_out(visitor, issuer)
    assert (await visitor.get("/bureau")).status_code == 200  # this process remembers it now
    lies = {"sub": {"sid": None}, "sid": {"sub": None}}.get(by, {})
    token = issuer.logout_token(**lies)
    ended = await Visitor(world, None).post(LOGOUT, [("logout_token", token)], Sec_Fetch_Site=None)
    assert ended.status_code == 200, ended.text
    assert (await visitor.get("/bureau")).headers["location"] == "/bureau/entrer"
    code = await world.owner.fetchval(
        "SELECT e.code FROM audit_event e JOIN agent_session s ON s.id = e.subject_id"
        " WHERE e.action = 'session:end' AND s.agent_id = $1", coordinator,
    )  # fmt: skip
    assert code == "issuer"
    again = await Visitor(world, None).post(LOGOUT, [("logout_token", token)], Sec_Fetch_Site=None)
    assert again.status_code == 400


@pytest.mark.parametrize(
    "lie",
    [
        {"events": None}, {"events": {"other": {}}}, {"nonce": "n"}, {"sub": None, "sid": None},
        {"jti": None}, {"aud": "other"}, {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 60},
    ],
    ids=["no events", "other event", "nonce", "nobody", "no jti", "aud", "iss", "expired"],
)  # fmt: skip
async def test_a_logout_token_that_lies_ends_nothing(
    world: World, issuer: FakeIssuer, lie: dict[str, Any]
) -> None:
    visitor = Visitor(world, None)
    await go_out(visitor, issuer)
    sent = [("logout_token", issuer.logout_token(**lie))]
    assert (await Visitor(world, None).post(LOGOUT, sent, Sec_Fetch_Site=None)).status_code == 400
    assert (await visitor.get("/bureau")).status_code == 200


async def test_the_sid_of_another_persons_session_ends_nothing_of_ours(
    world: World, issuer: FakeIssuer
) -> None:
    visitor = Visitor(world, None)
    await go_out(visitor, issuer)
    sent = [("logout_token", issuer.logout_token(sid="s-another"))]
    assert (await Visitor(world, None).post(LOGOUT, sent, Sec_Fetch_Site=None)).status_code == 200
    assert (await visitor.get("/bureau")).status_code == 200
    assert ISSUER.startswith("https://")
