"""The pages of requests and handoffs that are made by hand."""

from referral_api.pages.acts.grouped import group
from referral_api.pages.by_hand import CHOICES, FORMS, SENT, SHOWN, Chooser
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.requests.asking import (
    choose_consent,
    choose_consent_at_last,
    choose_receiver,
    send_request,
)
from referral_api.pages.requests.handoffs import HANDOFFS, show_handoff
from referral_api.pages.requests.inbox import INBOX
from referral_api.pages.requests.sheet import show_sheet


def add_request_pages() -> None:
    """Put the pages in the place of the general ones."""
    SHOWN["list_referrals"] = group("list_referrals", INBOX)
    SHOWN["list_handoffs"] = group("list_handoffs", HANDOFFS)
    SHOWN["read_handoff"] = show_handoff
    SHOWN["read_referral"] = show_sheet
    FORMS["create_referral"] = "requests/ask.html"
    SENT["create_referral"] = send_request
    CHOICES["create_referral"] = {
        "receiver_id": Chooser(OPERATIONS["list_services"], choose_receiver),
        "consent_id": Chooser(OPERATIONS["list_consents"], choose_consent_at_last),
    }
    CHOICES["offer_handoff"] = {
        "consent_id": Chooser(OPERATIONS["list_consents"], choose_consent),
    }
