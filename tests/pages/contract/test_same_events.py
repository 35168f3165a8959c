"""A walk over every operation: pages leave the events of the API, and each is reached by links."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import PREFIX
from referral_api.pages.by_hand import FORMS, SHOWN
from referral_api.pages.operation import OPERATIONS
from tests.contract.test_acts_recorded import take_every_route
from tests.support.api_walks import ApiWalk
from tests.support.page_walks import PageWalk
from tests.support.world import World

# What no link of the walk leads to, each with the reason.
_BY_OTHER_WAYS = {
    "read_identity": "A page that says that reading is an event stands before it, and links to it.",
}


@pytest.fixture(scope="module")
async def walks(app: FastAPI, world: World) -> AsyncIterator[tuple[ApiWalk, PageWalk]]:
    """Walk by the API, then by the pages."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        by_api, by_page = ApiWalk(app, world), PageWalk(app, world, monkeypatch)
        await take_every_route(by_api, world)
        await take_every_route(by_page, world)
        yield by_api, by_page


async def test_every_page_leaves_the_events_of_its_operation(
    walks: tuple[ApiWalk, PageWalk],
) -> None:
    by_api, by_page = walks
    assert len(by_page.left) > 350
    assert by_page.wrong == [], by_page.wrong
    said = by_api.left | by_page.read
    # The walk by pages finds a place that the walk by the API has made: there is no unmet need.
    for left in (said, by_page.left):
        left["search_placement"] = [
            [event for event in events if event[0] != "unmet_need:record"]
            for events in left["search_placement"]
        ]
    by_hand = SHOWN.keys() | FORMS.keys()
    other = {
        name: (left, said[name])
        for name, left in by_page.left.items()
        if name not in by_hand and left != said[name]
    }
    assert other == {}
    # A page that is made by hand may read more, and leaves that too.
    more = [
        name
        for name, all_left in by_page.left.items()
        for left, events in zip(all_left, said[name], strict=True)
        if not set(events) <= set(left)
    ]
    assert more == []


def test_every_page_is_reached_by_links_from_the_start(walks: tuple[ApiWalk, PageWalk]) -> None:
    _, by_page = walks
    reached = by_page.links.reached_from(PREFIX)
    assert OPERATIONS.keys() - LEFT_OUT.keys() - reached == _BY_OTHER_WAYS.keys()
