"""Asking a figure, reading an answer again, and counting it again from the history at its cut."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from importlib import metadata
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.pagination import Slice
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers.counts import (
    count,
    regions_of,
    scope_of,
    start_of,
)
from referral_api.domain.figures.answers.cuts import cut_for_answer, find_cut
from referral_api.domain.figures.answers.schemas import (
    Answer,
    Dimension,
    FigureAnswerRead,
    FigureRead,
    VerificationRead,
)
from referral_api.domain.figures.answers.tables import Cut, FigureAnswer, FigureVerification
from referral_api.domain.figures.definitions.definition import (
    MOST_CROSSED,
    Audience,
    Definition,
)
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.errors.figures import NotRecomputable, NotTheSameRows
from referral_api.permissions import COUNTING, FigurePermission

_A: Any = FigureAnswer.__table__.c  # type: ignore[attr-defined]
_C: Any = Cut.__table__.c  # type: ignore[attr-defined]
_STORED = (
    "id", "code", "definition_version", "since", "before", "by", "scope", "organisation_id",
    "agent_id", "cut_id", "answer", "hash", "software",
)  # fmt: skip
_STORE = Statement(
    insert_into(FigureAnswer, *_STORED)
    .returning(_A.answered_at)
    .add_cte(event_insert().cte("event"))
)
_GET = Statement(
    select(*_A, _C.taken_at, _C.snapshot, _C.wal, _C.generation, _C.generation_since)
    .join(Cut, _C.id == _A.cut_id)
    .where(_A.id == bindparam("answer_id", type_=_A.id.type))
)
_VERIFIED = ("id", "answer_id", "hash", "equal", "organisation_id", "agent_id")
_V: Any = FigureVerification.__table__.c  # type: ignore[attr-defined]
_VERIFY = Statement(
    insert_into(FigureVerification, *_VERIFIED)
    .returning(_V.verified_at)
    .add_cte(event_insert().cte("event"))
)


def show_definition(definition: Definition) -> FigureRead:
    """Show what a figure counts."""
    return FigureRead(
        code=definition.code, definition_version=definition.version, name_fr=definition.fr,
        name_en=definition.en, unit=definition.unit, measure=definition.measure,
        dimensions=list(map(Dimension, definition.dimensions)), filters=list(definition.filters),
        reference_date=definition.date, once=definition.once, additive=definition.is_additive,
        suppression=definition.suppression, missing=definition.missing,
        rounding=definition.rounding, audience=definition.audience, source=definition.source,
        standards=list(definition.standards), report_lines=list(definition.lines),
        valid_from=definition.valid_from,
    )  # fmt: skip


async def list_figures(transaction: Transaction) -> Slice[FigureRead]:
    """List the definitions of all figures."""
    await record(transaction, FigurePermission.LIST, "figure")
    return Slice([show_definition(definition) for definition in DEFINITIONS.values()], None)


async def ask_figure(
    transaction: Transaction, code: str, since: date | None, before: date | None,
    dimensions: Sequence[str], cut_id: UUID | None, regions: tuple[str, ...] = (),
) -> FigureAnswerRead:  # fmt: skip
    """Count as of now, or as of a cut, everywhere or in some regions, and keep the answer.

    NotFound without such a figure or cut; Forbidden for an auditor beyond quality, access and what
    everybody counts; MalformedInput for a period or a dimension that it does not have.
    """
    definition = DEFINITIONS.get(code)
    if definition is None:
        raise NotFound
    if definition.audience is Audience.COORDINATION and not transaction.actor.roles & COUNTING:
        raise Forbidden
    by = tuple(map(str, dimensions))
    _check(definition, since, before, by)
    cut = await (find_cut(transaction, cut_id) if cut_id else cut_for_answer(transaction))
    answer, canonical = await count(transaction, definition, since, before, by, cut, regions)
    actor = transaction.actor
    row_id = uuid7()
    digest = hashlib.sha256(canonical).digest()
    software = metadata.version("referral-api")
    stored = await transaction.row(
        _STORE, id=row_id, code=code, definition_version=definition.version,
        since=start_of(since), before=start_of(before), by=list(by), scope=answer["scope"],
        organisation_id=actor.organisation_id, agent_id=actor.agent_id, cut_id=cut["id"],
        answer=canonical, hash=digest, software=software,
        **event_values(actor, FigurePermission.ASK, "figure", row_id, code=code),
    )  # fmt: skip
    return FigureAnswerRead(
        id=row_id, cut_id=cut["id"], cut_taken_at=cut["taken_at"],
        answered_at=stored["answered_at"], software=software, hash=digest.hex(),
        answer=Answer(**answer),
    )  # fmt: skip


async def read_answer(transaction: Transaction, answer_id: UUID) -> FigureAnswerRead:
    """Read the stored answer, to the digit."""
    row = await find_answer(transaction, answer_id)
    await record(transaction, FigurePermission.READ, "figure", answer_id, code=row["code"])
    return to_response(row)


async def verify_answer(transaction: Transaction, answer_id: UUID) -> VerificationRead:
    """Count an answer again as of its cut, and keep what came out.

    NotTheSameRows for the answer of another organisation about its own rows; NotRecomputable if the
    figure is defined in another way by now.
    """
    row = await find_answer(transaction, answer_id)
    actor = transaction.actor
    definition = DEFINITIONS.get(row["code"])
    if definition is None or definition.version != row["definition_version"]:
        raise NotRecomputable(answer="answer_id")
    regions = regions_of(row["scope"])
    if row["scope"] != scope_of(transaction, definition, regions) or (
        row["scope"] == "own" and row["organisation_id"] != actor.organisation_id
    ):
        raise NotTheSameRows
    _, canonical = await count(
        transaction, definition, day_of(row["since"]), day_of(row["before"]), tuple(row["by"]), row,
        regions,
    )  # fmt: skip
    digest = hashlib.sha256(canonical).digest()
    values = {"id": uuid7(), "answer_id": answer_id, "hash": digest, "equal": digest == row["hash"]}
    kept = await transaction.row(
        _VERIFY, **values, organisation_id=actor.organisation_id, agent_id=actor.agent_id,
        **event_values(actor, FigurePermission.VERIFY, "figure", answer_id, code=row["code"]),
    )  # fmt: skip
    return VerificationRead(**(values | {"hash": digest.hex()}), verified_at=kept["verified_at"])


def to_response(row: Row) -> FigureAnswerRead:
    """Turn a row into a response."""
    return FigureAnswerRead(
        id=row["id"], cut_id=row["cut_id"], cut_taken_at=row["taken_at"],
        answered_at=row["answered_at"], software=row["software"], hash=row["hash"].hex(),
        answer=Answer(**orjson.loads(row["answer"])),
    )  # fmt: skip


async def find_answer(transaction: Transaction, answer_id: UUID) -> Row:
    """Find a stored answer within sight with its cut; NotFound otherwise."""
    row = await transaction.one(_GET, answer_id=answer_id)
    if row is None:
        raise NotFound
    return row


def _check(
    definition: Definition, since: date | None, before: date | None, by: tuple[str, ...]
) -> None:
    wrong: list[dict[str, Any]] = []
    for name, given in (("from", since), ("to", before)):
        if (given is None) is not (definition.date is None):
            code = "missing" if given is None else "unknown_parameter"
            wrong.append({"pointer": f"query:{name}", "code": code})
    if since and before and since >= before:
        wrong.append({"pointer": "query:to", "code": "out_of_range"})
    if not set(by) <= set(definition.dimensions) or len(set(by)) != len(by):
        allowed = list(definition.dimensions)
        wrong.append({"pointer": "query:by", "code": "invalid_value", "allowed": allowed})
    elif len(by) > MOST_CROSSED:
        wrong.append({"pointer": "query:by", "code": "too_long"})
    if wrong:
        raise MalformedInput(errors=wrong)


def day_of(instant: datetime | None) -> date | None:
    """Return the day that begins at an instant."""
    return None if instant is None else instant.date()
