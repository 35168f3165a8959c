"""Cases and decisions. The person is a file, until files of one person are linked; attributes are
those of the file as of the cut, and of the earliest valid one where a person counts once
(``of_person``).
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, not_, or_, select

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.status import (
    CaseState,
    ClosureReason,
    IdentificationStatus,
)
from referral_api.domain.codelists.victims import AgeBand, Category, Sex
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    as_of,
)
from referral_api.domain.figures.definitions.relations.images import with_type
from referral_api.domain.figures.history.tables import CountedCase, CountedDecision
from referral_api.domain.identification.cases.children import is_child

CASE: Any = CountedCase.__table__.c  # type: ignore[attr-defined]
_D: Any = CountedDecision.__table__.c  # type: ignore[attr-defined]
_RULED_OUT = (
    IdentificationStatus.NOT_PRESUMED, IdentificationStatus.NOT_IDENTIFIED,
    IdentificationStatus.NO_FOLLOW_UP,
)  # fmt: skip
_WRONG = (ClosureReason.DUPLICATE, ClosureReason.REGISTERED_IN_ERROR)


def category(sex: Any, is_child: Any) -> ColumnElement[str]:
    """Write ``victims.category_of`` in SQL; a person of unknown sex has a column of her own."""
    return case(
        (and_(sex == literal_code(Sex.FEMALE), is_child), literal_code(Category.GIRLS)),
        (sex == literal_code(Sex.FEMALE), literal_code(Category.WOMEN)),
        (and_(sex == literal_code(Sex.MALE), is_child), literal_code(Category.BOYS)),
        (sex == literal_code(Sex.MALE), literal_code(Category.MEN)),
        else_=NOT_KNOWN,
    )


def is_valid(case_image: Any) -> ColumnElement[bool]:
    """Say that a file is neither a duplicate nor opened in error."""
    reason = case_image.closure_reason
    return or_(reason.is_(None), not_(one_of(reason, _WRONG)))


IS_CHILD = is_child(CASE)
PERSON: Columns = {
    "category": category(CASE.sex, IS_CHILD),
    "age": CASE.age_band,
    "sex": CASE.sex,
    "region": CASE.region,
    "nationality": case(
        (CASE.nationality == literal_code("ML"), literal_code("malian")),
        (CASE.nationality.is_not(None), literal_code("other")),
        (func.cardinality(CASE.nationalities) == literal_column("0"), literal_code("stateless")),
        else_=NOT_KNOWN,
    ),
    "status": CASE.status,
}
# A person counts under each form, and under "unknown" if none was found.
_FORM = func.unnest(
    case(
        (func.cardinality(_D.forms) == literal_column("0"), literal_column("'{INCONNU}'::text[]")),
        else_=_D.forms,
    )
)


def of_sheet(sheet: Any) -> Columns:
    """Describe the person by the file, or by the sheet that a receiver sees where it sees no
    more.
    """
    is_child = func.coalesce(IS_CHILD, sheet.treated_as_child)
    return {
        **PERSON,
        "category": category(func.coalesce(CASE.sex, sheet.sex), is_child),
        "age": func.coalesce(CASE.age_band, sheet.age_band),
        "sex": func.coalesce(CASE.sex, sheet.sex),
        "region": func.coalesce(CASE.region, sheet.region),
    }


def with_case(table: type[Any], fields: Any) -> Select[Any]:
    """Select rows of a case, each with the case as of the cut if the caller counts it."""
    return (
        select()
        .select_from(table)
        .outerjoin(CountedCase, and_(CASE.row_id == fields.case_id, as_of(CASE)))
        .where(as_of(fields))
    )


def cases() -> tuple[Select[Any], Columns]:
    """Each case."""
    rows = select().select_from(CountedCase).where(as_of(CASE))
    rows, registrar = with_type(rows, CASE.registered_by_organisation_id, "registrar")
    columns = {
        **PERSON, "key": CASE.row_id, "root": CASE.row_id, "registered_at": CASE.registered_at,
        "registrar": registrar,
        "closed_at": CASE.closed_at, "reason": func.coalesce(CASE.closure_reason, NOT_KNOWN),
    }  # fmt: skip
    return rows, columns


def decisions() -> tuple[Select[Any], Columns]:
    """Each decision on identification, with its case."""
    joined = (
        select().select_from(CountedDecision).join(CountedCase, CASE.row_id == _D.case_id)
        .where(as_of(_D), as_of(CASE))
    )  # fmt: skip
    joined, decider = with_type(joined, _D.organisation_id, "decider")
    columns = {
        **PERSON, "key": _D.row_id, "root": _D.case_id, "decided_at": _D.decided_at, "form": _FORM,
        "decider": decider,
        "ground": func.coalesce(_D.ground, NOT_KNOWN),
        "since_registration": _D.decided_at - CASE.registered_at,
    }  # fmt: skip
    return joined, columns


def decisions_after_presumption() -> tuple[Select[Any], Columns]:
    """Each decision with the first presumption of its case."""
    joined, columns = decisions()
    earlier: Any = CountedDecision.__table__.alias("earlier")  # type: ignore[attr-defined]
    first = (
        select(earlier.c.case_id, func.min(earlier.c.decided_at).label("presumed_at"))
        .where(as_of(earlier.c), earlier.c.to_status == literal_code(IdentificationStatus.PRESUMED))
        .group_by(earlier.c.case_id)
        .subquery("first_presumption")
    )
    since_presumption = _D.decided_at - first.c.presumed_at
    return (
        joined.join(first, first.c.case_id == _D.case_id),
        {**columns, "since_presumption": since_presumption},
    )


CONDITIONS: Conditions = {
    # Neither a duplicate nor opened in error: out of every figure from the cut on.
    "is_counted": is_valid(CASE),
    "is_of_doubtful_age": or_(CASE.age_in_doubt, CASE.age_band == literal_code(AgeBand.UNKNOWN)),
    # No file says so: files of one person that contradict each other do (``of_person``).
    "differs_in_sex": CASE.sex == NOT_KNOWN,
    "is_open": CASE.state == literal_code(CaseState.OPEN),
    "is_closed": CASE.state == literal_code(CaseState.CLOSED),
    "is_reintegrated": one_of(
        CASE.closure_reason, [ClosureReason.REINTEGRATED, ClosureReason.SUPPORT_COMPLETED]
    ),
    "presumes": _D.to_status == literal_code(IdentificationStatus.PRESUMED),
    "identifies": _D.to_status == literal_code(IdentificationStatus.IDENTIFIED),
    "detects": one_of(
        _D.to_status, [IdentificationStatus.PRESUMED, IdentificationStatus.IDENTIFIED]
    ),
    # In force at the cut.
    "is_identified": CASE.status == literal_code(IdentificationStatus.IDENTIFIED),
    "is_not_ruled_out": not_(one_of(CASE.status, _RULED_OUT)),
    "is_not_retained": one_of(CASE.status, _RULED_OUT),
}
