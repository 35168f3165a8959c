"""Saying a thing in the language of the report."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from referral_api.domain.codelists.code import Code
from referral_api.reports import numerals
from referral_api.reports.document import Language
from referral_api.reports.figures import Figure

# The same words in French and in English.
Words = tuple[str, str]
_NOT_KNOWN: Words = ("Non déterminé", "Not determined")
_WEEKDAYS = (
    ("lundi", "Monday"), ("mardi", "Tuesday"), ("mercredi", "Wednesday"), ("jeudi", "Thursday"),
    ("vendredi", "Friday"), ("samedi", "Saturday"), ("dimanche", "Sunday"),
)  # fmt: skip
_AND: Words = (" et ", " and ")
_QUOTES: Words = ("«\u00a0{0}\u00a0»", "“{0}”")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One language."""

    language: Language

    def say(self, words: Words, /, **facts: object) -> str:
        """Return the words, with the facts filled in."""
        chosen = words[0] if self.language == "fr" else words[1]
        return chosen.format(**facts) if facts else chosen

    def label(self, codes: type[Code], code: str) -> str:
        """Return the label of a code; of one that the list does not have, that it is not known."""
        known = {str(member): member for member in codes}
        member = known.get(code)
        return self.say((member.fr, member.en)) if member else self.say(_NOT_KNOWN)

    def day(self, day: date) -> str:
        """Write a date."""
        return numerals.day(day, language=self.language)

    def weekday(self, day: date) -> str:
        """Write a date with the day of the week that it was."""
        return f"{self.say(_WEEKDAYS[day.weekday()])} {self.day(day)}"

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """Write a number."""
        return numerals.number(value, language=self.language, decimals=decimals)

    def figure(self, figure: Figure) -> str:
        """Write a figure without its flags."""
        plain = Figure(figure.value, figure.mark, figure.decimals, figure.percent)
        return numerals.figure(plain, language=self.language)

    def quote(self, words: str) -> str:
        """Put words between quotation marks."""
        return self.say(_QUOTES).format(words)

    def join(self, parts: list[str]) -> str:
        """Write a list in a sentence."""
        if len(parts) < 2:
            return "".join(parts)
        return self.say(_AND).join([", ".join(parts[:-1]), parts[-1]])
