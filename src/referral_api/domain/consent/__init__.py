"""Consent (consentement): what the person agreed to share, and whether it covers an operation."""
