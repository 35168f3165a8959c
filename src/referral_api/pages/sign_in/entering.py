"""Signing in on a registered device: choose one's name, then type one's PIN.

The same page proves once more who one is, when a session is locked or a form waits for it.
"""

from uuid import UUID

from fastapi import Request, Response

from referral_api.database.database import system_actor
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.pins.checking import PinProof, check_pin
from referral_api.domain.network.sign_in.pins.hashing import check_choice
from referral_api.domain.network.sign_in.pins.operations import choose_pin
from referral_api.domain.network.sign_in.pins.people import list_colleagues
from referral_api.errors import MalformedInput, NotFound, SignInRefused
from referral_api.http.process_context import ProcessContext
from referral_api.pages.device import find_device
from referral_api.pages.forms.problems import errors_of, field_problems
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import refuse_prefetch
from referral_api.pages.proofs import short_name
from referral_api.pages.sign_in.before import read_before, show_before
from referral_api.pages.sign_in.going_on import act_of, open_kept
from referral_api.pages.sign_in.keeping import FIELD as KEPT
from referral_api.pages.sign_in.keeping import Holder
from referral_api.pages.sign_in.letting_in import Proved, open_after_proof
from referral_api.pages.sign_in.outside import links_to_issuers
from referral_api.pages.words.formats import write_instant
from referral_api.permissions import SessionPermission


async def enter(request: Request, process: ProcessContext, language: str) -> Response:
    """Show who can sign in here; take a name and a PIN."""
    refuse_prefetch(request)
    request.scope.setdefault("state", {})["permission"] = SessionPermission.OPEN
    device = await find_device(request, process)
    if request.method == "POST":
        return await _prove(request, process, language, device)
    return await ask(request, process, language, device)


async def ask(
    request: Request, process: ProcessContext, language: str, device: KnownDevice | None,
    status: int = 200, *, refused: SignInRefused | None = None, chosen: str = "", kept: str = "",
    act: str = "", waits: bool = False, by_password: bool = False,
) -> Response:  # fmt: skip
    """Ask for a name and a PIN; for the PIN of one agent alone, if something waits for it.

    ``kept`` is what waits, sealed, and ``act`` what will be sent, if it is a form.
    """
    colleagues = []
    if device is not None:
        nobody = system_actor(device.organisation_id)
        async with process.database.transaction(nobody, "system") as transaction:
            colleagues = await list_colleagues(transaction, device.organisation_id)
    until = refused.until if refused else None
    return show_before(
        request, "sign_in/enter.html", language, status, device=device, chosen=chosen,
        colleagues=[(str(one.id), short_name(one.name)) for one in colleagues],
        refused=refused is not None, kept=kept, act=act, waits=waits,
        until=write_instant(until, language) if until else None,
        personal=process.pins is not None, by_password=by_password,
        issuers=await links_to_issuers(request, process, kept),
    )  # fmt: skip


async def _prove(
    request: Request, process: ProcessContext, language: str, device: KnownDevice | None
) -> Response:
    fields = await read_before(request)
    agent_id, kept = _read_id(fields.one("agent")), fields.one(KEPT)
    if device is None or agent_id is None or process.pins is None:
        return await ask(request, process, language, device, 422)
    limits = process.settings.sign_in_limits
    try:
        proof = await check_pin(
            process.database, process.pins, limits, device, agent_id, fields.one("pin"),
            process.settings.role_homes,
        )  # fmt: skip
        return await _go_on(request, process, language, fields, proof)
    except SignInRefused as refused:
        found = open_kept(request, process, Holder(agent_id, device.id, ""), kept)
        return await ask(
            request, process, language, device, 401, refused=refused, chosen=str(agent_id),
            kept=kept, act=act_of(request, found, language), waits=found is not None,
        )  # fmt: skip


async def _go_on(
    request: Request, process: ProcessContext, language: str, fields: Fields, proof: PinProof
) -> Response:
    if proof.must_choose:
        chosen = fields.one("new_pin")
        if not chosen:
            return _ask_choice(request, language, fields)
        if chosen != fields.one("again"):
            return _ask_choice(request, language, fields, different=True)
        try:
            proof = await _choose(process, proof, chosen)
        except MalformedInput as refusal:
            problems = field_problems(errors_of(refusal), language)
            return _ask_choice(request, language, fields, weakness=problems[0].text)
    return await _open(request, process, proof, fields.one(KEPT))


async def _choose(process: ProcessContext, proof: PinProof, pin: str) -> PinProof:
    if process.pins is None:
        raise NotFound
    chosen = await check_choice(
        process.database, process.pins, proof.organisation_id, proof.agent_id, pin
    )
    nobody = system_actor(proof.organisation_id)
    async with process.database.transaction(nobody, "system") as transaction:
        return await choose_pin(transaction, proof, chosen)


def _ask_choice(
    request: Request, language: str, fields: Fields, *, different: bool = False,
    weakness: str | None = None,
) -> Response:  # fmt: skip
    return show_before(
        request, "sign_in/choose_pin.html", language, 422 if different or weakness else 200,
        agent=fields.one("agent"), pin=fields.one("pin"), kept=fields.one(KEPT),
        different=different, weakness=weakness,
    )  # fmt: skip


async def _open(request: Request, process: ProcessContext, proof: PinProof, kept: str) -> Response:
    proved = Proved(
        proof.agent_id, proof.organisation_id, SignInWay.PIN, proof.pin_version, proof.device_id
    )
    return await open_after_proof(request, process, proved, kept)


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
