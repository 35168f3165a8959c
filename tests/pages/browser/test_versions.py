"""The driver is made for a build of Chromium of its own; the system's must still understand it."""

from importlib.metadata import version

from tests.pages.browser.people import Browsers
from tests.pages.browser.sizes import TABLE


async def test_playwright_and_chromium_understand_each_other(
    browsers: Browsers, chromium: str
) -> None:
    """If this fails: pin another playwright in pyproject.toml, or install another Chromium."""
    number = f"{browsers.driven.version} ({chromium})"
    pair = f"playwright {version('playwright')} drives Chromium {number}"
    TABLE.append(pair)
    async with browsers.of(None) as person:
        await person.go("/bureau/entrer")
        assert await person.page.title(), pair
        assert await person.page.evaluate("1 + 1") == 2, pair
