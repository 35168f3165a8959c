"""What a replay tells: the resource as a reading would tell it to this caller now.

One row for each kind of resource that a stored response is about. The row reads as GET does, with
the same row security and the same policy of the reader; the event of the replay is the caller's.
"""

from typing import Any
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.operations import show_call
from referral_api.domain.casework.imports.records import show_import
from referral_api.domain.casework.many.group_acts import show_recorded
from referral_api.domain.casework.referral_groups.reading import show_group
from referral_api.domain.casework.replayed_records import KEPT, Reading
from referral_api.domain.consent.consents import queries as consents
from referral_api.domain.custody.handoffs.policy import to_response as show_handoff
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.directory.locations.records import LOCATIONS
from referral_api.domain.directory.road_states.records import ROAD_STATES
from referral_api.domain.directory.services.records import SERVICES
from referral_api.domain.events.notices.operations import show_notice
from referral_api.domain.events.webhooks.operations import show_subscription
from referral_api.domain.figures.aggregates.records import AGGREGATES
from referral_api.domain.figures.answers.cuts import show_cut
from referral_api.domain.figures.series_breaks.records import SERIES_BREAKS
from referral_api.domain.identification.cases.operations import show_case
from referral_api.domain.identification.code_pads.operations import show_pad
from referral_api.domain.identification.decisions.operations import show_decision
from referral_api.domain.identification.incidents.reading import (
    show_incident as show_trafficking_incident,
)
from referral_api.domain.identification.person_links.operations import show_proposed
from referral_api.domain.identification.relations.operations import show_relation
from referral_api.domain.identification.tips.reading import show_tip
from referral_api.domain.network.agents.operations import show_agent
from referral_api.domain.network.clients.operations import show_client
from referral_api.domain.network.organisations.operations import show_organisation
from referral_api.domain.network.pending_changes import queries as pending_changes
from referral_api.domain.programme.agreements.records import PARTNER_AGREEMENTS
from referral_api.domain.programme.contribution_requests.records import show_contribution_request
from referral_api.domain.programme.contributions.records import show_contribution
from referral_api.domain.programme.documents.records import PROGRAMME_DOCUMENTS
from referral_api.domain.programme.legal_texts.records import LEGAL_TEXTS
from referral_api.domain.programme.partner_contributions.records import PARTNER_CONTRIBUTIONS
from referral_api.domain.programme.partners.records import PARTNERS
from referral_api.domain.programme.plan_indicators.records import PLAN_INDICATORS
from referral_api.domain.programme.plan_objectives.records import PLAN_OBJECTIVES
from referral_api.domain.programme.plan_values.records import PLAN_VALUES
from referral_api.domain.programme.prevention_activities.records import PREVENTION_ACTIVITIES
from referral_api.domain.programme.report_texts.records import REPORT_TEXTS
from referral_api.domain.programme.staff_counts.records import STAFF_COUNTS
from referral_api.domain.protection.children.guardianship.naming import show_child_protection
from referral_api.domain.protection.children.guardianship.records import CHILD_PROTECTION_RECORDS
from referral_api.domain.protection.referrals.policy import to_response as show_referral
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.errors import NotFound


async def _consent(transaction: Transaction, consent_id: UUID) -> Any:
    row = await consents.read_row(transaction, consent_id)
    return consents.to_response_for(row, transaction.actor.organisation_id)


async def _handoff(transaction: Transaction, handoff_id: UUID) -> Any:
    row = await HANDOFF_RECORDS.find(transaction, handoff_id)
    return show_handoff(row, transaction.actor)


async def _referral(transaction: Transaction, referral_id: UUID) -> Any:
    row = await REFERRAL_RECORDS.find(transaction, referral_id)
    return show_referral(row, transaction.actor)


async def _pending_change(transaction: Transaction, pending_change_id: UUID) -> Any:
    row = await pending_changes.find_pending_change(transaction, pending_change_id)
    return pending_changes.to_response(row)


async def _child_protection(transaction: Transaction, record_id: UUID) -> Any:
    row = await CHILD_PROTECTION_RECORDS.find(transaction, record_id)
    return await show_child_protection(transaction, row)


READINGS: dict[str, Reading] = KEPT | {
    "agent": show_agent,
    "aggregate": AGGREGATES.show,
    "call": show_call,
    "case": show_case,
    "case_code_pad": show_pad,
    "case_relation": show_relation,
    "child_protection": _child_protection,
    "client": show_client,
    "consent": _consent,
    "cut": show_cut,
    "contribution": show_contribution,
    "contribution_request": show_contribution_request,
    "decision": show_decision,
    "handoff": _handoff,
    # Of a batch alone: a single identity is never stored.
    "identity": show_recorded,
    "incident": show_trafficking_incident,
    "import": show_import,
    "legal_text": LEGAL_TEXTS.show,
    "location": LOCATIONS.show,
    "notice": show_notice,
    "organisation": show_organisation,
    "partner": PARTNERS.show,
    "partner_agreement": PARTNER_AGREEMENTS.show,
    "partner_contribution": PARTNER_CONTRIBUTIONS.show,
    "pending_change": _pending_change,
    "person_link": show_proposed,
    "plan_indicator": PLAN_INDICATORS.show,
    "plan_objective": PLAN_OBJECTIVES.show,
    "plan_value": PLAN_VALUES.show,
    "prevention_activity": PREVENTION_ACTIVITIES.show,
    "programme_document": PROGRAMME_DOCUMENTS.show,
    "referral": _referral,
    "referral_group": show_group,
    "report_text": REPORT_TEXTS.show,
    "road_state": ROAD_STATES.show,
    "series_break": SERIES_BREAKS.show,
    "service": SERVICES.show,
    "staff_count": STAFF_COUNTS.show,
    "tip": show_tip,
    "webhook_subscription": show_subscription,
}


async def read_again(transaction: Transaction, subject: str, subject_id: UUID) -> Any:
    """Read the resource of a stored response as its caller may see it now.

    NotFound if it is out of sight, or of a kind that no row tells how to read.
    """
    reading = READINGS.get(subject)
    if reading is None:
        raise NotFound
    return await reading(transaction, subject_id)
