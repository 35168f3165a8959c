"""The sheet of a handoff: what protects the person, by the stricter of all sources."""

from referral_api.database.statements import Row
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.custody.handoffs.schemas import HandoffSheet
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.tables import Case

# What a sheet copies from the case, by the column of the handoff.
COPIED = {
    "case_code": "code", "sex": "sex", "age_band": "age_band", "region": "region",
    "case_risk_flags": "risk_flags",
}  # fmt: skip


def copy_case(handoff: Handoff, case: Case) -> None:
    """Copy into the handoff what its sheet tells of the case."""
    for column, source in COPIED.items():
        setattr(handoff, column, getattr(case, source))
    handoff.treated_as_child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)


def to_sheet(row: Row) -> HandoffSheet:
    """Make the sheet of a row."""
    child = row["treated_as_child"]
    if child is None:  # of a version that did not copy it
        child = is_treated_as_child(row["age_band"], in_doubt=False)
    flags = sorted({*row["risk_flags"], *row["case_risk_flags"]})
    return HandoffSheet(**{**row, "risk_flags": flags, "treated_as_child": child})
