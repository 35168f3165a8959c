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
    referrals,
    tokens,
)

all_routers = (
    health.router,
    metrics.router, tokens.router, organisations.router, capacity.router, agents.router,
    clients.router, codelists.router, cases.router, identities.router, decisions.router,
    consents.router, referrals.router, handoffs.router, handoff_requests.router, audit.router,
)  # fmt: skip
