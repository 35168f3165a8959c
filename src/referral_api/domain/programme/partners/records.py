"""The register of partners."""

from referral_api.domain.programme.partners.schemas import PartnerContents, PartnerRead
from referral_api.domain.programme.partners.tables import Partner
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PartnerPermission as May

PARTNERS = Register(
    Partner, PartnerRead, PartnerContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(Partner, "category"), organisations=("member_organisation_id",),
)  # fmt: skip
