"""A request finds the same route among those of its own place as among all."""

from uuid import uuid4

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Match, Route

from referral_api.http.route_places import RoutePlaces
from tests.support.world import World


def _found(router: APIRouter, method: str, path: str) -> BaseRoute | None:
    scope = {"type": "http", "path": path, "method": method, "headers": [], "root_path": ""}
    for route in router.routes:
        if route.matches(scope)[0] is Match.FULL:
            return route
    return None


def test_every_request_finds_its_route_at_its_place(app: FastAPI) -> None:
    places, small = RoutePlaces(app.router), 0
    for route in app.routes:
        if not isinstance(route, Route):
            continue
        parts = [str(uuid4()) if part.startswith("{") else part for part in route.path.split("/")]
        path = "/".join(parts)
        for method in route.methods or ():
            found = _found(places.find(path), method, path)
            assert found is _found(app.router, method, path), path
            assert found is not None
        small += len(places.find(path).routes) <= 20
    assert small > 400


async def test_what_no_place_has_is_not_found_and_another_method_is_refused(world: World) -> None:
    for path, method, status in (
        ("/v1/cases/x/y/z/a/b", "GET", 404), ("/v1/nowhere", "GET", 404), ("/v1", "GET", 404),
        ("/v1/cases/", "GET", 404), ("/v1/cases", "DELETE", 405), ("/v1//consents", "GET", 404),
    ):  # fmt: skip
        response = await world.call(None, method, path)
        assert response.status_code == status, path
