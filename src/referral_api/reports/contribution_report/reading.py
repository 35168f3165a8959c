"""Reading everything that a report is made of, beside its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from referral_api.database.transaction import Transaction
from referral_api.domain.figures.aggregates.records import AGGREGATES
from referral_api.domain.figures.aggregates.schemas import AggregateRead
from referral_api.domain.figures.answers.reuse import AnswersOfCut
from referral_api.domain.figures.answers.schemas import CutRead
from referral_api.domain.figures.series_breaks.records import breaks_of
from referral_api.domain.figures.series_breaks.schemas import SeriesBreakRead
from referral_api.domain.programme.agreements.records import PARTNER_AGREEMENTS
from referral_api.domain.programme.contribution_requests.schemas import ContributionRequestRead
from referral_api.domain.programme.contributions.given import (
    Given,
    given_in_period,
    given_to_request,
)
from referral_api.domain.programme.partner_contributions.records import PARTNER_CONTRIBUTIONS
from referral_api.domain.programme.partners.records import PARTNERS
from referral_api.domain.programme.plan_indicators.records import PLAN_INDICATORS
from referral_api.domain.programme.plan_objectives.records import PLAN_OBJECTIVES
from referral_api.domain.programme.plan_values.records import PLAN_VALUES
from referral_api.domain.programme.report_texts.records import REPORT_TEXTS
from referral_api.domain.programme.report_texts.schemas import ReportTextRead
from referral_api.reports.contribution_report.asked import Period
from referral_api.reports.contribution_report.questions import BY_PEOPLE
from referral_api.reports.contribution_report.revisions import Revision


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made of. Entries are those that count as it is made."""

    period: Period
    cut: CutRead
    answers: AnswersOfCut
    letter: ContributionRequestRead | None
    given: Sequence[Given]
    revisions: Sequence[Revision] | None
    aggregates: Sequence[AggregateRead]
    breaks: Sequence[SeriesBreakRead]
    texts: Sequence[ReportTextRead]
    partners: Sequence[Any]
    agreements: Sequence[Any]
    partner_contributions: Sequence[Any]
    objectives: Sequence[Any]
    indicators: Sequence[Any]
    values: Sequence[Any]


async def read_sources(
    transaction: Transaction,
    period: Period,
    cut: CutRead,
    answers: AnswersOfCut,
    letter: ContributionRequestRead | None,
    revisions: Sequence[Revision] | None,
) -> Sources:
    """Read the entries of the period, and what structures gave."""
    years = {year.number for year in period.years()}
    aggregates = [
        aggregate
        for aggregate in await AGGREGATES.every(transaction)
        if period.since <= aggregate.since and aggregate.before <= period.before
    ]
    texts = [text for text in await REPORT_TEXTS.every(transaction) if text.year in years]
    codes = {*BY_PEOPLE, *(aggregate.code for aggregate in aggregates)}
    breaks = await breaks_of(transaction, codes)
    return Sources(
        period, cut, answers, letter,
        given=(
            await given_in_period(transaction, *period)
            if letter is None
            else await given_to_request(transaction, letter.id)
        ),
        revisions=revisions,
        aggregates=sorted(aggregates, key=lambda one: (one.since, one.code, str(one.id))),
        breaks=[one for one in breaks if one.year in years],
        texts=texts,
        partners=await PARTNERS.every(transaction),
        agreements=await PARTNER_AGREEMENTS.every(transaction),
        partner_contributions=await PARTNER_CONTRIBUTIONS.every(transaction),
        objectives=await PLAN_OBJECTIVES.every(transaction),
        indicators=await PLAN_INDICATORS.every(transaction),
        values=await PLAN_VALUES.every(transaction),
    )  # fmt: skip
