"""The settings of tips: their clocks, who gets them, and the hook for short messages."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.territory import Region
from referral_api.domain.deadline_policy import TIP_CLOCKS, TipClock
from referral_api.domain.identification.tips.assignees import ALLOWED, Assignees

NOT_EVERY_PRIORITY = "Name every priority: emergency, urgent, routine."
_NO_DESK = "INCOMING_MESSAGE_SECRET needs INCOMING_MESSAGE_ORGANISATION."
_SHORT = "At least 32 characters."
_NOT_ALLOWED = "Only types of organisation that a tip may be assigned to."


class TipSettings(BaseSettings):
    """The part of the settings that is about tips."""

    tip_clocks: dict[str, TipClock] = Field(
        TIP_CLOCKS, title="Tip clocks",
        description="From the report to the assignment, and from there to the first act, by"
        " urgency, as JSON.",
    )  # fmt: skip
    tip_auto_assign: bool = Field(
        default=False, title="Assign tips automatically",
        description="Whether a tip goes at once to whom TIP_ASSIGNEES names. If not, the"
        " coordination assigns it.",
    )  # fmt: skip
    tip_assignees: dict[Region, dict[OrganisationType, UUID]] = Field(
        {}, title="Assignees of tips",
        description="A JSON table of organisations by region and type: the child protection that is"
        " told of children, and who gets tips that are assigned automatically.",
    )  # fmt: skip
    tip_source_retention: timedelta = Field(
        timedelta(days=90), title="Retention of sources of tips", gt=timedelta(0),
        description="How long after the end of a tip it is kept who reported it. Then the key is"
        " destroyed.",
    )  # fmt: skip
    incoming_message_organisation: UUID | None = Field(
        None, title="Desk of short messages",
        description="The id of the organisation in whose name short messages become tips.",
    )  # fmt: skip
    incoming_message_secret: SecretStr | None = Field(
        None, title="Secret of short messages",
        description="What the gateway signs its short messages with, 32 characters or more. Unset:"
        " no short message is taken.",
    )  # fmt: skip

    @field_validator("tip_clocks")
    @classmethod
    def _has_every_urgency(cls, given: dict[str, TipClock]) -> dict[str, TipClock]:
        """Refuse a partial table: a tip of the urgency that it lacks would have no limit."""
        if given.keys() != {*Priority}:
            raise ValueError(NOT_EVERY_PRIORITY)
        return given

    @field_validator("tip_assignees")
    @classmethod
    def _names_assignees(cls, given: Assignees) -> Assignees:
        if any(kind not in ALLOWED for desks in given.values() for kind in desks):
            raise ValueError(_NOT_ALLOWED)
        return given

    @field_validator("incoming_message_secret")
    @classmethod
    def _has_a_desk(cls, given: SecretStr | None, known: ValidationInfo) -> SecretStr | None:
        if given is None:
            return None
        if len(given.get_secret_value()) < 32:
            raise ValueError(_SHORT)
        if known.data.get("incoming_message_organisation") is None:
            raise ValueError(_NO_DESK)
        return given
