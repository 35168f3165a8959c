"""Casework: calls, which answer for a receiver."""
