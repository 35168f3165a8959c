"""The register of contributions in kind and money."""

from collections.abc import Iterator

from referral_api.domain.codelists.partnership import PartnerContributionKind
from referral_api.domain.programme.partner_contributions.schemas import (
    PartnerContributionContents,
    PartnerContributionRead,
)
from referral_api.domain.programme.partner_contributions.tables import PartnerContribution
from referral_api.domain.programme.partners.records import PARTNERS
from referral_api.domain.records.entries.filters import between, same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PartnerContributionPermission as May


def find_faults(contribution: PartnerContributionContents) -> Iterator[tuple[str, str]]:
    """Find money without an amount, and an end before the beginning."""
    if contribution.kind is PartnerContributionKind.MONEY and contribution.amount_cfa is None:
        yield "amount_cfa", "missing"
    if contribution.ends_on < contribution.starts_on:
        yield "ends_on", "out_of_range"


# The partners are within the coordination's sight alone, so that no other names one.
PARTNER_CONTRIBUTIONS = Register(
    PartnerContribution, PartnerContributionRead, PartnerContributionContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PartnerContribution, "partner_id", "kind", "pillar")
    | between(PartnerContribution, "starts_on"),
    faults=find_faults, rests_on={"partner_id": PARTNERS},
)  # fmt: skip
