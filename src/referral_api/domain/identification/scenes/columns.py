"""A scene in the columns of the row that it is part of; its locality is sealed by the owner.

The row has ``place_country``, ``place_country_known``, ``place_region``, ``place_division_code``,
``place_cercle`` and ``place_setting``, and a column of its own for the sealed locality.
"""

from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.territory import Region
from referral_api.domain.identification.scenes.schemas import SceneRead, SceneRecord
from referral_api.errors import MalformedInput

_MEMBERS = ("country", "country_known", "region", "division_code", "cercle", "setting")
SCENE_COLUMNS = tuple(f"place_{name}" for name in _MEMBERS)
# Of the table that holds such columns: what the checks below say, said by the database.
SCENE_RULE = (
    "(place_country IS NULL) = (place_country_known = 'unknown')"
    " AND (place_region IS NULL OR COALESCE(place_country, '') = 'ML')"
    " AND (place_division_code IS NULL OR COALESCE(place_country, 'ML') <> 'ML')"
)
_ABROAD = (Region.OUTSIDE_MALI,)
_MALI = "ML"


def scene_values(scene: SceneRecord) -> dict[str, Any]:
    """Return the columns of a scene, without its locality."""
    return {f"place_{name}": getattr(scene, name) for name in _MEMBERS}


def scene_of(row: Row, locality: str | None = None, *, inside: bool = True) -> SceneRead:
    """Return the scene of a row, with its locality where the reader may open it.

    Whoever is not ``inside`` the section of the row is shown no place below region.
    """
    shown = {name: row[f"place_{name}"] for name in _MEMBERS}
    return SceneRead(**shown | ({} if inside else {"cercle": None}), locality=locality)


def check_scene(scene: SceneRecord, *, field: str = "place", some_place: bool = False) -> None:
    """Raise MalformedInput for members that contradict each other.

    ``some_place`` asks for a region of Mali or another country.
    """
    country = None if scene.country is None else Country(scene.country).value
    expected = Answer.UNKNOWN if country is None else Answer.YES
    wrong = []
    if scene.country_known is not expected:
        wrong.append(("country_known", "invalid_value"))
    if scene.region is not None and (country != _MALI or scene.region in _ABROAD):
        wrong.append(("region", "invalid_value"))
    if scene.division_code is not None and (
        country in {None, _MALI} or scene.division_code[:2] != country
    ):
        wrong.append(("division_code", "invalid_value"))
    if some_place and scene.region is None and country in {None, _MALI}:
        wrong.append(("region", "missing"))
    if wrong:
        raise MalformedInput(
            errors=[{"pointer": f"/{field}/{name}", "code": code} for name, code in wrong]
        )
