"""Proposing a measure: which members its kind has, and who may ask for it."""

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.measures import MeasureKind, MeasureStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.scenes.columns import (
    SCENE_COLUMNS,
    check_scene,
    scene_values,
)
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.measures.deciders import PROPOSERS, stands_among
from referral_api.domain.protection.measures.kinds import OWN, RULES, SEALED, Rules
from referral_api.domain.protection.measures.on_file import check_on_file, known_papers
from referral_api.domain.protection.measures.records import (
    COLUMNS,
    MEASURE_RECORDS,
    to_response,
)
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import MeasurePropose
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.domain.protection.measures.words import seal_words
from referral_api.errors import Conflict, Forbidden, MalformedInput, MeasureUngrounded
from referral_api.security.vault import Vault

_NOTICE = MeasureKind.NON_PUNISHMENT_NOTICE
_PAPERS = (
    "bid_id", "consent_id", "guardian_id", "risk_assessment_id", "stay_id", "tracing_id",
)  # fmt: skip


async def propose_measure(
    transaction: Transaction, vault: Vault, terms: MeasureTerms, case_id: UUID,
    measure: MeasurePropose,
) -> MeasureRead:  # fmt: skip
    """Propose a measure for a person, as one of those whom the table names.

    Conflict for a kind that is not used here; MeasureUngrounded for what the person does not want.
    """
    case = await get_case(transaction, case_id)
    rules = RULES[measure.kind]
    await _check_proposer(transaction, case, measure.kind, rules)
    if measure.kind not in terms.kinds:
        raise Conflict("This kind of measure is not used here.")
    _check_members(measure, rules)
    if rules.only_if_wanted and measure.person_wants_it is Answer.NO:
        raise MeasureUngrounded(unmet=["wish"])
    await _check_named(transaction, case_id, measure)
    await check_open(transaction, case_id)
    check_not_reported_dead(case)
    fields = _fields(transaction, case, measure, terms, (await read_clock(transaction)).date())
    fields["sealed_words"] = await seal_words(transaction, vault, case_id, measure)
    return to_response(await MEASURE_RECORDS.add(transaction, fields))


async def _check_proposer(
    transaction: Transaction, case: Case, kind: MeasureKind, rules: Rules
) -> None:
    custodian_id = case.protection_custodian_id
    asked = SimpleNamespace(custodian_id=custodian_id)
    if not stands_among(transaction.actor, PROPOSERS[kind], asked):
        raise Forbidden
    # Who answers for the person sends a notice although it reads nothing of the proceedings.
    if not (rules.seen_by_custody and transaction.actor.organisation_id == custodian_id):
        await check_section(transaction, case.id, rules.section)


def _check_members(measure: MeasurePropose, rules: Rules) -> None:
    """Refuse members of another kind, and name those that this kind needs."""
    errors = []
    for name in OWN:
        given = getattr(measure, name) is not None
        if name in rules.needs and not given:
            errors.append({"pointer": f"/{name}", "code": "missing"})
        elif given and name not in (*rules.needs, *rules.may):
            errors.append({"pointer": f"/{name}", "code": "invalid_value"})
    if measure.kind is _NOTICE and measure.executor_organisation_id is not None:
        errors.append({"pointer": "/executor_organisation_id", "code": "invalid_value"})
    if errors:
        raise MalformedInput(errors=errors)
    if measure.destination is not None:
        check_scene(measure.destination, field="destination", some_place=True)


async def _check_named(transaction: Transaction, case_id: UUID, measure: MeasurePropose) -> None:
    """Refuse organisations that do not exist, and papers that are not of this case."""
    for name in ("executor_organisation_id", "addressed_to_organisation_id", "court_id"):
        if (organisation_id := getattr(measure, name)) is not None:
            await check_organisations_exist(transaction, name, [organisation_id])
    await check_papers(transaction, case_id, {name: getattr(measure, name) for name in _PAPERS})


async def check_papers(
    transaction: Transaction, case_id: UUID, papers: dict[str, UUID | None]
) -> None:
    """Raise MalformedInput for a paper that is not on file for this case."""
    errors = [
        {"pointer": f"/{name}", "code": "invalid_value"} for name, paper_id in papers.items()
        if paper_id is not None and name in known_papers()
        and not await check_on_file(transaction, case_id, name, paper_id)
    ]  # fmt: skip
    if errors:
        raise MalformedInput(errors=errors)


def _fields(
    transaction: Transaction, case: Case, measure: MeasurePropose, terms: MeasureTerms, today: date
) -> dict[str, Any]:
    actor, rules = transaction.actor, RULES[measure.kind]
    given = measure.model_dump(exclude={*SEALED, "destination", "addressed_to_organisation_id"})
    days = given.pop("days")
    if measure.kind is MeasureKind.RECOVERY_PERIOD:
        child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)
        days = days or terms.days_of_recovery(child=child)
        given["starts_on"] = given["starts_on"] or today
    fields = dict.fromkeys(COLUMNS) | given | {
        "id": measure.id or uuid7(), "case_id": case.id, "section": rules.section, "version": 1,
        "custodian_id": case.protection_custodian_id, "status": MeasureStatus.PROPOSED,
        "signatures": "[]", "signatures_needed": len(terms.deciders[measure.kind]),
        "extensions": "[]", "days": days,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    for name in ("safety_measures", "witness_protections", "exploitation_ids"):
        fields[name] = fields[name] or []
    if measure.destination is not None:
        fields |= scene_values(measure.destination)
    if measure.kind is _NOTICE:
        fields["executor_organisation_id"] = measure.addressed_to_organisation_id
    return {name: fields[name] for name in (*COLUMNS, *SCENE_COLUMNS)}
