"""Screenings, episodes of exploitation, and what the profile says of a person."""

from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, case, cast, func, select
from sqlalchemy import literal_column as written
from sqlalchemy.dialects.postgresql import array

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    as_of,
)
from referral_api.domain.figures.definitions.relations.images import begin_of
from referral_api.domain.figures.definitions.relations.persons import (
    CASE,
    PERSON,
    cases,
    decisions,
    with_case,
)
from referral_api.domain.figures.history.facts import (
    CountedExploitation,
    CountedProfile,
    CountedScreening,
)
from referral_api.domain.figures.history.tables import CountedDecision

_S: Any = CountedScreening.__table__.c  # type: ignore[attr-defined]
_E: Any = CountedExploitation.__table__.c  # type: ignore[attr-defined]
_P: Any = CountedProfile.__table__.c  # type: ignore[attr-defined]
_D: Any = CountedDecision.__table__.c  # type: ignore[attr-defined]
_RECORDED = literal_code(RecordStatus.RECORDED)
_NOWHERE: ColumnElement[Any] = written(f"'{{{Region.UNKNOWN!s}}}'::text[]")
_NO_COUNTRY: ColumnElement[Any] = array([NOT_KNOWN], type_=Text())
_UNKNOWN_FORM: ColumnElement[Any] = written("'{INCONNU}'::text[]")
_NOT_ASKED: ColumnElement[Any] = written("'{not_asked}'::text[]")
_NONE: ColumnElement[Any] = written("'{}'::text[]")
_OF_THE_PROFILE: Columns = {
    "income": func.coalesce(_P.income_level, NOT_KNOWN),
    "residence": func.coalesce(_P.residence_kind, NOT_KNOWN),
    "difficulty": func.coalesce(_P.difficulty_any, NOT_KNOWN),
    "migration": func.unnest(func.coalesce(_P.migration_statuses, _NOT_ASKED)),
    "displacement": func.unnest(func.coalesce(_P.displacement_causes, _NOT_ASKED)),
}


def screenings() -> tuple[Select[Any], Columns]:
    """Each screening, with its case."""
    return with_case(CountedScreening, _S), {
        **PERSON, "key": _S.row_id, "root": _S.case_id, "screened_on": begin_of(_S.conducted_on),
        "instrument": _S.instrument, "advice": _S.advice,
    }  # fmt: skip


def decisions_and_episodes() -> tuple[Select[Any], Columns]:
    """Each decision with the forms that it found and those of the recorded episodes of its case."""
    rows, columns = placed_decisions()
    rows, found = _of_episodes(rows, "forms", _NONE)
    known = func.array_remove(_D.forms.op("||")(found), written("'INCONNU'"))
    forms = case((func.cardinality(known) == written("0"), _UNKNOWN_FORM), else_=known)
    return rows, {**columns, "form": func.unnest(forms)}


def placed_decisions() -> tuple[Select[Any], Columns]:
    """Each decision with the regions and countries of exploitation of the episodes of its case."""
    return _with_places(*decisions())


def profiled_cases() -> tuple[Select[Any], Columns]:
    """Each case with what its profile says."""
    return _with_profile(*cases())


def profiled_decisions() -> tuple[Select[Any], Columns]:
    """Each decision with what the profile of its case says."""
    return _with_profile(*placed_decisions())


def _with_places(rows: Select[Any], columns: Columns) -> tuple[Select[Any], Columns]:
    rows, regions = _of_episodes(rows, "regions", _NOWHERE)
    rows, countries = _of_episodes(rows, "countries", _NO_COUNTRY)
    return rows, {
        **columns, "exploitation_region": func.unnest(regions),
        "exploitation_country": func.unnest(countries),
    }  # fmt: skip


def _of_episodes(
    rows: Select[Any], name: str, none: ColumnElement[Any]
) -> tuple[Select[Any], ColumnElement[Any]]:
    """Add to decisions what all recorded episodes of the case say together.

    PostgreSQL leaves it out where nobody asks for it: there is one list to each case.
    """
    each = (
        select(_E.case_id, func.unnest(_E[name]).label("code"))
        .where(as_of(_E), _E.status == _RECORDED)
        .subquery(f"each_of_{name}")
    )
    listed = (
        select(each.c.case_id, cast(func.array_agg(each.c.code), ARRAY(Text)).label("codes"))
        .group_by(each.c.case_id)
        .subquery(f"{name}_of_episodes")
    )
    joined = rows.outerjoin(listed, listed.c.case_id == _D.case_id)
    return joined, func.coalesce(listed.c.codes, none)


def _with_profile(rows: Select[Any], columns: Columns) -> tuple[Select[Any], Columns]:
    joined = rows.outerjoin(CountedProfile, and_(_P.row_id == CASE.row_id, as_of(_P)))
    return joined, {**columns, **_OF_THE_PROFILE}


CONDITIONS: Conditions = {"is_recorded": _S.status == _RECORDED}
