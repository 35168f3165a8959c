"""The statement that registers many: the same rows for each as ``casework/registration`` writes.

The rows come as one parameter of JSON: PostgreSQL has no array of lists of different lengths.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from referral_api.audit.log import EVENT_COLUMNS, event_parameters
from referral_api.audit.tables import AuditEvent
from referral_api.database.statements import Statement, literal_code
from referral_api.database.tables import Table, recorded_key
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.casework.registration import FIELDS, Kinds
from referral_api.domain.codelists.status import CaseState, IdentificationStatus
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.identification.cases.queries import to_json
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.organisations.tables import Organisation

_LISTS = ("nationalities", "languages", "risk_flags")
_OTHERWISE: dict[str, Any] = {
    "age_in_doubt": Boolean(), "happened_at": DateTime(timezone=True),
    **dict.fromkeys(_LISTS, ARRAY(Text)),
}  # fmt: skip
_ORGANISATION = bindparam("organisation_id", type_=Uuid())
_AGENT = bindparam("agent_id", type_=Uuid())
_NO_CODE = cast(null(), Text)


def registration_of_many(kinds: Kinds) -> Statement:
    """Make the statement for cases that begin with these chains."""
    ids = ("id", "event_id", *(f"{kind}{what}" for kind in kinds for what in ("_id", "_grant_id")))
    rows: Any = func.jsonb_to_recordset(bindparam("rows", type_=JSONB)).table_valued(
        *(column(name, Uuid()) for name in ids),
        column("salt", Text()),
        *(column(name, _OTHERWISE.get(name, Text())) for name in FIELDS),
    )
    given = select(rows.render_derived(with_types=True)).cte("given")
    key = recorded_key(given.c.id)
    parts = [_events(given), _outgoing(given)]
    parts += _grants_and_links(given, kinds, key)
    parts.append(_cases(given, kinds, key))
    return Statement(select(to_json(func.now())).add_cte(*parts))


def _fill(
    name: str, table: type[Table], values: dict[str, ColumnElement[Any]], source: FromClause
) -> CTE:
    rows = select(*values.values()).select_from(source)
    return insert(table).from_select(list(values), rows).cte(name)


def _events(given: CTE) -> CTE:
    parameters: dict[str, ColumnElement[Any]] = event_parameters()
    values = {name: parameters[name] for name in ("id", *EVENT_COLUMNS)} | {
        "id": given.c.event_id, "outcome": literal_code("allowed"), "code": _NO_CODE,
        "agent_id": _AGENT, "organisation_id": _ORGANISATION, "subject": literal_code("case"),
        "subject_id": given.c.id, "case_id": given.c.id, "case_ids": cast(null(), ARRAY(Uuid)),
        "section": _NO_CODE,
        "salt": cast(func.decode(given.c.salt, literal_column("'hex'")), LargeBinary),
    }  # fmt: skip
    return _fill("event", AuditEvent, values, given)


def _outgoing(given: CTE) -> CTE:
    values = {
        "organisation_id": _ORGANISATION, "event_id": given.c.event_id,
        "action": event_parameters()["action"], "subject": literal_code("case"),
        "subject_id": given.c.id, "case_id": given.c.id, "by_organisation_id": _ORGANISATION,
    }  # fmt: skip
    return _fill("outgoing", OutgoingEvent, values, given)


def _grants_and_links(given: CTE, kinds: Kinds, key: ColumnElement[Any]) -> list[CTE]:
    grants, links = [], []
    for kind in kinds:
        link_id = given.c[f"{kind}_id"]
        sections = bindparam(f"{kind}_sections", type_=ARRAY(Text))
        grants.append({
            "id": given.c[f"{kind}_grant_id"], "organisation_id": _ORGANISATION,
            "case_id": given.c.id, "basis": literal_code(Basis.CUSTODY), "basis_id": link_id,
            "case_recorded_key": key, "reads": sections, "writes": sections,
        })  # fmt: skip
        links.append({
            "id": link_id, "case_id": given.c.id, "kind": literal_code(kind),
            "seq": literal_column("1"), "organisation_id": _ORGANISATION, "agent_id": _AGENT,
        })  # fmt: skip
    parts = []
    for name, table, written in (("grants", AccessGrant, grants), ("links", Custody, links)):
        rows = union_all(*(select(*each.values()).select_from(given) for each in written))
        parts.append(insert(table).from_select(list(written[0]), rows).cte(name))
    return parts


def _cases(given: CTE, kinds: Kinds, key: ColumnElement[Any]) -> CTE:
    values = {name: given.c[name] for name in FIELDS} | {
        "id": given.c.id, "recorded_key": key,
        "status": literal_code(IdentificationStatus.REPORTED),
        "state": literal_code(CaseState.OPEN), "version": literal_column("1"),
        "registered_by_organisation_id": _ORGANISATION, "registered_by_agent_id": _AGENT,
    } | {f"{kind}_custodian_id": _ORGANISATION for kind in kinds}  # fmt: skip
    # Who deactivates the organisation waits, or was first, as with one.
    here = (
        select(*values.values())
        .select_from(Organisation)
        .join(given, literal_column("true"))
        .where(col(Organisation.id) == _ORGANISATION, col(Organisation.active))
        .with_for_update(read=True, key_share=True, of=Organisation)
    )
    return insert(Case).from_select(list(values), here).cte("new_case")
