"""Planting a marker into every free word of a body: each is of one member of one route.

A member takes a marker if the contract lets any word stand there: a string without a list of codes
or a format, whose pattern the marker fits.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# So does every marker look: searched in whatever is written, whatever its case.
MARKER = re.compile(r"zqk[a-p]{12}|2236655[0-9]{4}")
BYTES = re.compile(rb"[Zz]qk[a-p]{12}|2236655[0-9]{4}")
_TELEPHONES = ("phone", "phones", "telephone", "duty_telephone")
_MAILBOXES = ("email", "emails", "notice_mailbox")


def marker_of(route: str, member: str) -> str:
    """Make the marker of a member: letters alone, and the digits of a telephone or a mailbox."""
    made = hashlib.sha256(f"{route} {member}".encode()).hexdigest()
    name = [part for part in member.split("/") if part != "*"][-1]
    if name in _TELEPHONES:
        return f"+2236655{int(made[:8], 16) % 10_000:04}"
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in made[:12])
    return f"zqk{letters}@example.org" if name in _MAILBOXES else f"Zqk{letters}"


def markers_in(text: str) -> set[str]:
    """Find the markers of a text."""
    return set(MARKER.findall(text.lower()))


@dataclass
class Planter:
    """Plants into bodies by the schemas of the contract; ``planted`` says where each marker is."""

    document: Mapping[str, Any]
    planted: dict[str, tuple[str, str]] = field(default_factory=dict)

    def schema_of(self, path: str, method: str) -> dict[str, Any] | None:
        """Return the schema of a body of JSON, if the route takes one."""
        body = self.document["paths"][path][method.lower()].get("requestBody", {})
        found: dict[str, Any] | None = body.get("content", {}).get("application/json")
        return found and found["schema"]

    def plant(self, route: str, schema: dict[str, Any], body: Any, without: set[str]) -> Any:
        """Return the body with a marker at each member that takes one, but ``without`` these."""
        return self._fill(route, schema, body, "", without)

    def remember(self, route: str, body: Any, member: str = "") -> None:
        """Remember what a body that was accepted has planted."""
        if isinstance(body, dict):
            for name, value in body.items():
                self.remember(route, value, f"{member}/{name}")
        elif isinstance(body, list):
            for value in body:
                self.remember(route, value, f"{member}/*")
        elif isinstance(body, str):
            for marker in markers_in(body):
                self.planted[marker] = (route, member)

    def members_of(self, route: str, schema: dict[str, Any]) -> set[str]:
        """Name every member of a body that takes a marker, however deep it lies."""
        return set(self._members(route, schema, "", frozenset()))

    def _members(
        self, route: str, schema: dict[str, Any], member: str, seen: frozenset[int]
    ) -> Iterator[str]:
        schema = self._resolve(schema)
        if id(schema) in seen:
            return
        seen |= {id(schema)}
        for name, part in schema.get("properties", {}).items():
            yield from self._members(route, part, f"{member}/{name}", seen)
        if "items" in schema:
            yield from self._members(route, schema["items"], f"{member}/*", seen)
        if takes_marker(schema, marker_of(route, member or "/")):
            yield member

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema or "anyOf" in schema or "allOf" in schema:
            if "$ref" in schema:
                name = schema["$ref"].rpartition("/")[2]
                schema = self.document["components"]["schemas"][name]
            else:
                parts = schema.get("anyOf") or schema["allOf"]
                schema = next(part for part in parts if part.get("type") != "null")
        return schema

    def _fill(
        self, route: str, schema: dict[str, Any], value: Any, member: str, without: set[str]
    ) -> Any:
        schema = self._resolve(schema)
        if schema.get("type") == "object" and isinstance(value, dict):
            filled = {
                name: self._fill(route, part, value.get(name), f"{member}/{name}", without)
                for name, part in schema.get("properties", {}).items()
            }
            return value | {name: each for name, each in filled.items() if each is not None}
        if schema.get("type") == "object" and value is None and member not in without:
            return self._made(route, schema, member, without)
        if schema.get("type") == "array":
            return self._list(route, schema, value, member, without)
        if member not in without and takes_marker(schema, marker := marker_of(route, member)):
            return marker
        return value

    def _made(
        self, route: str, schema: dict[str, Any], member: str, without: set[str]
    ) -> dict[str, Any] | None:
        """Make an object that was left out, if it needs words alone."""
        made = self._fill(route, schema, {}, member, without)
        return made if made and set(schema.get("required", ())) <= set(made) else None

    def _list(
        self, route: str, schema: dict[str, Any], value: Any, member: str, without: set[str]
    ) -> Any:
        place = f"{member}/*"
        if isinstance(value, list) and value:
            return [self._fill(route, schema["items"], each, place, without) for each in value]
        if place in without:
            return value
        one = self._fill(route, schema["items"], None, place, without)
        return value if one is None else [one]


def takes_marker(schema: dict[str, Any], marker: str) -> bool:
    """Say whether any word may stand at a member, by the contract."""
    if schema.get("type") != "string" or {"enum", "const", "format"} & schema.keys():
        return False
    if len(marker) > schema.get("maxLength", len(marker)):
        return False
    return bool(re.search(schema.get("pattern", ""), marker))
