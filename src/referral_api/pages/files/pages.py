"""The pages of a file that are made by hand."""

from collections.abc import Mapping
from typing import Any

from referral_api.pages.by_hand import BESIDE, CHOICES, FORMS, LEADS, SENT, SHOWN, Chooser
from referral_api.pages.done import after
from referral_api.pages.files.alarms import show_files
from referral_api.pages.files.choosing import choose_decision, choose_goal
from referral_api.pages.files.consent import send_consent, what_is_read
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
from referral_api.pages.route import AnyPage, Page

FILE_PAGES: tuple[AnyPage, ...] = (
    Page(NEXT, OPERATIONS["read_case"], show_next),
    Page(OPENING, OPERATIONS["read_case"], show_before_identity),
    Page(WEEK, OPERATIONS["list_cases"], show_week),
)


def add_file_pages() -> None:
    """Put the pages in the place of the general ones."""
    SHOWN["list_cases"] = show_files
    SHOWN["read_case"] = show_file
    FORMS["register_case"] = "files/register.html"
    FORMS["record_decision"] = "files/decision.html"
    FORMS["record_consent"] = "files/consent.html"
    CHOICES["record_service_given"] = {
        "goal_id": Chooser(OPERATIONS["list_support_plans"], choose_goal),
    }
    CHOICES["request_reconsideration"] = {
        "decision_id": Chooser(OPERATIONS["list_decisions"], choose_decision),
    }
    BESIDE["record_consent"] = what_is_read
    SENT["record_consent"] = send_consent
    MADE["page:mes-dossiers"] = (OPERATIONS["list_cases"], WEEK)
    STEPS_BEFORE["read_identity"] = OPENING
    LEADS["register_case"] = _after_registration


def _after_registration(members: Mapping[str, Any]) -> str:
    return after("register_case", NEXT.format(case_id=members["id"]))
