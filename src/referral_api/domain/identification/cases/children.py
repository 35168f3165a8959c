"""Whether the rules for children apply to a file, asked of its row."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from referral_api.database.statements import one_of
from referral_api.domain.codelists.victims import AgeBand


def is_child(case: Any) -> ColumnElement[bool]:
    """Write ``victims.is_treated_as_child`` in SQL, of a case or of its image in the figures."""
    return or_(case.age_in_doubt, one_of(case.age_band, [b for b in AgeBand if b.is_child]))
