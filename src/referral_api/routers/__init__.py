"""What the world may ask: one module per resource."""

from referral_api.routers import cases, codelists, health

all_routers = (health.router, codelists.router, cases.router)
