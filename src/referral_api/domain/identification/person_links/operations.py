"""Proposing that two files are of one person, deciding on it, and undoing it."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.codelists.persons import LinkGround, LinkStatus
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.duplicates.operations import settle_candidate
from referral_api.domain.identification.duplicates.records import CANDIDATE_RECORDS
from referral_api.domain.identification.person_links.records import (
    LINK_RECORDS,
    show_link,
    show_links,
)
from referral_api.domain.identification.person_links.schemas import (
    PersonLinkPropose,
    PersonLinkRead,
)
from referral_api.domain.identification.person_links.tables import PersonLink
from referral_api.domain.records.records import Change
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.permissions import PersonLinkPermission


async def propose_link(transaction: Transaction, proposal: PersonLinkPropose) -> PersonLinkRead:
    """Propose that two files are of one person, as who answers for one, or as the coordination."""
    actor = transaction.actor
    case_id, other_case_id = await _files(transaction, proposal)
    row = await LINK_RECORDS.add(
        transaction,
        {
            "id": proposal.id or uuid7(), "case_id": case_id, "other_case_id": other_case_id,
            "status": LinkStatus.PROPOSED, "ground": proposal.ground,
            "proposed_by_id": actor.organisation_id, "proposed_by_agent_id": actor.agent_id,
            "version": 1,
        },
    )  # fmt: skip
    return await show_link(transaction, row)


async def _files(transaction: Transaction, proposal: PersonLinkPropose) -> tuple[UUID, UUID]:
    """Return both files; of a candidate that the caller was told of, without seeing the other."""
    if proposal.candidate_id is not None:
        if proposal.case_id is not None or proposal.other_case_id is not None:
            raise _refused("candidate_id", "invalid_value")
        return await _of_candidate(transaction, proposal.candidate_id)
    one, other = _named(proposal)
    for name, case_id in (("case_id", one), ("other_case_id", other)):
        try:
            await get_case(transaction, case_id)
        except NotFound:  # it is out of sight, or does not exist
            raise _refused(name, "invalid_value") from None
    if not transaction.actor.coordinates:
        await _check_answers_for_one(transaction, one, other)
    return one, other


def _named(proposal: PersonLinkPropose) -> tuple[UUID, UUID]:
    one, other = proposal.case_id, proposal.other_case_id
    if one is None:
        raise _refused("case_id", "missing")
    if other is None:
        raise _refused("other_case_id", "missing")
    if one == other:
        raise _refused("other_case_id", "invalid_value")
    return one, other


async def _of_candidate(transaction: Transaction, candidate_id: UUID) -> tuple[UUID, UUID]:
    try:
        row = await CANDIDATE_RECORDS.find(transaction, candidate_id)
    except NotFound:
        raise _refused("candidate_id", "invalid_value") from None
    return row["case_id"], row["other_case_id"]


def _refused(name: str, code: str) -> MalformedInput:
    return MalformedInput(errors=[{"pointer": f"/{name}", "code": code}])


async def _check_answers_for_one(transaction: Transaction, one: UUID, other: UUID) -> None:
    try:
        await check_answers_for_person(transaction, one)
    except Forbidden:
        await check_answers_for_person(transaction, other)


async def confirm_link(transaction: Transaction, link_id: UUID, version: int) -> PersonLinkRead:
    """Link the files: from here on the person counts once."""

    def confirm(link: PersonLink, now: datetime) -> None:
        link.confirmed_at = now

    row = await _decide(transaction, link_id, "confirm", version, confirm)
    await settle_candidate(transaction, row["case_id"], row["other_case_id"])
    return await show_link(transaction, row)


async def refuse_link(transaction: Transaction, link_id: UUID, version: int) -> PersonLinkRead:
    """Refuse: these are two persons."""
    row = await _decide(transaction, link_id, "refuse", version)
    return await show_link(transaction, row)


async def withdraw_link(transaction: Transaction, link_id: UUID, version: int) -> PersonLinkRead:
    """Take a proposal back, as the organisation that made it."""
    row = await LINK_RECORDS.transition(transaction, link_id, "withdraw", version)
    return await show_link(transaction, row)


async def propose_undo(
    transaction: Transaction, link_id: UUID, ground: LinkGround, version: int
) -> PersonLinkRead:
    """Propose to undo a link; until somebody else confirms it, the person counts once."""

    def propose(link: PersonLink, _: datetime) -> None:
        link.undo_ground = ground
        link.proposed_by_id = transaction.actor.organisation_id
        link.proposed_by_agent_id = transaction.actor.agent_id or link.proposed_by_agent_id
        link.decided_by_id = link.decided_by_agent_id = None

    row = await LINK_RECORDS.transition(transaction, link_id, "propose_undo", version, propose)
    return await show_link(transaction, row)


async def confirm_undo(transaction: Transaction, link_id: UUID, version: int) -> PersonLinkRead:
    """Undo the link: from here on they count as two."""

    def undo(link: PersonLink, now: datetime) -> None:
        link.undone_at = now

    row = await _decide(transaction, link_id, "confirm_undo", version, undo)
    return await show_link(transaction, row)


async def refuse_undo(transaction: Transaction, link_id: UUID, version: int) -> PersonLinkRead:
    """Keep the link."""

    def keep(link: PersonLink, _: datetime) -> None:
        link.undo_ground = None

    row = await _decide(transaction, link_id, "refuse_undo", version, keep)
    return await show_link(transaction, row)


async def _decide(
    transaction: Transaction, link_id: UUID, event: str, version: int,
    change: Change[PersonLink] | None = None,
) -> Row:  # fmt: skip
    def decide(link: PersonLink, now: datetime) -> None:
        link.decided_by_id = transaction.actor.organisation_id
        link.decided_by_agent_id = transaction.actor.agent_id
        if change is not None:
            change(link, now)

    return await LINK_RECORDS.transition(transaction, link_id, event, version, decide)


async def read_link(transaction: Transaction, link_id: UUID) -> PersonLinkRead:
    """Read a link within sight."""
    row = await LINK_RECORDS.read(transaction, link_id, PersonLinkPermission.READ)
    return await show_link(transaction, row)


async def show_proposed(transaction: Transaction, link_id: UUID) -> PersonLinkRead:
    """Read a link as whoever proposed it did."""
    return await show_link(transaction, await LINK_RECORDS.find(transaction, link_id))


async def list_links(
    transaction: Transaction, case_id: UUID | None, status: LinkStatus | None, window: Window
) -> Slice[PersonLinkRead]:
    """List the links within sight, newest first."""
    page = await LINK_RECORDS.list(
        transaction, window, PersonLinkPermission.LIST, _as_found, of_case=case_id, status=status
    )
    return Slice(await show_links(transaction, page.items), page.last)


def _as_found(row: Row) -> Row:
    return row
