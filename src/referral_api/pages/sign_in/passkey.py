"""Signing in by a passkey: a page that asks the browser, and the check of its answer."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.factors.passkeys import (
    find_passkey,
    refuse_passkey,
    use_passkey,
)
from referral_api.domain.network.sign_in.sessions.opening import begin_sign_in, take_sign_in
from referral_api.errors import NotFound, SignInRefused
from referral_api.http.denial_audit import record_sign_in_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.gate import refuse_prefetch
from referral_api.pages.sign_in.before import read_before, show_before
from referral_api.pages.sign_in.keeping import FIELD as KEPT
from referral_api.pages.sign_in.letting_in import Proved, open_after_proof
from referral_api.permissions import SessionPermission
from referral_api.security.passkeys import Asked, Passkeys, named_by
from referral_api.security.tokens import Untrusted

BY_PASSKEY = f"{PREFIX}/entrer/cle"
PROVES, MAKES = "passkey-proof", "passkey-new"


async def enter_by_passkey(request: Request, process: ProcessContext, language: str) -> Response:
    """Ask for a passkey; take the browser's answer."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = SessionPermission.OPEN
    if process.pins is None:
        raise NotFound
    kept = ""
    if request.method == "POST":
        fields = await read_before(request)
        kept = fields.one(KEPT)
        if answer := fields.one("answer"):
            try:
                found = await _check(process, fields.one("pending"), read_answer(answer))
                proved = Proved(
                    found["id"], found["organisation_id"], SignInWay.PASSKEY, found["passkey_id"]
                )
                return await open_after_proof(request, process, proved, kept)
            except SignInRefused as refused:
                await record_sign_in_refusal(request, refused)
                return await _ask(request, process, language, kept, 401)
    return await _ask(request, process, language, kept)


async def _ask(
    request: Request, process: ProcessContext, language: str, kept: str, status: int = 200
) -> Response:
    asked = passkeys_of(process).ask_proof()
    return show_before(
        request, "sign_in/passkey.html", language, status, kept=kept, refused=status != 200,
        asked=json.dumps(asked.options), pending=await keep_asked(process, PROVES, asked),
    )  # fmt: skip


async def _check(process: ProcessContext, pending: str, answer: Mapping[str, Any]) -> Any:
    state = await take_asked(process, PROVES, pending)
    try:
        if state is None:
            raise Untrusted
        credential_id = named_by(answer)
    except Untrusted:
        raise SignInRefused(reason=SignInRefusal.WRONG) from None
    found = await find_passkey(process.database, credential_id)
    try:
        count = passkeys_of(process).check_proof(state, found["credential"], answer)
    except Untrusted:
        raise await refuse_passkey(process.database, found, SignInRefusal.WRONG) from None
    await use_passkey(process.database, found, count)
    return found


def passkeys_of(process: ProcessContext) -> Passkeys:
    """Return what asks for passkeys of this site."""
    return Passkeys(process.settings.public_url)


def read_answer(text: str) -> Mapping[str, Any]:
    """Read the answer of a browser; nothing if it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


async def keep_asked(process: ProcessContext, purpose: str, asked: Asked) -> str:
    """Keep what was asked, sealed, until the answer comes."""
    if process.pins is None:
        raise NotFound
    sealed = process.pins.keys.factors.seal_pending(purpose, json.dumps(dict(asked.state)).encode())
    async with process.database.transaction(NOBODY, "system") as transaction:
        return await begin_sign_in(transaction, process.settings.sign_in_limits, sealed)


async def take_asked(
    process: ProcessContext, purpose: str, pending: str
) -> Mapping[str, Any] | None:
    """Take what was asked; None if it is too old, or was answered before."""
    if process.pins is None:
        raise NotFound
    async with process.database.transaction(NOBODY, "system") as transaction:
        taken = await take_sign_in(transaction, pending)
    opened = process.pins.keys.factors.open_pending(purpose, taken) if taken else None
    found: Mapping[str, Any] | None = None if opened is None else json.loads(opened)
    return found
