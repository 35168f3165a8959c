"""One's own proofs: what there is, a new password with its authenticator, and removing it."""

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.audit.log import record
from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.factors.choosing import Weakness
from referral_api.domain.network.sign_in.factors.operations import (
    find_weaknesses,
    has_subject,
    hash_password,
    remove_password,
    set_password,
)
from referral_api.domain.network.sign_in.factors.people import (
    count_codes,
    find_by_id,
    list_passkeys,
)
from referral_api.errors import Forbidden
from referral_api.pages.account.acts import AccountAct
from referral_api.pages.account.mine import MINE
from referral_api.pages.context import PageContext
from referral_api.pages.forms.reading import Fields
from referral_api.pages.route import PermissionPage
from referral_api.pages.sign_in.outside import issuers_of
from referral_api.pages.sign_in.setting_up import WHY, SettingUp, keep, take
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say
from referral_api.permissions import FactorPermission, SessionPermission

PROOFS = f"{MINE}/preuves"
_SET = f"{PROOFS}/mot-de-passe"
_DONE = {
    "cle": "The passkey is recorded.",
    "cle-retiree": "The passkey is removed.",
    "retire": "The password, the authenticator and the recovery codes are removed.",
}


async def show_proofs(visit: Visit) -> Response:
    """Show with what one can sign in."""
    agent_id = visit.session.agent_id
    async with visit.begin(SessionPermission.LIST) as call:
        person = await find_by_id(call.transaction, agent_id)
        codes = await count_codes(call.transaction, agent_id)
        passkeys = await list_passkeys(call.transaction, agent_id)
        outside = await has_subject(call.transaction, agent_id, issuers_of(visit.request))
        await record(call.transaction, SessionPermission.LIST, "session")
    done = _DONE.get(visit.request.query_params.get("fait", ""))
    return visit.show(
        "account/proofs.html", person=person, codes=codes, passkeys=passkeys, outside=outside,
        may_add=visit.session.way is not SignInWay.PIN,
        done=say(done, visit.language) if done else None,
    )  # fmt: skip


async def show_password(
    visit: Visit, setting_up: SettingUp | None = None, name: str = "",
    problems: dict[str, Weakness] | None = None,
) -> Response:  # fmt: skip
    """Ask for a name, a password and an authenticator; of no use to whoever came by PIN."""
    check_way(visit)
    session = visit.session
    if setting_up is None:
        setting_up = SettingUp.begin(session.agent_id, session.actor.organisation_id)
    said = {field: say(WHY[why], visit.language) for field, why in (problems or {}).items()}
    shown = await keep(visit.process, setting_up, name)
    return visit.show(
        "account/set_up.html", 422 if said else 200, action=_SET, problems=said, **shown
    )


async def send_password(visit: Visit, fields: Fields) -> Response:
    """Set them, after a fresh proof; the recovery codes are shown in this answer alone."""
    check_way(visit)
    passwords, own = visit.process.passwords, visit.session
    visit.check_fresh()  # before what is kept is taken
    setting_up = await take(visit.process, fields.one("pending"))
    if passwords is None or setting_up is None or setting_up.agent_id != own.agent_id:
        return RedirectResponse(_SET, 303)
    choice, agent_id = setting_up.choice(fields), own.agent_id
    nobody = system_actor(setting_up.organisation_id)
    async with visit.process.database.transaction(nobody, "system") as transaction:
        wrong = await find_weaknesses(transaction, agent_id, choice)
    if wrong:
        return await show_password(visit, setting_up, choice.name, wrong)
    made = await hash_password(passwords, agent_id, choice)
    async with visit.begin(FactorPermission.ADD) as call:
        codes = await set_password(
            call.transaction, passwords.keys.factors, agent_id, choice, made, keep=own.id
        )
    visit.process.sessions.forget_agent(own.agent_id)
    return visit.show("account/recovery_codes.html", codes=codes)


def check_way(visit: Visit) -> None:
    """Raise Forbidden of whoever came by PIN."""
    # A code that is good on one device must not become a proof that is good everywhere.
    if visit.session.way is SignInWay.PIN or visit.process.pins is None:
        raise Forbidden


async def _remove(visit: Visit, call: PageContext, _: Fields) -> Response:
    await remove_password(call.transaction, issuers_of(visit.request), keep=visit.session.id)
    visit.process.sessions.forget_agent(visit.session.agent_id)
    return RedirectResponse(f"{PROOFS}?fait=retire", 303)


FACTOR_PAGES = (
    PermissionPage(PROOFS, SessionPermission.LIST, show_proofs),
    PermissionPage(
        _SET, FactorPermission.ADD, show_password, send_password,
        "Set a new password and authenticator",
    ),
    AccountAct(
        f"{_SET}/fin", FactorPermission.REMOVE, "Remove the password",
        "The authenticator and the recovery codes go with it. Your other sessions end.",
        _remove, f"{PROOFS}?fait=retire", subject="agent",
    ).page,
)  # fmt: skip
