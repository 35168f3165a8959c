"""The pages of places and stays that are made by hand."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from referral_api.pages.acts.grouped import group
from referral_api.pages.addresses import PREFIX
from referral_api.pages.by_hand import LEADS, SHOWN
from referral_api.pages.done import after
from referral_api.pages.menu.entries import MADE
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.places.places import show_places
from referral_api.pages.places.stays import STAYS
from referral_api.pages.route import Page

_PLACES = f"{PREFIX}/places"
PLACE_PAGES = (Page(_PLACES, OPERATIONS["list_services"], show_places),)


def add_place_pages() -> None:
    """Put the pages in the place of the general ones."""
    MADE["page:places"] = (OPERATIONS["list_services"], _PLACES)
    for act in ("state_places", "set_places"):
        LEADS[act] = partial(_back_to_places, act)
    SHOWN["list_stays"] = group("list_stays", STAYS)


def _back_to_places(act: str, _: Mapping[str, Any]) -> str:
    return after(act, _PLACES)
