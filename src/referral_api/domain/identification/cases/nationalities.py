"""Of which countries she is a national: of one, of several, of none, or not known.

The file keeps the first in ``nationality``, which systems of partners have always read. Where that
does not say all, ``nationalities`` is kept beside it: the whole list, or an empty one for a person
without any. A version of the service that writes ``nationality`` alone outdates the list, which
then counts no longer.
"""

from collections.abc import Sequence
from typing import Any

from referral_api.domain.identification.cases.schemas import CaseRegister, CaseUpdate
from referral_api.domain.identification.cases.tables import Case
from referral_api.errors import MalformedInput

NATIONALITY_WAYS = frozenset({"nationality", "nationalities", "stateless"})


def to_columns(
    nationality: str | None, nationalities: Sequence[str] | None, *, stateless: bool
) -> dict[str, Any]:
    """Return what the file keeps; MalformedInput if the three members contradict each other."""
    several = list(dict.fromkeys(nationalities or ()))
    if stateless and (nationality or several):
        raise _contradicts("stateless")
    if nationality and several and several[0] != nationality:
        raise _contradicts("nationality")
    first = several[0] if several else nationality
    whole = [] if stateless else several
    return {"nationality": first, "nationalities": whole if stateless or len(whole) > 1 else None}


def registered(case: CaseRegister) -> dict[str, Any]:
    """Return the columns of a new file; MalformedInput as above."""
    return to_columns(case.nationality, case.nationalities, stateless=case.stateless)


def correct(case: Case, update: CaseUpdate) -> None:
    """Replace what the file says by what is said now, in one of the three ways or in several."""
    said = update.model_fields_set & NATIONALITY_WAYS
    if update.stateless is None:
        said -= {"stateless"}  # as with other members, null leaves what is there
    if not said:
        return
    if said == {"stateless"} and not update.stateless:
        # She is a national of some country after all; which one is said apart.
        if case.nationality is None:
            case.nationalities = None
        return
    columns = to_columns(update.nationality, update.nationalities, stateless=bool(update.stateless))
    case.nationality, case.nationalities = columns["nationality"], columns["nationalities"]


def _contradicts(field: str) -> MalformedInput:
    return MalformedInput(errors=[{"pointer": f"/{field}", "code": "contradicts_nationalities"}])
