"""Our own places: of each service and unit how many there are, kept, taken and free."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.places import PlaceUnit
from referral_api.pages.acts.due import end_of
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, check_query, filters_of, run
from referral_api.pages.addresses import address_of
from referral_api.pages.done import DONE, done_words
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.formats import write_instant

_MOST = "25"


@dataclass(frozen=True, slots=True)
class UnitShown:
    """The places of one unit; ``taken`` are those without which it is full."""

    unit: str
    places: int | None
    held: int
    here: int
    free: int | None
    said: str
    action: str
    version: int
    full_at: int


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """One service with its units, and those of which no number was said yet."""

    name: str
    units: tuple[UnitShown, ...]
    others: tuple[tuple[str, str], ...]


async def show_places(visit: Visit, operation: Operation) -> Response:
    """Show the places of our services, and of the organisation as a whole."""
    own = str(visit.session.actor.organisation_id)
    values = check_query(
        operation, {"organisation_id": own, "status": EntryStatus.REGISTERED, "limit": _MOST}
    )
    async with visit.open(operation, filters=filters_of(operation, values)) as call:
        page, _ = await run(call, operation, values)
        services = [await _service(visit, call, members_of(item)) for item in page.items]
        whole = await _whole(visit, call, own)
    stating = OPERATIONS["set_places"]
    return visit.show(
        "places/places.html", services=services, whole=whole,
        may_state=visit.may(OPERATIONS["state_places"].permission),
        whole_form=address_of(stating, {"organisation_id": own})
        if visit.may(stating.permission) else None,
        done=done_words(visit.request.query_params.get(DONE), visit.language),
    )  # fmt: skip


async def _whole(visit: Visit, call: PageContext, own: str) -> Mapping[str, Any] | None:
    reading = OPERATIONS["read_capacity"]
    if not visit.may(reading.permission):
        return None
    ids = check_ids(reading, {"organisation_id": own})
    return members_of(await run(call.beside(reading), reading, ids))


async def _service(visit: Visit, call: PageContext, service: Mapping[str, Any]) -> ServiceShown:
    reading = OPERATIONS["read_places"]
    service_id = str(service["id"])
    units: list[Mapping[str, Any]] = []
    if visit.may(reading.permission):
        ids = check_ids(reading, {"service_id": service_id})
        units = members_of(await run(call.beside(reading), reading, ids))["units"]
    known = {str(unit["unit"]) for unit in units}
    return ServiceShown(
        str(service["name"]), tuple(_unit(visit, service_id, unit) for unit in units),
        tuple(
            (code_label(unit, visit.language), f"{_form(service_id, unit)}?version=0")
            for unit in PlaceUnit if str(unit) not in known
        ),
    )  # fmt: skip


def _unit(visit: Visit, service_id: str, unit: Mapping[str, Any]) -> UnitShown:
    held, here = int(unit["held"] or 0), int(unit["occupied"] or 0)
    said = unit["updated_at"]
    return UnitShown(
        code_label(PlaceUnit(unit["unit"]), visit.language), unit["places"], held, here,
        unit["free"], write_instant(end_of(said), visit.language) if said else "",
        _form(service_id, unit["unit"]), int(unit["version"] or 0), held + here,
    )  # fmt: skip


def _form(service_id: str, unit: Any) -> str:
    return address_of(OPERATIONS["state_places"], {"service_id": service_id, "unit": unit})
