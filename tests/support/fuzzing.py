"""Schemathesis against a served app: its phases, every one of its checks, as one caller."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.engine import from_schema
from schemathesis.openapi.checks import (
    EnsureResourceAvailability,
    RejectedPositiveData,
)

from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE
from tests.support.fuzz_findings import Findings, take_note

# A well-formed request may always be refused because of the caller (401, 403), the state (404,
# 409) and the version (412); ignored_auth and our own tables see to those. Any
# other refusal of one is a mistake in the contract, unless no schema could express it:
_UNFORESEEN = {
    "invalid-cursor": "a cursor is sealed by us",
    "invalid_request": "the grant decides which parameters go together",
}
_UNFORESEEN_FIELDS = {
    "/organisation_id": "names no organisation",
    "/recipients": "names no active organisation",
    "/receiver_id": "names no active organisation",
    "/to_id": "names no active organisation",
    "/asked_of_id": "names no active organisation",
    **dict.fromkeys(
        ("/case_id", "/other_case_id", "/candidate_id", "/duplicate_of_id"),
        "names no file or possible duplicate that the caller sees, or is missing beside another",
    ),
    "/client_id": "names no partner system of the caller's organisation",
    "/members": "names one case twice",
    "/members/*/mother_case_id": "names nobody of the group, or is not of a child",
    **dict.fromkeys(("/case_ids", "/partings"), "names nobody of the group"),
    "/handoff_id": "stands beside a referral",
    **dict.fromkeys(
        ("/place/country_known", "/place/region", "/place/division_code"),
        "contradicts another member of the place",
    ),
    **dict.fromkeys(
        ("/observed_from", "/observed_until", "/detected_on", "/reported_on", "/met_on"),
        "lies ahead, is no day, or is before what it ends",
    ),
    "/people_seen_precision": "is missing, with a number of people",
    **dict.fromkeys(("/source_relation", "/source_contact"), "is of an anonymous tip"),
    "/incident_id": "names none within sight, or is missing, with no case in its place",
    **dict.fromkeys(("/into_id", "/duplicate_of_id"), "names the record itself"),
    "/answer": "says something of nothing offered",
    "/other_case_ids": "names a file out of sight, the person's own, or one twice",
    **dict.fromkeys(("/sex", "/age_band"), "is a column that a table lacks"),
    "/finding": "is of a decision that finds something else",
    **dict.fromkeys(
        ("/child_protection_id", "/detected_by_organisation_id"),
        "names no active organisation, or one of another type",
    ),
    **dict.fromkeys(
        ("/hours", "/exceptions", "/longest_stay_days"), "contradicts another field of the service"
    ),
    "/refusal": "is missing where somebody is left out",
    "/onward_referral_id": "names no referral that follows this one",
    "/url": "is not encrypted",
    **dict.fromkeys(
        ("/began_on", "/ended_on", "/offered_on", "/done_on", "/paid_on"),
        "has not come, or is before what led to it",
    ),
    **dict.fromkeys(("/region", "/destination_region"), "is not in Mali"),
    **dict.fromkeys(
        (
            "/assessed_on",
            "/decided_on",
            "/from_on",
            "/said_on",
            "/taken_on",
            "/told_on",
            "/until_on",
        ),
        "has not come, or is before what led to it",
    ),
    **dict.fromkeys(
        ("/assessors", "/assessor_id", "/panel"), "may not decide on a child, or not together"
    ),
    **dict.fromkeys(
        ("/age_high", "/age_low", "/methods", "/person_agreed", "/result"),
        "contradicts another field of the assessment",
    ),
    **dict.fromkeys(
        (
            "/appointed_by",
            "/decision",
            "/factors",
            "/heard",
            "/no_view_reason",
            "/not_heard_reason",
            "/options",
            "/recommended",
            "/review_by",
            "/wanted_by_person",
        ),
        "is missing, twice there, or against another field",
    ),
    **dict.fromkeys(("/assessment_id", "/own_view_ids"), "is of another child, or in error"),
    "/granted": "is more than was asked for",
    **dict.fromkeys(
        ("/needs", "/risks", "/household", "/community"),
        "names one thing twice, or is not of the level",
    ),
    **dict.fromkeys(
        ("/conducted_on", "/next_by", "/review_by", "/achieved_on"), "is past, or too far ahead"
    ),
    **dict.fromkeys(("/assessment_id", "/goal_id"), "names nothing of the case within sight"),
    **dict.fromkeys(
        ("/responsible_organisation_id", "/goals/*/responsible_organisation_id"),
        "names no active organisation",
    ),
    "/return_expected_at": "is before the leaving, or too late",
    "/arrival/happened_at": "is later than now",
    **dict.fromkeys(
        (
            "/acts",
            "/means",
            "/forms",
            "/activities",
            "/industry_sections",
            "/sexual_types",
            "/control_methods",
            "/recruitment_methods",
            "/recruiter_relations",
            "/exploiter_relations",
            "/recruitment_platforms",
            "/exploitation_platforms",
            "/migration_statuses",
            "/displacement_causes",
            "/documents_held",
            "/ethnic_groups",
        ),
        "says one code twice, or one that stands alone beside others",
    ),
    **dict.fromkeys(
        (
            "/age_at_entry_precision",
            "/age_at_start_precision",
            "/age_at_start",
            "/age_at_registration",
            "/age_at_registration_precision",
            "/functioning",
        ),
        "goes with an age, or contradicts another",
    ),
    **dict.fromkeys(
        (
            f"/{place}/{name}"
            for place in ("places/*/place", "origin", "residence", "place")
            for name in ("country_known", "region", "division_code")
        ),
        "contradicts the country",
    ),
    **dict.fromkeys(
        ("/conducted_on", "/places/*/since", "/places/*/until"),
        "has not come, or is before what led to it",
    ),
    **dict.fromkeys(
        ("/answers/*/question", "/answers/*/basis", "/instrument"),
        "is none of the instrument, or not for a person of this age",
    ),
    **dict.fromkeys(
        ("/child_specialist", "/child_specialist_reason"), "goes with a child, or with a no"
    ),
    **dict.fromkeys(("/exploitation_ids", "/screening_id"), "names none of this case"),
    "/suggested_receiver_id": "names no active organisation",
    "/roles": "is not held in this type of organisation",
    "/jwks": "is no point of the curve",
    "/appointment_at": "is before the sending, or later than the clock of this referral allows",
    "/birth_date": "is after the registration, or of another age than the case",
    "/expected_start": "is before the sending, or later than the clock of this referral allows",
    "/nationality": "is not the first of the nationalities",
    "/stateless": "goes with no nationality",
    "/valid_until": "has passed",
    "/id": "is taken, which is said as of a wrong form",
    "/consent_id": "is missing, with no legal duty in its place",
    "/code": "is on no pad of the organisation",
    "/condition_noted": "goes with an arrival",
    "/documents_sha256": "goes with an arrival",
    "/expected_arrival": "is before the departure, or more than 30 days ahead",
    "/given_by": "is missing, with no legal ground in its place, or is a child under six",
    "/happened_at": "is later than now, or before what led to it",
    "/legal_duty": "hands on an inquiry, and not a person",
    "/legal_ground": "is missing, for an order of an authority, or is a child's for an adult",
    "/method": "is missing, with no legal ground in its place",
    "/reason": "goes with a refusal",
    **dict.fromkeys(
        (
            "/partner_id",
            "/objective_id",
            "/indicator_id",
            "/member_organisation_id",
            "/service_id",
        ),
        "names nothing within sight that counts",
    ),
    **dict.fromkeys(
        (
            "/adopted_on",
            "/amount_cfa",
            "/base_value",
            "/base_year",
            "/bill_on",
            "/cancellation_reason",
            "/ends_on",
            "/held_on",
            "/in_force_on",
            "/last_year",
            "/pillars",
            "/professions",
            "/reached",
            "/shortfall_reason",
            "/staff",
            "/staff/*/trained",
            "/target_value",
            "/target_year",
        ),
        "contradicts another field of the entry, or names one thing twice",
    ),
    **dict.fromkeys(
        ("/name", "/family_name", "/given_names", "/other_names", "/birth_place", "/said_by"),
        "has no letter, or a character that is not shown",
    ),
    **dict.fromkeys(
        ("query:from", "query:to"), "is missing, or goes with no stock, or is not after the first"
    ),
    "query:to_year": "is before the first year, or too far from it",
    "query:by": "is not a dimension of this figure, or stands twice, or they are too many",
    **dict.fromkeys(
        (
            "/addressed_to_organisation_id",
            "/care_arrangement",
            "/carer",
            "/carer_check",
            "/court_id",
            "/days",
            "/details",
            "/escort",
            "/executor_organisation_id",
            "/exploitation_ids",
            "/facts",
            "/family_check",
            "/guardian_id",
            "/offence_text_id",
            "/permit_kind",
            "/reference",
            "/relative",
            "/relative_kind",
            "/return_kind",
            "/receiver",
            "/safety_measures",
            "/tracing_id",
            "/travel_document",
            "/travel_on",
            "/witness_protections",
            "/destination",
            "/destination/country_known",
            "/destination/region",
            "/destination/division_code",
            "/answer",
        ),
        "goes with another kind of measure, is missing for this one, or names nothing on file",
    ),
    **dict.fromkeys(("/bid_id", "/risk_assessment_id"), "is not on file for this case"),
    **dict.fromkeys(
        ("/asked_on", "/happened_on", "/review_by", "/starts_on", "/told_on"),
        "has not come, is before what led to it, or is too far ahead",
    ),
    "/late_reason": "is missing for a late request",
    "/asked_by": "is neither the person nor the guardian",
    "/decision/event": "is not one that changes a negative decision",
    **dict.fromkeys(("/since", "/before", "/value"), "contradicts another field of the aggregate"),
    "/review_on": "is not within the next 14 days",
    "/received_from": "has no letter, or a character that is not shown",
    "/received_on": "has not come",
    "/due_on": "is before the receipt",
    "/period_to": "is before the beginning of the period",
    "/organisation_ids": "names no active organisation",
    "/contribution_request_id": "names no request in sight",
    "/year": "is missing without a request, or goes with none",
    "/quarter": "is missing without a request, goes with none, or has not begun",
    "/said_at": "is missing for another structure, goes with none, or has not come",
    "/lines/*/women": "is missing, and so is every other cell",
    "/lines/*/unit": "stands on two lines of a pillar",
    "/lines/*/total": "is not the sum of the cells",
}
_UNFORESEEN_WAYS = {
    "contradicts_age_band", "contradicts_cells", "contradicts_nationalities",
    "invalid_characters", "invalid_value", "missing", "out_of_range", "too_long",
    "unknown_parameter",
}  # fmt: skip
_INDEX = re.compile(r"/\d+$")  # of one in a list
_PLACE = re.compile(r"/\d+/")  # of one whose member it is
_ROW = re.compile(r"^/(answers|cases|identities|referrals)/\d+")  # of a batch
# No schema says what a form is, and what makes bytes up knows no least length.
_FILES = {("", "invalid_sheet"), ("", "missing")}
# Nor what a table is.
_TABLE = {"invalid_encoding", "invalid_table", "repeated_column", "unknown_column"}
# All are on. Two have nothing to look at: use_after_free, for nothing is ever deleted, and
# object_level_authorization, for one caller searches at a time (test_routes.py compares callers).
_CHECKS = {
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "401", "403", "404", "409", "412"]
    },
    "negative_data_rejection": {"expected-statuses": ["4xx"]},
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "428"]},
    # Seconds; it is off without a limit. The service itself gives up after five.
    "max_response_time": 5.0,
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How far to search. The operations named in ``beyond`` are left out of the stateful phase,
    those in ``uncovered`` out of the coverage phase. ``own`` are ids that are not to be changed,
    ``known`` those that are often asked for, by the names of their parameters.
    """

    seed: int
    examples: int
    scenarios: int
    steps: int
    phases: Collection[str] = ("examples", "coverage", "fuzzing", "stateful")
    beyond: Collection[str] = ()
    uncovered: Collection[str] = ()
    own: Collection[str] = ()
    known: Mapping[str, str] = field(default_factory=dict)


