"""Links of the contract: the operations that each response leads to, and their parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PARAMETER = re.compile(r"{(\w+)}")
_CURRENT_VERSION = "$response.header.ETag"
_UNRECORDED_VERSION = '"0"'  # the version of a part that is not recorded yet


@dataclass(frozen=True)
class _Operation:
    """One operation, and the name of its response schema."""

    path: str
    method: str
    name: str
    parameters: dict[str, str]  # name: location
    filters: frozenset[str]  # those of the query that take the id of a resource
    status: str
    schema: str | None
    response: dict[str, Any]

    @property
    def path_parameters(self) -> list[str]:
        return _PARAMETER.findall(self.path)


@dataclass(frozen=True)
class _Resource:
    """A resource with an address of its own; ``whole`` unless it is a part of another one."""

    schema: str
    reader: _Operation
    members: frozenset[str]

    @property
    def whole(self) -> bool:
        return self.reader.path.endswith("}")

    @property
    def key(self) -> str:
        return self.reader.path_parameters[-1]

    def holds(self, operation: _Operation) -> bool:
        """Say whether an operation is at the address of this resource or below it."""
        return operation.path == self.reader.path or operation.path.startswith(
            f"{self.reader.path}/"
        )

    def path_values(self) -> dict[str, str]:
        """The value of the parameter in its address, taken from a response about it."""
        for member in (self.key, "id"):
            if member in self.members:
                return {self.key: f"$response.body#/{member}"}
        return {self.key: f"$request.path.{self.key}"}


def add_links(schema: dict[str, Any]) -> None:
    """Write the links into an OpenAPI document."""
    operations = list(_operations(schema))
    resources = {
        operation.schema: _Resource(operation.schema, operation, _members(schema, operation.schema))
        for operation in operations
        if operation.method == "get" and operation.path_parameters and operation.schema
    }
    all_links: dict[str, Any] = {}
    for source in operations:
        resource = resources.get(source.schema or "")
        links = _next_page(source)
        if resource is not None:
            links |= _operations_on(resource, source, operations) | _filtered_lists(
                resource, operations
            )
            links |= _referenced(resource, resources)
        if links:
            all_links |= {f"{source.schema}.{name}": link for name, link in links.items()}
            source.response["links"] = {
                name: {"$ref": f"#/components/links/{source.schema}.{name}"}
                for name in links
            }  # fmt: skip
    schema["components"]["links"] = dict(sorted(all_links.items()))


def _operations(schema: dict[str, Any]) -> Iterator[_Operation]:
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            status = next(status for status in described["responses"] if status.startswith("2"))
            response = described["responses"][status]
            content = response["content"].get("application/json", {})  # a file is of no schema
            reference = content.get("schema", {}).get("$ref", "")
            taken = described.get("parameters", ())
            parameters = {each["name"]: each["in"] for each in taken}
            filters = frozenset(
                each["name"] for each in taken if each["in"] == "query" and _is_id(each["schema"])
            )
            yield _Operation(
                path, method, described["operationId"], parameters, filters, status,
                reference.rpartition("/")[2] or None, response,
            )  # fmt: skip


def _is_id(described: dict[str, Any]) -> bool:
    """Tell ids of resources from the id of an HTTP request, whose parameter is named alike."""
    return any(kind.get("format") == "uuid" for kind in described.get("anyOf", [described]))


def _members(schema: dict[str, Any], name: str) -> frozenset[str]:
    return frozenset(schema["components"]["schemas"][name].get("properties", ()))


def _link(target: _Operation, parameters: dict[str, str]) -> dict[str, Any]:
    return {"operationId": target.name, "parameters": parameters}


def _operations_on(
    resource: _Resource, source: _Operation, operations: list[_Operation]
) -> dict[str, Any]:
    """The operations on the resource and its parts, at the version of the response."""
    links = {}
    within = [target for target in operations if resource.holds(target)]
    parts = {
        target.path for target in within
        if "If-Match" in target.parameters and target.schema != resource.schema
    }  # fmt: skip
    for target in within:
        values = resource.path_values()
        if target is source and target.method == "get":
            continue
        if target.path in parts:
            # A new resource has no parts yet; later, reading a part returns its version.
            if (target.method == "get") == (source.status == "201"):
                continue
            if target.method != "get":
                values["If-Match"] = _UNRECORDED_VERSION
        elif "If-Match" in target.parameters:
            values["If-Match"] = _CURRENT_VERSION
        links[target.name] = _link(target, values)
    return links


def _filtered_lists(resource: _Resource, operations: list[_Operation]) -> dict[str, Any]:
    """The lists that can be filtered by this resource."""
    if not resource.whole:
        return {}
    return {
        target.name: _link(target, resource.path_values())
        for target in operations
        if resource.key in target.filters
    }


def _referenced(resource: _Resource, resources: dict[str, _Resource]) -> dict[str, Any]:
    """The other resources that this one names by their ids."""
    ids = {member for member in resource.members if member.endswith("_id")}
    return {
        other.reader.name: _link(other.reader, {other.key: f"$response.body#/{other.key}"})
        for other in resources.values()
        if other.whole and other is not resource and other.key in ids
    }


def _next_page(source: _Operation) -> dict[str, Any]:
    """The next page: the same request, with the cursor of the response."""
    if "cursor" not in source.parameters:
        return {}
    same = {
        name: f"$request.{place}.{name}"
        for name, place in source.parameters.items() if name != "cursor"
    }  # fmt: skip
    return {"next_page": _link(source, same | {"cursor": "$response.body#/next_cursor"})}
