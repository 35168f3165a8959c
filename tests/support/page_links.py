"""Which page leads to which, by the links and forms of the pages that were seen."""

from collections import defaultdict
from urllib.parse import urlsplit

from fastapi import FastAPI
from httpx import Response

from referral_api.errors import NotFound
from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.addresses import pattern_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.route import Page, PagesRoute
from tests.support.visitors import Parsed


class PageLinks:
    """The pages that each page leads to. A page of an operation goes by its name."""

    def __init__(self, app: FastAPI) -> None:
        (self._pages,) = [route for route in app.routes if isinstance(route, PagesRoute)]
        self._leads: dict[str, set[str]] = defaultdict(set)

    def see(self, page: Response) -> None:
        """Keep where a page leads."""
        if not page.headers.get("content-type", "").startswith("text/html"):
            return
        parsed, own = Parsed(page.text), self._name(page.url.path)
        actions = [form.action for form in parsed.forms]
        for place in [*(place for place, _ in parsed.links), *actions]:
            self._leads[own].add(self._name(urlsplit(place).path))

    def reached_from(self, start: str) -> set[str]:
        """Return the pages to which one comes from a page by links alone."""
        found, waiting = {start}, [start]
        while waiting:
            further = self._leads[waiting.pop()] - found
            found |= further
            waiting += further
        return found

    def _name(self, path: str) -> str:
        try:
            page, _ = self._pages.find(path)
        except NotFound:
            return path
        # Several pages may run one operation: each has the place that its route has.
        return page.operation.name if isinstance(page, Page) and _is_its_own(page) else page.path


def _is_its_own(page: Page) -> bool:
    return page.path == pattern_of(page.operation)


def pages_before(operation: Operation) -> set[str]:
    """Return the pages of what an act's address names, and of the file that it is about."""
    named = operation.parameters
    if named in {(), ("case_id",)}:  # everything hangs on the first page, or on that of the file
        return {"read_case"} if named else set()
    before = {name for name, each in _READ.items() if each.parameters == named}
    return before | ({"read_case"} if "case_id" in named else set())


_READ = {
    name: each for name, each in OPERATIONS.items() if each.is_reading and name not in LEFT_OUT
}
