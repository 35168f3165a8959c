"""What is not known, or said twice, is refused: with the place, and with what is allowed there."""

from typing import Any

import pytest
from fastapi import FastAPI

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.routes import guarded_routes, routes_of
from tests.support.rubbish import MARKER, bearer, check_refusal, role_for
from tests.support.scene import Relation, Scene
from tests.support.world import World

_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


async def test_no_guarded_route_ignores_a_parameter_that_it_does_not_know(
    app: FastAPI, world: World, scene: Scene, logs: Logs
) -> None:
    place = scene.places[Relation.OWN]
    for route in guarded_routes(app):
        path = f"{route.path.format_map(place)}?{MARKER}={MARKER}&{MARKER}2"
        headers = bearer(scene, role_for(route))
        answer = await world.call(None, route.method, path, headers=headers, version=1)
        check_refusal(answer, route.name)
        assert answer.status_code == 422, route.name
        found = [error for error in answer.json()["errors"] if error["code"] != "missing"]
        assert [(error["pointer"], error["code"]) for error in found] == [
            ("query", "unknown_parameter")
        ], route.name
    assert MARKER not in logs()


async def test_a_change_with_its_headers_refuses_an_unknown_parameter(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answer = await world.call(officer, "POST", "/v1/cases?draft=true", _CASE)
    check_refusal(answer, "draft")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("query", "unknown_parameter")
    assert error["allowed"] == []
    event = (await world.events(action="case:register", agent_id=officer))[-1]
    assert (event["outcome"], event["code"]) == ("refused", "malformed-input")


async def test_a_misspelt_filter_says_which_ones_there_are(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answer = await world.call(
        officer, "GET", "/v1/referrals?caseid=1", headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert {"case_id", "status", "limit", "cursor"} <= set(error["allowed"])
    assert error["message"] == "This address does not take this query parameter."


async def test_a_parameter_stands_once(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answer = await world.call(officer, "GET", "/v1/cases?limit=3&limit=4&limit=5")
    check_refusal(answer, "limit")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("query:limit", "repeated_parameter")


_NAMED = {
    "name": "sexes", "code": "not-found", "instrument": "none", "instrument_version": "1.0",
}  # fmt: skip


async def test_every_public_route_refuses_what_it_does_not_know(app: FastAPI, world: World) -> None:
    tried = 0
    for route in routes_of(app):
        if route.act is not None or route.path.startswith(("/docs", "/openapi", "/bureau")):
            continue
        tried += 1
        path = route.path.format_map(_NAMED)
        answer = await world.call(None, route.method, f"{path}?{MARKER}=1")
        assert MARKER not in answer.text
        if route.name == "issue_token":
            assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
            continue
        assert answer.status_code == 422, route.name
        check_refusal(answer, route.name)
        assert (await world.call(None, route.method, path)).status_code != 422
    assert tried > 6


async def test_a_public_address_still_answers_405_to_another_method(world: World) -> None:
    answer = await world.call(None, "POST", "/v1/codelists?page=2")
    assert answer.status_code == 405


@pytest.mark.parametrize("name", ["Authorization", "If-Match", "Idempotency-Key"])
async def test_a_header_that_means_one_thing_stands_once(
    world: World, scene: Scene, name: str
) -> None:
    place = scene.places[Relation.OWN]
    known = {**bearer(scene), "If-Match": '"1"', "Idempotency-Key": "once"}
    for method, path, body in (
        ("GET", "/v1/cases", None), ("POST", "/v1/cases", _CASE),
        ("PATCH", f"/v1/cases/{place['case_id']}", {}),
    ):  # fmt: skip
        answer = await world.call(None, method, path, body, headers=known, repeat=name)
        check_refusal(answer, (name, method))
        assert answer.status_code == 422, (name, method)
        (error,) = answer.json()["errors"]
        assert (error["pointer"], error["code"]) == (f"header:{name}", "repeated_header")
    answer = await world.call(None, "GET", "/v1/codelists", headers=known, repeat=name)
    assert answer.status_code == 422


async def test_a_repeated_token_is_refused_before_either_is_believed(world: World) -> None:
    headers = {"Authorization": f"Bearer {MARKER}"}
    answer = await world.call(None, "GET", "/v1/cases", headers=headers, repeat="Authorization")
    check_refusal(answer, "two tokens")
    event = (await world.events(action="token:authenticate"))[-1]
    assert (event["outcome"], event["code"], event["agent_id"]) == (
        "refused", "malformed-input", None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "codelist", "written_out"),
    [
        ("sex", "f", "sexes", ["female", "male", "unknown"]),
        ("region", "Bamako", "regions", None),
        ("languages", ["xx"], "languages", None),
    ],
)
async def test_a_code_that_is_not_known_names_its_list(
    world: World, field: str, value: Any, codelist: str, written_out: list[str] | None
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    answer = await world.call(officer, "POST", "/v1/cases", {**_CASE, field: value})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["codelist"] == codelist
    assert error.get("allowed") == written_out
    found = await world.call(None, "GET", f"/v1/codelists/{codelist}")
    assert found.status_code == 200


async def test_a_value_of_no_code_list_says_which_are_allowed(world: World) -> None:
    auditor = world.oversight.agent(Role.AUDITOR)
    answer = await world.call(auditor, "GET", f"/v1/audit/events?outcome={MARKER}")
    (error,) = answer.json()["errors"]
    assert "refused" in error["allowed"]
    assert "codelist" not in error


async def test_a_role_that_the_organisation_cannot_give_is_not_among_those_allowed(
    world: World,
) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    body = {"organisation_id": str(world.shelter.id), "name": "Agente Exemple"}
    answer = await world.call(administrator, "POST", "/v1/agents", {**body, "roles": [MARKER]})
    (error,) = answer.json()["errors"]
    assert "supervisor" in error["allowed"]
    assert error["codelist"] == "roles"
    answer = await world.call(administrator, "POST", "/v1/agents", {**body, "roles": ["auditor"]})
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/roles"
    assert "auditor" not in error["allowed"]
    assert "supervisor" in error["allowed"]


def test_every_code_list_is_known_by_its_codes() -> None:
    # The refusal of a code finds the list so: no two lists may have the same codes.
    from referral_api.domain.codelists.registry import CODELISTS  # noqa: PLC0415

    assert len({tuple(codes) for codes in CODELISTS.values()}) == len(CODELISTS)
