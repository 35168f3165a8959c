"""The register of documents of the programme."""

from referral_api.domain.programme.documents.schemas import (
    ProgrammeDocumentContents,
    ProgrammeDocumentRead,
)
from referral_api.domain.programme.documents.tables import ProgrammeDocument
from referral_api.domain.records.entries.filters import between, same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import ProgrammeDocumentPermission as May

PROGRAMME_DOCUMENTS = Register(
    ProgrammeDocument, ProgrammeDocumentRead, ProgrammeDocumentContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(ProgrammeDocument, "kind", "pillar")
    | between(ProgrammeDocument, "published_on"),
)  # fmt: skip
