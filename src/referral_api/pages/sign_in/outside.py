"""Signing in by an outside issuer: a link there, the way back, and what the issuer ends.

It begins by a link and not by a form: our forms go to us alone.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.outside import (
    end_by_issuer,
    find_outside_agent,
    name_sid,
    name_subject,
)
from referral_api.domain.network.sign_in.sessions.opening import begin_sign_in, take_sign_in
from referral_api.errors import NotFound, SignInRefused
from referral_api.http.denial_audit import record_sign_in_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.gate import refuse_prefetch
from referral_api.pages.headers import drop_cookie, set_cookie
from referral_api.pages.route import read_fields
from referral_api.pages.sign_in.before import show_before
from referral_api.pages.sign_in.letting_in import Proved, open_after_proof
from referral_api.permissions import SessionPermission
from referral_api.security.key_ring import Secrets
from referral_api.security.openid_client import Begun, OpenidClient
from referral_api.security.tokens import Untrusted
from referral_api.security.vault import open_by_age, seal
from referral_api.settings import Settings

START, BACK = f"{PREFIX}/entrer/compte", f"{PREFIX}/entrer/retour"
LOGOUT = f"{PREFIX}/issuer/logout"
STARTED = "__Host-depart"
_PURPOSE, _WAITS = "outside", "outside-waits"


class Issuers:
    """The issuers by which people sign in, and what is sealed until they come back."""

    def __init__(self, clients: Iterable[OpenidClient], secrets: Secrets) -> None:
        self.clients = tuple(clients)
        self._secrets = secrets.derive(b"outside-sign-in")

    @classmethod
    def of(cls, settings: Settings, secrets: Secrets) -> "Issuers":
        """Build them from the settings."""
        back = f"{settings.public_url}{BACK}"
        return cls(
            (OpenidClient(each, back) for each in settings.outside_issuers if each.sign_in),
            secrets,
        )

    async def keep(self, process: ProcessContext, purpose: str, content: object) -> str:
        """Keep something sealed, to be taken once."""
        sealed = seal(self._secrets.in_use, purpose, json.dumps(content).encode())
        async with process.database.transaction(NOBODY, "system") as transaction:
            return await begin_sign_in(transaction, process.settings.sign_in_limits, sealed)

    async def take(self, process: ProcessContext, purpose: str, cookie: str) -> Any:
        """Take what was kept; None if it is too old, or was taken before."""
        async with process.database.transaction(NOBODY, "system") as transaction:
            taken = await take_sign_in(transaction, cookie)
        whole = open_by_age(self._secrets, purpose, taken) if taken else None
        return None if whole is None else json.loads(whole)


def issuers_of(request: Request) -> set[str]:
    """Return the names of the issuers by which people sign in."""
    issuers: Issuers = request.app.state.issuers
    return {client.trusted.issuer for client in issuers.clients}


async def links_to_issuers(request: Request, process: ProcessContext, kept: str) -> list[str]:
    """Return the links by which one signs in outside; with what waits for the proof kept here."""
    issuers: Issuers = request.app.state.issuers
    waits = ""
    if kept and issuers.clients:
        waits = "&waits=" + await issuers.keep(process, _WAITS, kept)
    return [f"{START}?number={number}{waits}" for number in range(len(issuers.clients))]


async def start_outside(request: Request, process: ProcessContext, language: str) -> Response:
    """Lead to the issuer."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = SessionPermission.OPEN
    issuers: Issuers = request.app.state.issuers
    number = request.query_params.get("number", "0")
    if request.method != "GET" or number not in map(str, range(len(issuers.clients))):
        raise NotFound
    waits, kept = request.query_params.get("waits", ""), ""
    if waits:
        kept = await issuers.take(process, _WAITS, waits)
        if not kept:  # what waited is gone: it is not to be lost without a word
            return show_before(request, "sign_in/outside_refused.html", language, 410, why="late")
    begun, clock = Begun.new(), process.settings.sign_in_limits.way(SignInWay.ISSUER)
    place = await issuers.clients[int(number)].begin(begun, clock.fresh)
    whole = [int(number), begun.state, begun.nonce, begun.verifier, kept]
    response = RedirectResponse(place, 303)
    # Lax: the issuer sends the browser back by a link.
    set_cookie(response, STARTED, await issuers.keep(process, _PURPOSE, whole))
    return response


async def come_back(request: Request, process: ProcessContext, language: str) -> Response:
    """Take the issuer's answer, once, and let in whom it means."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = SessionPermission.OPEN
    if request.method != "GET":
        raise HTTPException(405)
    issuers: Issuers = request.app.state.issuers
    whole = await issuers.take(process, _PURPOSE, request.cookies.get(STARTED, ""))
    try:
        response = await _let_in(request, process, issuers, whole)
    except SignInRefused as refused:
        await record_sign_in_refusal(request, refused)
        response = show_before(
            request, "sign_in/outside_refused.html", language, 401, why=refused.reason
        )
    drop_cookie(response, STARTED)
    return response


async def _let_in(
    request: Request, process: ProcessContext, issuers: Issuers, whole: Any
) -> Response:
    answer: Mapping[str, str] = request.query_params
    clock = process.settings.sign_in_limits.way(SignInWay.ISSUER)
    try:
        if whole is None or whole[0] >= len(issuers.clients):
            raise Untrusted
        number, state, nonce, verifier, kept = whole
        said = await issuers.clients[number].finish(
            Begun(state, nonce, verifier), answer, clock.fresh
        )
    except Untrusted:
        raise SignInRefused(reason=SignInRefusal.WRONG) from None
    agent = await find_outside_agent(
        process.database, said.issuer, said.subject, by_two=said.by_two
    )
    proved = Proved(
        agent["id"], agent["organisation_id"], SignInWay.ISSUER,
        name_subject(said.issuer, said.subject), proved_at=said.proved_at,
        until=said.proved_at + clock.whole, issuer_sid=name_sid(said.issuer, said.sid),
    )  # fmt: skip
    return await open_after_proof(request, process, proved, kept)


async def end_outside(request: Request, process: ProcessContext, _: str) -> Response:
    """End the sessions that an issuer says have ended (back-channel logout)."""
    request.scope.setdefault("state", {})["permission"] = SessionPermission.END
    if request.method != "POST":
        raise HTTPException(405)
    token = (await read_fields(request)).one("logout_token")
    issuers: Issuers = request.app.state.issuers
    for client in issuers.clients:
        try:
            said = await client.read_logout(token)
        except Untrusted:
            continue
        try:
            ended = await end_by_issuer(
                process.database, said.issuer, said.subject, said.sid, said.jti, said.expires_at
            )
        except SignInRefused:
            break
        for session_id in ended:
            process.sessions.forget(session_id)
        return Response(status_code=200)
    return Response('{"error":"invalid_request"}', 400, media_type="application/json")
