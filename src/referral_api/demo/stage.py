"""The stage: who says what to the service, what it answers, and whether that was expected."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
import typer

from referral_api.demo.client import Partners
from referral_api.demo.data import DemoAgent, agent, organisation

# The same sentence in French and in English.
Words = tuple[str, str]
_LANGUAGES = ("fr", "en")
_UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f-]{22}")

_ASKS: Words = ("{system} demande un jeton pour {name}.", "{system} asks for a token for {name}.")
_EXPECTED: Words = ("attendu : {status}", "expected: {status}")


class StoryBroken(Exception):
    """The service did not do what the story needs; what follows makes no sense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said."""

    body: Any
    etag: str | None

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


class Stage:
    """Plays one step after the other and counts them."""

    def __init__(self, partners: Partners, language: str) -> None:
        self._partners = partners
        self._language = _LANGUAGES.index(language)
        self._tokens: dict[str, str] = {}
        self.steps = 0

    def say(self, words: Words, **facts: object) -> str:
        """Choose the language and fill in the facts."""
        return words[self._language].format(**facts)

    def title(self, words: Words) -> None:
        """Open a scene."""
        typer.secho(f"\n{self.say(words)}", bold=True)

    def tell(self, words: Words, **facts: object) -> None:
        """Say something that is no request."""
        typer.echo(f"    {self.say(words, **facts)}")

    def act(
        self,
        who: str,
        method: str,
        path: str,
        words: Words,
        *,
        expect: int = 200,
        content: object = None,
        etag: str | None = None,
    ) -> Answer:
        """Let an agent ask for something; StoryBroken unless the status is the expected one."""
        actor = agent(who)
        token = self._token(actor)
        typer.echo(f"  {_signature(actor)} {self.say(words)}")
        response = self._partners.call(token, method, path, content, etag)
        return self._check(response, method, path, expect)

    def _token(self, actor: DemoAgent) -> str:
        if actor.name not in self._tokens:
            system = organisation(actor.organisation).key
            typer.echo(f"  [{system}] {self.say(_ASKS, system='Le système' if not self._language else 'The system', name=actor.name)}")
            response = self._partners.ask_for_token(actor)
            self._tokens[actor.name] = self._check(response, "POST", "/oauth2/token", 200)["access_token"]
        return self._tokens[actor.name]

    def _check(self, response: httpx.Response, method: str, path: str, expect: int) -> Answer:
        self.steps += 1
        held = response.status_code == expect
        line = f"      {method} {_UUID.sub(r'\\1…', path)} → {response.status_code}"
        try:
            body = response.json()
        except ValueError:
            body = {}
        if response.is_error:
            line += f" {body.get('code', '')}: {body.get('title', '')}"
        typer.secho(line, fg="cyan" if held else "red")
        if not held:
            raise StoryBroken(self.say(_EXPECTED, status=expect))
        return Answer(body, response.headers.get("ETag"))


def _signature(actor: DemoAgent) -> str:
    return f"{actor.name} ({actor.organisation})"
