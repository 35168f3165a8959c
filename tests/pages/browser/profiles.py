"""A browser that keeps what it keeps in a folder; the folder is searched when it is closed."""

import contextlib
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pages.browser.people import Person, listen

# Nothing is kept where a script keeps it, and no script reads a cookie.
_STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await caches.keys()).length, (await indexedDB.databases()).length]"""
_GIVES_AWAY = ("victim", "traite", "dossier ml-")


@dataclass
class Profile:
    """One browser with its folder. ``planted`` is all that was typed or shown and must not stay."""

    folder: Path
    context: Any
    person: Person
    has_script: bool
    planted: set[str] = field(default_factory=set)

    @classmethod
    async def of(cls, folder: Path, context: Any, address: str, *, has_script: bool) -> "Profile":
        """Take the first page of a browser."""
        context.set_default_timeout(10_000)
        person = Person(context.pages[0], address)
        listen(person)
        return cls(folder, context, person, has_script)

    def plant(self, words: Iterable[str]) -> None:
        """Note what is about to be typed, or is shown."""
        self.planted |= set(words) - {""}

    async def fill(self, **fields: str) -> None:
        """Type what must not stay."""
        self.plant(fields.values())
        await self.person.fill(**fields)

    async def shows_nothing(self) -> None:
        """Hold that the page before the eyes has nothing of what was planted."""
        whole = self.person.page.locator("html")
        content = await whole.evaluate("each => each.outerHTML")
        assert [word for word in self.planted if word in content] == []

    async def stores_nothing(self) -> None:
        """Hold that nothing is kept where scripts keep it."""
        if self.has_script:
            assert await self.person.page.evaluate(_STORED) == [0, 0, "", 0, 0]

    async def leave(self, how: str) -> None:
        """Change persons or hide, and go back: what was shown before is not shown again."""
        await self.person.press(f"value={how}")
        await self.back()

    async def back(self) -> None:
        """Go back to a page that was shown: the browser is asked who it is."""
        page = self.person.page
        await page.go_back(wait_until="commit")
        # After leaving, the page of sign-in; of a session that is locked, the same at its address.
        await page.wait_for_selector(
            "main [href^='/bureau/entrer'], main [action^='/bureau/entrer']"
        )
        await self.shows_nothing()

    async def back_to_an_answer(self) -> None:
        """Go back to the answer to a form: the browser would have to send the form once more."""
        with contextlib.suppress(Exception):  # it says so by a failure of its own
            await self.person.page.go_back(wait_until="commit")
        await self.person.page.wait_for_load_state()
        await self.shows_nothing()

    async def close(self) -> None:
        """Close the browser; hold that its folder has nothing of what was planted."""
        assert self.person.complaints == []
        await self.context.close()
        assert _found_in(self.folder, {"/bureau"})  # the search finds
        kept = _found_in(self.folder, self.planted)
        assert kept == [], kept
        assert _told_by_history(self.folder) == []
        assert _read(self.folder, "Login Data", "SELECT * FROM logins") == []

    def offers(self) -> list[str]:
        """Return the names for which the browser has offered to remember what opens a session."""
        rows = _read(self.folder, "Login Data", "SELECT username_value FROM stats")
        return [name for (name,) in rows]


def _found_in(folder: Path, words: set[str]) -> list[tuple[str, str]]:
    """Return which words are in which files of a folder, in either encoding, in any case."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            found += [(word, path.name) for word in words if _stands_in(content, word.lower())]
    return found


def _stands_in(content: bytes, word: str) -> bool:
    for encoding, digit in (("utf-8", rb"[0-9]"), ("utf-16-le", rb"[0-9]\x00")):
        sought = word.encode(encoding)
        if sought in content:
            # A short number may be a part of another by chance; a table has it twice in a row.
            alone = rb"(?<!%b)(?:%b)+(?!%b)" % (digit, re.escape(sought), digit)
            if not word.isdigit() or re.search(alone, content):
                return True
    return False


def _told_by_history(folder: Path) -> list[str]:
    """Return words of the titles and addresses that the browser remembers."""
    rows = _read(folder, "History", "SELECT url, title FROM urls")
    assert rows
    told = " ".join(f"{url} {title}" for url, title in rows).lower()
    return [word for word in _GIVES_AWAY if word in told]


def _read(folder: Path, name: str, question: str) -> list[Any]:
    """Ask one of the databases of a browser that is closed."""
    with contextlib.closing(sqlite3.connect(folder / "Default" / name)) as database:
        return database.execute(question).fetchall()
