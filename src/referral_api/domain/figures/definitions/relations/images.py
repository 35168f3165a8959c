"""Images of entries, contributions and organisations, and how their members are read."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Alias,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    Select,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.definitions.relations.as_of import NOT_KNOWN, as_of
from referral_api.domain.figures.history.tables import EntryImage

_NOWHERE = literal_code(Region.UNKNOWN)


def images(kind: str, name: str) -> Alias:
    """Name the table of images for one kind; ``stands`` keeps those of the kind at the cut.

    The name has no underscore: the kind stands behind the first.
    """
    alias: Alias = EntryImage.__table__.alias(f"{name}_{kind}")  # type: ignore[attr-defined]
    return alias


def stands(image: Alias) -> ColumnElement[bool]:
    """Keep the images of this kind that stood at the cut."""
    kind = image.name.partition("_")[2]
    return and_(image.c.kind == literal_code(kind), as_of(image.c))


def counts(image: Alias) -> ColumnElement[bool]:
    """Keep, of those, the entries that were not withdrawn."""
    return and_(stands(image), member(image, "status") == literal_code("registered"))


def member(image: Alias, name: str) -> ColumnElement[str]:
    """Read a member as text."""
    return image.c.image.op("->>")(literal_code(name))


def number(image: Alias, name: str) -> ColumnElement[Decimal]:
    """Read a decimal number, with its decimals."""
    return cast(member(image, name), Numeric)


def whole(image: Alias, name: str) -> ColumnElement[int]:
    """Read a whole number."""
    return cast(member(image, name), Integer)


def key(image: Alias, name: str) -> ColumnElement[UUID]:
    """Read the id of another row."""
    return cast(member(image, name), Uuid)


def instant(image: Alias, name: str) -> ColumnElement[datetime]:
    """Read an instant."""
    return cast(member(image, name), DateTime(timezone=True))


def day(image: Alias, name: str) -> ColumnElement[datetime]:
    """Read a day: the instant at which it begins in Mali, which is UTC."""
    return begin_of(cast(member(image, name), Date))


def begin_of(found: Any) -> ColumnElement[datetime]:
    """Return the instant at which a day begins."""
    return func.timezone(literal_column("'UTC'"), cast(found, DateTime(timezone=False)))


def year(found: Any) -> ColumnElement[datetime]:
    """Return the instant at which a year begins."""
    first: ColumnElement[int] = literal_column("1")
    return begin_of(func.make_date(found, first, first))


def with_type(
    rows: Select[Any], organisation_id: Any, name: str
) -> tuple[Select[Any], ColumnElement[str]]:
    """Add an organisation to rows; return them with its type as of the cut.

    PostgreSQL leaves it out where nobody asks for it: there is one type to each id.
    """
    image = images("organisation", name)
    types = (
        select(image.c.row_id.label("id"), func.max(member(image, "type")).label("type"))
        .where(stands(image))
        .group_by(image.c.row_id)
        .subquery(f"{name}_type")
    )
    joined = rows.outerjoin(types, types.c.id == organisation_id)
    return joined, func.coalesce(types.c.type, NOT_KNOWN)


def with_regions(
    rows: Select[Any], organisation_id: Any, name: str
) -> tuple[Select[Any], ColumnElement[Any]]:
    """Add an organisation to rows; return them with its regions as of the cut, as JSON."""
    image = images("organisation", name)
    regions = (
        select(image.c.row_id.label("id"), func.max(member(image, "regions")).label("regions"))
        .where(stands(image))
        .group_by(image.c.row_id)
        .subquery(f"{name}_regions")
    )
    joined = rows.outerjoin(regions, regions.c.id == organisation_id)
    return joined, cast(regions.c.regions, JSONB)


def known_or_only(region: Any, regions: Any) -> ColumnElement[str]:
    """Return a region, or where it is not known the only one of an organisation."""
    one: ColumnElement[int] = literal_column("1")
    zero: ColumnElement[int] = literal_column("0")
    only = case((func.jsonb_array_length(regions) == one, regions.op("->>")(zero)))
    return func.coalesce(func.nullif(region, _NOWHERE), only, _NOWHERE)


def each(listed: Any, unknown: str) -> ColumnElement[str]:
    """Return one row for each member of a JSON array of codes, or for the unknown one of none."""
    none = func.coalesce(func.jsonb_array_length(listed), literal_column("0"))
    alone: ColumnElement[Any] = literal_column(f"""'["{unknown}"]'::jsonb""")
    return func.jsonb_array_elements_text(case((none == literal_column("0"), alone), else_=listed))
