"""The pages of docs/generated: the tables in code, for people who do not read code."""

from collections.abc import Callable

from referral_api.generated_docs import (
    access,
    architecture,
    audit,
    clocks,
    errors,
    figures,
    lifecycles,
    pages,
    settings,
)

_NOTE = "<!-- Written by `make docs` from the code. Do not edit: change the code. -->\n\n"

_PAGES: dict[str, Callable[[], str]] = {
    "access.md": access.write,
    "architecture.md": architecture.write,
    "audit.md": audit.write,
    "clocks.md": clocks.write,
    "errors.md": errors.write,
    "figures.md": figures.write,
    "lifecycles.md": lifecycles.write,
    "pages.md": pages.write,
    "settings.md": settings.write,
}


def write_pages() -> dict[str, str]:
    """Write every page, file name → text."""
    return {name: _NOTE + write().rstrip() + "\n" for name, write in _PAGES.items()}
