"""Registering a case: the file, its custodian, the custodian's grant, the audit event, at once.

``casework/many/registration`` registers many by one statement, of what is prepared here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, insert, literal_column, null, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, literal_code
from referral_api.database.tables import Table, recorded_key
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import INVESTIGATORS
from referral_api.domain.access.grants import custodian_sections
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.casework.accusation import record_own_accusation
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.status import CaseState, IdentificationStatus
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.deadline_policy import CLOCKS_APART
from referral_api.domain.events.outbox import outgoing_insert
from referral_api.domain.identification.cases.codes import make_code
from referral_api.domain.identification.cases.nationalities import (
    registered as registered_nationalities,
)
from referral_api.domain.identification.cases.queries import to_json
from referral_api.domain.identification.cases.schemas import (
    CASE_MEMBERS,
    CaseRead,
    CaseRegister,
    to_response,
)
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.code_pads.using import unusable_code, use_codes
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.records.happened import check_happened
from referral_api.errors import Forbidden, MalformedInput
from referral_api.permissions import Actor, CasePermission
from referral_api.schemas import ResponseData

_FIELDS = (
    "code", "sex", "age_band", "age_in_doubt", "region", "nationality", "languages", "risk_flags",
)  # fmt: skip
# What few registrations say: the others are spared the parameters.
SELDOM = ("nationalities", "happened_at", "interviewer_sex")
FIELDS = (*_FIELDS, *SELDOM)
_NOT_TOLD = {"id", "accused_by_us", "stateless", "code", "happened_at"}
Kinds = tuple[CustodyKind, ...]


def _shared(name: str, table: type[Table], column: str) -> BindParameter[Any]:
    """Make one parameter for all rows with the same value: each costs as much as a comparison."""
    return bindparam(name, type_=table.__table__.c[column].type)  # type: ignore[attr-defined]


_CASE_ID = _shared("case_id", Case, "id")
_ORGANISATION = _shared("organisation_id", Case, "registered_by_organisation_id")
_AGENT = _shared("agent_id", Case, "registered_by_agent_id")


# The same for the case and its grants: written three times, it costs less than a subquery.
_KEY = recorded_key(_CASE_ID)


def _registration(kinds: Kinds, fields: Sequence[str]) -> Statement:
    # PostgreSQL runs the last part first: the case, so that a taken id is reported as such.
    parts = [
        event_insert(
            outcome=literal_code("allowed"), code=null(), agent_id=_AGENT,
            organisation_id=_ORGANISATION,
            subject=literal_code("case"), subject_id=_CASE_ID, case_id=_CASE_ID, case_ids=null(),
            section=null(),
        ).cte("event"),
        outgoing_insert(
            organisation_id=_ORGANISATION, by_organisation_id=_ORGANISATION,
            subject=literal_code("case"), subject_id=_CASE_ID, case_id=_CASE_ID,
        ).cte("outgoing"),
    ]  # fmt: skip
    grants, links = [], []
    for kind in kinds:
        link_id = _shared(f"{kind}_id", Custody, "id")
        sections = _shared(f"{kind}_sections", AccessGrant, "reads")
        grants.append({
            "id": _shared(f"{kind}_grant_id", AccessGrant, "id"), "organisation_id": _ORGANISATION,
            "case_id": _CASE_ID, "basis": literal_code(Basis.CUSTODY), "basis_id": link_id,
            "case_recorded_key": _KEY, "reads": sections, "writes": sections,
        })  # fmt: skip
        links.append({
            "id": link_id, "case_id": _CASE_ID, "kind": literal_code(kind),
            "seq": literal_column("1"),
            "organisation_id": _ORGANISATION, "agent_id": _AGENT,
        })  # fmt: skip
    # One INSERT for both rows of a table: preparing an INSERT costs PostgreSQL more than a row.
    parts.append(insert(AccessGrant).values(grants).cte("grants"))
    parts.append(insert(Custody).values(links).cte("links"))
    case = {name: _shared(f"case_{name}", Case, name) for name in fields} | {
        "id": _CASE_ID, "recorded_key": _KEY, "status": literal_code(IdentificationStatus.REPORTED),
        "state": literal_code(CaseState.OPEN), "version": literal_column("1"),
        "registered_by_organisation_id": _ORGANISATION, "registered_by_agent_id": _AGENT,
    } | {f"{kind}_custodian_id": _ORGANISATION for kind in kinds}  # fmt: skip
    # Who deactivates the organisation waits, or was first: then there is no case, and the database
    # refuses its custody (Conflict).
    here = (
        select(*case.values())
        .select_from(Organisation)
        .where(col(Organisation.id) == _ORGANISATION, col(Organisation.active))
        .with_for_update(read=True, key_share=True)
    )
    parts.append(insert(Case).from_select(list(case), here).cte("new_case"))
    return Statement(select(to_json(func.now())).add_cte(*parts))


_WITH_INQUIRY: Kinds = (CustodyKind.PROTECTION, CustodyKind.INVESTIGATION)
_WITHOUT_INQUIRY: Kinds = (CustodyKind.PROTECTION,)
CHAINS = (_WITH_INQUIRY, _WITHOUT_INQUIRY)
_REGISTER = {
    (kinds, whole): _registration(kinds, FIELDS if whole else _FIELDS)
    for kinds in CHAINS
    for whole in (True, False)
}


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration that was checked and is not written yet: its chains, and what it will say."""

    kinds: Kinds
    members: dict[str, Any]
    happened_at: datetime | None
    accused: bool

    @property
    def id(self) -> UUID:
        """The id of the case."""
        case_id: UUID = self.members["id"]
        return case_id

    @property
    def columns(self) -> dict[str, Any]:
        """The columns that the caller's words fill."""
        return {**self.members, "happened_at": self.happened_at}

    def told(self, actor: Actor, registered_at: str) -> ResponseData[CaseRead]:
        """Return the case as it was registered at this instant."""
        response = self.members | {
            "protection_custodian_id": actor.organisation_id,
            "investigation_custodian_id": actor.organisation_id if len(self.kinds) > 1 else None,
            "registered_at": registered_at, "updated_at": registered_at,
            "closed_at": None, "closure_reason": None, "duplicate_of_id": None,
            "death_reported_at": None, "death_refuted_at": None,
        }  # fmt: skip
        return to_response([response[name] for name in CASE_MEMBERS])


