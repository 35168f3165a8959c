"""From which list a form chooses the records that it names."""

from collections.abc import Iterator, Sequence
from functools import cache

from referral_api.pages.acts.map import record_of
from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit


def listings_for(
    visit: Visit, operation: Operation, controls: Sequence[Control]
) -> dict[str, Operation]:
    """Return the list from which each control that names a record is chosen."""
    found: dict[str, Operation] = {}
    for name in _ids_in(controls):
        listing = listing_of(operation.name, name)
        if listing is not None and visit.may(listing.permission) and _reaches(visit, listing):
            found[name] = listing
    return found


def _ids_in(controls: Sequence[Control]) -> Iterator[str]:
    for control in controls:
        if control.kind in {Kind.ID, Kind.IDS}:
            yield control.name
        yield from _ids_in(control.members)


def _reaches(visit: Visit, listing: Operation) -> bool:
    return all(name in visit.ids for name in listing.parameters)


@cache
def listing_of(operation: str, name: str) -> Operation | None:
    """Return the list of the records that an id of this name stands for, in the form of an act."""
    known = _LISTS_OF_ACTS.get((operation, name)) or _LISTS.get(name)
    if known is not None:
        return OPERATIONS[known]
    singular = name.removesuffix("s").removesuffix("_id") + "_id"
    record = record_of("organisation_id" if name in _ORGANISATIONS else singular)
    if record is None:
        return None
    return next((each for each in OPERATIONS.values() if each.lists is record.reads), None)


# Members that name a record by another word than the route that reads it.
_LISTS = {
    "assessor_id": "list_agents", "assessors": "list_agents", "panel": "list_agents",
    "child_protection_id": "list_organisations", "court_id": "list_organisations",
    "offence_text_id": "list_legal_texts", "asked_of_id": "list_organisations",
    "assessment_id": "list_assessments",
    "bid_id": "list_best_interests_determinations",
    "exploitation_ids": "list_exploitations", "guardian_id": "list_guardians",
    "into_id": "list_trafficking_incidents", "mother_case_id": "list_cases",
    "own_view_ids": "list_own_views", "risk_assessment_id": "list_assessments",
    "screening_id": "list_screenings", "supersedes_id": "list_consents",
    "to_id": "list_organisations", "tracing_id": "list_tracings",
}  # fmt: skip
# Words that mean something else in one act.
_LISTS_OF_ACTS = {
    ("correct_exploitation", "incident_id"): "list_trafficking_incidents",
    ("determine_best_interests", "assessment_id"): "list_best_interests_assessments",
    ("link_tip", "incident_id"): "list_trafficking_incidents",
    ("mark_tip_duplicate", "duplicate_of_id"): "list_tips",
    ("record_exploitation", "incident_id"): "list_trafficking_incidents",
}
_ORGANISATIONS = frozenset({"recipients", "organisation_ids", "receivers"})
