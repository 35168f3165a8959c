"""The register of agreements with partners."""

from collections.abc import Iterator

from referral_api.domain.programme.agreements.schemas import (
    PartnerAgreementContents,
    PartnerAgreementRead,
)
from referral_api.domain.programme.agreements.tables import PartnerAgreement
from referral_api.domain.programme.partners.records import PARTNERS
from referral_api.domain.records.entries.filters import ending_within, same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PartnerAgreementPermission as May


def find_faults(agreement: PartnerAgreementContents) -> Iterator[tuple[str, str]]:
    """Find an end before the beginning, and a pillar that is named twice."""
    if agreement.ends_on is not None and agreement.ends_on < agreement.starts_on:
        yield "ends_on", "out_of_range"
    if len(set(agreement.pillars)) < len(agreement.pillars):
        yield "pillars", "invalid_value"


PARTNER_AGREEMENTS = Register(
    PartnerAgreement, PartnerAgreementRead, PartnerAgreementContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PartnerAgreement, "partner_id") | ending_within(PartnerAgreement, "ends_on"),
    faults=find_faults, rests_on={"partner_id": PARTNERS},
)  # fmt: skip
