"""``make screens``: the screens of docs/fr/screens, from the demonstration, at 360 pixels.

All that stands on them is invented. Look at them before they are committed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from referral_api.demo.data import agent
from referral_api.demo.pins import organisation_of, pin_of, signs_in_by_pin

_ROOT = Path(__file__).parents[1]
_FOLDER = _ROOT / "docs" / "fr" / "screens"
_SIZE = {"width": 360, "height": 640}
_MOST = 60_000  # bytes of one screen
_OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its file, who looks, and at which page; the sign-in page without one."""

    file: str
    who: str
    page: str | None


SCREENS = (
    Screen("officer", "Awa", "/bureau/dossiers/nouveau"),
    Screen("shelter", "Fanta", "/bureau/demandes"),
    Screen("case-worker", "Kadi", "/bureau/dossiers"),
    Screen("magistrate", "Demba", "/bureau/passations"),
    Screen("coordinator", "Rokia", "/bureau"),
    Screen("auditor", "Tata", "/bureau/journal"),
    Screen("administrator", "Sekou", "/bureau/personnes"),
    Screen("committee", "Rokia", "/bureau/rubriques"),
    Screen("devices", "Coumba", None),
)


def main() -> None:
    """Take them all."""
    _FOLDER.mkdir(exist_ok=True)
    with _demonstration() as address, sync_playwright() as player:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = player.chromium.launch(executable_path=chromium, args=_OPTIONS)
        for screen in SCREENS:
            taken = _take(browser, address, screen)
            (_FOLDER / f"{screen.file}.png").write_bytes(taken)
            sys.stdout.write(f"{screen.file}: {len(taken):,} bytes\n")
            if len(taken) > _MOST:
                raise SystemExit(f"{screen.file} is larger than {_MOST:,} bytes.")
        browser.close()


def _take(browser: Browser, address: str, screen: Screen) -> bytes:
    context = browser.new_context(viewport=_SIZE, locale="fr-FR")
    page = context.new_page()
    _enter(page, address, screen)
    if screen.page is not None:
        page.goto(f"{address}{screen.page}")
    taken: bytes = page.screenshot()
    context.close()
    return taken


def _enter(page: Page, address: str, screen: Screen) -> None:
    human = agent(screen.who)
    page.goto(f"{address}/bureau/essai")
    if not signs_in_by_pin(human):
        page.click(f'button[value="{human.id}"]')
        return
    page.click(f'button[value="{organisation_of(human).key}"]')
    if screen.page is not None:
        page.check(f'input[value="{human.id}"]')
        page.fill("#pin", pin_of(human))
        page.click("button.main")


@contextmanager
def _demonstration() -> Iterator[str]:
    """Run the demonstration and play its story, so that there is something to see."""
    folder = tempfile.mkdtemp(prefix="referral-screens-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = os.environ | {"REFERRAL_DATA_DIR": folder, "PORT": port}
    command = [sys.executable, "-m", "referral_api.cli"]
    service = subprocess.Popen([*command, "run"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/health/ready")
        subprocess.run([*command, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield f"http://localhost:{port}"
    finally:
        service.terminate()
        service.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            httpx.get(address, timeout=2).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The demonstration did not start.")


if __name__ == "__main__":
    main()
