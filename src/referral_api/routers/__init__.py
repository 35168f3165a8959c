"""What the world may ask: one module per resource."""

from referral_api.routers import (
    agents,
    audit,
    capacity,
    cases,
    clients,
    codelists,
    consents,
    decisions,
    handoff_requests,
    handoffs,
    health,
    identities,
    metrics,
    organisations,
    outgoing_events,
    referrals,
    tokens,
)

# Routes are looked for in this order: what is asked for most comes first.
all_routers = (
    cases.router, referrals.router, identities.router, consents.router, handoffs.router,
    handoff_requests.router, decisions.router, capacity.router, outgoing_events.router,
    audit.router,
    organisations.router, agents.router, clients.router,
    tokens.router, codelists.router, health.router, metrics.router,
)  # fmt: skip
