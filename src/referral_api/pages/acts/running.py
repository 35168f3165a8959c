"""Running an operation for a page: its ids and filters are checked as the API checks them."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError

from referral_api.errors import MalformedInput
from referral_api.http.batches import find_wrong_rows
from referral_api.http.pagination import PAGE_LIMIT
from referral_api.http.request_input import validate
from referral_api.http.validation_errors import describe
from referral_api.pages.operation import Operation
from referral_api.pages.visit import PageContext, Returned


def check_ids(operation: Operation, ids: Mapping[str, str]) -> dict[str, Any]:
    """Check the ids of an address, as the route does."""
    values, wrong = operation.route.path_values.check(ids)
    if wrong:
        raise RequestValidationError(wrong)
    return values


def ids_beside(operation: Operation, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of a page's address that the API takes elsewhere: in a filter or a body."""
    return {name: value for name, value in ids.items() if name not in operation.parameters}


def check_query(operation: Operation, given: Mapping[str, str]) -> dict[str, Any]:
    """Check the filters of a list, as the route does."""
    if operation.route.query_values is None:
        return {}
    values, wrong = operation.route.query_values.check(given)
    if wrong:
        raise RequestValidationError(wrong)
    return values


def check_body(operation: Operation, payload: Any) -> dict[str, Any]:
    """Check what a form has said, as the route checks the body; MalformedInput otherwise."""
    if not operation.route.body_fields:
        return {}
    (field,) = operation.route.body_fields
    value, wrong = validate(field, payload, ("body",))
    if not wrong:
        wrong = find_wrong_rows(value)
    if wrong:
        found = RequestValidationError(wrong).errors()
        raise MalformedInput(errors=[describe(error) for error in found])
    return {field.name: value}


def lacks(operation: Operation, given: Mapping[str, str]) -> bool:
    """Say whether the address lacks a parameter without which the operation cannot be asked."""
    return any(
        field.field_info.is_required() and field.alias not in given
        for field in operation.route.dependant.query_params
    )


async def run(call: PageContext, operation: Operation, values: Mapping[str, Any]) -> Any:
    """Run the operation; return its result, or the response with a file."""
    route = operation.route
    response: Response = await route.endpoint(**{route.context_name: call}, **values)
    return response.result if isinstance(response, Returned) else response


async def run_to_end(
    call: PageContext, listing: Operation, given: Mapping[str, str], most: int,
    ids: Mapping[str, str] | None = None,
) -> tuple[list[Any], str | None]:  # fmt: skip
    """Read a list page after page, to its end or to ``most`` rows; return where it goes on then."""
    found: list[Any] = []
    cursor = given.get("cursor")
    while True:
        page = {"limit": str(PAGE_LIMIT), **({"cursor": cursor} if cursor else {})}
        values = check_ids(listing, ids or {}) | check_query(listing, {**given, **page})
        read, cursor = await run(call.beside(listing, filters_of(listing, values)), listing, values)
        found += read.items
        if cursor is None or len(found) >= most:
            return found, cursor


def filters_of(operation: Operation, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the values to which the cursors of a list are bound."""
    return tuple(values[name] for name in operation.route.filters)
