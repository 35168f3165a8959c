"""Links of the contract: what each answer lets its reader ask next, and with which values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HOLE = re.compile(r"{(\w+)}")
_SEEN = "$response.header.ETag"
_NEVER_SEEN = '"0"'  # what has not been recorded yet has this version


@dataclass(frozen=True)
class _Operation:
    """One operation, and the name of the schema that it answers with."""

    path: str
    method: str
    name: str
    asks: dict[str, str]  # parameter: where it goes
    status: str
    told: str | None
    answer: dict[str, Any]

    @property
    def holes(self) -> list[str]:
        return _HOLE.findall(self.path)


@dataclass(frozen=True)
class _Resource:
    """What is read at an address of its own; ``whole`` unless it is a part of another one."""

    schema: str
    reader: _Operation
    members: frozenset[str]

    @property
    def whole(self) -> bool:
        return self.reader.path.endswith("}")

    @property
    def key(self) -> str:
        return self.reader.holes[-1]

    def holds(self, operation: _Operation) -> bool:
        """Say whether an operation is asked at the address of this resource or below it."""
        return operation.path == self.reader.path or operation.path.startswith(
            f"{self.reader.path}/"
        )

    def filled(self) -> dict[str, str]:
        """The value of the hole in its address, found in an answer that tells of it."""
        for member in (self.key, "id"):
            if member in self.members:
                return {self.key: f"$response.body#/{member}"}
        return {self.key: f"$request.path.{self.key}"}


def add_links(schema: dict[str, Any]) -> None:
    """Write the links into an OpenAPI document."""
    operations = list(_operations(schema))
    resources = {
        operation.told: _Resource(operation.told, operation, _members(schema, operation.told))
        for operation in operations
        if operation.method == "get" and operation.holes and operation.told
    }
    offered: dict[str, Any] = {}
    for source in operations:
        resource = resources.get(source.told or "")
        links = _next_page(source)
        if resource is not None:
            links |= _below(resource, source, operations) | _found_by(resource, operations)
            links |= _named(resource, resources)
        if links:
            offered |= {f"{source.told}.{name}": link for name, link in links.items()}
            source.answer["links"] = {
                name: {"$ref": f"#/components/links/{source.told}.{name}"}
                for name in links
            }  # fmt: skip
    schema["components"]["links"] = dict(sorted(offered.items()))


def _operations(schema: dict[str, Any]) -> Iterator[_Operation]:
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            status = next(status for status in described["responses"] if status.startswith("2"))
            answer = described["responses"][status]
            told = answer["content"]["application/json"]["schema"].get("$ref", "")
            asks = {asked["name"]: asked["in"] for asked in described.get("parameters", ())}
            yield _Operation(
                path, method, described["operationId"], asks, status,
                told.rpartition("/")[2] or None, answer,
            )  # fmt: skip


def _members(schema: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(schema["components"]["schemas"][name].get("properties", ()))


def _link(target: _Operation, parameters: dict[str, str]) -> dict[str, Any]:
    return {"operationId": target.name, "parameters": parameters}


def _below(resource: _Resource, source: _Operation, operations: list[_Operation]) -> dict[str, Any]:
    """What can be done with the resource and its parts, at the version that was told."""
    links = {}
    within = [target for target in operations if resource.holds(target)]
    parts = {
        target.path for target in within
        if "If-Match" in target.asks and target.told != resource.schema
    }  # fmt: skip
    for target in within:
        filled = resource.filled()
        if target is source and target.method == "get":
            continue
        if target.path in parts:
            # A new resource has no parts yet; later, whoever reads one learns its version.
            if (target.method == "get") == (source.status == "201"):
                continue
            if target.method != "get":
                filled["If-Match"] = _NEVER_SEEN
        elif "If-Match" in target.asks:
            filled["If-Match"] = _SEEN
        links[target.name] = _link(target, filled)
    return links


def _found_by(resource: _Resource, operations: list[_Operation]) -> dict[str, Any]:
    """The lists that can be narrowed to this resource."""
    if not resource.whole:
        return {}
    return {
        target.name: _link(target, resource.filled())
        for target in operations
        if target.asks.get(resource.key) == "query"
    }


def _named(resource: _Resource, resources: dict[str, _Resource]) -> dict[str, Any]:
    """The other resources that this one names by their ids."""
    ids = {member for member in resource.members if member.endswith("_id")}
    return {
        other.reader.name: _link(other.reader, {other.key: f"$response.body#/{other.key}"})
        for other in resources.values()
        if other.whole and other is not resource and other.key in ids
    }


def _next_page(source: _Operation) -> dict[str, Any]:
    """The page after this one: the same question, with the cursor that was told."""
    if "cursor" not in source.asks:
        return {}
    asked = {name: f"$request.query.{name}" for name in source.asks if name != "cursor"}
    return {"next_page": _link(source, asked | {"cursor": "$response.body#/next_cursor"})}
