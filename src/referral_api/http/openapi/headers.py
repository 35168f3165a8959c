"""Headers of the contract: those of each response, and the form of a version that is sent."""

from typing import Any

from referral_api.http.i18n import LANGUAGES

# A proxy may have made it weak.
_SENT_VERSION = {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'}
_VERSION = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Its version, for `If-Match`.", "required": True, "schema": _VERSION
    },
    # A caller that may not see the number of places does not learn its version either.
    "MaybeETag": {"description": "Its version, if you may change it.", "schema": _VERSION},
    "Location": {
        "description": "Where it is read.", "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Content-Location": {
        "description": "Where the same is made again, of the same figures.", "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Idempotent-Replayed": {
        "description": "Present if an earlier request with this key was given this response.",
        "schema": {"type": "string", "const": "true"},
    },
    "Content-Language": {
        "description": "The language of the words.", "required": True,
        "schema": {"type": "string", "enum": list(LANGUAGES)},
    },
    "Retry-After": {
        "description": "Seconds, where trying again may help.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "RetryAfterWait": {
        "description": "After so many seconds the same request is let through, unless others of"
        " the same partner system are faster.",
        "required": True, "schema": {"type": "integer", "minimum": 1},
    },
    "WWW-Authenticate": {
        "description": "With 401.", "schema": {"type": "string", "pattern": "^Bearer"}
    },
    "Allow": {"description": "With 405.", "schema": {"type": "string"}},
}  # fmt: skip


def add_headers(schema: dict[str, Any]) -> None:
    """Write the headers into an OpenAPI document."""
    schema["components"]["headers"] = _HEADERS
    for methods in schema["paths"].values():
        for described in methods.values():
            parameters = {
                parameter["name"]: parameter for parameter in described.get("parameters", ())
            }
            if "If-Match" in parameters:
                parameters["If-Match"]["schema"] |= _SENT_VERSION
            for status, response in described["responses"].items():
                headers = (
                    _success_headers(schema, status, response)
                    if status[0] == "2"
                    else _refusal_headers(response)
                )
                if status[0] == "2" and "Idempotency-Key" in parameters:
                    headers |= _refer("Idempotent-Replayed")
                if headers:
                    response["headers"] = headers


def _refusal_headers(response: dict[str, Any]) -> dict[str, Any]:
    # A response given as a reference declares its headers where it is defined.
    return problem_headers() if "content" in response else {}


def problem_headers() -> dict[str, Any]:
    """The headers of a refusal."""
    return _refer("Allow", "Content-Language", "Retry-After", "WWW-Authenticate")


def too_many_headers() -> dict[str, Any]:
    """The headers of 429."""
    wait = {"$ref": "#/components/headers/RetryAfterWait"}
    return _refer("Content-Language") | {"Retry-After": wait}


def _success_headers(
    schema: dict[str, Any], status: str, response: dict[str, Any]
) -> dict[str, Any]:
    # A file has no members, and no version.
    described = response["content"].get("application/json", {}).get("schema", {})
    schema_name = described.get("$ref", "").rpartition("/")[2]
    members = schema["components"]["schemas"].get(schema_name, {}).get("properties", {})
    headers: dict[str, Any] = {}
    if status == "202":
        headers |= _refer("Location", "Retry-After")
    # Of several forms that Accept chooses, each is made of the same. A parameter chooses others.
    elif described and len(response["content"]) > 1:
        headers |= _refer("Content-Location")
    if "version" in members:
        sure = members["version"].get("type") == "integer"
        headers["ETag"] = _refer("ETag")["ETag"] if sure else _refer("MaybeETag")["MaybeETag"]
        # A decision has no version and cannot be read by itself.
        if status == "201":
            headers |= _refer("Location")
    return headers


def _refer(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
