"""A short, seeded search of the contract for an answer that it does not promise."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from referral_api.embedded import Embedded
from referral_api.main import create_app
from referral_api.permissions import Role
from referral_api.settings import Settings
from tests.contract.scene import Relation, Scene

_CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
_ROLES = list(Role) if "FUZZ_EXAMPLES" in os.environ else [Role.SUPERVISOR, Role.AUDITOR]
Send = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def send(server: Embedded, data_dir: Path) -> Iterator[Send]:
    """Another app on the same database, in a thread and loop of its own: a search is not async."""

    @asynccontextmanager
    async def running(app: FastAPI) -> Any:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://test") as client,
        ):
            yield client

    app = create_app(
        Settings(referral_data_dir=data_dir, log_level="ERROR", pool_size=2),
        server.url("referral_app"),
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running(app)) as client,
    ):

        async def ask(**kwargs: Any) -> httpx.Response:
            answer: httpx.Response = await client.request(**kwargs)
            return answer

        yield lambda **kwargs: portal.call(lambda: ask(**kwargs))


@pytest.mark.parametrize("role", _ROLES)
def test_no_generated_request_is_answered_in_a_way_the_contract_does_not_promise(
    app: FastAPI, scene: Scene, send: Send, role: Role
) -> None:
    place = scene.places[Relation.OWN]
    token = scene.tokens[Relation.OWN, role]
    schema = schemathesis.openapi.from_dict(app.openapi())
    told: Counter[int] = Counter()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if operation.path.startswith("/oauth2/token"):
            continue  # its form is tried by hand

        @hypothesis.settings(
            max_examples=_EXAMPLES, deadline=None, database=None,
            derandomize="FUZZ_EXAMPLES" not in os.environ,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )  # fmt: skip
        @hypothesis.given(case=operation.as_strategy())
        def search(case: Any) -> None:
            # An id of the scene where there is one, so that the search gets past "not found".
            case.path_parameters = {
                name: place.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
            sent = case.as_transport_kwargs(base_url="http://test")
            headers = {str(n): str(v) for n, v in (sent.get("headers") or {}).items()}
            headers = {n: v for n, v in headers.items() if v.isascii() and v.isprintable()}
            answer = send(
                method=sent["method"], url=sent["url"], params=sent.get("params"),
                json=sent.get("json"), headers=headers | {"Authorization": f"Bearer {token}"},
            )  # fmt: skip
            told[answer.status_code] += 1
            case.validate_response(answer, checks=_CHECKS)

        search()
    assert told.total() > 100
    assert told[200]
    print(f"{role}: {dict(sorted(told.items()))}")  # noqa: T201 - the table of a long search
