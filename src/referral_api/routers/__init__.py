"""The routes of the service: one module for each resource."""

from referral_api.routers import audit, codelists, health, metrics
from referral_api.routers.casework import alerts, calls, check_ins, referral_groups, stay_incidents
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
from referral_api.routers.identification import cases, decisions, identities
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
    capacity,
    follow_ups,
    means,
    referral_answers,
    referral_delivery,
    referrals,
    services_given,
    stays,
)

# Routes are matched in this order: the most frequent come first.
all_routers = (
    cases.router, referrals.router, referral_answers.router, referral_delivery.router,
    identities.router, consents.router, handoffs.router, calls.router,
    handoff_requests.router, identity_orders.router, accusations.router, alerts.router,
    stays.router, stay_incidents.router, check_ins.router, services_given.router,
    follow_ups.router, means.router, referral_groups.router,
    decisions.router, capacity.router, contribution_sheets.router,
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
    tokens.router, tokens.published, codelists.router, health.router, metrics.router,
)  # fmt: skip
