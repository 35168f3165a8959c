"""What a route asks for: the act that it is, and the headers and parameters of its kind.

These declare; the contract is written from them. ``guarded_route`` is what holds to them.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Query
from fastapi.security import HTTPBearer

from referral_api.http.pagination import PAGE_LIMIT
from referral_api.permissions import Permission

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="RFC 9068 access token.")
_Bearer = Annotated[object, Depends(_bearer)]

# Printable ASCII: no client has more, and PostgreSQL's text cannot hold a NUL.
_KEY = r"^[\x20-\x7e]+$"
_KeyHeader = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
_MaybeKeyHeader = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
_VersionHeader = Annotated[
    str, Header(alias="If-Match", description="The ETag of the version you saw.")
]
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=64)]


def requires(permission: Permission) -> Any:
    """Open a transaction for a caller who may read or list so."""

    def asked(bearer: _Bearer) -> None: ...

    return _guard(asked, permission)


def requires_to_create(permission: Permission, *, location: str | None = None) -> Any:
    """Open a transaction for a POST that creates: its Idempotency-Key is required.

    What is created is found under the address of the POST, or where ``location`` says; an
    empty one means that it is not found by itself.
    """

    def asked(bearer: _Bearer, key: _KeyHeader) -> None: ...

    return _guard(asked, permission, location)


def requires_to_change(permission: Permission) -> Any:
    """Open a transaction for a POST that moves a known version; an Idempotency-Key is honoured."""

    def asked(bearer: _Bearer, if_match: _VersionHeader, key: _MaybeKeyHeader = None) -> None: ...

    return _guard(asked, permission)


def requires_to_update(permission: Permission) -> Any:
    """Open a transaction for a PUT or PATCH of a known version. Its answer is never kept: the
    version makes a retry harmless, and the answer may be an identity.
    """

    def asked(bearer: _Bearer, if_match: _VersionHeader) -> None: ...

    return _guard(asked, permission)


def _guard(asked: Callable[..., None], permission: Permission, location: str | None = None) -> Any:
    # The route finds them here, and so do the tests: a route without an act fails them.
    asked.permission = permission  # type: ignore[attr-defined]
    asked.location = location  # type: ignore[attr-defined]
    return Depends(asked)