def every_check() -> set[str]:
    """The names of all checks that schemathesis has."""
    return {*CHECKS.get_all_names(), "max_response_time"}


def search(address: str, contract: Any, token: Callable[[], str], plan: Plan) -> Findings:
    """Run the search against the service at an address, as the caller of this token."""
    schema = schemathesis.openapi.from_dict(contract, config=_configuration(address, plan))
    schema.config.phases.update(phases=[*plan.phases])
    schema.hook(filter_failure)

    given: set[str] = set()

    @schema.auth(refresh_interval=300)
    class Caller:
        def get(self, *_: Any) -> str:
            return token()

        def set(self, case: Any, data: str, *_: Any) -> None:
            case.headers["Authorization"] = f"Bearer {data}"
            # Schemathesis forgets a required header now and then. One key for each request, and
            # the same for the same: so some are replayed.
            header = case.operation.headers.get("Idempotency-Key")
            keyed = "Idempotency-Key" in case.headers or (header is not None and header.is_required)
            # Cases share their headers: one that is to be wrong may have got the key of another.
            inherited = case.headers.get("Idempotency-Key") in given
            if keyed and (inherited or case.meta.generation.mode.is_positive):
                given.add(key := _key(case))
                case.headers["Idempotency-Key"] = key
            # The caller does not deactivate itself; the rest of the search would see 401 only.
            if case.method == "PATCH" and {*map(str, case.path_parameters.values())} & {*plan.own}:
                case.headers["If-Match"] = '"999999999"'

    found = Findings()
    for event in from_schema(schema).execute():
        take_note(found, event)
    return found


