"""Imported first, moves the clock of its process by MOVED_CLOCK seconds, where Python reads it."""

import datetime as dt
import os
import time
from datetime import timedelta, tzinfo
from typing import Any, Self, cast

from typing_extensions import override

_BY = float(os.environ["MOVED_CLOCK"])
_true_time = time.time


_true_datetime = dt.datetime


class _PassesForIt(type):
    @override
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _true_datetime)


class _Moved(dt.datetime, metaclass=_PassesForIt):
    # What it makes is the original: libraries in C look at the very type of a value.
    @override
    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        return cast(Self, _true_datetime(*args, **kwargs))

    @classmethod
    @override
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cast(Self, _true_datetime.now(tz) + timedelta(seconds=_BY))


# The names that the modules of the service import.
time.time = lambda: _true_time() + _BY
dt.datetime = _Moved  # type: ignore[misc]
