"""The footnotes of a report: each names a definition, and the query or the entry behind it."""

from collections.abc import Iterable

from referral_api.domain.figures.aggregates.schemas import AggregateRead
from referral_api.domain.figures.answers.schemas import FigureAnswerRead
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.conditions import conditions, reference_date
from referral_api.reports.contribution_report.names import name_of, unit_name
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Footnote

_OF_ANSWER: Words = (
    "{name}\u00a0: {unit}\u00a0; {filters}\u00a0; à la date {date}\u00a0; version {version}.",
    "{name}: {unit}; {filters}; by the date {date}; version {version}.",
)
_OF_STOCK: Words = (
    "{name}\u00a0: {unit}\u00a0; {filters}\u00a0; à la date de l'arrêté\u00a0; version {version}.",
    "{name}: {unit}; {filters}; at the cut; version {version}.",
)
_OF_AGGREGATE: Words = (
    (
        "{name}\u00a0: {unit}, {filter}, total transmis par "
        "«\u00a0{source}\u00a0»{dated}\u00a0; non compté ici. Agrégat n°\u00a0{id}, version "
        "{version}."
    ),
    (
        "{name}: {unit}, {filter}, a total given by “{source}”{dated}; not counted here. "
        "Aggregate no. {id}, version {version}."
    ),
)
_DATED: Words = (" du {day}", " of {day}")


class Notes:
    """The footnotes that a report has defined so far; only those that it cites are kept."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._defined: dict[str, Footnote] = {}

    def of_answer(self, answer: FigureAnswerRead) -> str:
        """Define the footnote of an answer; return its key."""
        told = answer.answer
        definition = DEFINITIONS[told.code]
        text = self._speaker.say(
            _OF_STOCK if definition.date is None else _OF_ANSWER,
            name=self._speaker.say(name_of(told.code)),
            unit=self._speaker.say(unit_name(definition.unit)),
            filters=conditions(definition.filters, self._speaker),
            date=reference_date(definition.date, self._speaker),
            version=told.definition_version,
        )
        return self._define(f"answer:{answer.id}", text, str(answer.id))

    def of_aggregate(self, aggregate: AggregateRead) -> str:
        """Define the footnote of an aggregate; return its key."""
        speaker = self._speaker
        dated = speaker.say(_DATED, day=speaker.day(aggregate.dated)) if aggregate.dated else ""
        text = speaker.say(
            _OF_AGGREGATE,
            name=speaker.say(name_of(aggregate.code)),
            unit=speaker.say(unit_name(aggregate.unit)),
            filter=speaker.quote(aggregate.filter),
            source=aggregate.source,
            dated=dated,
            id=aggregate.id,
            version=aggregate.version,
        )
        return self._define(f"aggregate:{aggregate.id}", text)

    def cited(self, keys: Iterable[str]) -> tuple[Footnote, ...]:
        """Return the footnotes with these keys, each once."""
        return tuple(self._defined[key] for key in dict.fromkeys(keys))

    def _define(self, key: str, text: str, query_id: str | None = None) -> str:
        self._defined.setdefault(key, Footnote(key, text, query_id))
        return key
