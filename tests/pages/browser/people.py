"""People at browsers: each has cookies of their own; what their browser complains of is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
AXE = Path(__file__).with_name("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false,
    resultTypes: ['violations', 'incomplete']});
  const told = (all) => all.map((each) => each.id + ': ' + each.nodes.slice(0, 3)
    .map((node) => node.html.slice(0, 160)).join(' | '));
  return {violations: told(found.violations), incomplete: told(found.incomplete)};
}"""
# Says how a field takes a value, if the page asks for it, and opens what is folded over it.
_FIND = """([name, value]) => {
  const named = [...document.querySelectorAll('main [name]')].filter((each) =>
    each.name === name && each.type !== 'hidden' && each.tagName !== 'BUTTON');
  const box = named.find((each) => /radio|checkbox/.test(each.type) && each.value === value);
  const found = box || named[0];
  if (!found) return 'is not asked for';
  let folded = found.parentElement;
  while ((folded = folded.closest('details:not([open])'))) folded.open = true;
  if (box) return box.checked ? 'is ticked' : 'tick';
  return found.tagName === 'SELECT' ? 'choose' : 'type';
}"""

# A form may ask in steps.
_MOST_STEPS = 3


async def _next_of(form: Any, answer: object) -> Any:
    """Return the button that goes on: the answer, sending at once, the main one, the only one."""
    for kind in (
        f"button[name=answer][value='{answer}']", "button[name=then][value=send]", "button.main",
    ):  # fmt: skip
        if await form.locator(kind).count():
            return form.locator(kind).last
    return form.locator("button:not([name])").last


async def settle(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - nobody tells it
            await asyncio.sleep(0.02)


@dataclass
class Person:
    """Somebody at a browser: ``page`` is what is before the eyes."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)
    _filled: str = ""  # the field that was filled last

    async def go(self, path: str) -> int:
        """Ask for a page; return its status."""
        answer = await self.page.goto(self.address + path)
        return int(answer.status)

    async def text(self) -> str:
        """Return what is read in the content of the page."""
        return str(await self.page.inner_text("main"))

    async def wrong(self) -> str:
        """Return what the page says is wrong."""
        return " ".join(await self.page.locator(".wrong").all_inner_texts())

    async def follow(self, path: str) -> None:
        """Press the first link that leads to an address, with or without a query."""
        await self._press(self.page.locator(f"a[href='{path}'], a[href^='{path}?']").first)

    async def act(self, name: str, ids: Mapping[str, Any], **fields: str | list[str]) -> None:
        """Do an operation from the page where it is offered: its button, or its form."""
        place = address_of(OPERATIONS[name], ids)
        if not await self._forms(place).count():
            await self.follow(place)
        for _ in range(_MOST_STEPS):
            await self.fill(**fields)
            await self._press(await _next_of(self._forms(place).first, fields.get("answer")))
            if await self.wrong() or not await self._forms(place).count():
                return

    async def press(self, button: str) -> None:
        """Press a button of the page by its name and value."""
        await self._press(self.page.locator(f"button[{button}]").first)

    async def send(self) -> None:
        """Press the main button: of the form that was filled, where the page has several."""
        filled = f"main form:has([name='{self._filled}']) button.main"
        buttons = self.page.locator(filled if self._filled else "main button.main")
        if not await buttons.count():
            buttons = self.page.locator("main button.main")
        self._filled = ""
        await self._press(buttons.last)

    async def send_to(self, address: str) -> None:
        """Press the button of a form that has one alone."""
        await self._press(self._forms(address).locator("button"))

    async def find(self) -> None:
        """Press the button that looks for a file by its code."""
        await self._press(self.page.locator(".by-code button"))

    async def fill(self, **fields: str | list[str]) -> None:
        """Fill fields of the form, as far as the page asks for them."""
        for name, values in fields.items():
            for value in values if isinstance(values, list) else [values]:
                await self._fill(name.replace("__", "."), value)
                self._filled = name.replace("__", ".")

    async def _fill(self, name: str, value: str) -> None:
        how = await self.page.evaluate(_FIND, [name, value])
        control = self.page.locator(f"main [name='{name}']:not([type=hidden], button)").first
        if how == "tick":
            box = f"input[name='{name}'][value='{value}']:not([type=hidden])"
            await self.page.locator(f"main label:has({box})").first.click()
        elif how == "choose":
            await control.select_option(value)
        elif how == "type":
            await control.fill(value)

    async def _press(self, what: Any) -> None:
        async with self.page.expect_navigation():
            await what.click()

    def _forms(self, place: str) -> Any:
        return self.page.locator(f"main form[method=post][action='{place}']")

    async def accessibility(self) -> dict[str, list[str]]:
        """Return what axe finds; the browser of the person must have been opened with it."""
        found: dict[str, list[str]] = await self.page.evaluate(_RUN_AXE, TAGS)
        return found


@dataclass
class Browsers:
    """Makes browsers of people."""

    driven: Any
    address: str

    @asynccontextmanager
    async def of(
        self, cookie: str | None, *, script: bool = True, size: dict[str, int] | None = None,
        axe: bool = False, **options: Any,
    ) -> AsyncIterator[Person]:  # fmt: skip
        """Open a browser with the cookie of a session; fail if it complained of anything.

        ``axe`` is put into its pages by the debugger, since the policy forbids scripts.
        """
        context = await self.driven.new_context(
            java_script_enabled=script, viewport=size or PHONE, locale="fr-FR", **options
        )
        if cookie is not None:
            await context.add_cookies([session_cookie(self.address, cookie)])
        context.set_default_timeout(10_000)
        if axe:
            await context.add_init_script(AXE)
        person = Person(await context.new_page(), self.address)
        listen(person)
        yield person
        await context.close()
        assert person.complaints == []


def session_cookie(address: str, cookie: str) -> dict[str, Any]:
    """Return the cookie of a session as the driver takes it."""
    return {
        "name": "__Host-seance", "value": cookie, "httpOnly": True, "sameSite": "Lax",
        "url": address.replace("http:", "https:"),
    }  # fmt: skip


def listen(person: Person) -> None:
    """Keep what the browser complains of: the policy, a script, a request elsewhere."""

    def said(message: Any) -> None:
        # A refusal is a page; that it is one is said by the browser as well.
        if message.type in {"error", "warning"} and "server responded with" not in message.text:
            person.complaints.append(message.text)

    def asked(request: Any) -> None:
        if not request.url.startswith((person.address, "blob:", "data:")):
            person.complaints.append(request.url)

    person.page.on("console", said)
    person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
    person.page.on("request", asked)
