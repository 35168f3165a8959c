"""A real browser and the served app, in the event loop of the tests.

Without playwright or without Chromium these tests are skipped, which `make browser` does not allow.
"""

import asyncio
import importlib.util
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from tests.pages.browser.everyone import Everyone
from tests.pages.browser.people import PHONE, Browsers, settle
from tests.pages.browser.profiles import Profile
from tests.pages.browser.sizes import TABLE
from tests.support.world import World

# Chromium says nothing to anybody but us; as root it has no sandbox.
_ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def _lacking(what: str) -> None:
    """Skip, or fail where a browser was asked for."""
    if os.environ.get("BROWSER_REQUIRED"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is."""
    if os.environ.get("BROWSER_LATER"):
        _lacking("pages in a browser: `make browser` tries them")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        _lacking("no browser: install Chromium (`apt-get install chromium`), or name it: CHROMIUM=")
    return str(found)


@pytest.fixture(scope="session")
async def playwright(chromium: str) -> AsyncIterator[Any]:
    """What drives the browser."""
    assert chromium
    if importlib.util.find_spec("playwright") is None:
        _lacking("no playwright: `make browser` installs it")
    module = importlib.import_module("playwright.async_api")
    async with module.async_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
async def address(app: FastAPI) -> AsyncIterator[str]:
    """Where the app is served: cookies that are Secure are kept by a browser on localhost.

    The server ends with a file: other tests change what a loop that goes on depends on, as sleep.
    """
    taken = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, server_header=False)
    )
    served = asyncio.create_task(server.serve([taken]))
    await settle(lambda: server.started)
    yield f"http://localhost:{taken.getsockname()[1]}"
    server.should_exit = True
    await served
    taken.close()


@pytest.fixture(scope="module")
async def browsers(playwright: Any, chromium: str, address: str) -> AsyncIterator[Browsers]:
    """Browsers of people, each with cookies of its own."""
    driven = await playwright.chromium.launch(
        executable_path=chromium, args=[*_ARGUMENTS], chromium_sandbox=os.geteuid() != 0
    )
    yield Browsers(driven, address)
    await driven.close()


@pytest.fixture
async def profile(
    playwright: Any, chromium: str, address: str, script: bool
) -> AsyncIterator[Profile]:
    """A browser that keeps what it keeps, with its back-forward cache, as people have it."""
    folder = Path(tempfile.mkdtemp(prefix="profile-"))
    context = await playwright.chromium.launch_persistent_context(
        folder, executable_path=chromium, args=[*_ARGUMENTS], locale="fr-FR", viewport=PHONE,
        chromium_sandbox=os.geteuid() != 0, java_script_enabled=script,
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    yield await Profile.of(folder, context, address, has_script=script)
    await context.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def everyone(world: World) -> Everyone:
    """A case with something in every list, and an agent of each role."""
    return await Everyone.of(world)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how large the pages are."""
    for line in TABLE:
        terminalreporter.write_line(line)
