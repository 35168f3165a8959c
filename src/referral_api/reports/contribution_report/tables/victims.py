"""Tables 4, 5 and 6: identified victims by form and by region, and services by type."""

from collections.abc import Iterable

from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.programme import Population
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import REGISTER, CitedAnswer
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Flag, Row, Table

_FORMS: Words = (
    "Victimes identifiées, par forme d'exploitation, {year}",
    "Identified victims, by form of exploitation, {year}",
)
_SEVERAL: Words = (
    "Plusieurs formes sont possibles pour une personne\u00a0: les lignes ne s'additionnent pas.",
    "A person may have several forms: rows do not add up.",
)
_REGIONS: Words = (
    "Victimes identifiées, par région d'enregistrement, {year}",
    "Identified victims, by region of registration, {year}",
)
_SERVICES: Words = ("Services fournis, par type, {year}", "Services given, by type, {year}")
FORM: Words = ("Forme", "Form")
REGION: Words = ("Région", "Region")
SERVICE: Words = ("Type de service", "Type of service")
NUMBER: Words = ("Nombre", "Number")
_SHARE: Words = ("Part (%)", "Share (%)")
_BENEFICIARIES: Words = ("Nombre de bénéficiaires", "Number of beneficiaries")
_TOGETHER: Words = ("Ensemble", "Together")
_COLUMNS = (
    Population.WOMEN, Population.GIRLS, Population.MEN, Population.BOYS, Population.NOT_DETERMINED,
)  # fmt: skip


def by_form(
    year: Year, told: CitedAnswer, flags: tuple[Flag, ...], speaker: Speaker, source: str,
    population: Population | None,
) -> Table:  # fmt: skip
    """Write table 4."""
    columns = cells.shown(_COLUMNS, population)
    rows = [
        Row(
            (
                speaker.label(ExploitationForm, form),
                *(Figure(told.number(form=form, category=one), flags=flags) for one in columns),
                Figure(told.number(form=form), flags=flags),
            )
        )
        for form in sorted(told.codes("form"), key=lambda form: (-told.number(form=form), form))
    ]
    whole = told.answer.total.base
    rows.append(
        Row(
            (
                speaker.say(_TOGETHER), *[cells.NOT_APPLICABLE] * len(columns),
                Figure(whole, flags=flags),
            )
        )
    )  # fmt: skip
    heads = (
        speaker.say(FORM), *(speaker.say(cells.HEADS[column]) for column in columns),
        speaker.say(cells.TOTAL),
    )  # fmt: skip
    return Table(
        4, speaker.say(_FORMS, year=year.number), heads, tuple(rows), _register(speaker, source),
        (speaker.say(_SEVERAL),), (told.note,),
    )  # fmt: skip


def by_region(
    year: Year, told: CitedAnswer, flags: tuple[Flag, ...], speaker: Speaker, source: str
) -> Table:
    """Write table 5: the regions with victims, in the order of the list of regions."""
    whole = told.answer.total.base
    rows = [
        Row(
            (
                speaker.label(Region, region), Figure(told.number(region=region), flags=flags),
                _percent(told.number(region=region), whole),
            )
        )
        for region in in_order(told.codes("region"))
    ]  # fmt: skip
    rows.append(
        Row((speaker.say(_TOGETHER), Figure(whole, flags=flags), _percent(whole, whole)))
    )  # fmt: skip
    heads = (speaker.say(REGION), speaker.say(NUMBER), speaker.say(_SHARE))
    return Table(
        5, speaker.say(_REGIONS, year=year.number), heads, tuple(rows), _register(speaker, source),
        notes=(told.note,),
    )  # fmt: skip


def by_service(
    year: Year, services: CitedAnswer | None, assisted: CitedAnswer | None, flags: tuple[Flag, ...],
    speaker: Speaker, source: str,
) -> Table:  # fmt: skip
    """Write table 6: services, where they are recorded, and the persons who were assisted."""
    found = [told for told in (services, assisted) if told]
    codes = sorted({code for told in found for code in told.codes("service")})
    heads = (speaker.say(SERVICE), speaker.say(NUMBER), speaker.say(_BENEFICIARIES))
    rows = tuple(
        Row(
            (
                speaker.label(ServiceType, code),
                *(
                    cells.number(told.number(service=code) if told else None, flags)
                    for told in (services, assisted)
                ),
            )
        )
        for code in codes
    )
    return Table(
        6, speaker.say(_SERVICES, year=year.number), heads, rows, _register(speaker, source),
        notes=tuple(told.note for told in found),
    )  # fmt: skip


def in_order(regions: Iterable[str]) -> list[str]:
    """Sort codes of regions as the list of regions has them."""
    order = [str(region) for region in Region]
    return sorted(regions, key=lambda code: order.index(code) if code in order else len(order))


def _register(speaker: Speaker, source: str) -> str:
    return f"{speaker.say(REGISTER)}. {source[:1].upper()}{source[1:]}"


def _percent(part: int, whole: int) -> Figure:
    if not whole:
        return cells.NOT_APPLICABLE
    return Figure(cells.share(part, whole), decimals=1, percent=True)
