"""The routes of the service: one module for each resource."""

from referral_api.routers import audit, codelists, health, metrics
from referral_api.routers.casework import alerts, calls
from referral_api.routers.consent import consents
from referral_api.routers.custody import (
    accusations,
    handoff_requests,
    handoffs,
    identity_orders,
)
from referral_api.routers.events import outgoing_events
from referral_api.routers.identification import cases, decisions, identities
from referral_api.routers.network import agents, clients, organisations, pending_changes, tokens
from referral_api.routers.protection import capacity, referral_answers, referral_delivery, referrals

# Routes are matched in this order: the most frequent come first.
all_routers = (
    cases.router, referrals.router, referral_answers.router, referral_delivery.router,
    identities.router, consents.router, handoffs.router, calls.router,
    handoff_requests.router, identity_orders.router, accusations.router, alerts.router,
    decisions.router, capacity.router, outgoing_events.router, audit.router,
    organisations.router, agents.router, clients.router, pending_changes.router,
    tokens.router, tokens.published, codelists.router, health.router, metrics.router,
)  # fmt: skip
