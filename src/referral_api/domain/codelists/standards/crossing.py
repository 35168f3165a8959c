"""One code in the lists of others."""

from typing import NamedTuple


class Crossing(NamedTuple):
    """Where a code stands in HTCDS 2.0, CTDC, IC-TIP and the groups of SDG 16.2.2.

    None: that standard has no such code. ``loses`` says that part of the meaning is lost in HTCDS
    or CTDC, so that an export adds a note. ``decides_as`` is what HTCDS calls an
    organisation of this type that decides on identification.
    """

    htcds: str | None = None
    ctdc: str | None = None
    loses: bool = False
    tip: str | None = None
    sdg: str | None = None
    decides_as: str | None = None
