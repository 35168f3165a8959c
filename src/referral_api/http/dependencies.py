"""What a route requires: a permission, and the headers and parameters of its kind.

These are declarations, from which the contract is written. ``routing`` enforces them.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Query
from fastapi.security import HTTPBearer
from pydantic import BeforeValidator

from referral_api.http.pagination import PAGE_LIMIT
from referral_api.observability.request_ids import UUID_FORM
from referral_api.permissions import Permission
from referral_api.schemas import Instant

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="RFC 9068 access token.")
_Bearer = Annotated[object, Depends(_bearer)]

# Printable ASCII: clients need no more, and PostgreSQL's text type cannot store a NUL.
_KEY = r"^[\x20-\x7e]+$"
_KeyHeader = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
_MaybeKeyHeader = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
_VersionHeader = Annotated[
    str,
    Header(
        alias="If-Match", description="The ETag of the version you saw, and no other form: not `*`."
    ),
]
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=64)]
RequestId = Annotated[
    str | None, Query(max_length=36, pattern=UUID_FORM, description="As the response showed it.")
]
DueBefore = Annotated[
    Instant | None,
    Query(description="What waits for an act whose limit ends before this instant, or has ended."),
]
Item = TypeVar("Item")


def _split(given: Any) -> Any:
    return given.split(",") if isinstance(given, str) else given


# The contract says so too: ``http/openapi/document.py``.
Several = Annotated[
    list[Item] | None, Query(max_length=20, description="One, or several separated by commas."),
    BeforeValidator(_split),
]  # fmt: skip


def requires(permission: Permission) -> Any:
    """Open a transaction for a caller that has this permission to read or list."""

    def guard(bearer: _Bearer) -> None: ...

    return _guard(guard, permission)


def requires_to_count(permission: Permission) -> Any:
    """Open a transaction for a caller that may count: on a connection of its own kind, which takes
    none from other requests, and for as long as counting may take.
    """

    def guard(bearer: _Bearer) -> None: ...

    guard.counts = True  # type: ignore[attr-defined]
    return _guard(guard, permission)


def requires_to_create(permission: Permission, *, location: str | None = None) -> Any:
    """Open a transaction for a POST that creates: its Idempotency-Key is required.

    A created resource is found under the address of the POST, or under ``location``; an empty
    ``location`` means that the resource has no address of its own.
    """

    def guard(bearer: _Bearer, key: _KeyHeader) -> None: ...

    return _guard(guard, permission, location)


def requires_to_import(permission: Permission) -> Any:
    """Open a transaction for a POST that creates from a large file, as ``requires_to_count`` does:
    reading it takes longer than other requests may. Its Idempotency-Key is required.
    """

    def guard(bearer: _Bearer, key: _KeyHeader) -> None: ...

    guard.counts = True  # type: ignore[attr-defined]
    return _guard(guard, permission)


def requires_to_record(permission: Permission, *, location: str) -> Any:
    """Open a transaction for a POST that creates a record, found under ``location``, and changes
    the known version of another: both headers are required.
    """

    def guard(bearer: _Bearer, if_match: _VersionHeader, key: _KeyHeader) -> None: ...

    return _guard(guard, permission, location)


def requires_to_change(permission: Permission) -> Any:
    """Open a transaction for a POST that changes a known version; an Idempotency-Key is
    optional.
    """

    def guard(bearer: _Bearer, if_match: _VersionHeader, key: _MaybeKeyHeader = None) -> None: ...

    return _guard(guard, permission)


def requires_to_update(permission: Permission) -> Any:
    """Open a transaction for a PUT or PATCH of a known version. The response is never stored:
    the version makes a retry harmless, and the response may be an identity.
    """

    def guard(bearer: _Bearer, if_match: _VersionHeader) -> None: ...

    return _guard(guard, permission)


def _guard(guard: Callable[..., None], permission: Permission, location: str | None = None) -> Any:
    # GuardedRoute reads these attributes, and the tests refuse a route without a permission.
    guard.permission = permission  # type: ignore[attr-defined]
    guard.location = location  # type: ignore[attr-defined]
    return Depends(guard)
