"""The published contract: additions that OpenAPI cannot derive from the routes."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from referral_api.http.openapi.headers import add_headers, problem_headers, too_many_headers
from referral_api.http.openapi.links import add_links
from referral_api.http.problems import Problem

_DESCRIPTION = """\
Référencement des victimes de la traite des personnes : dossiers, consentements, référencements,
passations et journal d'audit. Les messages suivent `Accept-Language` (`fr` par défaut, `en`).

Register, refer, hand over and audit the cases of trafficking victims. Every change names the
version that it was made on (`If-Match`); every POST that creates carries an `Idempotency-Key`;
errors are problem details (RFC 9457) with a stable `code`.
"""
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
                title=app.title, version="1", description=_DESCRIPTION, routes=app.routes
            )
            _add_problems(schema)
            _separate_by_commas(schema)
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
