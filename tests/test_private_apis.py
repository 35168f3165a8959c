"""What the service needs of parts of libraries that are not promised to stay.

What it needs of uvicorn's protocol is held by ``tests/http/test_bounded_protocol.py``.
"""

from typing import Annotated, Any

import httpx
import pytest
import sqlalchemy
from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.routing import APIRoute
from prometheus_client import values

from referral_api import embedded, private_apis
from referral_api.database.tables import TransactionNumber


def _field() -> private_apis.ModelField:
    async def endpoint(limit: Annotated[int, Query(ge=1)] = 50) -> None: ...

    (field,) = APIRoute("/", endpoint).dependant.query_params
    return field


def test_a_parameter_validates_one_value_and_says_where_it_is_wrong() -> None:
    field = _field()
    assert (field.name, field.alias, field.default) == ("limit", "limit", 50)
    assert not field.field_info.is_required()
    assert field.validate("7", loc=("query", "limit")) == (7, [])
    value, (error,) = field.validate("0", loc=("query", "limit"))
    assert (value, error["type"], tuple(error["loc"])) == (
        None, "greater_than_equal", ("query", "limit")
    )  # fmt: skip


async def test_an_ordinary_route_ends_its_dependencies_within_its_exit_stack() -> None:
    ended: list[str] = []

    async def dependency() -> Any:
        yield "value"
        ended.append("dependency")

    router = APIRouter()

    @router.get("/")
    async def read(value: Annotated[str, Depends(dependency)]) -> str:
        return value

    app = FastAPI()
    app.router.routes[:] = router.routes
    app.middleware_stack = app.router
    (route,) = app.routes
    assert isinstance(route, APIRoute)
    private_apis.give_exit_stack(route)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test"
    ) as client:
        assert (await client.get("/")).json() == "value"
    assert ended == ["dependency"]


def test_the_number_of_the_process_that_counts_is_asked_of_our_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []
    monkeypatch.setattr(values, "ValueClass", None)
    monkeypatch.setattr(values, "MultiProcessValue", made.append)
    private_apis.count_in_files_of(lambda: 7)
    (process_id,) = made
    assert process_id() == 7


def test_the_type_of_transaction_numbers_is_recognised(server: embedded.Embedded) -> None:
    url = sqlalchemy.make_url(server.url("referral_owner")).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    columns = sqlalchemy.inspect(engine).get_columns("audit_event")
    engine.dispose()
    (xid,) = (column["type"] for column in columns if column["name"] == "xid")
    assert isinstance(xid, TransactionNumber)
