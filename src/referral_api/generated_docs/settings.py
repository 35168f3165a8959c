"""The page of settings: every environment variable, with its default."""

import json
from datetime import timedelta
from typing import Any

from pydantic.fields import FieldInfo

from referral_api.generated_docs.markdown import duration, table
from referral_api.settings import Settings


def write() -> str:
    """Write every setting with its default."""
    rows = [
        (f"`{name.upper()}`", field.title, _default(name, field), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        (
            "# Settings\n",
            "Environment variables, read once at start. Composite values are JSON.\n",
            table(("Variable", "Title", "Default", "What it does"), rows),
        )
    )


def _default(name: str, field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "from others"
    match field.default:
        case None | ():
            return "–"
        case timedelta() as span:
            return duration(span)
        case dict() as whole:
            return _table(name, whole)
        case value:
            return f"`{value}`"


def _table(name: str, whole: dict[str, Any]) -> str:
    """Name the page that shows a table, or show it if it is one of numbers."""
    if name.endswith("deciders"):
        return "see [who decides](lifecycles.md#who-decides)"
    if name.endswith("clocks"):
        return "see [clocks](clocks.md)"
    return f"`{json.dumps(whole)}`"
