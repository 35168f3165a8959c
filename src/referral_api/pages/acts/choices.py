"""What can be chosen where a form names a record: an organisation, a consent, a place.

A list is read to its end. One that is longer than a page can hold is offered in parts, and the
form narrows it by the filters of the list.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from typing import Any

from fastapi.exceptions import RequestValidationError

from referral_api.errors import Forbidden, InvalidCursor, NotFound
from referral_api.pages.acts.asking import query_controls
from referral_api.pages.acts.filters import write_case_code
from referral_api.pages.acts.lists import in_words, members_of
from referral_api.pages.acts.map import record_of_list
from referral_api.pages.acts.rows import row_of
from referral_api.pages.acts.running import check_ids, run, run_to_end
from referral_api.pages.acts.values import show_members
from referral_api.pages.by_hand import Choice, Offered
from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import Operation
from referral_api.pages.visit import PageContext, Visit

# So many choices leave a page below 60 kB when it is sent.
MOST = 500
# A field that narrows a list, « of.receiver_id.region », and the button that goes on in one.
NARROWS, GOES_ON, MORE = "of", "after", "more"
_BESIDE_NAME = ("type", "service_type", "region", "regions")


async def choices_for(
    visit: Visit, call: PageContext, listings: Mapping[str, Operation], fields: Fields
) -> dict[str, Offered]:
    """Return the records that each control can name, as far as the visitor sees them."""
    read: dict[object, Offered] = {}
    found: dict[str, Offered] = {}
    for name, listing in listings.items():
        given = _given(visit, listing) | narrowing_of(name, listing, fields)
        same = listing.name, tuple(sorted(given.items()))
        # Who may do an act may not see all that it could name.
        with suppress(Forbidden, NotFound):
            if same not in read:
                read[same] = await _offer(visit, call, listing, given)
            found[name] = read[same]
    return found


async def _offer(
    visit: Visit, call: PageContext, listing: Operation, given: Mapping[str, str]
) -> Offered:
    items, after = await read_offered(visit, call, listing, given)
    choices = [_choice(visit, listing, item) for item in items]
    if listing.lists is not None and "name" in listing.lists.model_fields:
        choices.sort(key=lambda choice: choice.text.casefold())
    return offer(listing, given, choices, after)


async def read_offered(
    visit: Visit, call: PageContext, listing: Operation, given: Mapping[str, str]
) -> tuple[list[Any], str | None]:
    """Read as much of a list as a page can hold, and where it goes on."""
    ids = {name: visit.ids[name] for name in listing.parameters}
    try:
        return await run_to_end(call, listing, given, MOST, ids)
    except InvalidCursor:
        # The list was narrowed otherwise meanwhile: it begins anew.
        begun = {name: value for name, value in given.items() if name != "cursor"}
        return await run_to_end(call, listing, begun, MOST, ids)
    except RequestValidationError:
        # What it was narrowed by is no code: nothing is found by it.
        return [], None


def offer(
    listing: Operation, given: Mapping[str, str], choices: list[Choice], after: str | None,
    fixed: Collection[str] = (),
) -> Offered:  # fmt: skip
    """Offer what was read of a list; what narrows it stands there once it is needed.

    The filters that are ``fixed`` are the form's own.
    """
    filters = tuple(each for each in narrowed_by(listing) if each.name not in fixed)
    is_part = after is not None or given.keys() & {"cursor", *(each.name for each in filters)}
    return Offered(choices, filters if is_part else (), after)


def narrowed_by(listing: Operation) -> tuple[Control, ...]:
    """Return the filters that narrow a list in a form: one code each, or the code of a file."""
    return tuple(
        control for control in query_controls(listing.name)
        if control.kind in {Kind.RADIOS, Kind.SELECT} or control.name == "code"
    )  # fmt: skip


def narrowing_of(name: str, listing: Operation, fields: Fields) -> dict[str, str]:
    """Return how the form narrows the list of a control, and from where it goes on."""
    found = {
        each.name: write_case_code(value) if each.kind is Kind.TEXT else value
        for each in narrowed_by(listing)
        if (value := fields.one(f"{NARROWS}.{name}.{each.name}"))
    }
    button, _, cursor = fields.one(MORE).partition(f" {name} ")
    return found | ({"cursor": cursor} if button == GOES_ON and cursor else {})


def _given(visit: Visit, listing: Operation) -> dict[str, str]:
    """Choose for the file that the form is about, and among what is open."""
    case_id = visit.ids.get("case_id") or visit.request.query_params.get("case_id")
    takes = {field.alias for field in listing.route.dependant.query_params}
    given = {"case_id": case_id} if case_id and "case_id" in takes else {}
    return given | ({"active": "true"} if "active" in takes else {})


async def keep_chosen(
    visit: Visit, call: PageContext, offered: Mapping[str, Offered],
    listings: Mapping[str, Operation], fields: Fields,
) -> None:  # fmt: skip
    """Offer, too, what was chosen already, from a part of the list that is not shown now."""
    names = await visit.names(call)
    for name, known in offered.items():
        values = {choice.value for choice in known.choices}
        for field, value in fields.items():
            # In a row of a group too: « members.0.case_id ».
            if value and field.rpartition(".")[2] == name and value not in values:
                values.add(value)
                text = names.get(value) or await _read_text(visit, call, listings.get(name), value)
                known.choices.append(Choice(value, text))


async def _read_text(
    visit: Visit, call: PageContext, listing: Operation | None, value: str
) -> str:  # fmt: skip
    """Tell a record that was chosen, and does not stand in what was read of its list."""
    record = record_of_list(listing.name) if listing else None
    if listing and record and visit.may(record.permission):
        *_, last = record.parameters
        with suppress(Forbidden, NotFound, RequestValidationError):
            ids = check_ids(record, {**visit.ids, last: value})
            item = await run(call.beside(record), record, ids)
            return _choice(visit, listing, item).text
    return "…"


def _choice(visit: Visit, listing: Operation, item: Any) -> Choice:
    members = in_words(visit, listing.lists, members_of(item))
    row = row_of(listing, members, visit.language, {})
    texts = [row.heading, *(fact.text for fact in row.facts[:2])]
    if listing.lists is not None and isinstance(members.get("name"), str):
        # What has a name is known by it; where it is and of what kind tells it from its like.
        told = {name: members.get(name) for name in _BESIDE_NAME}
        texts = [members["name"], *_texts(listing, told, visit.language)]
    return Choice(str(members["id"]), " · ".join(text for text in texts if text))


def _texts(listing: Operation, told: Mapping[str, Any], language: str) -> Iterator[str]:
    assert listing.lists is not None  # noqa: S101 - a list has items
    return (each.text for each in show_members(listing.lists, told, language))
