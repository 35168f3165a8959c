"""What the menu shows to a visitor: only what the visitor's roles may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from referral_api.pages.addresses import address_of, ids_in
from referral_api.pages.menu.first_entries import FIRST
from referral_api.pages.menu.headings import BY_CASE, HEADINGS, OF_CASE, Heading
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import act_words
from referral_api.permissions import DevicePermission, Permission

_MOST = 9
# The pages that are made by hand, and the operation whose permission they need.
BY_HAND: dict[str, str] = {
    "page:tableau": "view_coordination_board", "page:annuaire": "list_organisations",
}  # fmt: skip
# Where the first page of an operation stands that needs an id.
FIRST_PAGES: dict[str, str] = {"view_coordination_board": "/bureau/tableau/overview"}
# The pages at an address of their own: the operation that they run, and the address.
MADE: dict[str, tuple[Operation, str]] = {}
# What is not read by following one link: a page that says so stands before it.
STEPS_BEFORE: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """One entry: where it leads, and its words."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; each with what can be begun there."""

    heading: str
    entries: tuple[tuple[Link, tuple[Link, ...]], ...]


def first_entries(visit: Visit) -> list[Link]:
    """Return the entries of the visitor's roles, each once, nine at most."""
    found: dict[str, Link] = {}
    for role, entries in FIRST.items():
        if role in visit.session.actor.roles:
            for target, french, english in entries:
                text = french if visit.language == "fr" else english
                link = _permitted(visit, target, text) or _link(visit, target, text)
                if link is not None:
                    found.setdefault(target, link)
    return list(found.values())[:_MOST]


def _link(visit: Visit, target: str, text: str) -> Link | None:
    if target in MADE:
        made, place = MADE[target]
        return Link(place, text) if visit.may(made.permission) else None
    name = BY_HAND.get(target, target)
    operation = OPERATIONS.get(name)
    if operation is None or not visit.may(operation.permission):
        return None
    if name in FIRST_PAGES:
        return Link(FIRST_PAGES[name], text)
    return None if operation.parameters else Link(address_of(operation, {}), text)


# The pages that are declared by a permission, not by an operation.
PERMITTED: dict[str, tuple[Permission, str]] = {
    "page:appareils": (DevicePermission.LIST, "/bureau/appareils"),
}


def _permitted(visit: Visit, target: str, text: str) -> Link | None:
    permission, place = PERMITTED.get(target, (None, ""))
    return Link(place, text) if permission is not None and visit.may(permission) else None


def all_headings(visit: Visit) -> list[Group]:
    """Return all lists and all acts that begin something, as far as the visitor may."""
    return list(_groups(visit, HEADINGS, {}))


def headings_of_case(visit: Visit, case_id: str) -> list[Group]:
    """Return what hangs on one case."""
    groups = list(_groups(visit, OF_CASE, {"case_id": case_id}))
    entries = tuple(_entry(visit, name, acts, case_id) for name, acts in BY_CASE.items())
    shown = tuple(entry for entry in entries if entry is not None)
    heading = "Ce qui suit le dossier" if visit.language == "fr" else "What follows the file"
    return [Group(heading, shown), *groups] if shown else groups


def _entry(
    visit: Visit, name: str, acts: tuple[str, ...], case_id: str
) -> tuple[Link, tuple[Link, ...]] | None:
    listing = OPERATIONS[name]
    if not visit.may(listing.permission):
        return None
    link = Link(
        f"{address_of(listing, {'case_id': case_id})}?case_id={case_id}"
        if "case_id" not in listing.parameters
        else address_of(listing, {"case_id": case_id}),
        act_words(name, visit.language),
    )
    begun = tuple(
        Link(_begin(act, case_id), act_words(act, visit.language))
        for act in acts
        if visit.may(OPERATIONS[act].permission)
    )
    return link, begun


def _begin(act: str, case_id: str) -> str:
    operation = OPERATIONS[act]
    address = address_of(operation, {"case_id": case_id})
    return address if "case_id" in operation.parameters else f"{address}?case_id={case_id}"


def _groups(visit: Visit, headings: tuple[Heading, ...], ids: Mapping[str, str]) -> Iterator[Group]:
    for french, english, rows in headings:
        entries = []
        for name, acts in rows:
            begun = tuple(link for act in acts if (link := _named(visit, act, ids)))
            if (link := _named(visit, name, ids)) is not None:
                entries.append((link, begun))
        if entries:
            yield Group(french if visit.language == "fr" else english, tuple(entries))


def _named(visit: Visit, name: str, ids: Mapping[str, str]) -> Link | None:
    operation = OPERATIONS[name]
    if not visit.may(operation.permission):
        return None
    if name in FIRST_PAGES:
        return Link(FIRST_PAGES[name], act_words(name, visit.language))
    # The address of a page may have an id that the route of the API has in its body.
    if not ids_in(operation) <= ids.keys():
        return None
    place = STEPS_BEFORE.get(name, "").format_map(ids) or address_of(operation, ids)
    return Link(place, act_words(name, visit.language))
