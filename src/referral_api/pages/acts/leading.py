"""Where a form comes from, and to which page its act leads."""

import re
from typing import Any

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.map import record_of
from referral_api.pages.addresses import PREFIX, address_of
from referral_api.pages.by_hand import LEADS
from referral_api.pages.done import after
from referral_api.pages.headers import protect
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def lead_to(place: str) -> Response:
    """Lead to a page after a form was sent, so that nothing is sent again by going back."""
    return protect(RedirectResponse(place, 303))


def led_to(visit: Visit, operation: Operation, result: Any) -> str:
    """Return the page of the record that the act has made or changed."""
    members = {} if result is None or isinstance(result, list) else members_of(result)
    if operation.name in LEADS:
        return LEADS[operation.name](members)
    record = _record_made(operation)
    if record is not None and members.get("id") and not _takes_away(operation, record):
        *others, last = record.parameters
        ids = {**visit.ids, **{name: members.get(name) for name in others if members.get(name)}}
        if record.api_path.endswith(f"{{{last}}}"):  # else there is one, of what it stands under
            ids[last] = members["id"]
        if all(name in ids for name in record.parameters):
            return after(operation.name, address_of(record, ids))
    return after(operation.name, back_of(visit, operation))


def _takes_away(operation: Operation, record: Operation) -> bool:
    """Say whether nothing stands any more where the record stood, of which there is one at most."""
    return operation.name.endswith("_as_error") and not record.api_path.endswith("}")


def _record_made(operation: Operation) -> Operation | None:
    for each in OPERATIONS.values():
        if each.is_reading and each.reads is not None and each.reads is operation.reads:
            return each
    return None


def back_of(visit: Visit, operation: Operation) -> str:
    """Return the page from which a form is reached: the record that it is about, or the start."""
    for name in reversed(operation.parameters):
        record = record_of(name)
        if record is not None:
            return address_of(record, {record.parameters[0]: visit.ids[name]})
    case_id = visit.ids.get("case_id") or visit.request.query_params.get("case_id", "")
    if _ID.fullmatch(case_id):
        return address_of(OPERATIONS["read_case"], {"case_id": case_id})
    return PREFIX


def record_changed(operation: Operation) -> Operation | None:
    """Return the operation that reads what this one changes: at its address, or just above."""
    path = operation.api_path
    for place in (path, path.rpartition("/")[0]):
        for each in OPERATIONS.values():
            if each.is_reading and each.api_path == place and _has_version(each):
                return each
    return None


def _has_version(operation: Operation) -> bool:
    return operation.reads is not None and "version" in operation.reads.model_fields
