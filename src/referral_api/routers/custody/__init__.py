"""Custody: handoffs and the requests for them."""
