"""Request and response schemas of ethnic group and descent."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.backgrounds import DescentStatus, EthnicGroup
from referral_api.schemas import Payload, Resource

_GROUPS = "The groups that the person names; `none_claimed`, `unknown` and `not_asked` stand alone."


class BackgroundRecord(Payload):
    """What the person declares about ethnic group and descent; never what others say."""

    self_declared: Literal[True] = Field(
        description="Always true: nobody else says it for the person, nor guesses it."
    )
    child_assents: Answer | None = Field(
        None, description="A child's own assent, `yes`, beside the consent of who speaks for it."
    )
    ethnic_groups: list[EthnicGroup] = Field([], max_length=3, description=_GROUPS)
    descent_status: DescentStatus = DescentStatus.NOT_ASKED


class BackgroundRead(Resource):
    """What the person declared."""

    id: UUID = Field(description="The case's id.")
    ethnic_groups: list[EthnicGroup] = Field(description=_GROUPS)
    descent_status: DescentStatus
    version: int
    updated_at: datetime
