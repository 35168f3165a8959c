"""Counting: the rows of a question as of a cut become an answer and its canonical JSON."""

from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson

from referral_api.database.sight import CountingSight
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers.counting import count_statements
from referral_api.domain.figures.definitions.definition import Audience, Definition, Measure
from referral_api.domain.figures.definitions.sources import UNKNOWN_CODES
from referral_api.permissions import Actor, Role

_TWO_DECIMALS = Decimal("0.01")
_REGIONS = "regions:"


async def count(
    transaction: Transaction, definition: Definition, since: date | None, before: date | None,
    by: tuple[str, ...], cut: Any, regions: tuple[str, ...] = (),
) -> tuple[dict[str, Any], bytes]:  # fmt: skip
    """Count as of the cut, everywhere or in some regions; return the answer and its canonical
    JSON.
    """
    values = parameters_of(cut)
    if regions:
        values["regions"] = list(regions)
    if definition.date is not None:
        values |= {"since": start_of(since), "before": start_of(before)}
    async with counting(transaction, definition, cut) as history:
        rows = [
            row
            for statement in count_statements(definition, by, in_regions=bool(regions))
            for row in await history.all(statement, **values)
        ]
    (whole,) = (row for row in rows if row["is_total"])
    total = cell_of(definition, whole, ())
    cells = [cell_of(definition, row, by) for row in rows if not row["is_total"]]
    # In an order that no server's collation decides.
    cells.sort(key=lambda cell: [cell["by"][name] for name in by])
    answer = {
        "code": definition.code, "definition_version": definition.version,
        "since": since, "before": before, "by": list(by),
        "scope": scope_of(transaction, definition, regions), "total": total, "cells": cells,
        "unknown": _unknown(definition, cells, by, total),
    }  # fmt: skip
    return answer, orjson.dumps(answer, option=orjson.OPT_SORT_KEYS)


def parameters_of(cut: Any, name: str = "cut") -> dict[str, Any]:
    """Return the parameters of a cut for a statement that counts."""
    parts = ("snapshot", "generation", "generation_since", "taken_at")
    return {f"{name}_{part}": cut[part] for part in parts}


def counting(
    transaction: Transaction, definition: Definition, cut: Any
) -> AbstractAsyncContextManager[Transaction]:
    """Read the history as of a cut: what the caller may count of a figure."""
    sight = _sight(transaction.scope, transaction.actor, definition)
    return transaction.counting(cut["wal"], sight)


def cell_of(definition: Definition, row: Row, by: tuple[str, ...]) -> dict[str, Any]:
    """Turn a row of numbers into a cell, rounded once."""
    base, value = row["base"], row["value"]
    shown: int | float | str | None
    match definition.measure:
        case Measure.NUMBER:
            shown = base
        case Measure.SHARE:
            shown = percent(int(value), base)
        case Measure.SUM:
            shown = None if value is None else int(value)
        case Measure.VALUE:
            # With the decimals with which it was said.
            shown = value
        case Measure.MEDIAN | Measure.NINETIETH:
            shown = None if value is None else float(value)
    return {
        "by": {name: row[name] for name in by},
        "value": shown,
        "base": base,
    }


def _unknown(
    definition: Definition, cells: list[dict[str, Any]], by: tuple[str, ...], total: dict[str, Any]
) -> dict[str, float]:
    weight = "value" if definition.measure is Measure.SUM else "base"
    return {
        name: percent(
            sum(cell[weight] or 0 for cell in cells if cell["by"][name] in UNKNOWN_CODES),
            total[weight] or 0,
        ) or 0.0
        for name in by
    }  # fmt: skip


def percent(part: int, whole: int) -> float | None:
    """Return the percentage with two decimals, rounded half up; None of nothing."""
    if not whole:
        return None
    return float((Decimal(part) * 100 / Decimal(whole)).quantize(_TWO_DECIMALS, ROUND_HALF_UP))


def scope_of(
    transaction: Transaction, definition: Definition, regions: tuple[str, ...] = ()
) -> str:
    """Say whose rows a caller counts: those of the country, of some regions of it, or its own."""
    wider = _sight(transaction.scope, transaction.actor, definition)
    if transaction.scope != "flow" and not wider:
        return "own"
    return _REGIONS + ",".join(regions) if regions else "country"


def regions_of(scope: str) -> tuple[str, ...]:
    """Return the regions that an answer was counted in; none: everywhere."""
    if not scope.startswith(_REGIONS):
        return ()
    return tuple(scope.removeprefix(_REGIONS).split(","))


def _sight(scope: str, actor: Actor, definition: Definition) -> CountingSight | None:
    """Say what a caller counts beside the rows of its scope."""
    if scope == "flow":
        return None
    if definition.audience is Audience.EVERYBODY:
        return "programme"
    audited = definition.audience is Audience.AUDITORS and Role.AUDITOR in actor.roles
    return "flow" if audited else None


def start_of(day: date | None) -> datetime | None:
    """Return the instant at which a day begins."""
    # Africa/Bamako is UTC, without a summer time.
    return None if day is None else datetime.combine(day, time(), UTC)
