"""Custody (responsabilité): which organisation answers for the person and for the inquiry."""
