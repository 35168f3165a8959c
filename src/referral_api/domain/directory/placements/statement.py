"""The statement of a search: every service is judged, and the best of each group are returned."""

from sqlalchemy import text

from referral_api.database.statements import Statement
from referral_api.domain.directory.placements.conditions import (
    EXCLUSIONS,
    PLACES,
    POINTS,
    ROADS,
)
from referral_api.domain.directory.placements.weights import (
    MOST_ELIGIBLE,
    MOST_EXCLUDED,
    WEIGHTS,
)

# The members of a need, and their types.
NEED = {
    "service_type": "text", "priority": "text", "number": "integer", "sexes": "text[]",
    "age_bands": "text[]", "has_children": "boolean", "accompanied": "boolean",
    "nationality": "text", "languages": "text[]", "access": "text[]", "forms": "text[]",
    "region": "text", "cercle": "text", "units": "text[]", "settings": "text[]",
    "on_day": "date", "weekday": "text", "hour": "text", "stale_after": "interval",
}  # fmt: skip


def _listed(rules: dict[str, str]) -> str:
    """Write a list of the codes whose conditions are true."""
    cases = ", ".join(f"CASE WHEN {rule} THEN '{code}' END" for code, rule in rules.items())
    return f"array_remove(ARRAY[{cases}], NULL)"


def _score() -> str:
    return " + ".join(
        f"CASE WHEN {rule} THEN {WEIGHTS[point]} ELSE 0 END" for point, rule in POINTS.items()
    )


def _search() -> str:
    need = ", ".join(f"CAST(:{name} AS {kind}) AS {name}" for name, kind in NEED.items())
    reasons = _listed({str(code): rule for code, rule in EXCLUSIONS.items()})
    points = _listed({str(code): rule for code, rule in POINTS.items()})
    return f"""
WITH n AS (SELECT {need}), found AS (
    SELECT service.* FROM n JOIN service ON service.status = 'registered'
        AND service.setting = 'centre' AND service.service_type = n.service_type
    UNION ALL
    SELECT service.* FROM n JOIN service ON service.status = 'registered'
        AND service.setting <> 'centre' AND service.setting = ANY (n.settings)
), s AS (
    SELECT found.*, organisation.active AS organisation_is_active
    FROM found JOIN organisation ON organisation.id = found.organisation_id
), judged AS (
    SELECT s.id, s.organisation_id, s.name, s.setting, s.region, s.cercle, s.languages,
        s.duty_telephone, s.security_level, p.free >= n.number AS has_place,
        p.figures > 0 AND p.stale = 0 AS is_known, r.escorted,
        {reasons} AS reasons, {points} AS points, {_score()} AS score
    FROM n CROSS JOIN s CROSS JOIN LATERAL ({PLACES}) p CROSS JOIN LATERAL ({ROADS}) r
), ranked AS (
    SELECT judged.*, judged.reasons = '{{}}' AS eligible,
        row_number() OVER w AS rank, count(*) OVER (
            PARTITION BY judged.setting, judged.reasons = '{{}}'
        ) AS number
    FROM judged WINDOW w AS (
        PARTITION BY judged.setting, judged.reasons = '{{}}'
        ORDER BY judged.score DESC, cardinality(judged.reasons), judged.id
    )
)
SELECT * FROM ranked
WHERE rank <= CASE WHEN eligible THEN {MOST_ELIGIBLE} ELSE {MOST_EXCLUDED} END
ORDER BY setting, eligible DESC, rank
"""  # noqa: S608 - made of the rules of this package


SEARCH = Statement(text(_search()))
