"""The questions that a report asks of the figures: all at one cut, each asked once."""

from collections.abc import Iterator

from referral_api.domain.figures.answers.reuse import Question
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.asked import Period

# Divided by people: women, girls, and the others.
BY_PEOPLE = (
    "prevention.reached", "protection.assisted", "protection.detected_assisted",
    "identification.registered", "identification.presumed", "identification.identified",
    "identification.detected",
)  # fmt: skip
# For each year, beside those by people. What no definition can answer is not asked.
_OF_A_YEAR: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("identification.registered", ("age",)),
    ("identification.registered", ("region",)),
    ("identification.registered", ("nationality",)),
    ("identification.age_doubt", ()),
    ("identification.forms", ("form", "category")),
    ("identification.identified", ("region",)),
    ("prevention.activities", ("region", "kind", "state")),
    ("protection.services", ("service",)),
    ("protection.assisted", ("service",)),
    ("referral.answers", ("service", "answer")),
    ("referral.acceptance_rate", ("service",)),
    ("referral.time_to_answer", ("service",)),
    ("referral.time_to_start", ("service",)),
    ("plan.indicator", ("indicator",)),
    ("plan.target", ("indicator",)),
)
# For the whole period.
_OF_THE_PERIOD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("partnership.partners", ("partner_category",)),
    ("partnership.contributions", ("partner_category", "pillar")),
    ("quality.unknown_rate", ("item",)),
    ("quality.not_asked_rate", ("item",)),
    ("quality.late_entry", ("resource",)),
)
_AT_THE_CUT: tuple[tuple[str, tuple[str, ...]], ...] = (("protection.places_at", ("place",)),)


def questions(period: Period) -> Iterator[Question]:
    """List the questions of a period, in the order in which they are asked."""
    wanted = [
        *(
            Question(code, year.since, year.before, by)
            for year in period.years()
            for code, by in (*((code, people_of(code)) for code in BY_PEOPLE), *_OF_A_YEAR)
        ),
        *(Question(code, *period, by) for code, by in _OF_THE_PERIOD),
        *(Question(code, None, None, by) for code, by in _AT_THE_CUT),
    ]
    return (question for question in wanted if is_known(question.code, question.by))


def people_of(code: str) -> tuple[str, ...]:
    """Name the dimension by which a figure divides people; that of activities has more codes."""
    definition = DEFINITIONS.get(code)
    is_wider = definition is not None and "population" in definition.dimensions
    return ("population",) if is_wider else ("category",)


def is_known(code: str, by: tuple[str, ...]) -> bool:
    """Say whether a definition can answer it."""
    definition = DEFINITIONS.get(code)
    return definition is not None and set(by) <= set(definition.dimensions)
