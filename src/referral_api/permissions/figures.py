"""Permissions on figures and cuts, and the roles that hold them.

The coordination counts the country; every other organisation counts its own rows, and PostgreSQL
shows it no others. Nobody sees the figures of another organisation. Prevention, partnership and the
plan are counted for the country by everybody who counts; quality and access by auditors too, who
count nothing else.
"""

from referral_api.permissions.types import ANY_ROLE, FILE_READERS, Permission, Role


class FigurePermission(Permission):
    """Permissions on a figure and its answers."""

    ASK = "figure:ask"
    COMPARE = "figure:compare"
    FOLLOW = "figure:follow"
    LIST = "figure:list"
    READ = "figure:read"
    VERIFY = "figure:verify"


class AggregatePermission(Permission):
    """Permissions on an aggregate: a total of a past year or of somebody else."""

    CORRECT = "aggregate:correct"
    LIST = "aggregate:list"
    READ = "aggregate:read"
    REGISTER = "aggregate:register"
    WITHDRAW = "aggregate:withdraw"


class BoardPermission(Permission):
    """Permissions on the coordinator's board."""

    READ = "board:read"


class CutPermission(Permission):
    """Permissions on a cut, the moment as of which figures count."""

    LIST = "cut:list"
    READ = "cut:read"
    TAKE = "cut:take"


class ReportPermission(Permission):
    """Permissions on a report, which is made of figures, aggregates and entries."""

    MAKE = "report:make"


class SeriesBreakPermission(Permission):
    """Permissions on the break of a series."""

    CORRECT = "series_break:correct"
    LIST = "series_break:list"
    READ = "series_break:read"
    REGISTER = "series_break:register"
    WITHDRAW = "series_break:withdraw"


_COORDINATION = frozenset({Role.COORDINATOR})
COUNTING = FILE_READERS | _COORDINATION
_ASKING = COUNTING | {Role.AUDITOR}

HOLDERS: dict[Permission, frozenset[Role]] = {
    AggregatePermission.CORRECT: _COORDINATION,
    AggregatePermission.LIST: _COORDINATION,
    AggregatePermission.READ: _COORDINATION,
    AggregatePermission.REGISTER: _COORDINATION,
    AggregatePermission.WITHDRAW: _COORDINATION,
    BoardPermission.READ: COUNTING,
    CutPermission.LIST: _COORDINATION,
    CutPermission.READ: _COORDINATION,
    CutPermission.TAKE: _COORDINATION,
    FigurePermission.ASK: _ASKING,
    FigurePermission.COMPARE: COUNTING,
    FigurePermission.FOLLOW: COUNTING,
    FigurePermission.LIST: ANY_ROLE,
    FigurePermission.READ: _ASKING,
    FigurePermission.VERIFY: _ASKING,
    ReportPermission.MAKE: _COORDINATION,
    SeriesBreakPermission.CORRECT: _COORDINATION,
    SeriesBreakPermission.LIST: _COORDINATION,
    SeriesBreakPermission.READ: _COORDINATION,
    SeriesBreakPermission.REGISTER: _COORDINATION,
    SeriesBreakPermission.WITHDRAW: _COORDINATION,
}
