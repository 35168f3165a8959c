"""Activities of prevention, whom they reached and trained, documents, legal texts, committees."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    select,
    true,
    values,
)

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.prevention import ActivityState, PreventionKind
from referral_api.domain.figures.definitions.relations.as_of import Columns, Conditions
from referral_api.domain.figures.definitions.relations.images import (
    counts,
    day,
    each,
    images,
    member,
    stands,
    with_type,
)

_A = images("prevention_activity", "counted")
_D = images("programme_document", "counted")
_T = images("legal_text", "counted")
_O = images("organisation", "counted")
_STATE = member(_A, "state")


def _activities(rows: Select[Any]) -> tuple[Select[Any], dict[str, ColumnElement[Any]]]:
    rows, keeper = with_type(rows.where(counts(_A)), _A.c.organisation_id, "keeper")
    return rows, {
        "key": _A.c.row_id, "root": _A.c.row_id, "held_on": day(_A, "held_on"),
        "kind": member(_A, "kind"), "theme": member(_A, "theme"), "region": member(_A, "region"),
        "border": member(_A, "border"), "state": _STATE,
        "organisation": keeper,
    }  # fmt: skip


def activities() -> tuple[Select[Any], Columns]:
    """Each activity."""
    return _activities(select().select_from(_A))


def people_reached() -> tuple[Select[Any], Columns]:
    """Each activity with each population of which a number was told. What was not is no zero."""
    # Women and girls that a source did not divide, and everybody else, stay as they were told.
    reached = _A.c.image.op("->")(literal_code("reached"))
    # Where nobody was told of, it is JSON null, which has no members.
    is_told = func.jsonb_typeof(reached) == literal_code("object")
    told = (
        func.jsonb_each_text(case((is_told, reached)))
        .table_valued("population", "number", name="told")
        .render_derived()
    )
    rows, columns = _activities(select().select_from(_A).join(told, true()))
    number = cast(told.c.number, Integer)
    return rows, columns | {"population": told.c.population, "number": number}


def people_trained() -> tuple[Select[Any], Columns]:
    """Each training with each profession that it reached."""
    listed = func.jsonb_to_recordset(_A.c.image.op("->")(literal_code("professions"))).table_valued(
        column("profession", Text), column("number", Integer), name="trained"
    )
    trained = listed.render_derived(with_types=True)
    rows, columns = _activities(select().select_from(_A).join(trained, true()))
    return rows, columns | {"profession": trained.c.profession, "number": trained.c.number}


def documents() -> tuple[Select[Any], Columns]:
    """Each edition of a manual, form or other document."""
    columns = {
        "key": _D.c.row_id, "root": _D.c.row_id, "published_on": day(_D, "published_on"),
        "kind": member(_D, "kind"), "pillar": member(_D, "pillar"),
    }  # fmt: skip
    return select().select_from(_D).where(counts(_D)), columns


def legal_texts() -> tuple[Select[Any], Columns]:
    """Each date of each legal text: as a bill, as adopted, in force."""
    dates = (
        values(column("stage"), column("dated", DateTime(timezone=True)), name="step")
        .data([
            (literal_code("bill"), day(_T, "bill_on")),
            (literal_code("adopted"), day(_T, "adopted_on")),
            (literal_code("in_force"), day(_T, "in_force_on")),
        ])
        .lateral()
    )  # fmt: skip
    columns = {
        "key": _T.c.row_id, "root": _T.c.row_id, "stage": dates.c.stage, "dated": dates.c.dated,
        "kind": member(_T, "kind"),
    }  # fmt: skip
    rows = select().select_from(_T).join(dates, true())
    return rows.where(counts(_T), dates.c.dated.is_not(None)), columns


def organisations() -> tuple[Select[Any], Columns]:
    """Each organisation of the mechanism."""
    columns = {
        "key": _O.c.row_id, "root": _O.c.row_id, "organisation": member(_O, "type"),
        "served_region": each(_O.c.image.op("->")(literal_code("regions")), "UNKNOWN"),
    }  # fmt: skip
    return select().select_from(_O).where(stands(_O)), columns


CONDITIONS: Conditions = {
    "is_carried_out": literal_code(ActivityState.CARRIED_OUT) == _STATE,
    "is_training": member(_A, "kind") == literal_code(PreventionKind.TRAINING),
    "is_active_watch_committee": and_(
        member(_O, "type") == literal_code(OrganisationType.WATCH_COMMITTEE),
        member(_O, "active") == literal_code("true"),
    ),
}
