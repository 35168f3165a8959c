"""Each page leaves the same events as its operation through the API, and so does its replay."""

import pytest
from fastapi import FastAPI

from tests.contract.test_acts_recorded import take_every_route
from tests.support.page_walks import ApiWalk, PageWalk, is_general
from tests.support.world import World

# What it finds depends on the places that were stated before.
_BY_WHAT_STANDS = {"search_placement"}
# It asks for the open ones alone: the same event, of fewer files.
_FEWER = {"list_handoffs", "list_referrals", "list_stays"}


async def test_every_page_leaves_the_events_of_its_operation(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_api, by_page = ApiWalk(app, world), PageWalk(app, world, monkeypatch)
    await take_every_route(by_api, world)
    await take_every_route(by_page, world)
    assert len(by_page.left) > 350
    assert by_page.wrong == [], by_page.wrong
    said = by_api.left | by_page.read
    other = {
        name: (left, said[name])
        for name, left in by_page.left.items()
        if is_general(name) and name not in _BY_WHAT_STANDS and left != said[name]
    }
    assert other == {}
    # A page that is made by hand may read more, and leaves that too.
    more = [
        name
        for name, all_left in by_page.left.items()
        for left, events in zip(all_left, said[name], strict=True)
        if name not in _BY_WHAT_STANDS | _FEWER and not set(events) <= set(left)
    ]
    assert more == []
