"""Checks of the repository itself, which are no part of the service."""
