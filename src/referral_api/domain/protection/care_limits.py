"""The settings of how long assessments, a plan and its review may take."""

from datetime import timedelta

from pydantic import Field
from pydantic_settings import BaseSettings

from referral_api.domain.deadline_policy import (
    BEST_INTERESTS,
    FIRST_ASSESSMENT,
    FIRST_REVIEW,
    NEXT_ASSESSMENT,
    NEXT_REVIEW,
    PLAN_FOR_HIGH_RISK,
)


class CareLimits(BaseSettings):
    """The part of the settings that is about assessments and support plans."""

    assessment_within: timedelta = Field(
        FIRST_ASSESSMENT, title="First assessment", gt=timedelta(0),
        description="How long after its registration a case waits for an assessment.",
    )  # fmt: skip
    assessment_every: timedelta = Field(
        NEXT_ASSESSMENT, title="Next assessment", ge=timedelta(days=1),
        description="How far ahead the next assessment lies at most.",
    )  # fmt: skip
    plan_within: timedelta = Field(
        PLAN_FOR_HIGH_RISK, title="Plan for a high risk", gt=timedelta(0),
        description="How long after an assessment of a high risk a support plan is due.",
    )  # fmt: skip
    plan_first_review: timedelta = Field(
        FIRST_REVIEW, title="First review of a plan", ge=timedelta(days=1),
        description="How far ahead the first review of a support plan lies at most.",
    )  # fmt: skip
    plan_review_every: timedelta = Field(
        NEXT_REVIEW, title="Next review of a plan", ge=timedelta(days=1),
        description="How far ahead each later review of a support plan lies at most.",
    )  # fmt: skip

    best_interests_within: timedelta = Field(
        BEST_INTERESTS, title="Best interests of a child", gt=timedelta(0),
        description="How long after its registration the case of a child waits for a "
        "best-interests assessment.",
    )  # fmt: skip

    @property
    def care_times(self) -> dict[str, timedelta]:
        """The whole times of the clocks, by the name that the table of clocks gives them."""
        return {
            "assessment": self.assessment_within, "plan": self.plan_within,
            "best_interests": self.best_interests_within,
        }  # fmt: skip
