"""The page of settings: every environment variable, with its default."""

from datetime import timedelta

from pydantic.fields import FieldInfo

from referral_api.generated_docs.markdown import duration, table
from referral_api.settings import Settings


def write() -> str:
    """Write every setting with its default."""
    rows = [
        (f"`{name.upper()}`", field.title, _default(field), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        (
            "# Settings\n",
            "Environment variables, read once at start. Composite values are JSON.\n",
            table(("Variable", "Title", "Default", "What it does"), rows),
        )
    )


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "from others"
    match field.default:
        case None | ():
            return "–"
        case timedelta() as span:
            return duration(span)
        case dict():
            return "see [clocks](clocks.md)"
        case value:
            return f"`{value}`"
