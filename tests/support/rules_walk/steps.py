"""The steps of a walk, of which one is drawn at a time, by its weight."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., None])


@dataclass(frozen=True)
class Step:
    """``when`` says whether there is anything to do it to."""

    name: str
    weight: int
    when: Callable[[Any], bool]


def _always(_: Any) -> bool:
    return True


def step(weight: int = 1, when: Callable[[Any], bool] = _always) -> Callable[[Method], Method]:
    """Make a method a step of a walk."""

    def mark(method: Method) -> Method:
        method.step = Step(method.__name__, weight, when)  # type: ignore[attr-defined]
        return method

    return mark


def steps_of(machine: type) -> list[Step]:
    """List the steps of a machine, by name: the same order in every run."""
    found = (getattr(getattr(machine, name), "step", None) for name in sorted(dir(machine)))
    return [one for one in found if one is not None]
