"""The sheet of a referral: what protects the person, by the stricter of all sources.

The columns of the referral itself are what its sender wrote; those of the case are copied beside
them, so that a correction of the case replaces its own part alone.
"""

from referral_api.database.statements import Row
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.protection.referrals.schemas import Sheet
from referral_api.domain.protection.referrals.tables import Referral

# What a sheet copies from the case, by the column of the referral.
COPIED = {
    "case_code": "code", "sex": "sex", "age_band": "age_band", "region": "region",
    "languages": "languages", "case_risk_flags": "risk_flags",
}  # fmt: skip


def copy_case(referral: Referral, case: Case) -> None:
    """Copy into the referral what its sheet tells of the case."""
    for column, source in COPIED.items():
        setattr(referral, column, getattr(case, source))
    referral.treated_as_child = is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)


def heed_consent(referral: Referral, consent: Row) -> None:
    """Tell in the sheet that the consent forbids to contact the person."""
    referral.do_not_contact = referral.do_not_contact or consent["do_not_contact"]


def to_sheet(row: Row) -> Sheet:
    """Make the sheet of a row."""
    child = row["treated_as_child"]
    if child is None:  # of a version that did not copy it
        child = is_treated_as_child(row["age_band"], in_doubt=False)
    flags = sorted({*row["risk_flags"], *row["case_risk_flags"]})
    return Sheet(**{**row, "risk_flags": flags, "treated_as_child": child})
