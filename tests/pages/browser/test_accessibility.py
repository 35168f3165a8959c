"""WCAG 2.2 AA as far as a machine can tell: every kind of page in every state."""

import json
from pathlib import Path
from typing import Any

import pytest

from referral_api import pages
from referral_api.pages import rendering
from referral_api.permissions import Role
from tests.pages.browser.everyone import Everyone
from tests.pages.browser.kinds import KINDS, Kind
from tests.pages.browser.people import AXE, Browsers, Person
from tests.pages.browser.walk import BY_EYE, FORCED, Walked

_TEMPLATES = Path(pages.__file__).parent / "templates"
# Shown in a demonstration alone; shown where the database does not answer.
_NOT_WALKED = {"sign_in/demo.html", "frame/send_again.html"}
# Read when the service starts, and then used by the pages of others.
_MACROS = set(rendering._MACROS.values()) | {"forms/token.html"}
# What has the focus, and whether it can be seen that it has.
_FOCUS = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  return {tag: each.tagName, name: each.name || '', value: each.value || '',
    text: each.innerText || '', href: each.getAttribute('href') || '',
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3};
}"""


@pytest.fixture(scope="module")
async def walked(browsers: Browsers, everyone: Everyone) -> Walked:
    return await Walked.of(browsers, everyone)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_page(walked: Walked, kind: Kind) -> None:
    assert walked.faults[kind.name] == []


def test_no_template_is_left_out(walked: Walked) -> None:
    """A page that is new needs a kind, for each state that it may be in."""
    written = {path.relative_to(_TEMPLATES).as_posix() for path in _TEMPLATES.rglob("*.html")}
    assert written - walked.templates - _MACROS == _NOT_WALKED


async def test_the_rules_are_really_tried(browsers: Browsers) -> None:
    async with browsers.of(None, axe=True) as person:
        await person.page.goto("about:blank")  # where no policy forbids what is wrong
        await person.page.set_content("<html><body><img src='data:,'><button></button></body>")
        found = await person.accessibility()
        names = {each.partition(":")[0] for each in found["violations"]}
        assert {"image-alt", "button-name", "html-has-lang"} <= names
        await person.page.set_content(
            "<h1>a</h1><a href='#' style='font-size:4rem'>abcdefghijk</a>"
            "<button style='height:20px;outline:0' tabindex='3'></button>"
        )
        found = await person.page.evaluate(BY_EYE)
        assert {each.partition(":")[0] for each in found} >= {"wide at 200 %", "low", "no focus"}
        await person.page.emulate_media(forced_colors="active")
        await person.page.set_content("<button style='border: 0'>a</button>")
        assert len(await person.page.evaluate(FORCED)) == 1
        person.complaints.clear()
        assert "axe" in AXE[:40]


async def _tab_to(person: Person, **wanted: str) -> dict[str, Any]:
    """Press Tab until something has the focus; every stop on the way must be seen."""
    for _ in range(200):
        await person.page.keyboard.press("Tab")
        focus: dict[str, Any] = await person.page.evaluate(_FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert focus["seen"], focus
        if all(focus[name] == value for name, value in wanted.items()):
            return focus
    raise AssertionError(wanted)


async def test_a_person_is_registered_by_keyboard_alone(
    browsers: Browsers, everyone: Everyone
) -> None:
    async with browsers.of(await everyone.cookie(Role.FIRST_RESPONDER)) as person:
        await person.go("/bureau/dossiers/nouveau")
        await _tab_to(person, href="#main")
        await person.page.keyboard.press("Enter")
        for name in ("sex", "age_band"):
            await _tab_to(person, name=name)
            await person.page.keyboard.press("Space")
            await person.page.keyboard.press("ArrowDown")
        await _tab_to(person, name="region")
        await person.page.keyboard.type("Kay")
        send = await person.page.inner_text("main button.main")
        async with person.page.expect_navigation():
            await person.page.keyboard.press("Enter")
            await _tab_to(person, tag="BUTTON", text=send)
            await person.page.keyboard.press("Enter")
        assert await person.page.locator(".done").count(), await person.wrong()


async def test_what_is_wrong_gets_the_focus_and_leads_to_the_field(
    browsers: Browsers, everyone: Everyone
) -> None:
    async with browsers.of(await everyone.cookie(Role.FIRST_RESPONDER)) as person:
        await person.go("/bureau/dossiers/nouveau")
        await person.send()
        assert await person.page.evaluate("document.activeElement.id") == "wrong"
        for link in await person.page.locator("#wrong li a").all():
            target = str(await link.get_attribute("href"))
            assert await person.page.locator(f"[id={json.dumps(target[1:])}]").count() == 1


async def test_forced_colours_leave_every_control_visible(
    browsers: Browsers, everyone: Everyone
) -> None:
    cookie = await everyone.cookie(Role.FIRST_RESPONDER)
    async with browsers.of(cookie, forced_colors="active", axe=True) as person:
        await person.go("/bureau/dossiers/nouveau")
        assert await person.page.evaluate(FORCED) == []
        await _tab_to(person, name="sex")
        assert (await person.accessibility())["violations"] == []


async def test_paper_shows_the_content_alone(browsers: Browsers, everyone: Everyone) -> None:
    async with browsers.of(await everyone.cookie(Role.FIRST_RESPONDER)) as person:
        await person.go(f"/bureau/dossiers/{everyone.case['id']}")
        await person.page.emulate_media(media="print")
        for screen_only in (".head", ".foot", ".acts"):
            assert not await person.page.locator(screen_only).first.is_visible()
        assert await person.page.locator("main dl.facts").first.is_visible()
