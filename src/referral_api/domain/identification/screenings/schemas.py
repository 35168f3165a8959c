"""Request and response schemas of screenings and their instruments."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.scenes import PlaceSetting
from referral_api.domain.codelists.screenings import (
    AnswerBasis,
    InstrumentAudience,
    InterpreterKind,
    NoSpecialistReason,
    ScreeningAdvice,
    ScreeningDimension,
    ScreeningEnd,
    ScreeningWarning,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import InterviewerSex
from referral_api.domain.identification.screenings.advice import CAUTION_EN, CAUTION_FR
from referral_api.domain.identification.screenings.instrument import Instrument, Key, VersionNumber
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource, ShortText, whole

Conversations = Annotated[int, Field(strict=True, ge=0, le=50), BeforeValidator(whole)]
_ESCORT = "Whether nobody who came along was within hearing."
_TRUST = "Whether someone whom the person chose was there."
_INTERVIEWER = "Who spoke with the person: a woman, a man or both."
_SEX = "Whether the person could choose to speak to a woman or a man."
_NEEDS_FIRST = "Whether food, water, care and safety came before the questions."


class GivenAnswer(Payload):
    """What was answered to one question of the instrument."""

    question: Key = Field(description="The code of the question.")
    answer: Answer = Field(description="A refusal to answer is `unknown`.")
    basis: list[AnswerBasis] = Field(
        [], max_length=3,
        description="What the answer rests on: needed with `yes`, and allowed by the question.",
    )  # fmt: skip
    note: ShortText | None = Field(None, description="More about it, sealed. Never a name.")


class ScreeningFields(Payload):
    """How the conversation was held, and what was answered."""

    conducted_on: Day = Field(description="The day of the conversation. Not later than today.")
    region: Region | None = Field(None, description="The region of the conversation.")
    setting: PlaceSetting | None = Field(None, description="Where the conversation was held.")
    language: Language = Field(description="The language of the conversation.")
    interpreter: InterpreterKind = Field(
        description="Who interpreted. A relative, or who came along, makes the advice fragile."
    )
    private_place: Answer = Field(description="Whether the place was private.")
    escort_absent: Answer = Field(description=_ESCORT)
    person_of_trust: Answer = Field(description=_TRUST)
    child_specialist: Answer | None = Field(
        None, description="Whether a specialist of children took part: needed for a child."
    )
    child_specialist_reason: NoSpecialistReason | None = Field(
        None, description="Why none took part: needed where `child_specialist` is `no`."
    )
    interviewer_sex: InterviewerSex | None = Field(None, description=_INTERVIEWER)
    interviewer_sex_chosen: Answer = Field(description=_SEX)
    urgent_needs_first: Answer = Field(description=_NEEDS_FIRST)
    purpose_explained: Answer = Field(description="Whether the purpose was explained.")
    may_stop_explained: Answer = Field(
        description="Whether the person was told that the conversation may stop at any time."
    )
    break_taken: Answer = Field(description="Whether there was a break.")
    ended: ScreeningEnd = Field(description="How the conversation ended.")
    earlier_conversations: Conversations | None = Field(
        None, description="How often the person was heard before."
    )
    answers: list[GivenAnswer] = Field(
        max_length=200, description="Questions of this version alone; others were not asked."
    )
    narrative: LongText | None = Field(None, description="Sealed with the person's key.")


class ScreeningRecord(ScreeningFields):
    """A screening. It changes no status; help never depends on it."""

    id: RecordId | None = None
    instrument: Key = Field(description="The instrument.")
    instrument_version: VersionNumber = Field(description="Its version.")


class ScreeningCorrect(ScreeningFields):
    """The screening as it was: it replaces what was recorded."""


class ReadAnswer(Resource):
    """What was answered to one question."""

    question: str = Field(description="The code of the question.")
    answer: Answer
    basis: list[AnswerBasis] = Field(description="What the answer rests on.")
    note: str | None = Field(None, description="More about it; null in lists.")


class AdviceReasons(Resource):
    """What the advice comes from."""

    dimensions: list[ScreeningDimension] = Field(description="The positive dimensions.")
    questions: list[str] = Field(description="The questions whose yes weighs.")


class ScreeningRead(Resource):
    """A screening. Its advice points, and proves nothing."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    instrument: str = Field(description="The instrument.")
    instrument_version: str = Field(description="Its version.")
    conducted_on: date = Field(description="The day of the conversation.")
    region: Region | None = Field(description="The region of the conversation.")
    setting: PlaceSetting | None = Field(description="Where the conversation was held.")
    language: Language = Field(description="The language of the conversation.")
    interpreter: InterpreterKind
    private_place: Answer = Field(description="Whether the place was private.")
    escort_absent: Answer = Field(description=_ESCORT)
    person_of_trust: Answer = Field(description=_TRUST)
    child_specialist: Answer | None = Field(
        description="Whether a specialist of children took part."
    )
    child_specialist_reason: NoSpecialistReason | None = Field(description="Why none took part.")
    interviewer_sex: InterviewerSex | None = Field(description=_INTERVIEWER)
    interviewer_sex_chosen: Answer = Field(description=_SEX)
    urgent_needs_first: Answer = Field(description=_NEEDS_FIRST)
    purpose_explained: Answer = Field(description="Whether the purpose was explained.")
    may_stop_explained: Answer = Field(
        description="Whether the person was told that the conversation may stop."
    )
    break_taken: Answer = Field(description="Whether there was a break.")
    ended: ScreeningEnd
    earlier_conversations: int | None = Field(description="How often the person was heard before.")
    treated_as_child: bool = Field(description="Under 18 or of doubtful age at the screening.")
    answers: list[ReadAnswer]
    narrative: str | None = Field(description="Null unless the screening is read by itself.")
    advice: ScreeningAdvice
    advice_reasons: AdviceReasons
    answered_share: float = Field(
        description="The share of the questions with a yes or a no, from 0 to 1."
    )
    warnings: list[ScreeningWarning] = Field(
        description="What makes the advice fragile, and what to consider."
    )
    caution_fr: str = Field(CAUTION_FR, description="To be told with the advice, in French.")
    caution_en: str = Field(CAUTION_EN, description="To be told with the advice, in English.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int


class InstrumentSummary(Resource):
    """One version of an instrument, without its questions."""

    key: str = Field(description="The name of the instrument.")
    version: str = Field(description="Its version.")
    title_fr: str = Field(description="The French title.")
    title_en: str = Field(description="The English title.")
    audience: InstrumentAudience = Field(description="For whom it is made.")
    valid_from: date = Field(description="The day from which it is used.")
    questions: int = Field(description="How many questions it has.")


class InstrumentSummaries(Resource):
    """All instruments, by key and version."""

    items: list[InstrumentSummary]


def summarise(instrument: Instrument) -> InstrumentSummary:
    """Describe an instrument without its questions."""
    kept = instrument.model_dump(exclude={"questions", "sources"})
    return InstrumentSummary(**kept, questions=len(instrument.questions))
