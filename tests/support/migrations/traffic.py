"""What agents go on asking of the version before while its database is migrated."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx

_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}


class Traffic:
    """Reads, registrations, acceptances and follows, one after the other, until it is ended."""

    def __init__(self, address: str, tokens: dict[str, str], organisations: dict[str, str]) -> None:
        self._http = httpx.AsyncClient(base_url=address, timeout=15, trust_env=False)
        self._tokens = tokens
        self._organisations = organisations
        self._tasks: list[asyncio.Task[None]] = []
        self._cursors: dict[str, str] = {}
        self.rounds: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()
        self.failures: list[str] = []
        self.followed = 0

    async def __aenter__(self) -> Self:
        return self

    async def begin(self) -> None:
        """Ask all the time from now on."""
        self._case = await self._register()
        for work in (self._read, self._register, self._accept, self._follow):
            self._tasks.append(asyncio.create_task(self._again_and_again(work)))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self._http.aclose()

    async def fill(self) -> None:
        """Make what the story of the demonstration leaves out."""
        referral = await self._accept()
        await self._ask("Issa", "POST", "/v1/handoff-requests", {
            "case_id": referral["case_id"], "kind": "protection", "reason": "specialised_care",
        })  # fmt: skip
        await self._ask("Sekou", "POST", "/v1/agents", {
            "organisation_id": self._organisations["enda"], "name": "Agente Fictive",
            "roles": ["case_worker"],
            "subjects": [{"issuer": "https://issuer.example", "subject": uuid.uuid4().hex}],
        })  # fmt: skip
        assert not self.failures, self.failures

    async def whole_rounds(self, times: int = 1) -> None:
        """Wait until each has been asked so often, from beginning to end, from now on."""
        # The round that is under way began before now: it does not count.
        wanted = {name: self.rounds[name] + times + 1 for name in self._names()}
        while not self.failures and any(self.rounds[name] < n for name, n in wanted.items()):
            assert not any(task.done() for task in self._tasks)
            await asyncio.sleep(0.01)

    def _names(self) -> list[str]:
        return [work.__name__ for work in (self._read, self._register, self._accept, self._follow)]

    async def _again_and_again(self, work: Callable[[], Awaitable[Any]]) -> None:
        while True:
            try:
                await work()
            except (httpx.HTTPError, KeyError) as failure:
                self.failures.append(f"{work.__name__}: {failure!r}")
            self.rounds[work.__name__] += 1
            await asyncio.sleep(0.01)

    async def _ask(
        self, who: str, method: str, path: str, body: Any = None, version: int | None = None
    ) -> dict[str, Any]:
        """Ask, and note down whatever is no success."""
        headers = {"Authorization": f"Bearer {self._tokens[who]}"}
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = await self._http.request(method, path, json=body, headers=headers)
        self.answers[answer.status_code] += 1
        if not answer.is_success:
            self.failures.append(f"{method} {path}: {answer.status_code} {answer.text}")
        told: dict[str, Any] = answer.json()
        return told

    async def _register(self) -> str:
        return str((await self._ask("Awa", "POST", "/v1/cases", _CASE))["id"])

    async def _read(self) -> None:
        await self._ask("Awa", "GET", f"/v1/cases/{self._case}")
        await self._ask("Awa", "GET", "/v1/cases?limit=5")

    async def _accept(self) -> dict[str, Any]:
        """A case of its own, a consent, a referral: sent, acknowledged and accepted."""
        case_id, receiver = await self._register(), self._organisations["enda"]
        consent = await self._ask("Awa", "POST", "/v1/consents", {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care", "referral_sharing"], "recipients": [receiver],
            "sections": ["identity", "protection"],
        })  # fmt: skip
        referral = await self._ask("Awa", "POST", "/v1/referrals", {
            "case_id": case_id, "receiver_id": receiver, "service_type": "psychosocial_support",
            "priority": "urgent", "shared_sections": ["identity", "protection"],
            "consent_id": consent["id"],
        })  # fmt: skip
        for who, step, body in (
            ("Awa", "send", None), ("Issa", "acknowledge", None), ("Issa", "accept", {}),
        ):  # fmt: skip
            path = f"/v1/referrals/{referral['id']}/{step}"
            referral = await self._ask(who, "POST", path, body, version=referral["version"])
        return referral

    async def _follow(self) -> None:
        for who in ("Coumba", "Issa"):
            cursor = f"?cursor={self._cursors[who]}" if who in self._cursors else ""
            told = await self._ask(who, "GET", f"/v1/outgoing-events{cursor}")
            self._cursors[who] = told["next_cursor"]
            self.followed += len(told["items"])
