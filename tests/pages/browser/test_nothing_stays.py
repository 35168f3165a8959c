"""After somebody has left, nothing of a person is found in the browser, however it is searched."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.pages.browser.people import Person, listen, session_cookie
from tests.support.visitors import open_session
from tests.support.world import World

_STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie,
  (await caches.keys()).length, (await indexedDB.databases()).length]"""
# Typed and shown, typed and refused, typed and left: by field of the form of an identity.
_FIELDS = (
    "family_name", "given_names", "other_names", "birth_place", "phones", "emails", "address",
    "contact_instructions",
)  # fmt: skip


def _planted(number: int) -> dict[str, str]:
    """Return what is typed into the form: no word of it stands anywhere else."""
    words = {name: f"Zq{name[0]}{number}{name[-3:].replace('_', 'x')}wyx" for name in _FIELDS}
    words["phones"] = f"+2237{number}418293"
    words["emails"] = f"zqm{number}wyx@exemple.ml"
    return words


@pytest.mark.parametrize("ends", ["switch", "idle"])
@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
async def test_nothing_of_a_person_stays_in_the_browser(
    world: World, address: str, profile: tuple[Any, Path], *, script: bool, ends: str
) -> None:
    open_profile, folder = profile
    cookie = await open_session(world, world.police.agent(Role.FIRST_RESPONDER))
    cases = [await world.a_case() for _ in range(3)]
    texts = [_planted(number) for number in range(4)]
    words = [case["code"] for case in cases] + [text for each in texts for text in each.values()]
    assert len(set(words)) >= 30

    context = await open_profile(script=script)
    await context.add_cookies([session_cookie(address, cookie)])
    person = Person(context.pages[0], address)
    listen(person)
    await person.go("/bureau")
    for case, typed in zip(cases, texts, strict=False):
        await _type(person, case, typed)
        if case is not cases[2]:
            await person.send()
            assert not await person.wrong()
            await person.go(f"/bureau/dossiers/{case['id']}/fiche")
            assert typed["family_name"] in await person.text()
    # Refused with what was typed, and left without a word.
    await person.fill(emails="no address", birth_date__d="77")
    await person.send()
    await person.fill(**texts[3])
    await person.go(f"/bureau/dossiers/{cases[0]['id']}/fiche")
    assert texts[0]["phones"] in (await person.page.content()).replace("\u202f", "")
    if script:
        assert await person.page.evaluate(_STORED) == [0, 0, "", 0, 0]

    if ends == "switch":
        await person.press("value=switch")
        assert "/bureau/entrer" in person.page.url
        await person.page.go_back(wait_until="commit")
    else:
        await _be_idle(world, world.police.agent(Role.FIRST_RESPONDER))
        await person.page.goto("about:blank")
        await person.page.go_back(wait_until="commit")
    # After a switch the page of sign-in; of a session that is locked, the same at its own address.
    await person.page.wait_for_selector(
        "main [href^='/bureau/entrer'], main [action^='/bureau/entrer']"
    )
    shown = await person.page.content()
    assert [word for word in words if word in shown] == []
    assert person.complaints == []
    await context.close()

    assert _found_in(folder, ["/bureau"]) == {"/bureau"}  # the search finds
    assert _found_in(folder, words) == set()
    assert not {"victim", "traite", "dossier ml-"} & _told_by_history(folder)


async def _type(person: Person, case: dict[str, Any], typed: dict[str, str]) -> None:
    await person.go(f"/bureau/dossiers/{case['id']}")
    link = person.page.locator("main a[href^='/bureau/f/']", has_text="l'identité").first
    async with person.page.expect_navigation():
        await link.click()
    await person.fill(**typed)


async def _be_idle(world: World, agent_id: UUID) -> None:
    ids = await world.owner.fetch("SELECT id FROM agent_session WHERE agent_id = $1", agent_id)
    for row in ids:
        await world.arrange(
            row["id"],
            "UPDATE agent_session SET locks_at = now() - interval '1 minute' WHERE id = $1",
            row["id"],
        )
        world.process.sessions.forget(row["id"])


def _found_in(folder: Path, words: list[str]) -> set[str]:
    """Return which words are in any file of a folder, in either encoding, in any case."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            for word in words:
                if any(word.lower().encode(how) in content for how in ("utf-8", "utf-16-le")):
                    found.add(word)
    return found


def _told_by_history(folder: Path) -> set[str]:
    """Return words of the titles and addresses that the browser remembers."""
    copy = folder / "history.copy"
    shutil.copy(folder / "Default" / "History", copy)
    with sqlite3.connect(copy) as history:
        rows = history.execute("SELECT url, title FROM urls").fetchall()
    history.close()
    assert rows
    told = " ".join(f"{url} {title}" for url, title in rows).lower()
    return {word for word in ("victim", "traite", "dossier ml-") if word in told}
