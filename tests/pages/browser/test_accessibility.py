"""WCAG 2.2 AA as far as a machine can tell: every kind of page in every state."""

import json
from typing import Any

import pytest

from referral_api.permissions import Role
from tests.pages.browser.everyone import Everyone
from tests.pages.browser.kinds import KINDS, Kind
from tests.pages.browser.people import AXE, Browsers, Person
from tests.pages.browser.sizes import TABLE, measure

NARROW = {"width": 320, "height": 640}
_BY_EYE = """() => {
  const seen = {}, found = [];
  const shown = (each) => each.getBoundingClientRect().width && !each.closest('.skip');
  const controls = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  for (const each of document.querySelectorAll(controls)) {
    const target = each.closest('label.choice') || each, box = target.getBoundingClientRect();
    if (shown(each) && box.height < 43.9)
      found.push('low: ' + box.height + ' ' + each.outerHTML.slice(0, 120));
  }
  for (const each of document.querySelectorAll('main .rows a')) {
    const name = each.innerText.trim();
    if (name in seen && seen[name] !== each.href) found.push('same name: ' + name);
    seen[name] = each.href;
  }
  const wide = () => document.documentElement.scrollWidth;
  if (wide() > innerWidth) found.push('wide: ' + wide());
  document.documentElement.style.fontSize = '200%';
  if (wide() > innerWidth) found.push('wide at 200 %: ' + wide());
  document.documentElement.style.fontSize = '';
  if (document.querySelectorAll('h1').length !== 1) found.push('h1');
  return found;
}"""
# What has the focus, and whether it can be seen that it has.
_FOCUS = """() => {
  const each = document.activeElement, style = getComputedStyle(each);
  return {tag: each.tagName, name: each.name || '', value: each.value || '',
    text: each.innerText || '', href: each.getAttribute('href') || '',
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3};
}"""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
async def test_every_kind_of_page(browsers: Browsers, everyone: Everyone, kind: Kind) -> None:
    cookie = kind.role and await everyone.cookie(kind.role)
    async with browsers.of(cookie, size=NARROW) as person:
        assert await person.go(kind.address(everyone)) == kind.status
        if kind.step is not None:
            await kind.step(person, everyone)
        found = await person.accessibility()
        assert found["violations"] == []
        TABLE.extend(f"{kind.name}: axe leaves open {each}" for each in found["incomplete"])
        assert await person.page.evaluate(_BY_EYE) == []
        own, whole = await measure(person.page, kind.name)
        assert own <= kind.most
        assert whole <= 60


async def test_the_rules_are_really_tried(browsers: Browsers) -> None:
    async with browsers.of(None) as person:
        await person.page.set_content("<html><body><img src='data:,'><button></button></body>")
        found = await person.accessibility()
        names = {each.partition(":")[0] for each in found["violations"]}
        assert {"image-alt", "button-name", "html-has-lang"} <= names
        await person.page.set_content(
            "<h1>a</h1><a href='#' style='font-size:4rem'>abcdefghijk</a>"
        )
        assert any(each.startswith("wide") for each in await person.page.evaluate(_BY_EYE))
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
        async with person.page.expect_navigation():
            await person.page.keyboard.press("Enter")
            await _tab_to(person, tag="BUTTON")
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
    async with browsers.of(cookie, forced_colors="active") as person:
        await person.go("/bureau/dossiers/nouveau")
        bare = await person.page.evaluate("""() => [...document.querySelectorAll(
            'button, .button, select, textarea, input[type=text]')].filter((each) =>
            getComputedStyle(each).borderTopStyle === 'none').map((each) => each.outerHTML)""")
        assert bare == []
        await _tab_to(person, name="sex")
        assert (await person.accessibility())["violations"] == []


async def test_paper_shows_the_content_alone(browsers: Browsers, everyone: Everyone) -> None:
    async with browsers.of(await everyone.cookie(Role.FIRST_RESPONDER)) as person:
        await person.go(f"/bureau/dossiers/{everyone.case['id']}")
        await person.page.emulate_media(media="print")
        for screen_only in (".head", ".foot", ".acts"):
            assert not await person.page.locator(screen_only).first.is_visible()
        assert await person.page.locator("main dl.facts").first.is_visible()
