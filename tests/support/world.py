"""A small synthetic mechanism: organisations, agents of every role, and verbs for the tests."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID

import asyncpg
import httpx
from fastapi import FastAPI
from uuid_utils.compat import uuid7

from referral_api.http.process_context import ProcessContext
from referral_api.permissions import NATIONAL_HOME, ROLE_HOMES, Role
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE
from referral_api.security import issue_access_token


@dataclass
class TestOrganisation:
    """An organisation with one agent of each role in it; ``agent(Role.X)`` finds it."""

    __test__ = False

    id: UUID
    type: str
    agents: dict[Role, UUID] = field(default_factory=dict)

    def agent(self, role: Role) -> UUID:
        return self.agents[role]


class World:
    """Speaks to the app as any agent. ``police``, ``prosecutor``, ``shelter``, ``ngo``, ``health``,
    ``coordination`` and ``oversight`` are there from the start; ``stranger`` is another NGO.
    """

    police: TestOrganisation
    prosecutor: TestOrganisation
    shelter: TestOrganisation
    ngo: TestOrganisation
    health: TestOrganisation
    stranger: TestOrganisation
    coordination: TestOrganisation
    oversight: TestOrganisation
    second: UUID  # another administrator of the coordination

    def __init__(self, app: FastAPI, owner: asyncpg.Pool) -> None:
        self.app = app
        self.owner = owner
        self.process: ProcessContext = app.state.process
        self._tokens: dict[UUID, tuple[str, datetime]] = {}

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False),
            base_url="http://test",
        )
        for name, kind in [
            ("police", "police"), ("prosecutor", "prosecutor"), ("shelter", "shelter"),
            ("ngo", "ngo"), ("health", "health"), ("stranger", "ngo"),
            ("coordination", "coordination"), ("oversight", "oversight"),
        ]:  # fmt: skip
            setattr(self, name, await self.make_organisation(kind))
        self.second = await self.make_agent(self.coordination, Role.ADMINISTRATOR)
        await self.set_places(self.shelter, 1000)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def make_organisation(self, kind: str, roles: Iterable[Role] = Role) -> TestOrganisation:
        """Make an organisation of a type, with one agent of each role (but partner system)."""
        organisation = TestOrganisation(uuid7(), kind)
        await self.arrange(
            organisation.id,
            "INSERT INTO organisation (id, name, type, htcds_type, active, version)"
            " VALUES ($1, $2, $3, 'NGO', true, 1)",
            organisation.id, f"Organisation {secrets.token_hex(6)}", kind,
        )  # fmt: skip
        for role in roles:
            if role is not Role.PARTNER_SYSTEM:
                organisation.agents[role] = await self.make_agent(organisation, role)
        return organisation

    async def make_agent(self, organisation: TestOrganisation, *roles: Role) -> UUID:
        """Make one more agent of an organisation."""
        agent_id = uuid7()
        await self.arrange(
            agent_id,
            "INSERT INTO agent (id, organisation_id, name, roles, active, version)"
            " VALUES ($1, $2, 'Synthetic agent', $3, true, 1)",
            agent_id, organisation.id, [str(role) for role in roles],
        )  # fmt: skip
        if Role.ADMINISTRATOR in roles and organisation.type == NATIONAL_HOME:
            # Otherwise the first that a test lets sign in would act alone.
            await self.arrange(
                agent_id, "INSERT INTO administrator_sign_in (agent_id) VALUES ($1)", agent_id
            )
        return agent_id

    async def arrange(self, about: UUID, sql: str, *values: Any) -> None:
        """Change the network as the owner, with the event that its guard requires."""
        async with self.owner.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO audit_event (id, action, outcome, roles, subject, subject_id, salt)"
                " VALUES ($1, 'test:arrange', 'allowed', '{}', 'capacity', $2, '')",
                uuid7(), about,
            )  # fmt: skip
            await connection.execute(sql, *values)

    async def set_places(self, organisation: TestOrganisation, places: int) -> None:
        """Give an organisation so many free places."""
        await self.arrange(
            organisation.id,
            "INSERT INTO capacity (organisation_id, places, held, occupied, version)"
            " VALUES ($1, $2, 0, 0, 1) ON CONFLICT (organisation_id) DO UPDATE SET places = $2",
            organisation.id, places,
        )  # fmt: skip

    def seat(self, role: Role, organisation: TestOrganisation) -> TestOrganisation:
        """Find where an agent of this role sits: coordinators and auditors in their own house."""
        homes = {"coordination": self.coordination, "oversight": self.oversight}
        (home, *more) = ROLE_HOMES.get(role, {""})
        return organisation if more else homes.get(home, organisation)

    async def confirmed(self, row: dict[str, Any]) -> dict[str, Any]:
        """Let whoever may do it confirm what waits after a request of an administrator."""
        path = f"/v1/pending-changes/{row['pending_change_id']}"
        administrator = self.coordination.agent(Role.ADMINISTRATOR)
        change = await self.done(administrator, "GET", path)
        own = await self.owner.fetch(
            "SELECT id FROM agent WHERE organisation_id = $1 AND active"
            " AND 'administrator' = ANY (roles) AND id NOT IN ($2, $3) ORDER BY id",
            UUID(change["organisation_id"]), UUID(change["proposed_by_agent_id"]),
            UUID(change["subject_id"]),
        )  # fmt: skip
        second = own[0]["id"] if own else self.second
        return await self.done(second, "POST", f"{path}/confirm", version=change["version"])

    def token(self, agent_id: UUID, client_id: UUID | None = None) -> str:
        """Issue a token for an agent or a partner system, as the token endpoint does."""
        now = datetime.now(UTC)
        token, issued_at = self._tokens.get(agent_id, ("", datetime.min.replace(tzinfo=UTC)))
        # A run on a busy machine takes longer than a token lives.
        if now - issued_at > timedelta(minutes=5):
            settings = self.process.settings
            token = issue_access_token(
                self.process.signing_key, issuer=settings.public_url, audience=settings.public_url,
                subject=agent_id, client_id=client_id, lifetime=timedelta(minutes=15), now=now,
            )  # fmt: skip
            self._tokens[agent_id] = token, now
        return token

    async def call(
        self,
        agent_id: UUID | None,
        method: str,
        path: str,
        json: Any = None,
        *,
        version: int | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        repeat: str | None = None,
        **kwargs: Any,
    ) -> httpx.Response:
        """Send one request. ``agent_id`` None is anonymous. A POST gets a fresh key unless one is
        given; ``version`` becomes If-Match. The header ``repeat`` is sent twice. A body of bytes
        is sent as a workbook.
        """
        sent = dict(headers or {})
        if agent_id is not None:
            sent.setdefault("Authorization", f"Bearer {self.token(agent_id)}")
        if method == "POST":
            sent.setdefault("Idempotency-Key", key or secrets.token_hex(12))
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        if isinstance(json, bytes):
            sent.setdefault("Content-Type", MEDIA_TYPE)
            kwargs["content"] = json
        elif json is not None:
            kwargs["json"] = json
        lines = [*sent.items(), *([(repeat, sent[repeat])] if repeat else [])]
        return await self._http.request(method, path, headers=lines, **kwargs)

    async def done(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``call``, which must succeed; return the body of the response."""
        response = await self.call(*args, **kwargs)
        assert response.is_success, f"{response.status_code} {response.text}"
        content: dict[str, Any] = response.json()
        return content

    async def events(self, **where: Any) -> list[asyncpg.Record]:
        """Return the audit events with these columns, oldest first, as the owner sees them."""
        conditions = " AND ".join(f"{name} = ${n}" for n, name in enumerate(where, 1))
        return await self.owner.fetch(
            f"SELECT * FROM audit_event WHERE {conditions or 'true'} ORDER BY id", *where.values()
        )

    async def rewrite(self, table: str, row: dict[str, Any], **columns: Any) -> dict[str, Any]:
        """Change columns of a case-bound row past every rule but the database's own, as the
        owner, with the event that the guard requires; return the row.
        """
        case_id = UUID(row.get("case_id") or row["id"])
        changes = ", ".join(f"{name} = ${n}" for n, name in enumerate(columns, 2))
        async with self.owner.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id,"
                " salt) VALUES ($1, 'test:arrange', 'allowed', $2, '{}', $3, '')",
                uuid7(), self.police.id, case_id,
            )  # fmt: skip
            await connection.execute(
                f'UPDATE "{table}" SET {changes} WHERE id = $1', UUID(row["id"]), *columns.values()
            )
        return row | columns

    # -- the steps of the story, each by the agent that usually takes it -------------------------

    async def a_case(self, by: TestOrganisation | None = None, **fields: Any) -> dict[str, Any]:
        """Register a case, by a police first responder unless said otherwise."""
        body = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}
        agent = (by or self.police).agent(Role.FIRST_RESPONDER)
        return await self.done(agent, "POST", "/v1/cases", body | fields)

    async def an_identity(self, case_id: str, by: TestOrganisation | None = None) -> dict[str, Any]:
        """Record a synthetic identity for a case."""
        body = {"family_name": "Testova", "given_names": "Exemple"}
        agent = (by or self.police).agent(Role.FIRST_RESPONDER)
        return await self.done(agent, "PUT", f"/v1/cases/{case_id}/identity", body, version=0)

    async def a_consent(
        self, case_id: str, *recipients: TestOrganisation, by: TestOrganisation | None = None,
        ran_out: bool = False, **fields: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Record a consent that covers everything for these recipients, unless it has ``ran_out``
        since.
        """
        body = {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care", "referral_sharing", "justice"],
            "recipients": [str(recipient.id) for recipient in recipients],
            "sections": ["identity", "exploitation", "protection", "health", "justice"],
        }  # fmt: skip
        agent = (by or self.police).agent(Role.FIRST_RESPONDER)
        made = await self.done(agent, "POST", "/v1/consents", body | fields)
        if ran_out:
            past = datetime.now(UTC) - timedelta(minutes=1)
            await self.rewrite("consent", made, valid_until=past)
        return made

    async def a_referral(
        self, case_id: str | None = None, *, to: TestOrganisation | None = None,
        by: TestOrganisation | None = None, **fields: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Write a draft referral of a case to the shelter, with a consent."""
        receiver = to or self.shelter
        case_id = case_id or (await self.a_case(by))["id"]
        if "consent_id" not in fields:
            fields["consent_id"] = (await self.a_consent(case_id, receiver, by=by))["id"]
        body = {
            "case_id": case_id, "receiver_id": str(receiver.id), "service_type": "shelter",
            "priority": "urgent", "shared_sections": ["identity", "protection"],
        }  # fmt: skip
        sender = (by or self.police).agent(Role.FIRST_RESPONDER)
        return await self.done(sender, "POST", "/v1/referrals", body | fields)

    async def move(
        self, agent_id: UUID, resource: str, row: dict[str, Any], event: str, json: Any = None
    ) -> dict[str, Any]:
        """Make one transition of a referral, handoff or consent at its present version."""
        path = f"/v1/{resource}/{row['id']}/{event}"
        return await self.done(agent_id, "POST", path, json, version=row["version"])

    async def an_offer(
        self, case_id: str | None = None, *, kind: str = "investigation",
        to: TestOrganisation | None = None, by: TestOrganisation | None = None, **fields: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Offer a case to the prosecutor (or another), by a police supervisor, with a consent."""
        receiver = to or (self.prosecutor if kind == "investigation" else self.ngo)
        case_id = case_id or (await self.a_case(by))["id"]
        if "consent_id" not in fields:
            fields["consent_id"] = (await self.a_consent(case_id, receiver, by=by))["id"]
        body = {
            "case_id": case_id, "kind": kind, "to_id": str(receiver.id), "priority": "urgent",
            "reason": "jurisdiction",
        }  # fmt: skip
        supervisor = (by or self.police).agent(Role.SUPERVISOR)
        return await self.done(supervisor, "POST", "/v1/handoffs", body | fields)
