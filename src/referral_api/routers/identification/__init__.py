"""Identification: cases, identities and decisions."""
