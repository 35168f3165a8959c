"""Making a personal account by the code of an invitation, which was told in person."""

from fastapi import Request, Response

from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.events import record_refusal_apart
from referral_api.domain.network.sign_in.factors.accepting import find_invitation, use_invitation
from referral_api.domain.network.sign_in.factors.choosing import Weakness
from referral_api.domain.network.sign_in.factors.operations import (
    find_weaknesses,
    hash_password,
    set_password,
)
from referral_api.domain.network.sign_in.sessions.opening import open_session
from referral_api.errors import NotFound, SignInRefused
from referral_api.http.denial_audit import record_sign_in_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.pages.addresses import PREFIX
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import SESSION, refuse_prefetch
from referral_api.pages.headers import forget_pages, set_cookie
from referral_api.pages.sign_in.before import read_before, show_before
from referral_api.pages.sign_in.letting_in import session_before
from referral_api.pages.sign_in.personal import remember_browser
from referral_api.pages.sign_in.setting_up import WHY, SettingUp, keep, take
from referral_api.pages.words.catalogues import say
from referral_api.permissions import FactorPermission
from referral_api.security.pin_hash import PinHasher

INVITED = f"{PREFIX}/invitation"


async def accept_invitation(request: Request, process: ProcessContext, language: str) -> Response:
    """Take the code, then what the person chooses; open the first session with recovery codes."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = FactorPermission.ADD
    passwords = process.passwords
    if passwords is None:
        raise NotFound
    if request.method != "POST":
        return show_before(request, "sign_in/invited.html", language, refused=False)
    fields = await read_before(request)
    try:
        if fields.one("pending"):
            return await _choose(request, process, passwords, language, fields)
        invited = await find_invitation(
            process.database, passwords.keys, fields.one("invitation"), process.settings.role_homes
        )
    except SignInRefused as refused:
        await record_sign_in_refusal(request, refused)
        return show_before(request, "sign_in/invited.html", language, 401, refused=True)
    setting_up = SettingUp.begin(invited["agent_id"], invited["organisation_id"], invited["id"])
    return await _ask(request, process, language, setting_up)


async def _ask(
    request: Request, process: ProcessContext, language: str, setting_up: SettingUp,
    name: str = "", problems: dict[str, Weakness] | None = None,
) -> Response:  # fmt: skip
    said = {field: say(WHY[why], language) for field, why in (problems or {}).items()}
    shown = await keep(process, setting_up, name)
    return show_before(
        request, "sign_in/set_up.html", language, 422 if said else 200, action=INVITED,
        problems=said, **shown,
    )  # fmt: skip


async def _choose(
    request: Request, process: ProcessContext, passwords: PinHasher, language: str, fields: Fields
) -> Response:
    setting_up = await take(process, fields.one("pending"))
    if setting_up is None or setting_up.invitation_id is None:
        return show_before(request, "sign_in/invited.html", language, 401, refused=True)
    choice = setting_up.choice(fields)
    async with process.database.transaction(NOBODY, "system") as transaction:
        wrong = await find_weaknesses(transaction, setting_up.agent_id, choice)
    if wrong:
        return await _ask(request, process, language, setting_up, choice.name, wrong)
    before = await session_before(request, process)
    nobody, agent_id = system_actor(setting_up.organisation_id), setting_up.agent_id
    homes = process.settings.role_homes
    made = await hash_password(passwords, agent_id, choice)
    try:
        async with process.database.transaction(nobody, "system") as transaction:
            await use_invitation(transaction, setting_up.invitation_id, homes)
            codes = await set_password(transaction, passwords.keys.factors, agent_id, choice, made)
            opened = await open_session(
                transaction, process.settings.sign_in_limits, agent_id, SignInWay.PASSWORD,
                replaces=before.id if before else None, homes=homes,
            )  # fmt: skip
    except SignInRefused as refused:
        await record_refusal_apart(process.database, refused, setting_up.organisation_id, agent_id)
        raise
    process.sessions.forget_agent(agent_id)
    response = show_before(request, "sign_in/recovery_codes.html", language, codes=codes)
    set_cookie(response, SESSION, opened.cookie)
    remember_browser(response, process, agent_id)
    if before is not None:
        process.sessions.forget(before.id)
        forget_pages(response)
    return response
