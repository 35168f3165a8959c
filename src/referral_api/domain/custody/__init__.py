"""Custody (responsabilité): who answers for the person and for the inquiry, and how it moves."""
