"""The app's own routes, as the app knows them, and the permission that each guard requires."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from referral_api.pages.route import PagesRoute
from referral_api.permissions import Permission

# Not part of the contract: the pages about it, and those for operators only.
UNPUBLISHED = frozenset(
    {
        "openapi_en", "openapi_fr", "read_root", "read_documentation",
        "read_documentation_in_french", "read_documentation_in_english",
        "read_documentation_asset", "list_problem_types", "read_problem_type", "read_metrics",
        "take_incoming_message", "read_asset",
    }
)  # fmt: skip

# Open to anyone, each for a reason of its own; nothing else may be.
PUBLIC = UNPUBLISHED | {
    "read_liveness", "read_readiness", "issue_token", "read_key_set", "read_metadata",
    "list_codelists", "read_codelist", "list_screening_instruments", "read_screening_instrument",
}  # fmt: skip


# A POST that makes nothing: what is asked stands in no address and no log of addresses.
SEARCHES = frozenset({"check_import", "search_placement"})


@dataclass(frozen=True)
class Route:
    name: str
    method: str
    path: str
    act: Permission | None
    has_body: bool  # of JSON
    creates: bool
    changes: bool  # needs If-Match
    keyed: bool  # takes an Idempotency-Key


def routes_of(app: FastAPI) -> list[Route]:
    """Every route that the app serves, mounted files included. Pages have tests of their own."""
    routes = [route for route in app.routes if not isinstance(route, PagesRoute)]
    return [_route(context) for context in iter_route_contexts(routes)]


def guarded_routes(app: FastAPI) -> list[Route]:
    return [route for route in routes_of(app) if route.act is not None]


def _route(context: Any) -> Route:
    dependant = getattr(context, "dependant", None)
    guards = dependant.dependencies if dependant else ()
    bodies = dependant.body_params if dependant else ()
    acts = [
        act
        for dependency in guards
        if (act := getattr(dependency.call, "permission", None)) is not None
    ]
    (method,) = (context.methods or {"GET"}) - {"HEAD"}
    return Route(
        context.name, method, context.path, acts[0] if acts else None,
        any(field.field_info.annotation is not bytes for field in bodies),
        getattr(context.original_route, "status_code", None) == 201,
        *(
            any(header.alias == name for guard in guards for header in guard.header_params)
            for name in ("If-Match", "Idempotency-Key")
        ),
    )  # fmt: skip
