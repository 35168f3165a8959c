"""The first page: what the visitor does every day. And all headings."""

from fastapi import Response

from referral_api.pages.addresses import PREFIX
from referral_api.pages.done import DONE, done_words
from referral_api.pages.menu.entries import all_headings, first_entries
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.route import VisitorPage
from referral_api.pages.visit import Visit


async def show_start(visit: Visit) -> Response:
    """Show the first entries of the visitor's roles."""
    return visit.show(
        "menu/start.html", entries=first_entries(visit),
        finds_files=visit.may(OPERATIONS["list_cases"].permission),
        done=done_words(visit.request.query_params.get(DONE), visit.language),
    )  # fmt: skip


async def show_headings(visit: Visit) -> Response:
    """Show everything that the visitor may read or begin."""
    return visit.show("menu/headings.html", groups=all_headings(visit))


START_PAGES = (
    VisitorPage(PREFIX, show_start),
    VisitorPage(f"{PREFIX}/rubriques", show_headings),
)
