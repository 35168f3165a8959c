"""The lists of the directory, each leading to the others."""

from fastapi import Response

from referral_api.pages.acts.lists import show_list
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit

LISTS = (
    "list_organisations", "list_services", "list_locations", "list_road_states",
    "list_partner_agreements",
)  # fmt: skip


async def show_directory(visit: Visit, operation: Operation) -> Response:
    """Show one list of the directory, with links to the others."""
    return await show_list(visit, operation, "directory/list.html", beside=lists_beside(visit))


def lists_beside(visit: Visit) -> list[tuple[str, str]]:
    """Return the lists of the directory that the visitor may read."""
    return [
        (name, address_of(OPERATIONS[name], {}))
        for name in LISTS
        if visit.may(OPERATIONS[name].permission)
    ]


for _name in LISTS:
    SHOWN[_name] = show_directory
