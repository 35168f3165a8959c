"""Aggregates: totals of past years and of others, shown apart from what is counted here."""
