"""The relations, conditions and dimensions that definitions name, of all areas together."""

from referral_api.domain.figures.definitions.relations import (
    assistance,
    assisted,
    consents,
    coverage,
    events,
    handoffs,
    network,
    partnership,
    persons,
    places,
    plan,
    prevention,
    quality,
    referrals,
)
from referral_api.domain.figures.definitions.relations.as_of import Relation

SOURCES: dict[str, Relation] = {
    "cases": persons.cases, "decisions": persons.decisions,
    "decisions_after_presumption": persons.decisions_after_presumption,
    "referrals": referrals.referrals, "handoffs": handoffs.handoffs,
    "consents": consents.consents, "places": places.places,
    "people_beyond": places.people_beyond,
    "stays": assistance.stays, "nights": assistance.nights, "services": assistance.services,
    "assisted": assisted.assisted,
    "detected_and_assisted": assisted.detected_and_assisted, "follow_ups": assistance.follow_ups,
    "means": assistance.means,
    "activities": prevention.activities, "people_reached": prevention.people_reached,
    "people_trained": prevention.people_trained, "documents": prevention.documents,
    "legal_texts": prevention.legal_texts, "organisations": prevention.organisations,
    "partners": partnership.partners,
    "partner_contributions": partnership.partner_contributions,
    "call_answers": partnership.call_answers,
    "plan_values": plan.plan_values, "plan_targets": plan.plan_targets,
    "plan_objectives": plan.plan_objectives,
    "case_items": quality.case_items, "facts": quality.facts,
    "untouched_cases": quality.untouched_cases, "coverage": coverage.coverage,
    "events": events.events,
    "served_regions": network.served_regions, "unmet_needs": network.unmet_needs,
}  # fmt: skip

FILTERS = {
    name: condition
    for area in (
        persons, referrals, handoffs, consents, assistance, prevention, partnership, coverage,
        events, network,
    )
    for name, condition in area.CONDITIONS.items()
}  # fmt: skip

# The codes of each dimension that say that the value is not known.
UNKNOWN_CODES = {"not_determined", "unknown", "UNKNOWN", "INCONNU"}
