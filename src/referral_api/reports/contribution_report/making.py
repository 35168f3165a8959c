"""Making the report: counting what is not stored yet, for so many seconds, and then writing it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers import cuts
from referral_api.domain.figures.answers.reuse import AnswersOfCut, Question
from referral_api.domain.figures.answers.schemas import CutRead
from referral_api.domain.programme.contribution_requests.records import show_contribution_request
from referral_api.domain.programme.contribution_requests.schemas import ContributionRequestRead
from referral_api.permissions import ReportPermission
from referral_api.reports.contribution_report.asked import Asked, Period
from referral_api.reports.contribution_report.letterhead import Letterhead
from referral_api.reports.contribution_report.questions import questions
from referral_api.reports.contribution_report.reading import read_sources
from referral_api.reports.contribution_report.revisions import Revision, find_revisions
from referral_api.reports.contribution_report.writing import write
from referral_api.reports.document import Document


class Progress(NamedTuple):
    """How many of the questions are answered at the cut; what is stored is not counted again."""

    counted: int
    of: int
    cut_id: UUID


class Report(NamedTuple):
    """The report, and the cut of its figures."""

    document: Document
    cut_id: UUID


async def make_report(
    transaction: Transaction, asked: Asked, letterhead: Letterhead, seconds: float
) -> Report | Progress:
    """Make a report as of one cut: the one asked for, or that of the frozen request, or a new one.

    NotFound without such a request or cut. Counting begins no question after so many ``seconds``.
    """
    asked.check()
    letter = await _letter(transaction, asked)
    period = _period(asked, letter)
    cut = await _cut(transaction, asked, letter)
    answers = await AnswersOfCut.read(transaction, cut.id)
    wanted = list(questions(period))
    counted = await answers.count(transaction, wanted, seconds)
    if counted < len(wanted):
        await record(transaction, ReportPermission.MAKE, "report", cut.id, code="counting")
        return Progress(counted, len(wanted), cut.id)
    revisions = await _revisions(transaction, asked, wanted, answers)
    sources = await read_sources(transaction, period, cut, answers, letter, revisions)
    await record(transaction, ReportPermission.MAKE, "report", cut.id)
    return Report(write(sources, asked, letterhead), cut.id)


async def _revisions(
    transaction: Transaction, asked: Asked, wanted: Sequence[Question], answers: AnswersOfCut
) -> list[Revision] | None:
    """Compare with the cut of an earlier report, if one is named."""
    if asked.earlier_cut_id is None:
        return None
    cut = await cuts.show_cut(transaction, asked.earlier_cut_id)
    earlier = await AnswersOfCut.read(transaction, cut.id)
    return await find_revisions(transaction, wanted, answers, earlier)


async def _letter(transaction: Transaction, asked: Asked) -> ContributionRequestRead | None:
    if asked.request_id is None:
        return None
    return await show_contribution_request(transaction, asked.request_id)


def _period(asked: Asked, letter: ContributionRequestRead | None) -> Period:
    if letter is not None:
        return Period(letter.period_from, letter.period_to + timedelta(days=1))
    if asked.since is None or asked.before is None:
        raise LookupError("a report without a request has a period")
    return Period(asked.since, asked.before)


async def _cut(
    transaction: Transaction, asked: Asked, letter: ContributionRequestRead | None
) -> CutRead:
    cut_id = asked.cut_id or (letter and letter.cut_id)
    if cut_id:
        return await cuts.show_cut(transaction, cut_id)
    return cuts.to_response(await cuts.cut_for_answer(transaction))