def _configuration(address: str, plan: Plan) -> schemathesis.Config:
    def without(phase: str, names: Collection[str]) -> list[Any]:
        off = {phase: {"enabled": False}}
        return [{"include-operation-id": sorted(names), "phases": off}] if names else []

    return schemathesis.Config.from_dict(
        {
            "seed": plan.seed, "base-url": address, "request-timeout": 30, "checks": _CHECKS,
            "continue-on-failure": True,
            # Shrinking a whole scenario takes minutes; a failure is reported with all its steps.
            "generation": {"max-examples": plan.examples, "database": "none", "no-shrink": True},
            "phases": {
                "stateful": {
                    "max-steps": plan.steps, "generation": {"max-examples": plan.scenarios}
                }
            },
            "dictionaries": {name: {"values": [known]} for name, known in plan.known.items()},
            "parameters": {
                f"{where}.{name}": {"dictionary": name, "probability": 0.5}
                for where in ("path", "query", "body") for name in plan.known
            },
            "operations": [
                *without("stateful", plan.beyond), *without("coverage", plan.uncovered)
            ],
        }
    )  # fmt: skip


def _key(case: Any) -> str:
    asked = f"{case.method} {case.formatted_path} {case.body!r}"
    return hashlib.sha256(asked.encode(errors="backslashreplace")).hexdigest()


