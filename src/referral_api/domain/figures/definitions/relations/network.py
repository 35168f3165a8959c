"""The directory as it stood: which regions are served, and which needs nobody could meet."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, and_, column, or_, select, values

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.directory import ServiceState
from referral_api.domain.codelists.victims import AgeBand, Category, Sex
from referral_api.domain.figures.definitions.relations.as_of import Columns, Conditions
from referral_api.domain.figures.definitions.relations.images import (
    counts,
    each,
    images,
    instant,
    member,
    stands,
)

_CHILDREN = [band for band in AgeBand if band.is_child and band is not AgeBand.UNKNOWN]
_ADULTS = [band for band in AgeBand if not band.is_child]
_GROUPS = (
    (Category.WOMEN, Sex.FEMALE, _ADULTS), (Category.GIRLS, Sex.FEMALE, _CHILDREN),
    (Category.MEN, Sex.MALE, _ADULTS), (Category.BOYS, Sex.MALE, _CHILDREN),
)  # fmt: skip
_S = images("service", "offered")
_N = images("unmet_need", "searched")


def served_regions() -> tuple[Select[Any], Columns]:
    """Each service with each region that it serves; a region is what counts once."""
    region = each(_S.c.image.op("->")(literal_code("served_regions")), "UNKNOWN")
    groups = (
        values(column("category"), column("is_served", Boolean), name="served_group")
        .data([
            (literal_code(group), and_(_lists("sexes", [sex]), _lists("age_bands", bands)))
            for group, sex, bands in _GROUPS
        ])
        .lateral()
    )  # fmt: skip
    columns = {
        "key": _S.c.row_id, "root": region, "region": region,
        "service": member(_S, "service_type"), "setting": member(_S, "setting"),
        "category": groups.c.category,
    }  # fmt: skip
    served = select().select_from(_S).outerjoin(groups, groups.c.is_served)
    return served.where(counts(_S)), columns


def _lists(name: str, codes: Iterable[str]) -> ColumnElement[bool]:
    """Say whether a list of the service holds any of these codes."""
    listed = _S.c.image.op("->")(literal_code(name))
    return or_(*(listed.op("?", is_comparison=True)(literal_code(code)) for code in codes))


def unmet_needs() -> tuple[Select[Any], Columns]:
    """Each need that was recorded as unmet."""
    columns = {
        "key": _N.c.row_id, "root": _N.c.row_id, "recorded_at": instant(_N, "recorded_at"),
        "service": member(_N, "service_type"), "region": member(_N, "region"),
        "category": member(_N, "category"), "priority": member(_N, "priority"),
    }  # fmt: skip
    return select().select_from(_N).where(stands(_N)), columns


CONDITIONS: Conditions = {
    "is_active_service": member(_S, "state") == literal_code(ServiceState.ACTIVE)
}
