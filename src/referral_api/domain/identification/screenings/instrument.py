"""What an instrument is, and what its file may not ask."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from referral_api.domain.codelists.exploitation import Indicator
from referral_api.domain.codelists.screenings import (
    AnswerBasis,
    InstrumentAudience,
    QuestionWeight,
    ScreeningDimension,
    ScreeningWarning,
)

Key = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$")]
VersionNumber = Annotated[str, Field(pattern=r"^[0-9]{1,3}\.[0-9]{1,3}$")]
# No question asks for the person's consent to the exploitation, or weighs credibility; why somebody
# stayed or did not speak sooner is never asked. Whole words; * is the rest of a word.
_NEVER = (
    "consent* accord accept* agree* willing* volont* mensonge* mentir lie lies lying"
    " crédib* credib* vérité truth* cohéren* consisten* contradi* pourquoi why sooner earlier"
)
_WORDS = "|".join(word.replace("*", r"\w*") for word in _NEVER.split())
_FORBIDDEN = re.compile(rf"\b({_WORDS}|plus tôt)\b", re.IGNORECASE)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Part):
    """One question, put to the officer about the person."""

    code: Key = Field(description="Its code, which never changes.")
    fr: str = Field(description="The French question.")
    en: str = Field(description="The English question.")
    dimension: ScreeningDimension
    weight_adult: QuestionWeight | None = Field(
        None, description="How much a yes weighs for an adult; null: it is not put to adults."
    )
    weight_child: QuestionWeight | None = Field(
        None, description="How much a yes weighs for a child; null: it is not put to children."
    )
    bases: list[AnswerBasis] = Field(min_length=1, description="What an answer may rest on.")
    ilo11: Indicator | None = Field(
        None, description="The indicator of the ILO that it belongs to."
    )
    decisive: list[Literal["adult", "child"]] = Field(
        [], description="For whom a yes alone is a strong sign."
    )
    hint: ScreeningWarning | None = Field(
        None, description="What a yes gives occasion to consider."
    )
    source: str = Field(description="Where the question comes from.")

    def weight(self, *, child: bool) -> QuestionWeight | None:
        """Return how much a yes weighs for this person."""
        return self.weight_child if child else self.weight_adult

    def decides(self, *, child: bool) -> bool:
        """Say whether a yes alone is a strong sign for this person."""
        return ("child" if child else "adult") in self.decisive


class Instrument(_Part):
    """One version of an instrument, as its file says it."""

    key: Key = Field(description="The name of the instrument.")
    version: VersionNumber = Field(description="Its version. A published one never changes.")
    title_fr: str = Field(description="The French title.")
    title_en: str = Field(description="The English title.")
    audience: InstrumentAudience = Field(alias="for", description="For whom it is made.")
    sources: list[str] = Field(min_length=1, description="What it was made from.")
    valid_from: date = Field(description="The day from which it is used.")
    questions: list[Question] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _asks_what_may_be_asked(self) -> "Instrument":
        codes = [question.code for question in self.questions]
        if len(set(codes)) < len(codes):
            raise ValueError("a code stands twice")
        for question in self.questions:
            for text in (question.fr, question.en):
                if not text.strip():
                    raise ValueError(f"{question.code} is not in both languages")
                if found := _FORBIDDEN.search(text):
                    raise ValueError(f"{question.code} asks what is never asked: {found[0]}")
            if question.weight_adult is question.weight_child is None:
                raise ValueError(f"{question.code} has no weight")
        return self

    def is_for(self, *, child: bool) -> bool:
        """Say whether it is made for this person."""
        other = InstrumentAudience.ADULT if child else InstrumentAudience.CHILD
        return self.audience is not other
