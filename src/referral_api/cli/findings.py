"""The lines of `doctor`: each is well, amiss, or noted only."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from referral_api.cli.language import say
from referral_api.errors.sentences import SentenceError


class Mark(StrEnum):
    """How a fact stands."""

    WELL = "ok"
    AMISS = "!!"
    NOTED = "--"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    mark: Mark
    sentence: str
    facts: dict[str, object]

    def tell(self) -> str:
        """Say it in the language of the command."""
        return f"  {self.mark}  {say(self.sentence, **self.facts)}"


def well(sentence: str, **facts: object) -> Finding:
    """Find that something is as it must be."""
    return Finding(Mark.WELL, sentence, facts)


def amiss(sentence: str, **facts: object) -> Finding:
    """Find that something must be mended."""
    return Finding(Mark.AMISS, sentence, facts)


def noted(sentence: str, **facts: object) -> Finding:
    """Find a fact that is neither."""
    return Finding(Mark.NOTED, sentence, facts)


def weigh(sentence: str, *, good: bool, **facts: object) -> Finding:
    """Find a fact that is well or amiss."""
    return Finding(Mark.WELL if good else Mark.AMISS, sentence, facts)


def failure(error: SentenceError) -> Finding:
    """Find what a check of the service refuses."""
    return Finding(Mark.AMISS, error.sentence, error.facts)


def show(seconds: timedelta) -> str:
    """Write a duration as the settings do: P3D, PT5M, PT0S. Its least parts are left out."""
    total = max(0, round(seconds.total_seconds()))
    for size, form in ((86400, "P{}D"), (3600, "PT{}H"), (60, "PT{}M")):
        if total >= 2 * size:
            return form.format(total // size)
    return f"PT{total}S"
