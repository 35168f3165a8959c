"""The description of a measured revision: plain values, without its code.

A field that is added here gets a default, for the revisions that do not send it yet.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

Row = Literal["case", "referral"]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one kind: their names differ in the last twelve digits alone."""

    prefix: str
    step: int  # from the number of one to the number of the next
    count: int


@dataclass(frozen=True, slots=True)
class Request:
    """One operation. ``{id}`` in the path is any of the cases, or the next of the referrals."""

    method: Literal["GET", "POST"]
    path: str
    speakers: tuple[str, ...]
    body: str = ""
    row: Row = "case"
    if_match: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A service at work on its own PostgreSQL, and the values needed to send it requests."""

    folder: Path  # with the data; nothing in it outlives the service
    port: int  # of the loopback address
    service: int  # the first process of each
    postgres: int
    tokens: dict[str, str]  # by speaker, each as young as the answer
    rows: dict[Row, Rows]
    operations: dict[str, Request]


_ANSWER = TypeAdapter(Answer)


def parse(line: str | bytes) -> Answer:
    """Read an answer; one that lacks something is refused."""
    return _ANSWER.validate_json(line)


def write(answer: Answer) -> str:
    """Write an answer in one line."""
    return _ANSWER.dump_json(answer).decode()
