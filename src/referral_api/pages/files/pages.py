"""The pages of a file that are made by hand."""

from collections.abc import Mapping
from typing import Any

from referral_api.pages.by_hand import FORMS, LEADS, SHOWN
from referral_api.pages.files.file import (
    NEXT,
    OPENING,
    show_before_identity,
    show_file,
    show_next,
)
from referral_api.pages.files.week import WEEK, show_week
from referral_api.pages.menu.entries import MADE, STEPS_BEFORE
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.route import AnyPage, Page, VisitorPage

FILE_PAGES: tuple[AnyPage, ...] = (
    VisitorPage(NEXT, show_next),
    VisitorPage(OPENING, show_before_identity),
    Page(WEEK, OPERATIONS["list_cases"], show_week),
)


def add_file_pages() -> None:
    """Put the pages in the place of the general ones."""
    SHOWN["read_case"] = show_file
    FORMS["register_case"] = "files/register.html"
    FORMS["record_decision"] = "files/decision.html"
    FORMS["record_consent"] = "files/consent.html"
    MADE["page:mes-dossiers"] = (OPERATIONS["list_cases"], WEEK)
    STEPS_BEFORE["read_identity"] = OPENING
    LEADS["register_case"] = _after_registration


def _after_registration(members: Mapping[str, Any]) -> str:
    return f"{NEXT.format(case_id=members['id'])}?fait=register_case"
