"""A screening as it was held: each question in its words, under what it is about."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.screenings import AnswerBasis
from referral_api.pages.acts.records import show_record
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.operation import Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.screening.instruments import by_dimension, find_instrument, words_of
from referral_api.pages.visit import Visit


async def show_screening(visit: Visit, operation: Operation) -> Response:
    """Show a screening; its answers follow what it advises."""
    return await show_record(
        visit, operation, "screening/screening.html", told=("answers",),
        header=lambda members: {"parts": _parts(visit, members)},
    )  # fmt: skip


def _parts(visit: Visit, members: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    instrument = find_instrument(visit, members["instrument"], members["instrument_version"])
    given = {answer["question"]: answer for answer in members["answers"]}
    questions = instrument.questions if instrument else ()
    return [
        (heading, [_told(given[each.code], words_of(each, visit.language), visit.language)
                   for each in asked])
        for heading, asked in by_dimension(
            (each for each in questions if each.code in given), visit.language
        )
    ]  # fmt: skip


def _told(answer: Mapping[str, Any], question: str, language: str) -> dict[str, Any]:
    basis = [code_label(AnswerBasis(each), language) for each in answer["basis"]]
    return {
        "question": question, "answer": code_label(Answer(answer["answer"]), language),
        "basis": ", ".join(basis), "note": answer["note"],
    }  # fmt: skip


SHOWN["read_screening"] = show_screening
