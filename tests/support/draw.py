"""A tenth of a great matrix, drawn by the seed of the run, or all of it where that is asked for."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(slots=True)
class Draw:
    """One item in ``one_in`` of a matrix; the same ones for the same seed."""

    seed: int = 0
    one_in: int = 10

    def of(
        self,
        items: Iterable[Item],
        name: Callable[[Item], Hashable],
        kind: Callable[[Item], Hashable] | None = None,
    ) -> list[Item]:
        """Draw from the items, and keep their order; at least one of each kind is among them.

        No two have the same name. A name is what draws an item: it must not change from run to
        run, nor hold what does, as an id.
        """
        all_of_them = list(items)
        if self.one_in == 1:
            return all_of_them
        drawn = sorted(all_of_them, key=lambda item: self._lot(name(item)))
        wanted = {name(item) for item in drawn[: ceil(len(drawn) / self.one_in)]}
        if kind is not None:
            firsts = {kind(item): item for item in reversed(drawn)}
            wanted |= {name(item) for item in firsts.values()}
        return [item for item in all_of_them if name(item) in wanted]

    def _lot(self, name: Hashable) -> float:
        return Random(f"{self.seed} {name}").random()

    def takes(self, name: Hashable, one_in: int) -> bool:
        """Say whether something is among the one in so many of this run."""
        return self.one_in == 1 or self._lot(name) < 1 / one_in


# What every matrix of this run is drawn by; the option of the command line sets it.
draw = Draw()
