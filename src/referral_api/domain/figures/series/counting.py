"""The SQL that counts a figure year by year, in one statement."""

from functools import cache

from sqlalchemy import Integer, cast, extract, func, literal_column, select

from referral_api.database.statements import Statement
from referral_api.domain.figures.answers.counting import as_told, measures, rows_that_count
from referral_api.domain.figures.definitions.definition import Definition


@cache
def year_statement(definition: Definition, by: tuple[str, ...]) -> Statement:
    """Write the SQL; its rows hold ``year``, the dimensions, ``value`` and ``base``.

    A person who counts once in each period counts once in each year. Parameters: those of the
    cut, ``since`` and ``before``.
    """
    rows = rows_that_count(definition, by).subquery("counted")
    # Africa/Bamako is UTC, without a summer time.
    at = func.timezone(literal_column("'UTC'"), rows.c.at)
    groups = [
        cast(extract("year", at), Integer),
        *(as_told(rows.c[name]).label(name) for name in by),
    ]
    return Statement(
        select(groups[0].label("year"), *groups[1:], *measures(definition, rows))
        .select_from(rows)
        .group_by(*groups)
        .order_by(*groups)
    )  # fmt: skip
