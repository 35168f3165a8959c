"""Emptying a field: what held a value when the form was shown, and is left empty, is taken away.

A form says itself which of its fields held a value. So what it does not show stays as it is.
"""

from collections.abc import Sequence
from typing import Any

from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields, read_payload

# The hidden field that names a field which held a value.
HELD = "held"
# In a change of some members null leaves what stands, but for these.
_EMPTIED_IN_CHANGE = frozenset({("CaseUpdate", "nationality")})


def held_by(controls: Sequence[Control], fields: Fields) -> frozenset[str]:
    """Return the optional members that hold a value. A box that is not ticked says so itself."""
    said = {name.partition(".")[0] for name, value in fields.items() if value}
    return frozenset(
        control.name
        for control in controls
        if control.name in said and not control.required and control.kind is not Kind.BOX
    )


def can_be_emptied(control: Control, *, in_change: bool) -> bool:
    """Say whether what a member holds can be taken away."""
    return (
        control.is_several or not in_change or (control.schema, control.name) in _EMPTIED_IN_CHANGE
    )


def read_with_emptied(
    controls: Sequence[Control], fields: Fields, *, in_change: bool
) -> tuple[dict[str, Any], list[str]]:
    """Read what a form says and takes away; and the members of which nothing is taken away."""
    said, kept = read_payload(controls, fields), []
    held = {*fields.all(HELD)} - said.keys()
    for control in controls:
        if control.name not in held:
            continue
        if not can_be_emptied(control, in_change=in_change):
            kept.append(control.name)
        elif control.is_several and (in_change or not control.takes_null):
            said[control.name] = []
        elif control.takes_null:
            said[control.name] = None
    return said, kept
