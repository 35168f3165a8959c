"""A change names the version that it was made on; another version in between refuses it."""

from referral_api.errors import StaleVersion


def check_version(named: int, current: int) -> None:
    """Raise StaleVersion unless the caller saw the current version."""
    if named != current:
        raise StaleVersion
