"""Headers of the contract: those that answers come with, and what a sent version looks like."""

from typing import Any

from referral_api.http.i18n import LANGUAGES

_VERSION = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Its version, for `If-Match`.", "required": True, "schema": _VERSION
    },
    # Who may not see how many places there are does not learn their version.
    "MaybeETag": {"description": "Its version, if you may change it.", "schema": _VERSION},
    "Location": {
        "description": "Where it is read.", "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Idempotent-Replayed": {
        "description": "Present if an earlier request with this key was given this answer.",
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
            asked = {parameter["name"]: parameter for parameter in described.get("parameters", ())}
            if "If-Match" in asked:
                asked["If-Match"]["schema"] |= _VERSION
            for status, answer in described["responses"].items():
                headers = _granted(schema, status, answer) if status[0] == "2" else _refused(answer)
                if status[0] == "2" and "Idempotency-Key" in asked:
                    headers |= _refer("Idempotent-Replayed")
                if headers:
                    answer["headers"] = headers


def _refused(answer: dict[str, Any]) -> dict[str, Any]:
    # What is referred to has its headers there.
    return problem_headers() if "content" in answer else {}


def problem_headers() -> dict[str, Any]:
    """The headers of a refusal."""
    return _refer("Allow", "Content-Language", "Retry-After", "WWW-Authenticate")


def _granted(schema: dict[str, Any], status: str, answer: dict[str, Any]) -> dict[str, Any]:
    told = answer["content"]["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
    members = schema["components"]["schemas"].get(told, {}).get("properties", {})
    headers: dict[str, Any] = {}
    if "version" in members:
        sure = members["version"].get("type") == "integer"
        headers["ETag"] = _refer("ETag")["ETag"] if sure else _refer("MaybeETag")["MaybeETag"]
        # What has no version, a decision, is not read by itself.
        if status == "201":
            headers |= _refer("Location")
    return headers


def _refer(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
