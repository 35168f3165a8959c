"""The form of a contribution: two lines for each pillar, each number as it was said.

A field that is empty was not told; a 0 was. The total is typed, never added up here.
"""

from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.programme import CountUnit, Pillar
from referral_api.pages.by_hand import BESIDE, FORMS, TIDIED
from referral_api.pages.forms.reading import Fields
from referral_api.pages.forms.rows import rows_shown
from referral_api.pages.visit import Visit

CELLS = ("women", "girls", "men", "boys", "not_determined", "total")
_PREFIX = "lines."
_EACH = 2  # lines of a pillar: one may count two things
_FORMS = ("create_contribution", "correct_contribution")


def tidy(fields: Fields) -> Fields:
    """Leave out the lines that say nothing, so that a refusal names the lines that stand there."""
    values: dict[str, list[str]] = {}
    for name, value in fields.items():
        if not name.startswith(_PREFIX):
            values.setdefault(name, []).append(value)
    said = [row for row in fields.rows(_PREFIX) if _says(fields, row)]
    for place, row in enumerate(said):
        for member in ("pillar", "unit", *CELLS):
            if text := fields.one(f"{_PREFIX}{row}.{member}"):
                values[f"{_PREFIX}{place}.{member}"] = [text]
    return Fields(values)


def _says(fields: Fields, row: int) -> bool:
    return any(fields.one(f"{_PREFIX}{row}.{member}") for member in ("unit", *CELLS))


async def lines_of(_: Visit, fields: Fields) -> Mapping[str, Any]:
    """Place the lines under their pillars: those that are filled, and empty ones beside them."""
    filled: dict[str, list[int]] = {}
    for row in fields.rows(_PREFIX):
        filled.setdefault(fields.one(f"{_PREFIX}{row}.pillar"), []).append(row)
    following = rows_shown(fields, "lines")[-2]
    pillars = []
    for pillar in Pillar:
        rows = filled.get(str(pillar), [])
        while len(rows) < _EACH:
            rows = [*rows, following]
            following += 1
        pillars.append((pillar, rows))
    return {"pillars": pillars, "units": list(CountUnit), "cells": CELLS}


for _form in _FORMS:
    FORMS[_form] = "programme/contribution.html"
    BESIDE[_form] = lines_of
    TIDIED[_form] = tidy
