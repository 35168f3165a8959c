"""Members that are texts for a program and codes for a person: each with its lists of codes."""

from enum import Enum
from functools import lru_cache
from typing import Any

from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.handoffs import (
    ArrivalFailureReason,
    ForceReason,
    HandoffDeclineReason,
    HandoffReason,
    HandoffWithdrawReason,
)
from referral_api.domain.codelists.referrals import (
    CancelReason,
    HoldReason,
    RefusalReason,
    StopReason,
)
from referral_api.pages.rendering import code_label
from referral_api.pages.words.figures import FIGURES, REFERENCE_DATES

_REFERRALS: tuple[type[Code], ...] = (RefusalReason, CancelReason, StopReason, HoldReason)
_HANDOFFS: tuple[type[Code], ...] = (
    HandoffReason, ForceReason, HandoffDeclineReason, HandoffWithdrawReason, ArrivalFailureReason,
)  # fmt: skip
CODED: dict[tuple[str, str], tuple[type[Code], ...]] = {
    ("CaseRead", "nationality"): (Country,),
    ("CaseRead", "nationalities"): (Country,),
    ("ReferralRead", "reason"): _REFERRALS,
    ("ReferralRead", "end_reason"): _REFERRALS,
    ("HandoffRead", "reason"): _HANDOFFS,
    ("HandoffRead", "end_reason"): _HANDOFFS,
    ("AggregateRead", "code"): (FIGURES,),
    ("AggregateRead", "reference_date"): (REFERENCE_DATES,),
    ("SeriesBreakRead", "code"): (FIGURES,),
}


def find_code(value: str, lists: tuple[type[Code], ...]) -> Code | str:
    """Return the code that a text is; the text where it is none."""
    for codes in lists:
        try:
            return codes(value)
        except ValueError:
            continue
    return value


@lru_cache(4096)
def write_code(codes: type[Enum], value: Any, language: str) -> str:
    """Write a value by the label of its code; as it is where the list does not have it."""
    try:
        return code_label(codes(value), language)
    except ValueError:
        return str(value)
