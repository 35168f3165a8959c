"""The stage: sends the requests of the story and compares each response with the expected one."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
import typer

from referral_api.demo.client import Partners
from referral_api.demo.data import agent, organisation
from referral_api.domain.codelists.code import Code

# The same sentence in French and in English.
Words = tuple[str, str]
_LANGUAGES = ("fr", "en")
# An id is shown by its last digits: ids made in the same second begin alike.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{6}([0-9a-f]{6})")
_SHORT = r"…\1"

_TOKEN: Words = (
    "Le système « {short} » prouve qui il est et demande un jeton pour {name}.",
    "The system of {short} proves itself and asks for a token for {name}.",
)
_OWN_TOKEN: Words = (
    "Le système « {short} » prouve qui il est et demande un jeton pour lui-même.",
    "The system of {short} proves itself and asks for a token of its own.",
)
_SYSTEM: Words = ("Le système de {short} {said}", "The system of {short} {said}")
_PROGRESS: Words = ("{counted} chiffres comptés sur {of}.", "{counted} of {of} figures counted.")
_NOT_SO: Words = ("L'histoire attendait : {said}", "The story expected: {said}")
_NOT_IN_TIME: Words = (
    "L'histoire a attendu {seconds} secondes en vain.",
    "The story waited {seconds} seconds in vain.",
)
_PAUSE = 0.5  # seconds between two looks
_EXPECTED: Words = (
    "L'histoire attendait {expected} et le système a répondu {status}.",
    "The story expected {expected} and the system replied {status}.",
)


class StoryBroken(Exception):
    """An unexpected response: the story cannot go on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a response, and its ETag."""

    body: Any
    etag: str | None

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


class Stage:
    """Plays one request after the other, and counts them."""

    def __init__(self, partners: Partners, language: str) -> None:
        self._partners = partners
        self._language = _LANGUAGES.index(language)
        self._tokens: dict[str, str] = {}
        self.requests = 0

    def close(self) -> None:
        """Close the connections of its partners."""
        self._partners.close()

    def say(self, words: Words, **facts: object) -> str:
        """Return the text in the chosen language, with the facts filled in."""
        return words[self._language].format(**facts)

    def label(self, code: Code) -> str:
        """Return the label of a code in the chosen language."""
        return (code.fr, code.en)[self._language]

    def title(self, words: Words) -> None:
        """Print the title of a scene."""
        typer.secho(f"\n{self.say(words)}", bold=True)

    def tell(self, words: Words, **facts: object) -> None:
        """Print a remark that belongs to no request."""
        typer.echo(f"     {self.say(words, **facts)}")

    def act(
        self,
        name: str,
        words: Words,
        method: str,
        path: str,
        content: object = None,
        *,
        etag: str | None = None,
        expect: int = 200,
    ) -> Answer:
        """Send a request of an agent; StoryBroken unless the status is the expected one."""
        self._announce(name, words)
        return self._ask(name, method, path, content, etag, expect)

    def act_as_system(
        self, key: str, words: Words, method: str, path: str, content: object = None, *,
        etag: str | None = None, expect: int = 200,
    ) -> Answer:  # fmt: skip
        """Send a request of the partner system of an organisation, as ``act`` does."""
        body = organisation(key)
        if key not in self._tokens:
            typer.echo(f"  {self.say(_OWN_TOKEN, short=body.short)}")
            answer = self._partners.ask_for_own_token(body)
            self._tokens[key] = self._check(answer, "POST", "/oauth2/token", 200)["access_token"]
        typer.echo(f"  {self.say(_SYSTEM, short=body.short, said=self.say(words))}")
        return self._ask(key, method, path, content, etag, expect)

    def expect(self, words: Words, holds: bool) -> None:  # noqa: FBT001 - as an assertion
        """Tell what must be so; StoryBroken if it is not."""
        if not holds:
            raise StoryBroken(self.say(_NOT_SO, said=self.say(words)))
        self.tell(words)

    def move_in_vain(
        self, name: str, words: Words, path: str, step: str, content: object = None, *, expect: int
    ) -> Answer:
        """Let an agent take a step, as ``move`` does, that must be refused so."""
        self._announce(name, words)
        seen = self._ask(name, "GET", path)
        return self._ask(name, "POST", f"{path}/{step}", content, seen.etag, expect)

    def move(self, name: str, words: Words, path: str, step: str, content: object = None) -> Answer:
        """Let an agent read the resource at ``path`` and take a step on the version it has."""
        self._announce(name, words)
        seen = self._ask(name, "GET", path)
        return self._ask(name, "POST", f"{path}/{step}", content, seen.etag)

    def wait_for(
        self, name: str, words: Words, path: str, holds: Callable[[Answer], bool], seconds: float
    ) -> Answer:
        """Let an agent read until something is true of what it reads; StoryBroken after a while."""
        self._announce(name, words)
        until = time.monotonic() + seconds
        while True:
            response = self._partners.call(self._tokens[name], "GET", path)
            if response.is_error or holds(Answer(response.json(), None)):
                return self._check(response, "GET", path, 200)
            if time.monotonic() > until:
                raise StoryBroken(self.say(_NOT_IN_TIME, seconds=f"{seconds:.0f}"))
            time.sleep(_PAUSE)

    def fetch(self, name: str, words: Words, path: str, media_type: str) -> httpx.Response:
        """Let an agent ask for a file, again and again while it is still in the making."""
        self._announce(name, words)
        while True:
            response = self._partners.call(self._tokens[name], "GET", path, accept=media_type)
            if response.status_code != HTTPStatus.ACCEPTED:
                self._check(response, "GET", path, 200)
                return response
            told = self._check(response, "GET", path, 202)
            self.tell(_PROGRESS, counted=told["counted"], of=told["of"])
            path = response.headers["Location"]
            time.sleep(int(response.headers["Retry-After"]))

    def _announce(self, name: str, words: Words) -> None:
        actor = agent(name)
        short = organisation(actor.organisation).short
        if name not in self._tokens:
            typer.echo(f"  {self.say(_TOKEN, short=short, name=actor.name)}")
            response = self._partners.ask_for_token(actor)
            answer = self._check(response, "POST", "/oauth2/token", 200)
            self._tokens[name] = answer["access_token"]
        typer.echo(f"  {actor.name} ({short}) {self.say(words)}")

    def _ask(
        self, name: str, method: str, path: str, content: object = None, etag: str | None = None,
        expect: int = 200,
    ) -> Answer:  # fmt: skip
        response = self._partners.call(self._tokens[name], method, path, content, etag)
        return self._check(response, method, path, expect)

    def _check(self, response: httpx.Response, method: str, path: str, expect: int) -> Answer:
        self.requests += 1
        expected = response.status_code == expect
        try:
            body = response.json()
        except ValueError:
            body = {}
        line = f"     {method} {_ID.sub(_SHORT, path)} → {response.status_code}"
        if response.is_error:
            line += f" {body.get('code', '')} « {body.get('title', '')} »"
        typer.secho(line, fg="cyan" if expected else "red")
        if not expected:
            raise StoryBroken(self.say(_EXPECTED, expected=expect, status=response.status_code))
        return Answer(body, response.headers.get("ETag"))
