"""Request and response schemas of where something happened."""

from typing import Annotated

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.scenes import PlaceSetting
from referral_api.domain.codelists.territory import Region
from referral_api.schemas import Payload, Resource, ShortText

DivisionCode = Annotated[str, Field(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
_COUNTRY = "ISO 3166-1 alpha-2; null only where `country_known` is `unknown`."
_KNOWN = "`yes` with a `country`, `unknown` without one."
_REGION = "The region; only of Mali."
_DIVISION = "ISO 3166-2, of the same country; only outside Mali."
_CERCLE = "The cercle. It never leaves the network."
_SETTING = "What kind of place it is."


class SceneRecord(Payload):
    """Where it happened. No coordinates, and no street."""

    country: Country | None = Field(None, description=_COUNTRY)
    country_known: Answer = Field(Answer.YES, description=_KNOWN)
    region: Region | None = Field(None, description=_REGION)
    division_code: DivisionCode | None = Field(None, description=_DIVISION)
    cercle: ShortText | None = Field(None, description=_CERCLE)
    locality: ShortText | None = Field(
        None, description="The village, the site or the quarter; sealed."
    )
    setting: PlaceSetting | None = Field(None, description=_SETTING)


class SceneRead(Resource):
    """Where it happened."""

    country: Country | None = Field(description=_COUNTRY)
    country_known: Answer = Field(description=_KNOWN)
    region: Region | None = Field(description=_REGION)
    division_code: str | None = Field(description=_DIVISION)
    cercle: str | None = Field(description=_CERCLE)
    locality: str | None = Field(
        description="The village, the site or the quarter; null in lists, and to whoever may not"
        " open what is sealed."
    )
    setting: PlaceSetting | None = Field(description=_SETTING)
