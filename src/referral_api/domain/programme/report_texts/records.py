"""The register of blocks of the report's prose."""

from referral_api.domain.programme.report_texts.schemas import ReportTextContents, ReportTextRead
from referral_api.domain.programme.report_texts.tables import ReportText
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import ReportTextPermission as May

REPORT_TEXTS = Register(
    ReportText, ReportTextRead, ReportTextContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(ReportText, "pillar", "year", "block"),
)  # fmt: skip
