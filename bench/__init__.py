"""Measures the service against the limit of its own database. Run by ``make bench``."""
