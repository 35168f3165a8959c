"""The passkeys of one's own account: adding one, and removing it."""

import json
from uuid import UUID

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.database.database import system_actor
from referral_api.domain.network.sign_in.factors.passkeys import add_passkey, remove_passkey
from referral_api.domain.network.sign_in.factors.people import list_passkeys
from referral_api.errors import NotFound
from referral_api.pages.account.factors import PROOFS, check_way
from referral_api.pages.forms.reading import Fields
from referral_api.pages.route import PermissionPage
from referral_api.pages.sign_in.outside import issuers_of
from referral_api.pages.sign_in.passkey import (
    MAKES,
    keep_asked,
    passkeys_of,
    read_answer,
    take_asked,
)
from referral_api.pages.visit import Visit
from referral_api.permissions import FactorPermission
from referral_api.security.tokens import Untrusted

PASSKEY = f"{PROOFS}/cle"
_MOST_NAME = 60


async def show_passkey(visit: Visit, *, refused: bool = False) -> Response:
    """Ask the browser for a new passkey."""
    check_way(visit)
    nobody = system_actor(visit.session.actor.organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        known = await list_passkeys(transaction, visit.session.agent_id)
    asked = passkeys_of(visit.process).ask_new(
        visit.session.agent_id, [each["credential"] for each in known]
    )
    return visit.show(
        "account/passkey.html", 422 if refused else 200, asked=json.dumps(asked.options),
        pending=await keep_asked(visit.process, MAKES, asked), refused=refused,
    )  # fmt: skip


async def send_passkey(visit: Visit, fields: Fields) -> Response:
    """Add the passkey that the browser has made, after a fresh proof."""
    check_way(visit)
    visit.check_fresh()  # before what was asked is taken
    state = await take_asked(visit.process, MAKES, fields.one("pending"))
    try:
        if state is None:
            raise Untrusted
        made = passkeys_of(visit.process).check_new(state, read_answer(fields.one("answer")))
    except Untrusted:
        return await show_passkey(visit, refused=True)
    async with visit.begin(FactorPermission.ADD) as call:
        await add_passkey(call.transaction, made, fields.one("name").strip()[:_MOST_NAME])
    return RedirectResponse(f"{PROOFS}?fait=cle", 303)


async def send_removal(visit: Visit, fields: Fields) -> Response:
    """Remove one, after a fresh proof; other sessions end."""
    try:
        passkey_id = UUID(fields.one("which"))
    except ValueError:
        raise NotFound from None
    async with visit.begin(FactorPermission.REMOVE) as call:
        await remove_passkey(
            call.transaction, passkey_id, issuers_of(visit.request), keep=visit.session.id
        )
    visit.process.sessions.forget_agent(visit.session.agent_id)
    return RedirectResponse(f"{PROOFS}?fait=cle-retiree", 303)


PASSKEY_PAGES = (
    PermissionPage(PASSKEY, FactorPermission.ADD, show_passkey, send_passkey, "Add a passkey"),
    PermissionPage(
        f"{PASSKEY}/fin", FactorPermission.REMOVE, None, send_removal, "Remove the passkey"
    ),
)
