"""A walk over every kind of page: each reader has a browser, and all look at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import jinja2
import pytest

from referral_api.permissions import Role
from tests.pages.browser.everyone import Everyone
from tests.pages.browser.kinds import KINDS, Kind
from tests.pages.browser.people import Browsers, Person
from tests.pages.browser.sizes import TABLE, measure

NARROW = {"width": 320, "height": 640}
# What holds for every page: targets, names, widths, the focus. Nothing is pressed.
BY_EYE = """() => {
  const found = [], seen = {}, said = (each) => each.outerHTML.slice(0, 120);
  const all = (what) => [...document.querySelectorAll(what)].filter((each) =>
    each.checkVisibility() && !each.closest('.skip'));
  const controls = all('a[href], button, summary, select, textarea, input');
  for (const each of controls) {
    const target = each.closest('label.choice') || each, box = target.getBoundingClientRect();
    if (box.height < 43.9) found.push('low: ' + box.height + ' ' + said(each));
  }
  for (const each of controls) {
    each.focus({preventScroll: true});
    const style = getComputedStyle(each);
    if (document.activeElement !== each || each.tabIndex !== 0)
      found.push('no focus: ' + said(each));
    else if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 3)
      found.push('focus not seen: ' + said(each));
  }
  for (const each of all('main .rows a')) {
    const name = each.innerText.trim();
    if (name in seen && seen[name] !== each.href) found.push('same name: ' + name);
    seen[name] = each.href;
  }
  const wide = () => document.documentElement.scrollWidth;
  if (wide() > innerWidth) found.push('wide: ' + wide());
  document.documentElement.style.fontSize = '200%';
  if (wide() > innerWidth) found.push('wide at 200 %: ' + wide());
  document.documentElement.style.fontSize = '';
  const sheets = document.querySelectorAll('article').length || 1;  // of paper
  if (document.querySelectorAll('h1').length !== sheets) found.push('h1');
  return found;
}"""
# Where a system forces its colours, what is not bordered cannot be told from the page.
FORCED = """() => [...document.querySelectorAll(
  'button, .button, select, textarea, input:not([type=radio], [type=checkbox], [type=file])')]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).borderTopStyle === 'none')
  .map((each) => 'not seen in forced colours: ' + each.outerHTML.slice(0, 120))"""
_STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


class Walked:
    """What was wrong with each kind of page, and the templates that were rendered."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str]] = {}
        self.templates = set[str]()

    @classmethod
    async def of(cls, browsers: Browsers, everyone: Everyone) -> "Walked":
        """Let every reader look at its kinds of pages."""
        walked = cls()
        by_reader = groupby(sorted(KINDS, key=lambda kind: kind.reader), lambda kind: kind.reader)
        with _keep_names(walked.templates):
            await asyncio.gather(
                *[walked._walk(browsers, everyone, list(kinds)) for _, kinds in by_reader]
            )
        return walked

    async def _walk(self, browsers: Browsers, everyone: Everyone, kinds: list[Kind]) -> None:
        reader = kinds[0].reader
        cookie = await everyone.cookie(reader) if isinstance(reader, Role) else None
        async with browsers.of(cookie, size=NARROW, axe=True) as person:
            for kind in kinds:
                try:
                    self.faults[kind.name] = await _look(person, everyone, kind)
                except Exception as failed:  # noqa: BLE001 - the kinds that follow are looked at
                    self.faults[kind.name] = [f"{person.page.url}: {failed}"]


async def _look(person: Person, everyone: Everyone, kind: Kind) -> list[str]:
    if kind.place:
        await person.go(kind.address(everyone))
    if kind.step is not None:
        await kind.step(person, everyone)
    page = person.page
    status = await page.evaluate(_STATUS)
    faults = [] if status == kind.status else [f"{status}: {(await person.text())[:300]}"]
    found = await person.accessibility()
    faults += [*found["violations"], *await page.evaluate(BY_EYE)]
    await page.emulate_media(forced_colors="active")
    faults += await page.evaluate(FORCED)
    await page.emulate_media(forced_colors="none")
    own, whole = await measure(page, kind.name)
    TABLE.extend(f"{kind.name}: axe leaves open {each}" for each in found["incomplete"])
    if own > kind.most or whole > 60:
        faults.append(f"{own} kB by itself, {whole} kB in all")
    return faults


@contextmanager
def _keep_names(templates: set[str]) -> Iterator[None]:
    """Keep the names of the templates that are rendered, extended or included."""
    find = jinja2.Environment.get_template

    def keep(self: Any, name: Any, *more: Any) -> Any:
        templates.add(str(name))
        return find(self, name, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "get_template", keep)
        yield
