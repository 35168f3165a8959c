"""Part IV: the five pillars, each with its tables and plots, and then year by year."""

from collections.abc import Iterator

from referral_api.domain.codelists.partnership import ReportBlock
from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report import pillar_tables
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.material import Material
from referral_api.reports.contribution_report.remarks.register import of_register
from referral_api.reports.contribution_report.sentences import paragraph
from referral_api.reports.contribution_report.speaker import Words
from referral_api.reports.document import Block, Paragraph, Points, Remark, Section

HEADINGS: dict[Pillar, Words] = {
    Pillar.PREVENTION: ("1.1 Prévention", "1.1 Prevention"),
    Pillar.PROTECTION: ("1.2 Protection", "1.2 Protection"),
    Pillar.PROSECUTION: ("1.3 Poursuite", "1.3 Prosecution"),
    Pillar.PARTNERSHIP: ("1.4 Partenariat", "1.4 Partnership"),
    Pillar.PLAN: ("1.5 Plan d'action national", "1.5 National action plan"),
}
_YEAR: Words = ("Année {year}", "Year {year}")
_NO_PROSE: Words = (
    "Aucun acquis, défi ou difficulté n'est enregistré pour\u00a0: {years}.",
    "No achievement, challenge or difficulty is on record for: {years}.",
)
_BY_PROSE = frozenset({Pillar.PARTNERSHIP, Pillar.PLAN})
_POINTS = {
    ReportBlock.ACHIEVEMENTS: "achievements",
    ReportBlock.CHALLENGES: "challenges",
    ReportBlock.DIFFICULTIES: "difficulties",
}


def pillars(material: Material) -> tuple[Section, ...]:
    """Write the sections 1.1 to 1.5."""
    return tuple(_pillar(pillar, material) for pillar in HEADINGS)


def _pillar(pillar: Pillar, material: Material) -> Section:
    """Write a pillar; of one without figures by year, only the years that have prose."""
    told = {text.year for text in material.sources.texts if text.pillar == pillar}
    years = [year for year in material.years if pillar not in _BY_PROSE or year.number in told]
    blocks = [
        *pillar_tables.of_pillar(pillar, material), *_remarks(pillar, None, material)
    ]  # fmt: skip
    if missing := [str(year.number) for year in material.years if year not in years]:
        blocks.append(Paragraph(material.speaker.say(_NO_PROSE, years=", ".join(missing))))
    return Section(
        material.speaker.say(HEADINGS[pillar]),
        tuple(blocks),
        tuple(
            Section(
                material.speaker.say(_YEAR, year=year.number),
                tuple(_of_year(pillar, year, material)),
            )
            for year in years
        ),
    )


def _of_year(pillar: Pillar, year: Year, material: Material) -> Iterator[Block]:
    texts = {
        ReportBlock(text.block): text.text
        for text in material.sources.texts
        if text.pillar == pillar and text.year == year.number
    }
    if prose := texts.get(ReportBlock.PARAGRAPH):
        yield Paragraph(prose)
    counts = [count for count in material.of(pillar) if count.year == year.number]
    if counts or not texts:
        yield paragraph(year.number, counts, material.speaker)
    yield from pillar_tables.of_year(pillar, year, material)
    for block, title in _POINTS.items():
        if block in texts:
            yield Points(_items(texts[block]), title)  # type: ignore[arg-type]
    yield from _remarks(pillar, year.number, material)
    if pillar is Pillar.PROTECTION:
        yield from of_register(year, material.register, material.speaker)
    for remark in _items(texts.get(ReportBlock.REMARK, "")):
        yield Remark(remark)


def _remarks(pillar: Pillar, year: int | None, material: Material) -> Iterator[Remark]:
    return (
        finding.remark()
        for finding in material.findings
        if finding.pillar is pillar and finding.year == year
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
