"""The words of what figures are divided by: of the code lists, and of the figures' own classes."""

from collections.abc import Mapping
from functools import cache

from referral_api.domain.codelists.registry import CODELISTS
from referral_api.pages.words.catalogues import label_of, say

# The lists in which a code is looked up first, by dimension; then by the unit that is counted.
_LISTS: Mapping[str, tuple[str, ...]] = {
    "age": ("age_bands",), "answer": ("answer_states", "contact_answers"),
    "category": ("categories",), "channel": ("tip_channels", "contribution_channels"),
    "custody": ("custody_kinds",), "decider": ("organisation_types",),
    "detection": ("detection_methods",), "difficulty": ("functional_difficulties",),
    "displacement": ("displacement_causes",), "form": ("exploitation_forms",),
    "giver": ("consent_givers",), "income": ("income_levels",), "indicator": ("indicators",),
    "kind": ("means_kinds", "prevention_kinds", "partner_contribution_kinds"),
    "migration": ("migration_statuses",), "nationality": ("countries",),
    "organisation": ("organisation_types",), "outcome": ("outcome_codes",),
    "partner_category": ("partner_categories",), "pillar": ("pillars",),
    "population": ("populations",), "priority": ("priorities",), "profession": ("professions",),
    "purpose": ("consent_purposes",), "reason": ("refusal_reasons", "cancel_reasons"),
    "region": ("regions",), "registrar": ("organisation_types",), "residence": ("residence_kinds",),
    "section": ("sections",), "served_region": ("regions",), "service": ("service_types",),
    "sex": ("sexes",), "stage": ("follow_up_points",), "theme": ("prevention_themes",),
    "unit": ("place_units",),
}  # fmt: skip
_STATUS = {
    "referral": "referral_statuses", "handoff": "handoff_statuses", "request": "means_statuses",
    "case": "identification_statuses", "cfa_franc": "means_statuses",
}  # fmt: skip
_NAMED = {"role": "Role", "act": "Permission"}
# What a figure is about, by the first part of its code.
AREAS: Mapping[str, str] = {
    "identification": "Identification",
    "protection": "Protection",
    "referral": "Requests",
    "network": "Network",
    "quality": "Quality of the files",
    "access": "Access to the files",
    "prevention": "Prevention",
    "partnership": "Partnership",
    "plan": "Action plan",
    "justice": "Justice",
    "tip": "Tips",
    "incident": "Incidents",
    "children": "Children",
}
# What only figures know.
_CLASSES: Mapping[str, str] = {
    "under_1_day": "Under 1 day", "1_to_3_days": "1 to 3 days", "3_to_7_days": "3 to 7 days",
    "7_to_14_days": "7 to 14 days", "14_to_30_days": "14 to 30 days",
    "over_30_days": "Over 30 days",
    "up_to_1": "1 person", "2_to_5": "2 to 5 people", "6_to_20": "6 to 20 people",
    "over_20": "Over 20 people",
    "accepted": "Accepted", "not_accepted": "Not accepted", "received_only": "Received, no reply",
    "none": "No reply", "answer": "To reply", "acknowledgement": "To confirm receipt",
    "arrival": "Arrival", "start": "Start", "reply_to_cancellation": "To reply to a cancellation",
    "feedback": "Feedback", "risk_assessment": "Risk assessment", "determination": "Determination",
    "free": "Free", "held": "Held", "occupied": "Taken", "lost": "Out of use",
    "given": "Given", "awaited": "Awaited", "refused": "Refused", "confirmed": "Confirmed",
    "lapsed": "Lapsed", "in_time": "In time", "late": "Late", "silent": "No reply", "open": "Open",
    "done": "Done", "not_done": "Not done", "met": "Met", "partly_met": "Partly met",
    "not_met": "Not met", "not_measured": "Not measured", "reached": "Reached",
    "in_force": "In force", "adopted": "Adopted", "bill": "Bill", "waiting": "Waiting",
    "answered": "Answered", "extended": "Extended", "ended_before": "Ended before",
    "gives_totals": "Gives totals", "registers_cases": "Registers files",
    "registered": "Has registered",
    "malian": "Malian", "stateless": "Stateless", "other": "Other", "legal_ground": "Legal ground",
    "unknown": "Unknown", "not_determined": "Not determined", "UNKNOWN": "Unknown",
    "INCONNU": "Unknown", "true": "Yes", "false": "No", "granted": "Granted", "object": "Object",
    "sex": "Sex", "region": "Region", "nationality": "Nationality", "professions": "Professions",
    "regions": "Regions", "served_regions": "Regions served",
    "prevention_activity": "Prevention activity",
}  # fmt: skip


def dimension_words(dimension: str, language: str) -> str:
    """Name what a figure is divided by."""
    return label_of(dimension, language, "Dimension")


def code_words(
    dimension: str, code: str, unit: str, language: str, names: Mapping[str, str]
) -> str:
    """Say one code of a dimension; organisations by their names."""
    if code in names:
        return names[code]
    return _of_lists(dimension, code, unit, language)


@cache
def _of_lists(dimension: str, code: str, unit: str, language: str) -> str:
    if dimension in _NAMED:
        return label_of(code, language, _NAMED[dimension])
    is_status = dimension in {"status", "state"} and unit in _STATUS
    first = (_STATUS[unit],) if is_status else _LISTS.get(dimension, ())
    # A class of the figures first, unless the dimension has a list of its own with this code.
    for name in (*first, "", *CODELISTS):
        if not name and code in _CLASSES:
            return say(_CLASSES[code], language)
        if name and code in set(map(str, CODELISTS[name])):
            return _label(name, code, language)
    return code.replace("_", " ")


def _label(name: str, code: str, language: str) -> str:
    found = CODELISTS[name](code)
    return found.fr if language == "fr" else found.en


def unit_words(unit: str, language: str) -> str:
    """Name what is counted."""
    return label_of(unit, language, "Unit")
