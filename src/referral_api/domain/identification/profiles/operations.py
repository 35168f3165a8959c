"""Recording and reading the profile of a person. No help waits for it."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.needs import Need
from referral_api.domain.codelists.profiles import FunctionalDifficulty
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.identification.profiles.checks import check
from referral_api.domain.identification.profiles.functioning import QUESTIONS, any_difficulty
from referral_api.domain.identification.profiles.schemas import (
    ProfileRead,
    ProfileRecord,
    ReadFunctioning,
)
from referral_api.domain.identification.profiles.tables import Profile
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import ProfilePermission, Role
from referral_api.security.vault import Vault

_LOCALITIES = "profile.sealed_localities"
_SCENES = ("origin", "residence")
_PLAIN = frozenset(ProfileRecord.model_fields) - {*_SCENES, "functioning"}
_ASK_FUNCTIONING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR, Role.INTAKE_OFFICER})
_COLUMNS = tuple(
    column.name for column in Profile.__table__.columns  # type: ignore[attr-defined]
    if column.name not in {"case_id", "version", "updated_at"}
)  # fmt: skip
_MINE = col(Profile.case_id) == bindparam("row_id")
_EVENT = event_insert().cte("event")
_READ = Statement(select(Profile).where(_MINE).add_cte(_EVENT))
_LOCK = Statement(select(Profile).where(_MINE).with_for_update())
_ADD = Statement(
    insert_into(Profile, "case_id", "version", *_COLUMNS).returning(Profile).add_cte(_EVENT)
)
_SAVE = Statement(
    update(Profile)
    .where(_MINE)
    .values(
        **{name: bindparam(f"new_{name}") for name in _COLUMNS},
        updated_at=func.now(), version=col(Profile.version) + 1,
    )
    .returning(Profile)
    .add_cte(_EVENT)
)  # fmt: skip


async def record_profile(
    transaction: Transaction, vault: Vault, case_id: UUID, profile: ProfileRecord, version: int
) -> ProfileRead:
    """Record the profile as a whole; ``version`` is 0 the first time.

    Forbidden unless the caller answers for the person and writes the section `protection`, and for
    answers on functioning `health`.
    """
    case = await get_case(transaction, case_id)
    await check_answers_for_person(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION, write=True)
    if profile.functioning is not None:
        if not transaction.actor.roles & _ASK_FUNCTIONING:
            raise Forbidden
        await check_section(transaction, case_id, Section.HEALTH, write=True)
    check(profile, case)
    await check_open(transaction, case_id)
    present = await transaction.one(_LOCK, row_id=case_id)
    check_version(version, 0 if present is None else present["version"])
    fields = await _columns(transaction, vault, case_id, profile, present)
    event = event_values(
        transaction.actor, ProfilePermission.RECORD, "case", case_id, case_id=case_id,
        section=Section.PROTECTION,
    )  # fmt: skip
    if present is None:
        row = await transaction.one(_ADD, case_id=case_id, version=1, **fields, **event)
    else:
        new = {f"new_{name}": value for name, value in fields.items()}
        row = await transaction.one(_SAVE, row_id=case_id, **new, **event)
    if row is None:
        raise Forbidden
    return await _show(transaction, vault, row)


async def _columns(
    transaction: Transaction, vault: Vault, case_id: UUID, profile: ProfileRecord,
    present: Row | None,
) -> dict[str, Any]:  # fmt: skip
    scenes = {name: getattr(profile, name) for name in _SCENES}
    where = {name: scene.locality for name, scene in scenes.items() if scene is not None}
    if profile.functioning is not None:
        said = profile.functioning.model_dump()
    elif present is not None:
        said = {name: present[name] for name in QUESTIONS}
    else:
        said = dict.fromkeys(QUESTIONS, FunctionalDifficulty.NOT_ASKED)
    return {
        **profile.model_dump(include=set(_PLAIN)),
        **{
            name: None if scene is None
            else json.dumps(scene.model_dump(mode="json", exclude={"locality"}))
            for name, scene in scenes.items()
        },
        "sealed_localities": await seal_narrative(
            transaction, vault, case_id, _LOCALITIES,
            json.dumps(where) if any(where.values()) else None,
        ),
        **said, "difficulty_any": any_difficulty(list(said.values())),
        "updated_by_organisation_id": transaction.actor.organisation_id,
        "updated_by_agent_id": transaction.actor.agent_id,
    }  # fmt: skip


async def read_profile(transaction: Transaction, vault: Vault, case_id: UUID) -> ProfileRead:
    """Read the profile. NotFound out of sight or when none is recorded."""
    await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION)
    event = event_values(
        transaction.actor, ProfilePermission.READ, "case", case_id, case_id=case_id,
        section=Section.PROTECTION,
    )  # fmt: skip
    row = await transaction.one(_READ, row_id=case_id, **event)
    if row is None:
        raise NotFound
    return await _show(transaction, vault, row)


async def _show(transaction: Transaction, vault: Vault, row: Row) -> ProfileRead:
    case_id = row["case_id"]
    sealed = await open_narrative(
        transaction, vault, case_id, _LOCALITIES, row["sealed_localities"]
    )
    where = json.loads(sealed) if sealed else {}
    scenes = {
        name: None if row[name] is None
        else {**json.loads(row[name]), "locality": where.get(name)}
        for name in _SCENES
    }  # fmt: skip
    functioning = ReadFunctioning(**{name: row[name] for name in QUESTIONS})
    try:
        await check_section(transaction, case_id, Section.HEALTH)
        shown: ReadFunctioning | None = functioning
    except Forbidden:
        shown = None
    needs = [Need.CIVIL_DOCUMENTS] if row["birth_registered"] == Answer.NO else []
    return ProfileRead(**{**row, **scenes}, id=case_id, functioning=shown, proposed_needs=needs)
