"""Signing in to a personal account: a name, a password and a code, in one form."""

from uuid import UUID

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.factors.checking import Given, check_password
from referral_api.errors import SignInRefused
from referral_api.http.denial_audit import record_sign_in_refusal
from referral_api.http.process_context import ProcessContext
from referral_api.pages.device import find_device
from referral_api.pages.gate import refuse_prefetch
from referral_api.pages.headers import set_cookie
from referral_api.pages.refusals import SIGN_IN
from referral_api.pages.sign_in.before import read_before
from referral_api.pages.sign_in.entering import ask
from referral_api.pages.sign_in.going_on import act_of, open_kept
from referral_api.pages.sign_in.keeping import FIELD as KEPT
from referral_api.pages.sign_in.keeping import Holder
from referral_api.pages.sign_in.letting_in import Proved, open_after_proof
from referral_api.permissions import SessionPermission

# A browser in which somebody has signed in: its tries are counted apart. It says not who it was.
KNOWN = "__Host-connu"
_LASTS = 90 * 86_400


async def enter_by_password(request: Request, process: ProcessContext, language: str) -> Response:
    """Take a name, a password and a code."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = SessionPermission.OPEN
    if request.method != "POST" or process.passwords is None:
        return RedirectResponse(SIGN_IN, 303)
    fields = await read_before(request)
    kept, agent_id = fields.one(KEPT), _read_id(fields.one("agent"))
    given = Given(
        fields.one("name"), fields.one("password"), fields.one("code"), agent_id,
        request.cookies.get(KNOWN, ""),
    )  # fmt: skip
    try:
        proof = await check_password(
            process.database, process.passwords, process.settings.sign_in_limits, given
        )
        proved = Proved(
            proof.agent_id, proof.organisation_id, SignInWay.PASSWORD, proof.password_version
        )
        response = await open_after_proof(request, process, proved, kept)
    except SignInRefused as refused:
        await record_sign_in_refusal(request, refused)
        found = None
        if agent_id is not None:
            found = open_kept(request, process, Holder(agent_id, None, ""), kept)
        return await ask(
            request, process, language, await find_device(request, process), 401,
            refused=refused, chosen=fields.one("agent"), kept=kept,
            act=act_of(request, found, language), waits=found is not None, by_password=True,
        )  # fmt: skip
    remember_browser(response, process, proof.agent_id)
    return response


def remember_browser(response: Response, process: ProcessContext, agent_id: UUID) -> None:
    """Have a browser known as one in which this agent has signed in."""
    if process.pins is not None:
        cookie = process.pins.keys.factors.make_browser(agent_id)
        set_cookie(response, KNOWN, cookie, lasts=_LASTS)


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
