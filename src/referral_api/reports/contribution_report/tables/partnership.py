"""Table 11: partners and their contributions."""

from referral_api.domain.codelists.partnership import PartnerCategory
from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report.from_answers import Register
from referral_api.reports.contribution_report.reading import Sources
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Row, Table

_TITLE: Words = ("Partenaires et contributions", "Partners and contributions")
_HEADS: tuple[Words, ...] = (
    ("Catégorie", "Category"), ("Partenaires", "Partners"), ("Contributions", "Contributions"),
    ("Domaines", "Fields"),
)  # fmt: skip
_NAMED: Words = (
    "Partenaires enregistrés\u00a0: {names}.", "Partners on record: {names}."
)  # fmt: skip


def partners(sources: Sources, register: Register, speaker: Speaker, source: str) -> Table:
    """Write table 11. A category without any entry is not available."""
    counted = register.of_period("partnership.partners", "partner_category")
    given = register.of_period("partnership.contributions", "partner_category", "pillar")
    rows = []
    for category in PartnerCategory:
        here = [partner for partner in sources.partners if partner.category == category]
        several = counted.number(partner_category=category) if counted else None
        gifts = given.number(partner_category=category) if given else None
        fields = [
            pillar for pillar in Pillar
            if given and given.number(partner_category=category, pillar=pillar)
        ]  # fmt: skip
        rows.append(
            Row(
                (
                    speaker.label(PartnerCategory, category),
                    cells.number(several if several or here else None),
                    cells.number(gifts if gifts or here else None),
                    ", ".join(speaker.label(Pillar, pillar) for pillar in fields) or "–",
                )
            )
        )
    names = ", ".join(sorted(partner.name for partner in sources.partners))
    return Table(
        11, speaker.say(_TITLE), tuple(map(speaker.say, _HEADS)), tuple(rows), source,
        (speaker.say(_NAMED, names=names),) if names else (),
        tuple(told.note for told in (counted, given) if told),
    )  # fmt: skip
