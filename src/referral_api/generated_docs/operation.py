"""The pages for operators and integrators: clocks, errors, settings."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic.fields import FieldInfo

from referral_api import errors
from referral_api.domain import deadline_policy as clocks
from referral_api.generated_docs.markdown import duration, prose, table
from referral_api.http.i18n import translate
from referral_api.settings import Settings


def write_clocks() -> str:
    """Write the default time limits of each priority."""
    titles = [field.title or name for name, field in clocks.ReferralClock.model_fields.items()]
    referrals = [
        (f"`{priority}`", *(duration(limit) for limit in dict(clock).values()))
        for priority, clock in clocks.REFERRAL_CLOCKS.items()
    ]
    handoffs = [
        (f"`{priority}`", duration(limit)) for priority, limit in clocks.HANDOFF_CLOCKS.items()
    ]
    return "\n".join(
        (
            "# Clocks\n",
            f"{prose(clocks)}\n",
            "## Referrals\n",
            table(("Priority", *titles), referrals),
            f"A request to cancel is answered within {duration(clocks.ANSWER_CANCELLATION)}.\n",
            f"A pause lasts at most {duration(clocks.LONGEST_HOLD)} at a time.\n",
            "## Handoffs\n",
            table(("Priority", "From offer to acceptance"), handoffs),
        )
    )


def write_errors() -> str:
    """Write every code that a problem can carry."""
    known = {refusal.code: refusal for refusal in _refusals(errors.ServiceError)}
    rows = [
        (refusal.status, f"`{code}`", refusal.title, translate(refusal.title, "fr"))
        for code, refusal in sorted(known.items(), key=lambda item: (item[1].status, item[0]))
    ]
    introduction = (
        "Problems follow RFC 9457. `code` is stable; the title comes in the language of\n"
        "`Accept-Language`. The input is never repeated.\n"
    )
    head = ("Status", "Code", "English", "Français")
    return "\n".join(("# Errors\n", introduction, table(head, rows)))


def _refusals(refusal: type[errors.ServiceError]) -> Iterator[type[errors.ServiceError]]:
    yield refusal
    for narrower in refusal.__subclasses__():
        yield from _refusals(narrower)


def write_settings() -> str:
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
    match field.default:
        case None | ():
            return "–"
        case timedelta() as span:
            return duration(span)
        case dict():
            return "see [clocks](clocks.md)"
        case value:
            return f"`{value}`"
