"""Every page that needs no id is shown to whoever holds its permission."""

import pytest

from referral_api.pages.install import all_pages
from referral_api.pages.route import Page
from referral_api.permissions import ROLE_HOMES, ROLE_PERMISSIONS, Role
from tests.support.route_table import ROWS
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

PLAIN = [page for page in all_pages() if isinstance(page, Page) and "{" not in page.path]


def holder_of(page: Page) -> Role | None:
    """Return a role that holds the permission of a page, one that is held anywhere first."""
    holders = [
        role for role in Role
        if page.operation.permission in ROLE_PERMISSIONS[role] and role is not Role.PARTNER_SYSTEM
    ]  # fmt: skip
    return min(holders, key=lambda role: (role in ROLE_HOMES, role), default=None)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_page_without_an_id_is_shown(world: World, language: str) -> None:
    visitors: dict[Role, Visitor] = {}
    wrong = []
    for page in PLAIN:
        role = holder_of(page)
        if role is None:
            continue
        if role not in visitors:
            agent = world.seat(role, world.police).agent(role)
            visitors[role] = await Visitor.of(world, agent, language)
        answer = await visitors[role].get(page.path)
        shown = answer.headers.get("content-type", "").startswith("text/html")
        # What cannot be counted without more is refused, as by the API.
        expected = {200, ROWS[page.operation.name].inside}
        if answer.status_code not in expected or (shown and Parsed(answer.text).broken):
            wrong.append((page.operation.name, role, answer.status_code))
    assert wrong == []
