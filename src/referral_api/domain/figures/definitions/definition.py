"""The parts of a definition of a figure: data, never free SQL."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What is counted. A unit is printed beside each number, and none is derived from another."""

    PERSON = "person"
    CASE = "case"
    DECISION = "decision"
    CONSENT = "consent"
    REFERRAL = "referral"
    HANDOFF = "handoff"
    LINK = "link"
    PLACE = "place"
    STAY = "stay"
    NIGHT = "night"
    SERVICE = "service"
    FOLLOW_UP = "follow_up"
    TIP = "tip"
    INCIDENT = "incident"
    CONTACT = "contact"
    PLAN = "plan"
    REQUEST = "request"
    ACTIVITY = "activity"
    PARTICIPANT = "participant"
    DOCUMENT = "document"
    LEGAL_TEXT = "legal_text"
    ORGANISATION = "organisation"
    PARTNER = "partner"
    CONTRIBUTION = "contribution"
    CFA_FRANC = "cfa_franc"
    OBJECTIVE = "objective"
    FACT = "fact"
    EVENT = "event"
    HOUR = "hour"
    PERCENT = "percent"
    REGION = "region"
    NEED = "need"
    AS_DEFINED = "as_defined"


class Once(StrEnum):
    """How often one person counts."""

    EVER = "ever"  # at her first event of all years: years add up
    EVER_LAST = "ever_last"  # at her last event of all years
    IN_PERIOD = "in_period"  # once in each period that is asked for: years do not add up
    EACH = "each"  # each row counts


class Measure(StrEnum):
    """What is said of the rows that count."""

    NUMBER = "number"
    SUM = "sum"  # of whole numbers
    VALUE = "value"  # the only one of a cell; of several together nothing is said
    MEDIAN = "median"  # of hours
    NINETIETH = "ninetieth"  # the 90th centile of hours
    SHARE = "share"  # in percent, of all rows that count


class Suppression(StrEnum):
    """What may be shown outside the coordination."""

    COMPLEMENT = "k"  # cells below k are hidden, with others that would tell them
    BASE = "m"  # only where the base is large enough
    INSIDE = "n"  # national and yearly only
    NONE = "none"  # no victim is counted: shown as it is


class Missing(StrEnum):
    """What becomes of a row whose value is not known."""

    OWN_CELL = "own_cell"  # a cell of its own, never spread over the others
    LEFT_OUT = "left_out"  # nothing can be measured of it
    NOT_TOLD = "not_told"  # what was not told is no zero


class Rounding(StrEnum):
    """How a value is rounded, once and in decimal."""

    NONE = "none"
    TWO_DECIMALS = "two_decimals"  # half up


class Audience(StrEnum):
    """For whom the figure counts the country. For others it counts their own rows."""

    COORDINATION = "coordination"
    AUDITORS = "auditors"  # beside the coordination
    EVERYBODY = "everybody"  # who may count


_AUDIENCES = {
    "prevention": Audience.EVERYBODY, "partnership": Audience.EVERYBODY,
    "plan": Audience.EVERYBODY, "quality": Audience.AUDITORS, "access": Audience.AUDITORS,
}  # fmt: skip
_MISSING = {
    Measure.SUM: Missing.NOT_TOLD, Measure.VALUE: Missing.NOT_TOLD,
    Measure.MEDIAN: Missing.LEFT_OUT, Measure.NINETIETH: Missing.LEFT_OUT,
}  # fmt: skip
_ROUNDED = {Measure.MEDIAN, Measure.NINETIETH, Measure.SHARE}


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure in one version. A change of anything here is a new version, never an edit.

    ``source`` and ``filters`` name relations and conditions of ``sources``; ``date`` is the column
    of its only reference date, and None for a stock, which is counted at the cut; ``value`` is what
    a sum, a median or a share is taken of. ``lines`` are those of the committee's letter that it
    answers, ``standards`` the indicators elsewhere that it feeds.
    """

    code: str
    fr: str
    en: str
    unit: Unit
    source: str
    filters: tuple[str, ...]
    date: str | None
    once: Once
    dimensions: tuple[str, ...]
    suppression: Suppression = Suppression.COMPLEMENT
    measure: Measure = Measure.NUMBER
    value: str | None = None
    standards: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    version: int = 1
    valid_from: dt.date = dt.date(2026, 11, 29)

    @property
    def is_additive(self) -> bool:
        """Say whether the numbers of two periods that do not overlap may be added."""
        return (
            self.measure in {Measure.NUMBER, Measure.SUM}
            # In the period that is asked for: a row may count in the next one too.
            and self.date not in {None, "period"}
            and self.once is not Once.IN_PERIOD
        )

    @property
    def audience(self) -> Audience:
        """Say for whom it counts the country, which follows from its heading."""
        return _AUDIENCES.get(self.code.partition(".")[0], Audience.COORDINATION)

    @property
    def missing(self) -> Missing:
        """Say what becomes of a row whose value is not known."""
        return _MISSING.get(self.measure, Missing.OWN_CELL)

    @property
    def rounding(self) -> Rounding:
        """Say how a value is rounded."""
        return Rounding.TWO_DECIMALS if self.measure in _ROUNDED else Rounding.NONE


# A table crosses no more dimensions than this.
MOST_CROSSED = 3
