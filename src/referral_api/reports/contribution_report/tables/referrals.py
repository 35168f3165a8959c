"""Table 7: referrals and how long they took, by service."""

from decimal import Decimal
from typing import NamedTuple

from referral_api.domain.codelists.referrals import ServiceType
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import REGISTER, CitedAnswer
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Flag, Row, Table

_TITLE: Words = ("Référencements et délais, {year}", "Referrals and times, {year}")
_HEADS: tuple[Words, ...] = (
    ("Service", "Service"),
    ("Envoyés", "Sent"),
    ("Acceptés", "Accepted"),
    ("Refusés", "Refused"),
    ("Sans réponse", "No answer"),
    ("Taux d'acceptation (%)", "Acceptance rate (%)"),
    ("Délai médian de réponse (h)", "Median time to an answer (h)"),
    ("Délai médian de démarrage (h)", "Median time to the start (h)"),
)
_ANSWERS = (("accepted",), ("not_accepted",), ("received_only", "none"))
_TOGETHER: Words = ("Ensemble", "Together")


class Referrals(NamedTuple):
    """The answers that the table is made of."""

    answers: CitedAnswer
    rate: CitedAnswer | None
    to_answer: CitedAnswer | None
    to_start: CitedAnswer | None


def referrals(
    year: Year, told: Referrals, flags: tuple[Flag, ...], speaker: Speaker, source: str
) -> Table:
    """Write table 7."""
    rows = [
        _row(speaker.label(ServiceType, service), told, flags, service=service)
        for service in told.answers.codes("service")
    ]
    rows.append(_row(speaker.say(_TOGETHER), told, flags))
    return Table(
        7, speaker.say(_TITLE, year=year.number), tuple(map(speaker.say, _HEADS)), tuple(rows),
        f"{speaker.say(REGISTER)}. {source[:1].upper()}{source[1:]}",
        notes=tuple(one.note for one in told if one),
    )  # fmt: skip


def _row(label: str, told: Referrals, flags: tuple[Flag, ...], **by: str) -> Row:
    counted = [
        Figure(sum(told.answers.number(answer=code, **by) for code in codes), flags=flags)
        for codes in _ANSWERS
    ]
    return Row(
        (
            label, Figure(told.answers.number(**by), flags=flags), *counted,
            _measured(told.rate, by, percent=True), _measured(told.to_answer, by),
            _measured(told.to_start, by),
        )
    )  # fmt: skip


def _measured(told: CitedAnswer | None, by: dict[str, str], *, percent: bool = False) -> Figure:
    if told is None:
        return cells.NOT_AVAILABLE
    total = told.answer.total.value
    value = told.value(**by) if by else None if total is None else Decimal(str(total))
    if value is None:
        return cells.NOT_APPLICABLE
    return Figure(value, decimals=1, percent=percent)
