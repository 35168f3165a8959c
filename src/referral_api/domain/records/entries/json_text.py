"""The text in which asyncpg takes the JSON members of an entry."""

import json
from typing import Any


def as_json(value: Any) -> str | None:
    """Write numbers or a list as JSON; what was not told is not."""
    if isinstance(value, dict):
        value = {name: number for name, number in value.items() if number is not None}
    return None if value is None else json.dumps(value, default=str)
