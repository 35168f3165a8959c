"""The records of links: who proposes, who answers for the files, and who may be the second."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, and_, any_, bindparam, not_, or_, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import answers_for_person, own_file_of_each
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.person_links.lifecycle import PERSON_LINKS
from referral_api.domain.identification.person_links.schemas import PersonLinkRead
from referral_api.domain.identification.person_links.tables import PersonLink
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import PersonLinkPermission

_OF = bindparam("of_case", type_=Uuid())
_FILES = ("case_id", "other_case_id")
_NAMED = col(Case.id) == any_(bindparam("case_ids", type_=ARRAY(Uuid)))
_SEEN = Statement(select(col(Case.id)).where(_NAMED))
_ANSWERED = Statement(select(col(Case.id)).where(_NAMED, answers_for_person(READER, col(Case.id))))


async def find_sides(transaction: Transaction, link: PersonLink) -> set[Side]:
    """Return the caller's sides: of a second person, never whoever proposed."""
    actor = transaction.actor
    answered = await transaction.all(
        _ANSWERED, case_ids=[link.case_id, link.other_case_id],
        organisation_id=actor.organisation_id,
    )  # fmt: skip
    proposed = actor.organisation_id == link.proposed_by_id
    waits = link.status in {"proposed", "undo_proposed"}
    second = actor.agent_id not in {None, link.proposed_by_agent_id} or not waits
    sides = {
        Side.PROPOSER: proposed,
        Side.CUSTODIAN: bool(answered),
        Side.CONFIRMER: bool(answered) and not proposed and second,
        Side.COORDINATOR: actor.coordinates and second,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(link: PersonLink) -> list[UUID]:
    return sorted({link.proposed_by_id, link.decided_by_id} - {None}, key=str)  # type: ignore[arg-type]


async def _own_files(
    transaction: Transaction, link: PersonLink, parties: Sequence[UUID]
) -> list[UUID | None]:
    """Tell nobody of a file that another organisation answers for."""
    return await own_file_of_each(transaction, [link.case_id, link.other_case_id], parties)


LINK_RECORDS = Records(
    PersonLink,
    PERSON_LINKS,
    subject="person_link",
    creation=PersonLinkPermission.PROPOSE,
    columns=(
        "id", "case_id", "other_case_id", "status", "ground", "proposed_by_id",
        "proposed_by_agent_id", "version",
    ),
    mutable=(
        "status", "undo_ground", "proposed_by_id", "proposed_by_agent_id", "decided_by_id",
        "decided_by_agent_id", "confirmed_at", "undone_at", "closed_at",
    ),
    pages=VisiblePages(
        PersonLink,
        col(PersonLink.proposed_by_id) == READER,
        and_(
            answers_for_person(READER, col(PersonLink.other_case_id)),
            not_(answers_for_person(READER, col(PersonLink.case_id))),
        ),
        section=Section.PROTECTION,
        filters={
            "of_case": or_(col(PersonLink.case_id) == _OF, col(PersonLink.other_case_id) == _OF)
        },
    ),
    sides=find_sides,
    parties=_parties,
    own_files=_own_files,
    overdue_for="proposed_by_id",
)  # fmt: skip


async def show_link(transaction: Transaction, row: Row) -> PersonLinkRead:
    """Show a link: of its files, those that the caller sees."""
    (shown,) = await show_links(transaction, [row])
    return shown


async def show_links(transaction: Transaction, rows: Sequence[Row]) -> list[PersonLinkRead]:
    """Show links; row security tells which of their files the caller sees."""
    files = {row[name] for row in rows for name in _FILES}
    found = await transaction.all(_SEEN, case_ids=sorted(files, key=str))
    seen = {row["id"] for row in found}
    return [
        PersonLinkRead(
            **dict(row) | {name: row[name] if row[name] in seen else None for name in _FILES}
        )
        for row in rows
    ]