def prepare(actor: Actor, case: CaseRegister) -> Registration:
    """Check a registration by itself; MalformedInput if it contradicts itself."""
    if actor.agent_id is None:
        raise Forbidden
    investigates = actor.organisation_type in INVESTIGATORS
    if case.accused_by_us and not investigates:
        raise MalformedInput(errors=[{"pointer": "/accused_by_us", "code": "invalid_value"}])
    if case.happened_at is not None:
        now = datetime.now(UTC) + CLOCKS_APART
        check_happened(case.happened_at, since=None, now=now)
    members = case.model_dump(exclude=_NOT_TOLD) | registered_nationalities(case) | {
        "id": case.id or uuid7(), "code": case.code or make_code(), "version": 1,
        "status": IdentificationStatus.REPORTED, "state": CaseState.OPEN,
        "registered_by_organisation_id": actor.organisation_id,
        "happened_at": case.happened_at and to_text(case.happened_at),
    }  # fmt: skip
    kinds = _WITH_INQUIRY if investigates and not case.accused_by_us else _WITHOUT_INQUIRY
    return Registration(kinds, members, case.happened_at, case.accused_by_us)


def to_text(instant: datetime) -> str:
    """Write an instant as the database writes it into a response."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


async def register_case(transaction: Transaction, case: CaseRegister) -> ResponseData[CaseRead]:
    """Open a file for a person. The caller's organisation answers for her from this instant.

    Police and justice answer for the inquiry too, unless they accuse her. UnusableId if the id is
    taken; MalformedInput if she is of a country and stateless, or for a code of no pad of theirs;
    Conflict if the organisation is deactivated at this moment.
    """
    actor = transaction.actor
    new = prepare(actor, case)
    if case.code is not None and not await use_codes(transaction, {case.code: new.id}):
        raise unusable_code()
    columns, kinds = new.columns, new.kinds
    whole = any(columns[name] is not None for name in SELDOM)
    values: dict[str, Any] = {
        f"case_{name}": columns[name] for name in (FIELDS if whole else _FIELDS)
    }
    for kind in kinds:
        values[f"{kind}_id"], values[f"{kind}_grant_id"] = uuid7(), uuid7()
        values[f"{kind}_sections"] = custodian_sections(actor.organisation_type, kind)
    (registered_at,) = await transaction.row(
        _REGISTER[kinds, whole], case_id=new.id, organisation_id=actor.organisation_id,
        agent_id=actor.agent_id, **values, **event_values(actor, CasePermission.REGISTER),
    )  # fmt: skip
    if new.accused:
        await record_own_accusation(transaction, new.id)
    return new.told(actor, registered_at)
