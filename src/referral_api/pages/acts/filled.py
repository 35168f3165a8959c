"""What a form begins with, and the payload that it comes to."""

from collections.abc import Mapping, Sequence
from typing import Any

from referral_api.errors import MalformedInput, NotFound
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, ids_beside, run
from referral_api.pages.by_hand import CARRIED
from referral_api.pages.forms.controls import Control, controls_of
from referral_api.pages.forms.emptying import can_be_emptied, read_with_emptied
from referral_api.pages.forms.filling import fill
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import Operation
from referral_api.pages.visit import PageContext, Visit


def payload_of(visit: Visit, operation: Operation, fields: Fields) -> dict[str, Any]:
    """Read the payload that a form gives; an id of its address may be one of its members."""
    if operation.body is None:
        return {}
    in_change = operation.method == "PATCH"
    said, kept = read_with_emptied(controls_of(operation.body), fields, in_change=in_change)
    if kept:
        raise MalformedInput(errors=[{"pointer": f"/{name}", "code": "missing"} for name in kept])
    return ids_beside(operation, visit.ids) | said


def begins_with_what_stands(operation: Operation) -> bool:
    """Say whether a form begins with what stands: a change or a correction does."""
    return operation.method != "POST" or operation.name.startswith("correct_")


def emptiable(
    operation: Operation, controls: Sequence[Control], held: frozenset[str]
) -> frozenset[str]:
    """Return the fields that hold a value which can be taken away."""
    in_change = operation.method == "PATCH"
    return frozenset(
        control.name for control in controls
        if control.name in held and can_be_emptied(control, in_change=in_change)
    )  # fmt: skip


async def read_first(
    visit: Visit, call: PageContext, record: Operation, act: Operation
) -> tuple[str, Fields | None]:
    """Read the record that the act changes, for its version and for what stands there."""
    try:
        result = await run(call.beside(record), record, check_ids(record, visit.ids))
    except NotFound:
        # Nothing stands there yet: the first version is made from none.
        return "0", None
    members = members_of(result)
    inner = members.get("identity")
    stands = inner if isinstance(inner, Mapping) else members
    carried = {name: [str(members[name])] for name in CARRIED.get(act.name, ())}
    filled = fill(controls_of(act.body) if act.body else (), stands, carried)
    return str(members.get("version", 0)), filled
