"""Opening, scoring and telling: what one check does in its transactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.duplicate_checks.statements import (
    ALIKE,
    INDEX,
    LEFT,
    MOST_OPENED,
    OWN,
)
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.codelists.persons import CandidateStatus, Likeness
from referral_api.domain.events.notices.telling import Awaited, tell_of_new
from referral_api.domain.identification.duplicates.records import CANDIDATE_RECORDS
from referral_api.domain.identification.identities.compounds import (
    Described,
    compounds_to_find,
    stored_compounds,
)
from referral_api.domain.identification.identities.likeness import likeness, score
from referral_api.domain.identification.identities.operations import PURPOSE
from referral_api.domain.identification.identities.schemas import IdentityFields
from referral_api.domain.network.organisations.coordinations import (
    Coordination,
    find_coordination,
)
from referral_api.security.blind_index import BlindIndex
from referral_api.security.vault import Vault, VaultError, WrappedKey

_log = structlog.get_logger()
_TOLD = 3  # by one check, at most


class NoRoomError(Exception):
    """Another worker's check took the openings that this one began with."""


@dataclass(frozen=True, slots=True)
class Searcher:
    """What a check needs: the keys, and what the operator has set."""

    vault: Vault
    index: BlindIndex
    discloses: bool
    openings_per_day: int


@dataclass(frozen=True, slots=True)
class _Alike:
    row: Row
    score: float
    likeness: Likeness


async def store(
    transaction: Transaction, searcher: Searcher, case_id: UUID
) -> tuple[Described, UUID] | None:
    """Store the person's tokens; return the opened identity and who answers for the file."""
    row = await transaction.one(OWN, case_id=case_id)
    if row is None:
        return None
    mine = _open(searcher.vault, case_id, row)
    made = searcher.index.tokens(stored_compounds(mine))
    await transaction.row(INDEX, case_id=case_id, key_id=searcher.index.key_id, made=made)
    return mine, row["organisation_id"]


async def look(
    transaction: Transaction, searcher: Searcher, case_id: UUID, mine: tuple[Described, UUID]
) -> None:
    """Look for the files of the same person, and tell of them."""
    who, organisation_id = mine
    weighed: dict[bytes, int] = {}
    for compound, weight in compounds_to_find(who).items():
        for token in searcher.index.tokens_to_find(compound):
            weighed[token] = max(weight, weighed.get(token, 0))
    rows = await transaction.all(
        ALIKE, case_id=case_id, asked=list(weighed), weights=list(weighed.values()),
        for_each_agent=searcher.openings_per_day,
    )  # fmt: skip
    if len(rows) < MOST_OPENED:
        await _check_room(transaction, searcher, case_id, len(rows))
    found = _alike(searcher.vault, who, [row for row in rows if not row["is_known"]])
    bodies: dict[tuple[UUID, str], Coordination] = {}
    for alike in found[:_TOLD]:
        await _tell(transaction, searcher, case_id, organisation_id, alike, bodies)


async def _check_room(
    transaction: Transaction, searcher: Searcher, case_id: UUID, opened: int
) -> None:
    """The function opens no more than are left: then nothing is read, and all is done again."""
    left = await transaction.one(LEFT, case_id=case_id, for_each_agent=searcher.openings_per_day)
    if left is not None and left["openings"] + opened < MOST_OPENED:
        raise NoRoomError


def _alike(vault: Vault, who: Described, rows: Sequence[Row]) -> list[_Alike]:
    found = []
    for row in rows:
        try:
            other = _open(vault, row["case_id"], row)
        except VaultError:  # of a key that this server does not have
            _log.error("duplicates.not_opened", case_id=str(row["case_id"]))
            continue
        if (how := likeness(who, other)) is not None:
            found.append(_Alike(row, score(who, other), how))
    return sorted(found, key=lambda alike: (-alike.score, str(alike.row["case_id"])))


def _open(vault: Vault, case_id: UUID, row: Row) -> Described:
    key = WrappedKey(row["wrapping_key_id"], row["wrapped_key"])
    opened = vault.open(key, case_id, PURPOSE, row["sealed"])
    return Described(IdentityFields.model_validate_json(opened), row["sex"])


async def _tell(
    transaction: Transaction, searcher: Searcher, case_id: UUID, organisation_id: UUID,
    alike: _Alike, bodies: dict[tuple[UUID, str], Coordination],
) -> None:  # fmt: skip
    holder: UUID = alike.row["organisation_id"]
    place = (holder, alike.row["region"])
    if place not in bodies:
        bodies[place] = await find_coordination(transaction, alike.row["region"], holder)
    row = await CANDIDATE_RECORDS.add(
        transaction,
        {
            "id": uuid7(), "case_id": alike.row["case_id"], "other_case_id": case_id,
            "organisation_id": holder, "other_organisation_id": organisation_id,
            "status": CandidateStatus.OPEN, "likeness": alike.likeness,
            "disclosed": searcher.discloses, "version": 1,
        },
    )  # fmt: skip
    told = Awaited(
        NoticeKind.POSSIBLE_DUPLICATE, "duplicate_candidate", row["id"], row["found_at"], holder,
        region=alike.row["region"],
    )  # fmt: skip
    # Nobody answers for a closed file.
    own = [NoticeStage.PROPOSAL] if alike.row["is_open"] else []
    stages = [*own, NoticeStage.REGION]  # of the country, where the region has no body
    await tell_of_new(transaction, told, stages, bodies[place])
    if searcher.discloses and organisation_id != holder:
        other = Awaited(
            NoticeKind.POSSIBLE_DUPLICATE, "duplicate_candidate", row["id"], row["found_at"],
            organisation_id,
        )  # fmt: skip
        await tell_of_new(transaction, other, [NoticeStage.PROPOSAL], bodies[place])
