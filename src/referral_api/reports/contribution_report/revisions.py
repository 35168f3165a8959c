"""Table 14: what was counted otherwise at the cut of an earlier report, and why."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.series import DifferenceReason
from referral_api.domain.figures.answers.reuse import AnswersOfCut, Question
from referral_api.domain.figures.definitions.definition import Measure
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.domain.figures.differences.operations import compare_answers
from referral_api.domain.figures.differences.schemas import ReasonRead
from referral_api.errors.figures import NotRecomputable
from referral_api.reports.contribution_report.names import name_of
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.figures import Figure, Row, Table

_TITLE: Words = ("Révisions depuis le rapport précédent", "Revisions since the last report")
_HEADS: tuple[Words, ...] = (
    ("Chiffre", "Figure"), ("Année", "Year"), ("Valeur publiée", "Published value"),
    ("Valeur révisée", "Revised value"), ("Motif", "Reason"),
)  # fmt: skip
_REASON: Words = ("{reason} ({delta})", "{reason} ({delta})")
_UNKNOWN: Words = ("non établi", "not established")
_ADDED = frozenset({Measure.NUMBER, Measure.SUM})


class Revision(NamedTuple):
    """One figure of one period that changed; ``reasons`` is None where they cannot be told."""

    code: str
    year: int | None
    before: int
    after: int
    reasons: Sequence[ReasonRead] | None


async def find_revisions(
    transaction: Transaction, wanted: Iterable[Question], answers: AnswersOfCut,
    earlier: AnswersOfCut,
) -> list[Revision]:  # fmt: skip
    """Compare the totals of figures that add up; each figure and period once."""
    found: list[Revision] = []
    seen: set[Question] = set()
    for question in wanted:
        now, then = answers.find(question), earlier.find(question)
        whole = question._replace(by=())
        is_compared = DEFINITIONS[question.code].measure in _ADDED and whole not in seen
        if now is None or then is None or not is_compared:
            continue
        seen.add(whole)
        before, after = (int(told.answer.total.value or 0) for told in (then, now))
        if before == after:
            continue
        reasons: Sequence[ReasonRead] | None = None
        try:
            difference = await compare_answers(transaction, question.code, then.id, now.id)
            reasons = difference.total.reasons
        except NotRecomputable:
            pass
        year = question.since.year if question.since else None
        found.append(Revision(question.code, year, before, after, reasons))
    return found


def revised(revisions: Sequence[Revision], source: str, speaker: Speaker) -> Table:
    """Write table 14."""
    rows = tuple(
        Row(
            (
                speaker.say(name_of(one.code)), str(one.year or "–"), Figure(one.before),
                Figure(one.after, flags=("r",)), _why(one, speaker),
            )
        )
        for one in revisions
    )  # fmt: skip
    heads = tuple(map(speaker.say, _HEADS))
    return Table(14, speaker.say(_TITLE), heads, rows, source)


def _why(revision: Revision, speaker: Speaker) -> str:
    if not revision.reasons:
        return speaker.say(_UNKNOWN)
    return ", ".join(
        speaker.say(
            _REASON, reason=speaker.label(DifferenceReason, one.reason), delta=f"{one.delta:+}"
        )
        for one in revision.reasons
    )
