"""Registering many people at once, by the rules and with the records of one registration each."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from uuid_utils import uuid7

from referral_api.audit.log import event_values
from referral_api.database.attempts import attempt
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import custodian_sections
from referral_api.domain.casework.accusation import record_own_accusation
from referral_api.domain.casework.many.rows import Outcome, WrongRow, name_row
from referral_api.domain.casework.many.schemas import CaseBatch
from referral_api.domain.casework.many.statement import registration_of_many
from referral_api.domain.casework.registration import (
    CHAINS,
    FIELDS,
    Kinds,
    Registration,
    prepare,
)
from referral_api.domain.codelists.many import BatchMode
from referral_api.domain.identification.code_pads.using import unusable_code, use_codes
from referral_api.errors import ServiceError, UnusableId
from referral_api.permissions import Actor, CasePermission

_REGISTER = {kinds: registration_of_many(kinds) for kinds in CHAINS}
# By the place of its row.
New = Mapping[int, Registration]


async def register_cases(transaction: Transaction, batch: CaseBatch) -> Sequence[Outcome]:
    """Register the people of a batch. Mode ``all``: the refusal of one is raised."""
    return await register_many(transaction, batch.cases, batch.mode)


async def register_many(
    transaction: Transaction, cases: Sequence[Any], mode: BatchMode
) -> Sequence[Outcome]:
    """Register these people; of a row that is refused nothing is written."""
    new, outcomes = _prepare_each(transaction.actor, cases)
    codes = {made.id: cases[place].code for place, made in new.items()}
    for kinds in CHAINS:
        some = {place: made for place, made in new.items() if made.kinds == kinds}
        outcomes |= await _register(transaction, kinds, some, codes)
    if mode is BatchMode.ALL:
        for place, outcome in sorted(outcomes.items()):
            if isinstance(outcome.refusal, ServiceError):
                raise name_row(outcome.refusal, place)
    return [outcomes[place] for place in range(len(cases))]


def _prepare_each(
    actor: Actor, cases: Sequence[Any]
) -> tuple[dict[int, Registration], dict[int, Outcome]]:
    """Check each row by itself, and that no two of them are the same."""
    new: dict[int, Registration] = {}
    refused: dict[int, Outcome] = {}
    seen: set[Any] = set()
    for place, case in enumerate(cases):
        if isinstance(case, WrongRow):
            refused[place] = Outcome(refusal=case)
            continue
        try:
            made = prepare(actor, case)
            _check_once(made, seen)
        except ServiceError as refusal:
            refused[place] = Outcome(refusal=refusal)
        else:
            new[place] = made
    return new, refused


def _check_once(made: Registration, seen: set[Any]) -> None:
    if made.id in seen:
        raise UnusableId
    if made.members["code"] in seen:
        raise unusable_code()
    seen |= {made.id, made.members["code"]}


async def _register(
    transaction: Transaction, kinds: Kinds, new: New, codes: Mapping[Any, str | None]
) -> dict[int, Outcome]:
    """Write these registrations. An id that is taken refuses its own row: it is found by halves."""
    if not new:
        return {}
    try:
        async with attempt(transaction):
            return await _write(transaction, kinds, new, codes)
    except UnusableId as refusal:
        if len(new) == 1:
            return {place: Outcome(refusal=refusal) for place in new}
    places = list(new)
    middle = len(places) // 2
    outcomes: dict[int, Outcome] = {}
    for half in (places[:middle], places[middle:]):
        some = {place: new[place] for place in half}
        outcomes |= await _register(transaction, kinds, some, codes)
    return outcomes


async def _write(
    transaction: Transaction, kinds: Kinds, new: New, codes: Mapping[Any, str | None]
) -> dict[int, Outcome]:
    actor = transaction.actor
    of_pads = {code: made.id for made in new.values() if (code := codes[made.id]) is not None}
    used = await use_codes(transaction, of_pads) if of_pads else set()
    outcomes = {
        place: Outcome(refusal=unusable_code())
        for place, made in new.items()
        if codes[made.id] is not None and codes[made.id] not in used
    }
    good = {place: made for place, made in new.items() if place not in outcomes}
    if not good:
        return outcomes
    event = event_values(actor, CasePermission.REGISTER)
    sections = {
        f"{kind}_sections": custodian_sections(actor.organisation_type, kind) for kind in kinds
    }
    (registered_at,) = await transaction.row(
        _REGISTER[kinds], rows=_as_json(kinds, good), organisation_id=actor.organisation_id,
        agent_id=actor.agent_id, **sections, **event,
    )  # fmt: skip
    for made in good.values():
        if made.accused:
            await record_own_accusation(transaction, made.id)
    told = {
        place: Outcome(made.id, made.told(actor, registered_at)) for place, made in good.items()
    }
    return outcomes | told


def _as_json(kinds: Kinds, new: New) -> str:
    names = [f"{kind}{what}" for kind in kinds for what in ("_id", "_grant_id")]
    rows = [
        {name: made.members[name] for name in FIELDS}
        | {name: str(uuid7()) for name in names}
        | {
            "id": str(made.id), "event_id": str(uuid7()), "salt": secrets.token_hex(16),
        }
        for made in new.values()
    ]  # fmt: skip
    return orjson.dumps(rows).decode()
