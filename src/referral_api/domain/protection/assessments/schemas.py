"""Request and response schemas of assessments."""

from datetime import date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from referral_api.domain.codelists.answers import Answer, Gravity, RecordStatus
from referral_api.domain.codelists.assessments import (
    AssessmentLevel,
    CommunityFactor,
    HouseholdFactor,
    Likelihood,
    NeedUrgency,
    RiskLevel,
)
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.screenings import InterpreterKind
from referral_api.domain.codelists.territory import Region
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource, ShortText

_ON = "The day of the conversation. Not later than today."
_LANGUAGE = "The language of the conversation."
_INTERPRETER = "Who interpreted it."
_LEVEL = "Of whom it is: the person, the household or the community."
_NEEDS = "What is needed. What the person wants comes first."
_RISKS = "What endangers the person."
_RISK_LEVEL = "The danger as a whole. `high` asks for a plan within 24 hours."
_HOUSEHOLD = "Of the household; with the level `household` alone."
_COMMUNITY = "Of the community; with the level `community` alone."
_NEXT = "By when the next assessment is due: within 30 days."
_REPLY = "The reply."
_NEED = "The need."
_URGENCY = "How soon it must be met."
_WANTED = "Whether the person wants it."
_FLAG = "The danger."
_LIKELIHOOD = "How likely it is."
_GRAVITY = "How grave it would be."


class NeedFound(Payload):
    """A need, how soon it must be met, and whether the person wants it met."""

    need: Need = Field(description=_NEED)
    urgency: NeedUrgency = Field(description=_URGENCY)
    wanted: Answer = Field(Answer.NOT_ASKED, description=_WANTED)
    note: ShortText | None = Field(None, description="More about it, sealed. Never a name.")


class RiskFound(Payload):
    """A danger: how likely, how grave, and what answers it."""

    flag: RiskFlag = Field(description=_FLAG)
    likelihood: Likelihood = Field(description=_LIKELIHOOD)
    gravity: Gravity = Field(description=_GRAVITY)
    answer_to_it: ShortText | None = Field(None, description="What answers it, sealed.")


class NeedRead(Resource):
    """A need of an assessment."""

    need: Need = Field(description=_NEED)
    urgency: NeedUrgency = Field(description=_URGENCY)
    wanted: Answer = Field(description=_WANTED)
    note: str | None = Field(
        description="More about it; null unless the assessment is read by itself."
    )


class RiskRead(Resource):
    """A danger that an assessment names."""

    flag: RiskFlag = Field(description=_FLAG)
    likelihood: Likelihood = Field(description=_LIKELIHOOD)
    gravity: Gravity = Field(description=_GRAVITY)
    answer_to_it: str | None = Field(
        description="What answers it; null unless the assessment is read by itself."
    )


class HealthAnswers(Payload):
    """What is asked of health. It opens with the section `health` alone.

    Never HIV, results of tests or virginity.
    """

    h_injury: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_pregnant: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_breastfeeding: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_chronic_illness: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_medication_stopped: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_fever_or_cough: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_mental_distress: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_self_harm: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_substance_use: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_addiction_imposed: Answer = Field(Answer.NOT_ASKED, description=_REPLY)
    h_sexual_violence_72h: Answer = Field(
        Answer.NOT_ASKED, description="Sexual violence in the last 72 hours. `yes`: offer care now."
    )
    h_note: LongText | None = Field(None, description="More about health, sealed.")


class HealthAnswersRead(HealthAnswers):
    """The answers on health, to a reader of the section `health`."""

    care_within_72_hours: bool = Field(
        description="True: care after sexual violence is offered at once, within 72 hours."
    )
    h_functioning: Answer | None = Field(
        description="The `difficulty_any` of the profile, or null without a profile. It is not"
        " asked again."
    )


Code = TypeVar("Code")


def _once_each(codes: list[Code]) -> list[Code]:
    if len(set(codes)) < len(codes):
        raise PydanticCustomError("repeated", "named twice")
    return codes


def _needs_once(needs: list[NeedFound]) -> list[NeedFound]:
    _once_each([found.need for found in needs])
    return needs


def _risks_once(risks: list[RiskFound]) -> list[RiskFound]:
    _once_each([found.flag for found in risks])
    return risks


class AssessmentRecord(Payload):
    """What the person needs and what endangers them, after a conversation.

    The police write the risks of the person alone: the level `individual`, and no needs.
    """

    id: RecordId | None = None
    level: AssessmentLevel = Field(description=_LEVEL)
    conducted_on: Day = Field(description=_ON)
    region: Region = Field(description="The region of the conversation.")
    language: Language = Field(description=_LANGUAGE)
    interpreter: InterpreterKind = Field(description=_INTERPRETER)
    needs: Annotated[list[NeedFound], AfterValidator(_needs_once)] = Field(
        [], max_length=19, description=_NEEDS
    )
    risks: Annotated[list[RiskFound], AfterValidator(_risks_once)] = Field(
        [], max_length=20, description=_RISKS
    )
    risk_level: RiskLevel = Field(description=_RISK_LEVEL)
    household: Annotated[list[HouseholdFactor], AfterValidator(_once_each)] = Field(
        [], max_length=10, description=_HOUSEHOLD
    )
    community: Annotated[list[CommunityFactor], AfterValidator(_once_each)] = Field(
        [], max_length=10, description=_COMMUNITY
    )
    person_view: LongText | None = Field(
        None, description="What the person says that they need, sealed."
    )
    next_by: Day = Field(description=_NEXT)
    health: HealthAnswers | None = Field(
        None,
        description="For case workers and intake officers of an organisation that writes the"
        " section `health`.",
    )


class AssessmentRead(Resource):
    """An assessment of a case. Its texts and its answers on health are shown where it is read by
    itself.
    """

    id: UUID
    case_id: UUID
    status: RecordStatus
    level: AssessmentLevel = Field(description=_LEVEL)
    conducted_on: date = Field(description=_ON)
    region: Region = Field(description="The region of the conversation.")
    language: Language = Field(description=_LANGUAGE)
    interpreter: InterpreterKind = Field(description=_INTERPRETER)
    needs: list[NeedRead] = Field(description=_NEEDS)
    risks: list[RiskRead] = Field(description=_RISKS)
    risk_level: RiskLevel = Field(description=_RISK_LEVEL)
    household: list[HouseholdFactor] = Field(description=_HOUSEHOLD)
    community: list[CommunityFactor] = Field(description=_COMMUNITY)
    person_view: str | None = Field(
        description="What the person says that they need; null unless it is read by itself."
    )
    next_by: date = Field(description=_NEXT)
    plan_by: datetime | None = Field(description="By when a plan is due, of a high risk.")
    risks_confirmed_at: datetime | None = Field(
        description="When its risks became risk flags of the case."
    )
    health: HealthAnswersRead | None = Field(
        description="The answers on health; null unless it is read by itself, by a reader of the"
        " section `health`."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
