"""Which page leads to which: records of lists, acts of records, lists under records.

All of it follows from the addresses of the API and from the schemas that routes return.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS, Operation

# Members that name a record by another word than its route's.
_SAME_AS = {
    "duplicate_of_id": "case_id", "other_case_id": "case_id", "replaces_id": "referral_id",
    "transfer_from_id": "referral_id", "onward_referral_id": "referral_id",
    "sender_id": "organisation_id", "receiver_id": "organisation_id",
    "suggested_receiver_id": "organisation_id", "provider_id": "organisation_id",
}  # fmt: skip


def shown_operations() -> list[Operation]:
    """Return the operations that have a page."""
    return [each for name, each in OPERATIONS.items() if name not in LEFT_OUT]


@cache
def record_of(parameter: str) -> Operation | None:
    """Return the operation that reads the record of which an id has this name."""
    name = _SAME_AS.get(parameter, parameter)
    if name.endswith("_organisation_id"):
        name = "organisation_id"
    return _records_by_parameter().get(name)


@cache
def _records_by_parameter() -> dict[str, Operation]:
    found: dict[str, Operation] = {}
    for operation in shown_operations():
        if not operation.is_reading or operation.reads is None or len(operation.parameters) != 1:
            continue
        (parameter,) = operation.parameters
        if operation.api_path.endswith(f"{{{parameter}}}"):
            found[parameter] = operation
    return found


@cache
def record_of_list(listing: str) -> Operation | None:
    """Return the operation that reads one item of a list."""
    items = OPERATIONS[listing].lists
    for operation in shown_operations():
        if operation.is_reading and operation.reads is items and operation.parameters:
            return operation
    return None


def address_in(record: Operation, members: Mapping[str, Any]) -> str | None:
    """Return the page of a record by its own members; None where they do not say which it is."""
    if "id" not in members or not record.parameters:
        return None
    *others, last = record.parameters
    ids = {name: members.get(name) for name in others} | {last: members["id"]}
    return address_of(record, ids) if all(ids.values()) else None


@cache
def record_that_reads(model: type[BaseModel]) -> Operation | None:
    """Return the operation that reads a record by its own id."""
    for operation in shown_operations():
        if operation.is_reading and operation.reads is model and operation.api_path.endswith("}"):
            return operation
    return None


@cache
def acts_on(record: str) -> tuple[Operation, ...]:
    """Return what can be done with a record: the operations below its address."""
    return _below(record, reading=False)


@cache
def lists_under(record: str) -> tuple[Operation, ...]:
    """Return what can be read below a record: lists, and records of which it has one."""
    return _below(record, reading=True)


def _below(record: str, *, reading: bool) -> tuple[Operation, ...]:
    path = OPERATIONS[record].api_path
    parameters = OPERATIONS[record].parameters
    return tuple(
        operation
        for operation in shown_operations()
        if operation.name != record
        and operation.is_reading is reading
        and operation.parameters == parameters
        and (operation.api_path == path or operation.api_path.startswith(f"{path}/"))
    )


@cache
def begun_from(listing: str) -> tuple[Operation, ...]:
    """Return what can be begun where a list stands: the operations at its address that create."""
    path = OPERATIONS[listing].api_path
    return tuple(
        operation
        for operation in shown_operations()
        if not operation.is_reading
        and operation.parameters == OPERATIONS[listing].parameters
        and (operation.api_path == path or operation.api_path.rpartition("/")[0] == path)
    )


@cache
def by_group() -> dict[str, tuple[Operation, ...]]:
    """Return the operations that need no id, by the group of their routes."""
    found: dict[str, list[Operation]] = defaultdict(list)
    for operation in shown_operations():
        if not operation.parameters:
            found[str(operation.route.tags[0])].append(operation)
    return {group: tuple(operations) for group, operations in found.items()}
