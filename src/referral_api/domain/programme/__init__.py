"""The programme: requests for contributions, prevention, partners, staff, the plan, the prose."""
