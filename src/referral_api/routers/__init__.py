"""The routes of the service: one module for each resource."""

from referral_api.routers import audit, codelists, health, metrics
from referral_api.routers.casework import (
    alerts,
    backgrounds,
    batches,
    calls,
    check_ins,
    imports,
    referral_groups,
    stay_incidents,
)
from referral_api.routers.consent import consents
from referral_api.routers.custody import (
    accusations,
    handoff_requests,
    handoffs,
    identity_orders,
)
from referral_api.routers.directory import (
    locations,
    placements,
    places,
    road_states,
    services,
)
from referral_api.routers.events import notices, outgoing_events, webhook_subscriptions
from referral_api.routers.figures import (
    aggregates,
    answers,
    coordination,
    cuts,
    figures,
    reports,
    series_breaks,
)
from referral_api.routers.identification import (
    case_relations,
    cases,
    code_pads,
    contacts,
    decisions,
    duplicate_candidates,
    exploitations,
    identities,
    incidents,
    incoming_messages,
    person_links,
    profiles,
    reconsiderations,
    screening_instruments,
    screenings,
    tip_assignment,
    tips,
)
from referral_api.routers.network import agents, clients, organisations, pending_changes, tokens
from referral_api.routers.programme import (
    contribution_requests,
    contribution_sheets,
    contributions,
    legal_texts,
    partner_agreements,
    partner_contributions,
    partners,
    plan_indicators,
    plan_objectives,
    plan_values,
    prevention_activities,
    programme_documents,
    report_texts,
    staff_counts,
)
from referral_api.routers.protection import (
    age_assessments,
    assessments,
    best_interests_assessments,
    best_interests_determinations,
    capacity,
    child_protection,
    follow_ups,
    guardians,
    means,
    measure_ends,
    measures,
    own_views,
    referral_answers,
    referral_delivery,
    referrals,
    services_given,
    stays,
    support_goals,
    support_plans,
    tracings,
)

# Routes are matched in this order: the most frequent come first.
all_routers = (
    cases.router, referrals.router, referral_answers.router, referral_delivery.router,
    identities.router, consents.router, handoffs.router, calls.router,
    handoff_requests.router, identity_orders.router, accusations.router, alerts.router,
    stays.router, stay_incidents.router, check_ins.router, services_given.router,
    child_protection.router, guardians.router, age_assessments.router,
    best_interests_assessments.router, best_interests_determinations.router, own_views.router,
    tracings.router, follow_ups.router, means.router, referral_groups.router, decisions.router,
    tips.router, incidents.router, contacts.router, capacity.router, contribution_sheets.router,
    screenings.router, exploitations.router, profiles.router, backgrounds.router,
    batches.router, imports.router, code_pads.router, assessments.router, support_plans.router,
    support_goals.router, measures.router, reconsiderations.router, case_relations.router,
    duplicate_candidates.router, person_links.router, tip_assignment.router,
    measure_ends.router,
    contributions.router, contribution_requests.router,
    outgoing_events.router, notices.router,
    webhook_subscriptions.router, figures.router, answers.router, cuts.router,
    aggregates.router, reports.router, coordination.router, series_breaks.router, audit.router,
    organisations.router, agents.router, clients.router, pending_changes.router,
    # The directory.
    placements.router, placements.needs, places.router, services.router, locations.router,
    road_states.router,
    # The programme.
    prevention_activities.router,
    programme_documents.router,
    legal_texts.router,
    partners.router,
    partner_agreements.router,
    partner_contributions.router,
    staff_counts.router,
    plan_objectives.router,
    plan_indicators.router,
    plan_values.router,
    report_texts.router,
    # End.
    incoming_messages.router, tokens.router, tokens.published, codelists.router, health.router,
    metrics.router, screening_instruments.router,
)  # fmt: skip
