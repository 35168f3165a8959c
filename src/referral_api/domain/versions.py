"""Versions of records: a change names the version that it was made on, and fails on any other."""

from referral_api.errors import StaleVersion


def check_version(named: int, current: int) -> None:
    """Raise StaleVersion unless the caller read the current version."""
    if named != current:
        raise StaleVersion
