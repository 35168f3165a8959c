"""Places of shelters and their occupancy, as each organisation keeps them."""

from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    Text,
    Uuid,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
    values,
)

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.places import BEDS, PlaceUnit
from referral_api.domain.figures.definitions.relations.as_of import (
    Columns,
    as_of,
    span,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import (
    images,
    instant,
    known_or_only,
    member,
    stands,
    whole,
    with_regions,
    with_type,
)
from referral_api.domain.figures.history.tables import CountedCapacity

_P: Any = CountedCapacity.__table__.c  # type: ignore[attr-defined]
_U = images("place", "counted")
_S = images("service", "keeping")
_NONE: Any = literal_column("0")
_COUNTS = ("places", "held", "occupied", "overflow")
# As ``capacity_stale_after`` of the settings is by default: another span is another version.
_STALE = "7 days"


def _kept() -> Any:
    """The places of each organisation, by unit. Those of no stated unit are the organisation's own,
    the others those of its services.
    """
    unspecified = select(
        _P.row_id, _P.row_id.label("organisation_id"), cast(null(), Text).label("service_id"),
        literal_code(PlaceUnit.BED_UNSPECIFIED).label("unit"), *(_P[name] for name in _COUNTS),
        _P.stated_at,
    ).where(as_of(_P))  # fmt: skip
    of_services = select(
        _U.c.row_id, _U.c.organisation_id, member(_U, "service_id"),
        member(_U, "unit").label("unit"), *(whole(_U, name).label(name) for name in _COUNTS),
        instant(_U, "updated_at").label("stated_at"),
    ).where(stands(_U), one_of(member(_U, "unit"), BEDS))  # fmt: skip
    return union_all(unspecified, of_services).subquery("kept")


def _with_place(rows: Select[Any], kept: Any) -> tuple[Select[Any], Columns]:
    """Add whose places they are and where: the region of the service, or the only one of the
    organisation.
    """
    region = (
        select(_S.c.row_id.label("id"), func.max(member(_S, "region")).label("region"))
        .where(stands(_S))
        .group_by(_S.c.row_id)
        .subquery("place_region")
    )
    rows = rows.outerjoin(region, region.c.id == cast(kept.c.service_id, Uuid))
    rows, kind = with_type(rows, kept.c.organisation_id, "keeper")
    rows, regions = with_regions(rows, kept.c.organisation_id, "owner")
    columns = {
        "key": kept.c.row_id, "root": kept.c.organisation_id, "unit": kept.c.unit,
        "organisation": kind, "region": known_or_only(region.c.region, regions),
    }  # fmt: skip
    return rows, columns


def places() -> tuple[Select[Any], Columns]:
    """The places by what they are: occupied, held for an arrival, free, or unknown: who is there is
    known, and how many are free is not, if their number was not stated for long.
    """
    kept = _kept()
    rest = func.greatest(_NONE, kept.c.places - kept.c.occupied - kept.c.held)
    is_fresh = kept.c.stated_at > taken_at() - span(_STALE)
    parts = (
        values(column("place"), column("number", Integer), name="part")
        .data([
            (literal_code("occupied"), kept.c.occupied),
            (literal_code("held"), kept.c.held),
            (literal_code("free"), case((is_fresh, rest))),
            (literal_code("unknown"), case((is_fresh, _NONE), else_=rest)),
        ])
        .lateral()
    )  # fmt: skip
    rows, columns = _with_place(select().select_from(kept).join(parts, true()), kept)
    return rows, {**columns, "place": parts.c.place, "number": parts.c.number}


def people_beyond() -> tuple[Select[Any], Columns]:
    """Who is taken in beyond the places, by the unit."""
    kept = _kept()
    rows, columns = _with_place(select().select_from(kept), kept)
    return rows, {**columns, "number": func.coalesce(kept.c.overflow, _NONE)}
