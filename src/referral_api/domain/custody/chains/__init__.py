"""Custody (responsabilité): the unbroken chain of who answers for a case."""
