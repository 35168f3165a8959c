"""The stage: who asks the service for what, what it answers, and whether that was expected."""

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
# An id is told by its end: those made in the same second begin alike.
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{6}([0-9a-f]{6})")
_SHORT = r"…\1"

_TOKEN: Words = (
    "Le système de {short} prouve qui il est et demande un jeton pour {name}.",
    "The system of {short} proves itself and asks for a token for {name}.",
)
_EXPECTED: Words = (
    "L'histoire attendait {expected} et le service a répondu {status}.",
    "The story expected {expected} and the service answered {status}.",
)


class StoryBroken(Exception):
    """The service did not do what the story needs; what follows would make no sense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said, and of which version."""

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

    def say(self, words: Words, **facts: object) -> str:
        """Choose the language and fill in the facts."""
        return words[self._language].format(**facts)

    def title(self, words: Words) -> None:
        """Open a scene."""
        typer.secho(f"\n{self.say(words)}", bold=True)

    def tell(self, words: Words, **facts: object) -> None:
        """Say something that is no request."""
        typer.echo(f"     {self.say(words, **facts)}")

    def act(
        self,
        who: str,
        words: Words,
        method: str,
        path: str,
        content: object = None,
        *,
        etag: str | None = None,
        expect: int = 200,
    ) -> Answer:
        """Let an agent ask for something; StoryBroken unless the status is the expected one."""
        actor = agent(who)
        if who not in self._tokens:
            self._tokens[who] = self._get_token(actor)
        typer.echo(f"  {actor.name} ({organisation(actor.organisation).short}) {self.say(words)}")
        response = self._partners.call(self._tokens[who], method, path, content, etag)
        return self._check(response, method, path, expect)

    def move(self, who: str, words: Words, path: str, step: str, content: object = None) -> Answer:
        """Let an agent take a step on what stands at ``path``, on the version that she reads."""
        actor_token = self._tokens.get(who) or self._get_token(agent(who))
        self._tokens[who] = actor_token
        seen = self._partners.call(actor_token, "GET", path)
        etag = seen.headers.get("ETag")
        return self.act(who, words, "POST", f"{path}/{step}", content, etag=etag)

    def _get_token(self, actor: DemoAgent) -> str:
        short = organisation(actor.organisation).short
        typer.echo(f"  {self.say(_TOKEN, short=short, name=actor.name)}")
        response = self._partners.ask_for_token(actor)
        return str(self._check(response, "POST", "/oauth2/token", 200)["access_token"])

    def _check(self, response: httpx.Response, method: str, path: str, expect: int) -> Answer:
        self.requests += 1
        held = response.status_code == expect
        try:
            body = response.json()
        except ValueError:
            body = {}
        line = f"     {method} {_ID.sub(_SHORT, path)} → {response.status_code}"
        if response.is_error:
            line += f" {body.get('code', '')} « {body.get('title', '')} »"
        typer.secho(line, fg="cyan" if held else "red")
        if not held:
            raise StoryBroken(
                self.say(_EXPECTED, expected=expect, status=response.status_code)
            )
        return Answer(body, response.headers.get("ETag"))
