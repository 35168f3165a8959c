"""Every id that a form asks for is chosen from a list; what is typed or left out has a reason."""

from collections.abc import Iterator, Sequence

import pytest

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.acts.listings import listing_of
from referral_api.pages.addresses import ids_in
from referral_api.pages.by_hand import CHOICES
from referral_api.pages.forms.controls import Control, Kind, controls_of
from referral_api.pages.install import all_pages
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.permissions import ROLE_PERMISSIONS, Role

_AGENTS = (
    "Agents of several organisations: an administrator alone lists them, and these roles are none."
)
_TEXTS = "The coordination alone lists the legal texts; a measure stands without the one it names."
_PARTNERS = "The coordination alone lists the partners; others enter their own contribution."
# Without a list to choose from, for a role that may do the act: typed if needed, left out if not.
NOT_CHOSEN = {
    ("correct_partner_contribution", "partner_id"): _PARTNERS,
    ("determine_best_interests", "panel"): _AGENTS,
    ("propose_measure", "offence_text_id"): _TEXTS,
    ("record_age_assessment", "assessors"): _AGENTS,
    ("record_best_interests_assessment", "assessor_id"): _AGENTS,
    ("register_partner_contribution", "partner_id"): _PARTNERS,
}


def _ids(controls: Sequence[Control]) -> Iterator[str]:
    for control in controls:
        if control.kind in {Kind.ID, Kind.IDS}:
            yield control.name
        yield from _ids(control.members)


def _not_chosen(operation: Operation) -> Iterator[str]:
    assert operation.body is not None
    in_address = ids_in(operation)
    by_hand = CHOICES.get(operation.name, {})
    for name in {*_ids(controls_of(operation.body))} - in_address:
        chooser = by_hand.get(name)
        listing = chooser.operation if chooser else listing_of(operation.name, name)
        roles = [
            permissions for role, permissions in ROLE_PERMISSIONS.items()
            if role is not Role.PARTNER_SYSTEM and operation.permission in permissions
        ]  # fmt: skip
        if (
            listing is None
            or not {*listing.parameters} <= in_address
            or not all(listing.permission in permissions for permissions in roles)
        ):
            yield name


def test_every_id_is_chosen_from_a_list_or_has_a_reason_why_not() -> None:
    all_pages()
    found = {
        (name, member)
        for name, operation in OPERATIONS.items()
        if operation.body is not None and name not in LEFT_OUT
        for member in _not_chosen(operation)
    }
    assert sorted(found) == sorted(NOT_CHOSEN)


@pytest.mark.parametrize(
    ("operation", "member", "listing"),
    [
        ("record_exploitation", "incident_id", "list_trafficking_incidents"),
        ("link_tip", "incident_id", "list_trafficking_incidents"),
        ("assign_tip", "child_protection_id", "list_organisations"),
        ("mark_tip_duplicate", "duplicate_of_id", "list_tips"),
        ("close_case", "duplicate_of_id", "list_cases"),
    ],
)
def test_a_word_that_means_two_things_is_chosen_from_the_right_list(
    operation: str, member: str, listing: str
) -> None:
    found = listing_of(operation, member)
    assert found is not None
    assert found.name == listing
