"""Means (moyens): money asked for a person, granted or refused, and paid."""
