"""The published contract: additions that OpenAPI cannot derive from the routes."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from referral_api.http.openapi.about import DESCRIPTION, add_about
from referral_api.http.openapi.examples import add_examples
from referral_api.http.openapi.headers import add_headers, problem_headers, too_many_headers
from referral_api.http.openapi.links import add_links
from referral_api.http.openapi.members import describe_members
from referral_api.http.problems import Problem

_PROBLEM = {
    "description": "A refusal, as a problem (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    "headers": problem_headers(),
}
_TOO_MANY = _PROBLEM | {
    "description": "More requests than an agent or a partner system may make. Wait for as many"
    " seconds as `Retry-After` says.",
    "headers": too_many_headers(),
}


def describe_contract(app: FastAPI) -> None:
    """Make ``app.openapi()`` describe problems, headers and links."""

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version="1", description=DESCRIPTION, routes=app.routes
            )
            _add_problems(schema)
            _separate_by_commas(schema)
            _name_plainly(schema)
            add_about(schema)
            describe_members(schema)
            add_examples(schema)
            add_headers(schema)
            add_links(schema)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]


def _add_problems(schema: dict[str, Any]) -> None:
    schemas = schema["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    schema["components"]["responses"] = {"Problem": _PROBLEM, "TooManyRequests": _TOO_MANY}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            refused = {"$ref": "#/components/responses/Problem"}
            if "security" in operation or operation["operationId"] == "issue_token":
                too_many = {"$ref": "#/components/responses/TooManyRequests"}
                operation["responses"]["429"] = too_many
            operation["responses"].update({"4XX": refused, "5XX": refused})


def _name_plainly(schema: dict[str, Any]) -> None:
    """Write summaries as sentences are written, and results in words of ours."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            operation["summary"] = operation["summary"].capitalize()
            for status, response in operation["responses"].items():
                if status == "201":
                    response["description"] = "What was created."
                elif status == "200":
                    response["description"] = "The result."
                elif status == "202":
                    response["description"] = "How far the work is. Ask again at the `Location`."
                elif "description" in response:
                    response["description"] = "A refusal, as RFC 6749 has it."


def _separate_by_commas(schema: dict[str, Any]) -> None:
    """Say how a parameter takes several codes: as one text, since no parameter is repeated."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                described = parameter["schema"]
                for kind in described.get("anyOf", [described]):
                    if kind.get("type") == "array":
                        code, most = kind.pop("items"), kind.pop("maxItems")
                        kind.update(_text_of(schema, code, most))


def _text_of(schema: dict[str, Any], code: dict[str, Any], most: int) -> dict[str, str]:
    if "$ref" in code:
        code = schema["components"]["schemas"][code["$ref"].rpartition("/")[2]]
    one = f"({'|'.join(code['enum'])})"
    return {"type": "string", "pattern": f"^{one}(,{one}){{0,{most - 1}}}$"}
