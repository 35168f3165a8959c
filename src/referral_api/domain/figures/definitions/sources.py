"""The relations, conditions and dimensions that definitions name, of all areas together."""

from referral_api.domain.figures.definitions.relations import (
    assistance,
    assisted,
    children,
    consents,
    coverage,
    events,
    facts,
    first_signs,
    handoffs,
    links,
    measures,
    network,
    partnership,
    persons,
    places,
    plan,
    plans,
    prevention,
    quality,
    referrals,
)
from referral_api.domain.figures.definitions.relations.as_of import Relation

SOURCES: dict[str, Relation] = {
    "cases": persons.cases, "decisions": persons.decisions,
    "decisions_after_presumption": persons.decisions_after_presumption,
    "tips": first_signs.tips, "incidents": first_signs.incidents,
    "contacts": first_signs.contacts,
    "screenings": facts.screenings, "decisions_and_episodes": facts.decisions_and_episodes,
    "placed_decisions": facts.placed_decisions,
    "profiled_cases": facts.profiled_cases, "profiled_decisions": facts.profiled_decisions,
    "links": links.links,
    "referrals": referrals.referrals, "handoffs": handoffs.handoffs,
    "consents": consents.consents, "places": places.places,
    "people_beyond": places.people_beyond,
    "stays": assistance.stays, "nights": assistance.nights, "services": assistance.services,
    "assisted": assisted.assisted,
    "smuggled_and_assisted": assisted.smuggled_and_assisted,
    "detected_and_assisted": assisted.detected_and_assisted, "follow_ups": assistance.follow_ups,
    "means": assistance.means, "children": children.children, "support_plans":
    plans.support_plans, "support_goals": plans.support_goals, "measures": measures.measures,
    "reconsiderations": measures.reconsiderations,
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
        events, network, first_signs, facts, plans, measures, links,
    )
    for name, condition in area.CONDITIONS.items()
}  # fmt: skip

# The codes of each dimension that say that the value is not known.
UNKNOWN_CODES = {"not_determined", "unknown", "UNKNOWN", "INCONNU"}
