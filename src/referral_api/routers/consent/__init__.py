"""Consent: consents and their withdrawal."""
