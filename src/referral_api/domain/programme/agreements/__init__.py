"""Agreements with partners, and when they end."""
