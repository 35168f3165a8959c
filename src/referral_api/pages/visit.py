"""A visit: somebody who has signed in asks for a page, which runs operations in one transaction."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import Request, Response

from referral_api.domain.access.ceilings import BACKGROUND_HOLDERS
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.network.sign_in.sessions.proving import check_fresh
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.errors import Forbidden, ServiceError
from referral_api.http.deadline import extend_deadline
from referral_api.http.denial_audit import record_apart, record_refusal
from referral_api.http.etags import make_etag
from referral_api.http.exception_handlers import note_refusal
from referral_api.http.idempotency import IdempotencyKey
from referral_api.http.process_context import ProcessContext
from referral_api.http.routing import scope_of
from referral_api.pages.context import PageContext as PageContext
from referral_api.pages.context import Returned as Returned
from referral_api.pages.forgery import BoundTo, MadeFor
from referral_api.pages.forms.reading import Fields
from referral_api.pages.names import OrganisationNames
from referral_api.pages.operation import Operation
from referral_api.pages.rendering import render
from referral_api.pages.sensitive import SENSITIVE_PERMISSIONS, is_sensitive
from referral_api.permissions import BackgroundPermission, Permission

# What only some types of organisation may ever do, whatever the role.
_HELD_BY: Mapping[Permission, frozenset[OrganisationType]] = {
    BackgroundPermission.READ: BACKGROUND_HOLDERS,
    BackgroundPermission.RECORD: BACKGROUND_HOLDERS,
}


@dataclass(slots=True)
class Visit:
    """One request for a page: who asks, in which language, and for which ids.

    ``sent`` is the form that was sent. ``host`` is the session of the browser, where a second
    person does this one act beside it. ``unproved`` says why a proof in the form was refused.
    """

    request: Request
    process: ProcessContext
    session: Session
    language: str
    ids: Mapping[str, str] = field(default_factory=dict)
    sent: Fields | None = None
    host: Session | None = None
    unproved: ServiceError | None = None

    @property
    def now(self) -> datetime:
        """The time of this page."""
        return datetime.now(UTC)

    def may(self, permission: Permission) -> bool:
        """Say whether a page offers this: to the roles of the visitor, in such an organisation."""
        actor = self.session.actor
        holders = _HELD_BY.get(permission)
        return actor.may(permission) and (holders is None or actor.organisation_type in holders)

    def check(self, operation: Operation) -> None:
        """Raise Forbidden if the visitor may not do this; the refusal names the permission."""
        self.request.scope["state"]["permission"] = operation.permission
        if not self.session.actor.may(operation.permission):
            raise Forbidden

    @property
    def is_fresh(self) -> bool:
        """Say whether the visitor has proved who it is lately enough for a sensitive act."""
        return self.session.is_fresh(self.process.settings.sign_in_limits, self.now)

    def check_fresh(self) -> None:
        """Raise ProofNeeded unless the last proof is young enough for a sensitive act."""
        check_fresh(self.session, self.process.settings.sign_in_limits, self.now)

    def check_proof(self, operation: Operation) -> None:
        """Raise what was wrong with the proof in the form, or ProofNeeded where none is enough."""
        if self.unproved is not None:
            raise self.unproved
        if is_sensitive(operation.name, self.sent):
            self.check_fresh()

    def check_act(self, permission: Permission) -> None:
        """Raise Forbidden without the permission of an act, and what is wrong with its proof."""
        self.request.scope["state"]["permission"] = permission
        if not self.may(permission):
            raise Forbidden
        if self.unproved is not None:
            raise self.unproved
        if permission in SENSITIVE_PERMISSIONS:
            self.check_fresh()

    async def record(self, refusal: ServiceError) -> None:
        """Record a refusal that a page tells, unless its transaction has."""
        await record_apart(self.request, refusal)
        note_refusal(self.request.scope, refusal)

    @asynccontextmanager
    async def open(
        self, operation: Operation, *, key: str | None = None, version: int | None = None,
        filters: tuple[Any, ...] = (),
    ) -> AsyncIterator[PageContext]:  # fmt: skip
        """Open a transaction as the operation's route does; Forbidden without its permission."""
        self.check(operation)
        self.check_proof(operation)
        permission, actor = operation.permission, self.session.actor
        bound = self._bind(key)
        database = self.process.database
        if operation.route.counts:
            database = self.process.figures
            extend_deadline(self.request.scope, 60.0)
        async with database.transaction(
            actor, scope_of(permission, actor),
            record_refusal=partial(record_refusal, self.request),
            with_begin=bound.claim if bound else None,
        ) as transaction:  # fmt: skip
            yield PageContext(
                self.request, permission, transaction, self.process, bound,
                None if version is None else make_etag(version),
                operation.route.location, filters, check_proof=self.check_proof,
            )  # fmt: skip

    @asynccontextmanager
    async def begin(
        self, permission: Permission, *, key: str | None = None
    ) -> AsyncIterator[PageContext]:
        """Open a transaction for an act that has no route of the API; Forbidden without it."""
        self.check_act(permission)
        bound = self._bind(key)
        async with self.process.database.transaction(
            self.session.actor, record_refusal=partial(record_refusal, self.request),
            with_begin=bound.claim if bound else None,
        ) as transaction:  # fmt: skip
            yield PageContext(self.request, permission, transaction, self.process, bound)

    def _bind(self, key: str | None) -> IdempotencyKey | None:
        """Bind the key of a form to who sends it, to the address, and to what the form says."""
        if key is None:
            return None
        said = self.sent.fingerprint if self.sent is not None else b""
        path: str = self.request.scope["path"]
        return IdempotencyKey.of(
            self.session.actor, key, self.process.known_secrets, b"POST", path.encode(), said
        )

    async def names(self, call: PageContext) -> Mapping[str, str]:
        """Return the names of organisations by id."""
        names: OrganisationNames = self.request.app.state.organisation_names
        return await names.read(call.transaction)

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Render a page for this visitor."""
        seen = self if self.host is None else replace(self, session=self.host, host=None)
        values |= {"visit": seen, "csrf": seen.form_token()}
        return Response(
            render(template, self.language, values), status, media_type="text/html; charset=utf-8"
        )

    def seal(self, path: str, values: Mapping[str, str]) -> str:
        """Seal what a search must not show in the address of a page."""
        sealed: str = self.request.app.state.query_seals.seal(str(self.session.id), path, values)
        return sealed

    def unseal(self, sealed: str) -> Mapping[str, str] | None:
        """Open what was sealed for this page and session; None if it was not."""
        path = self.request.url.path
        found: Mapping[str, str] | None = self.request.app.state.query_seals.open(
            str(self.session.id), path, sealed
        )
        return found

    def form_token(self) -> str:
        """Make the token that the forms of this page carry."""
        session = self.session
        token: str = self.request.app.state.form_tokens.make(
            BoundTo.SESSION, str(session.id), MadeFor(session.agent_id, session.device_id)
        )
        return token
