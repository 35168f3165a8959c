"""Custody (responsabilité): the unbroken chain of organisations that answer for a case."""
