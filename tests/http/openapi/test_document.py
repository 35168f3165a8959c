"""The contract as published is the contract as served."""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from referral_api.http.openapi.members import MEMBERS
from referral_api.http.openapi.parameters import PARAMETERS
from tests.support.routes import Route, guarded_routes, routes_of
from tests.support.world import World

_PUBLISHED = Path(__file__).parents[3] / "openapi" / "openapi.json"


def _operations(app: FastAPI) -> list[tuple[Route, dict[str, Any]]]:
    paths = app.openapi()["paths"]
    return [
        (route, paths[route.path][route.method.lower()])
        for route in routes_of(app)
        if route.method.lower() in paths.get(route.path, {})
    ]


def test_the_published_contract_equals_the_service(app: FastAPI) -> None:
    assert json.loads(_PUBLISHED.read_text(encoding="utf-8")) == json.loads(
        json.dumps(app.openapi())
    )


async def test_the_service_serves_the_contract_that_is_published(world: World) -> None:
    served = await world.call(None, "GET", "/openapi.json")
    assert served.json() == json.loads(_PUBLISHED.read_text(encoding="utf-8"))


def test_every_parameter_is_a_single_value_as_the_guarded_route_reads_it(app: FastAPI) -> None:
    parameters = [
        (route.name, parameter)
        for route, operation in _operations(app)
        for parameter in operation.get("parameters", [])
    ]
    assert parameters
    for name, parameter in parameters:
        schema = parameter["schema"]
        for one in schema.get("anyOf", [schema]):
            assert one.get("type") not in {"array", "object"}, (name, parameter["name"])


def test_it_is_openapi_3_1_and_every_reference_in_it_leads_somewhere(app: FastAPI) -> None:
    contract = app.openapi()
    assert contract["openapi"].startswith("3.1.")
    text = json.dumps(contract)
    for kind in ("schemas", "headers", "links", "responses"):
        wanted = {part.partition('"')[0] for part in text.split(f'"#/components/{kind}/')[1:]}
        assert wanted
        assert wanted <= set(contract["components"][kind])


def test_every_operation_is_named_after_its_function_and_says_what_it_does(app: FastAPI) -> None:
    operations = _operations(app)
    assert len(operations) > 60
    for route, operation in operations:
        assert operation["operationId"] == route.name
        assert operation["summary"]
    names = [operation["operationId"] for _, operation in operations]
    assert len(names) == len(set(names))


def test_every_operation_parameter_member_and_group_is_described(app: FastAPI) -> None:
    contract = app.openapi()
    described = {tag["name"] for tag in contract["tags"] if tag["description"]}
    for _, operation in _operations(app):
        assert operation["description"]
        assert {*operation["tags"]} <= described
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (operation["operationId"], parameter["name"])
    for name, schema in contract["components"]["schemas"].items():
        assert schema.get("description"), name
        for member, content in schema.get("properties", {}).items():
            assert content.get("description"), (name, member)


def test_a_word_that_describes_members_is_used(app: FastAPI) -> None:
    contract = app.openapi()
    named = {
        name for schema in contract["components"]["schemas"].values()
        for name, member in schema.get("properties", {}).items()
        if member["description"] == MEMBERS.get(name)
    }  # fmt: skip
    assert named == MEMBERS.keys()
    sent = {
        parameter["name"]: parameter["description"]
        for _, operation in _operations(app) for parameter in operation.get("parameters", [])
        if parameter["description"] == PARAMETERS.get(parameter["name"])
    }  # fmt: skip
    assert sent == PARAMETERS


def test_the_contract_names_its_licence_its_contact_and_its_server(app: FastAPI) -> None:
    contract = app.openapi()
    assert contract["info"]["license"]["identifier"] == "Apache-2.0"
    assert contract["info"]["contact"]["name"]
    assert [server["url"] for server in contract["servers"]] == ["/"]


def test_every_guarded_operation_requires_a_token_and_describes_problems(app: FastAPI) -> None:
    guarded = {route.name for route in guarded_routes(app)}
    problem = app.openapi()["components"]["responses"]["Problem"]
    assert "application/problem+json" in problem["content"]
    for route, operation in _operations(app):
        # An open operation says so: nothing is left to a default.
        assert bool(operation["security"]) == (route.name in guarded), route.name
        if route.name in guarded:
            for status in ("4XX", "5XX"):
                assert operation["responses"][status] == {"$ref": "#/components/responses/Problem"}


def test_every_change_names_the_headers_that_it_needs(app: FastAPI) -> None:
    for route, operation in _operations(app):
        if route.act is None:
            continue
        asked = {
            item["name"]: item.get("required", False)
            for item in operation.get("parameters", [])
            if item["in"] == "header"
        }
        if route.creates:
            assert asked.get("Idempotency-Key") is True, route.name
        elif route.changes:
            assert asked.get("If-Match") is True, route.name
            assert route.method != "POST" or "Idempotency-Key" in asked, route.name


def test_every_link_leads_to_an_operation_and_fills_its_parameters(app: FastAPI) -> None:
    asked = {
        operation["operationId"]: {item["name"] for item in operation.get("parameters", [])}
        for _, operation in _operations(app)
    }
    for name, link in app.openapi()["components"]["links"].items():
        assert link["parameters"].keys() <= asked[link["operationId"]], name
        assert ("If-Match" in link["parameters"]) == ("If-Match" in asked[link["operationId"]])


def test_a_created_resource_links_to_all_its_operations(app: FastAPI) -> None:
    operations = _operations(app)
    created = 0
    for _, operation in operations:
        answer = operation["responses"].get("201", {})
        if "Location" not in answer.get("headers", {}):
            continue
        created += 1
        reader = next(name for name in answer["links"] if name.startswith("read_"))
        (home,) = (route.path for route, _ in operations if route.name == reader)
        within = {
            route.name for route, other in operations
            if route.path.startswith(home) and (route.path == home or route.method != "GET")
        }  # fmt: skip
        assert within <= answer["links"].keys(), operation["operationId"]
    assert created == 62


def test_a_link_by_an_id_leads_to_parameters_that_take_the_id_of_a_resource(app: FastAPI) -> None:
    document = app.openapi()
    taken = {
        (operation["operationId"], parameter["name"]): parameter["schema"]
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
    }
    by_id = [
        taken[link["operationId"], name]
        for link in document["components"]["links"].values()
        for name, value in link["parameters"].items()
        if value == "$response.body#/id"
    ]
    assert by_id
    for schema in by_id:
        assert any(kind.get("format") == "uuid" for kind in schema.get("anyOf", [schema])), schema
