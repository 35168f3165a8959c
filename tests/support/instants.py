"""Instants of the near future, as people expect them."""

from datetime import UTC, datetime, timedelta


def tomorrow() -> str:
    """An instant at which a person who leaves now is expected."""
    return (datetime.now(UTC) + timedelta(days=1)).isoformat()
