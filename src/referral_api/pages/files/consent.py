"""Asking for a consent: what it is asked for, then what is read aloud, then the answer.

What is read aloud is what is recorded: once it stands there, only the first step changes it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import Response

from referral_api.errors import MalformedInput
from referral_api.pages.acts.choices import MORE
from referral_api.pages.acts.filled import payload_of
from referral_api.pages.acts.forms import retry_form, send_form
from referral_api.pages.acts.running import check_body
from referral_api.pages.forms.controls import controls_of
from referral_api.pages.forms.problems import errors_of
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit

ASKED_FIRST = (
    "case_id", "purposes", "recipients", "coordination_finds", "sections", "language",
    "interpreter", "valid_until",
)  # fmt: skip
_READ = "read"


async def send_consent(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Go on to what is read aloud once the first step can stand, and do the act only then."""
    if fields.one(MORE) in {"", _READ}:
        wrong = _wrong_at_first(visit, operation, fields)
        if wrong is not None:
            return await retry_form(visit, operation, fields, wrong)
    return await send_form(visit, operation, fields)


def _wrong_at_first(visit: Visit, operation: Operation, fields: Fields) -> MalformedInput | None:
    visit.check(operation)
    try:
        check_body(operation, payload_of(visit, operation, fields))
    except MalformedInput as refusal:
        found = [
            error for error in errors_of(refusal)
            if str(error["pointer"]).split("/")[1:2] in [[name] for name in ASKED_FIRST]
        ]  # fmt: skip
        return MalformedInput(errors=found) if found else None
    return None


async def what_is_read(_: Visit, fields: Fields) -> Mapping[str, Any]:
    """Return until when the consent is asked for, beside what the fields say as they are."""
    body = OPERATIONS["record_consent"].body
    controls = controls_of(body) if body else ()
    said = read_payload([each for each in controls if each.name == "valid_until"], fields)
    try:
        until = datetime.fromisoformat(said["valid_until"]) if said else None
    except ValueError:  # told at the field
        until = None
    return {"until": until, "asked_first": ASKED_FIRST}
