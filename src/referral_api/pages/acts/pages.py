"""The pages of all operations: a list, a record or a form for each."""

from collections.abc import Iterator

from referral_api.pages.acts.filters import send_search
from referral_api.pages.acts.forms import send_form, show_form
from referral_api.pages.acts.lists import show_list
from referral_api.pages.acts.map import shown_operations
from referral_api.pages.acts.records import show_record
from referral_api.pages.addresses import kind_of, pattern_of
from referral_api.pages.by_hand import (
    OWN_PAGES,
    SENT,
    SHOWN,
)
from referral_api.pages.route import Page


def operation_pages() -> Iterator[Page]:
    """Make the page of each operation."""
    for operation in shown_operations():
        if operation.name in OWN_PAGES:
            continue
        path = pattern_of(operation)
        match kind_of(operation):
            case "list":
                show = SHOWN.get(operation.name, show_list)
                yield Page(path, operation, show, send_search)
            case "record":
                yield Page(path, operation, SHOWN.get(operation.name, show_record))
            case _:
                yield Page(
                    path,
                    operation,
                    SHOWN.get(operation.name, show_form),
                    SENT.get(operation.name, send_form),
                )
