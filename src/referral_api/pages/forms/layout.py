"""The fields that a form shows at once; the others wait under « Autres », in the same page.

A form that is not named here shows all that it must have, and what else there is below that.
"""

from collections.abc import Sequence
from dataclasses import replace

from referral_api.pages.forms.controls import Control

FIRST: dict[str, tuple[str, ...]] = {
    "register_case": (
        "sex", "age_band", "age_in_doubt", "region", "nationalities", "languages", "risk_flags",
        "happened_at",
    ),
    "record_identity": (
        "family_name", "given_names", "other_names", "birth_date", "birth_place", "phones",
        "contact_instructions",
    ),
    "record_consent": (
        "purposes", "recipients", "sections", "language", "interpreter", "valid_until",
        "given_by", "method", "do_not_contact", "answer",
    ),
    "create_referral": (
        "service_type", "priority", "receiver_id", "needs", "accessibility_needs",
        "interpreter_needed", "bed_asked", "consent_id", "shared_sections",
    ),
    "accept_referral": ("expected_start", "unit", "service_id"),
    "arrive_stay": ("happened_at", "arrival_state"),
    "depart_stay": ("happened_at", "reason", "wished", "destination_kind"),
    "record_decision": ("event", "acts", "means", "forms", "ground", "indicators", "reasons"),
    "offer_handoff": (
        "kind", "to_id", "priority", "reason", "physical", "consent_id", "legal_duty",
    ),
    "record_follow_up": ("done_on", "mode", "result", "safe", "needs_help", "outcome", "own_words"),
    "record_service_given": (
        "service_type", "offered_on", "answer_of_person", "region", "began_on", "outcome", "note",
    ),
}  # fmt: skip
# What a person's own answer must have; the API does without where a legal ground stands instead.
_NEEDED = {"record_consent": frozenset({"given_by", "method"})}
# So few fields need no parting.
_FEW = 6


def mark_needed(operation: str, controls: Sequence[Control]) -> tuple[Control, ...]:
    """Mark the fields that are no optional ones, whatever the schema can do without."""
    needed = _NEEDED.get(operation, frozenset())
    return tuple(replace(each, required=True) if each.name in needed else each for each in controls)


def part_fields(operation: str, controls: Sequence[Control]) -> tuple[list[Control], list[Control]]:
    """Part the fields that are shown at once from the others."""
    first = FIRST.get(operation)
    if first is not None:
        order = {name: number for number, name in enumerate(first)}
        shown = sorted(
            (each for each in controls if each.name in order or each.required),
            key=lambda each: order.get(each.name, -1),
        )
        return shown, [each for each in controls if each not in shown]
    if len(controls) <= _FEW:
        return list(controls), []
    needed = [each for each in controls if each.required]
    if not needed:
        return list(controls), []
    return needed, [each for each in controls if not each.required]