def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:  # noqa: ARG001
    """Schemathesis finds this hook by its name: it decides whether a finding is a failure."""
    if isinstance(failure, EnsureResourceAvailability):
        # Schemathesis guesses that a new case has all its parts; some are recorded later.
        later = ("/identity", "/profile", "/background", "/child-protection")
        return not case.path.endswith(later)
    if case.path.endswith("/batch") and not isinstance(failure, RejectedPositiveData):
        # A row that is refused does not refuse the batch.
        return not isinstance(failure, AcceptedNegativeData)
    if not isinstance(failure, RejectedPositiveData):
        return True
    if "/null" in case.formatted_path:
        return False  # where another answer names nothing, schemathesis takes that for an id
    problem = response.json()
    if problem["code"] == "malformed-input":
        return not all(map(_no_schema_could_say, problem["errors"]))
    return problem["code"] not in _UNFORESEEN


def _no_schema_could_say(error: Mapping[str, Any]) -> bool:
    if (error["pointer"], error["code"]) in _FILES or error["code"] in _TABLE:
        return True
    place = _PLACE.sub("/*/", _INDEX.sub("", _ROW.sub("", error["pointer"])))
    return place in _UNFORESEEN_FIELDS and error["code"] in _UNFORESEEN_WAYS


@schemathesis.serializer(MEDIA_TYPE, "text/csv")
def send_as_it_is(_: Any, value: Any) -> bytes:
    """Send a body that is a file: the bytes that were generated."""
    return value if isinstance(value, bytes) else bytes(str(value), "utf-8", "replace")
