"""Indicators of the national action plan: base and target."""
