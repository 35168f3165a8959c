"""What can be chosen where a form names a record: an organisation, a consent, a place."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from referral_api.errors import Forbidden, NotFound
from referral_api.pages.acts.lists import members_of, row_of
from referral_api.pages.acts.map import record_of
from referral_api.pages.acts.running import check_ids, check_query, filters_of, run
from referral_api.pages.acts.values import show_members
from referral_api.pages.by_hand import Choice
from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import PageContext, Visit

_MOST = "100"
_BESIDE_NAME = ("type", "service_type", "region", "regions")


def listings_for(
    visit: Visit, operation: Operation, controls: Sequence[Control]
) -> dict[str, Operation]:
    """Return the list from which each control that names a record is chosen."""
    found: dict[str, Operation] = {}
    for name in _ids_in(controls):
        listing = _listing(operation.name, name)
        if listing is not None and visit.may(listing.permission) and _reaches(visit, listing):
            found[name] = listing
    return found


async def choices_for(
    visit: Visit, call: PageContext, listings: Mapping[str, Operation]
) -> dict[str, list[Choice]]:
    """Return the records that each control can name, as far as the visitor sees them."""
    read: dict[str, list[Choice]] = {}
    for listing in {listing.name: listing for listing in listings.values()}.values():
        # Who may do an act may not see all that it could name.
        with suppress(Forbidden, NotFound):
            read[listing.name] = await _choices(visit, call, listing)
    return {name: read[each.name] for name, each in listings.items() if each.name in read}


def keep_chosen(
    choices: Mapping[str, list[Choice]], fields: Fields, names: Mapping[str, str]
) -> None:
    """Offer, too, what was chosen already: a long list is not read to its end."""
    for name, known in choices.items():
        offered = {choice.value for choice in known}
        known.extend(
            Choice(value, names.get(value, "…"))
            for value in fields.all(name)
            if value not in offered
        )


def _ids_in(controls: Sequence[Control]) -> Iterator[str]:
    for control in controls:
        if control.kind in {Kind.ID, Kind.IDS}:
            yield control.name
        yield from _ids_in(control.members)


@cache
def _listing(operation: str, name: str) -> Operation | None:
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
    "court_id": "list_organisations",
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
    ("determine_best_interests", "assessment_id"): "list_best_interests_assessments",
    ("mark_tip_duplicate", "duplicate_of_id"): "list_tips",
}
_ORGANISATIONS = frozenset({"recipients", "organisation_ids", "receivers"})


def _reaches(visit: Visit, listing: Operation) -> bool:
    return all(name in visit.ids for name in listing.parameters)


async def _choices(visit: Visit, call: PageContext, listing: Operation) -> list[Choice]:
    given = {"limit": _MOST}
    case_id = visit.ids.get("case_id") or visit.request.query_params.get("case_id")
    if case_id and "case_id" not in listing.parameters:
        given["case_id"] = case_id
    known = {field.alias for field in listing.route.dependant.query_params}
    ids = {name: visit.ids[name] for name in listing.parameters}
    values = check_ids(listing, ids) | check_query(
        listing, {name: value for name, value in given.items() if name in known}
    )
    page, _ = await run(call.beside(listing, filters_of(listing, values)), listing, values)
    return [_choice(listing, item, visit.language) for item in page.items]


def _choice(listing: Operation, item: Any, language: str) -> Choice:
    members = members_of(item)
    row = row_of(listing, item, language, {})
    texts = [row.heading, *(fact.text for fact in row.facts[:2])]
    if listing.lists is not None and isinstance(members.get("name"), str):
        # What has a name is known by it; where it is and of what kind tells it from its like.
        told = {name: members.get(name) for name in _BESIDE_NAME}
        beside = show_members(listing.lists, told, language)
        texts = [members["name"], *(each.text for each in beside)]
    return Choice(str(members["id"]), " · ".join(text for text in texts if text))
