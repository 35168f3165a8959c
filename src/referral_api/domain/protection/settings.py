"""The settings of protection: of children, and of whoever the police answer for."""

from datetime import timedelta

from pydantic import Field
from pydantic_settings import BaseSettings

from referral_api.domain.deadline_policy import CHILD_PROTECTION, CONTEST_AGE, POLICE_PROTECTION


class ProtectionSettings(BaseSettings):
    """The part of the settings that is about protection."""

    police_protection: timedelta = Field(
        POLICE_PROTECTION, title="Police protection", gt=timedelta(0),
        description="How long a unit of the justice chain is responsible for the protection of a "
        "person before the coordination is alerted.",
    )  # fmt: skip
    child_protection: timedelta = Field(
        CHILD_PROTECTION, title="Child protection", gt=timedelta(0),
        description="How long after the registration a child may be without a named organisation of"
        " child protection; the coordination is told at once, and again meanwhile.",
    )  # fmt: skip
    contest_age: timedelta = Field(
        CONTEST_AGE, title="Contest of an age", ge=timedelta(days=1),
        description="How long a person may contest an age assessment after being told of it, in"
        " whole days.",
    )  # fmt: skip
