"""Signing in: a registered device and a PIN, or the ways of a personal account."""
