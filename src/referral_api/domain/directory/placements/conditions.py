"""What excludes a service from a search, and what speaks for it: one line of SQL for each code.

``s`` is the service, ``n`` the need, ``p`` the places that fit, ``r`` the roads between them.
"""

from referral_api.domain.codelists.directory import ExclusionReason as Excluded
from referral_api.domain.codelists.directory import RankingPoint as Point

# Between the people and the service. Within a region the state of a cercle counts alone, and only
# from one cercle to another.
ROADS = """
    SELECT COALESCE(bool_or(road.condition = 'closed'), false) AS closed,
        COALESCE(bool_or(road.condition = 'escorted'), false) AS escorted
    FROM road_state road WHERE road.status = 'registered' AND CASE
        WHEN s.region <> n.region THEN
            road.region = n.region AND (road.cercle IS NULL OR road.cercle = n.cercle)
            OR road.region = s.region AND (road.cercle IS NULL OR road.cercle = s.cercle)
        ELSE road.region = n.region AND s.cercle IS DISTINCT FROM n.cercle
            AND (road.cercle = n.cercle OR road.cercle = s.cercle) END
"""
# Of the units that fit: how many are free by figures that are fresh, and how many figures are not.
PLACES = """
    SELECT COALESCE(sum(GREATEST(0, f.places - f.held - f.occupied)) FILTER (WHERE f.fresh), 0)
            AS free,
        count(*) FILTER (WHERE f.fresh) AS figures, count(*) FILTER (WHERE NOT f.fresh) AS stale
    FROM (
        SELECT u.places, u.held, u.occupied, u.updated_at > now() - n.stale_after AS fresh
        FROM place u WHERE u.service_id = s.id AND u.unit = ANY (n.units)
        UNION ALL
        SELECT c.places, c.held, c.occupied, c.updated_at > now() - n.stale_after
        FROM capacity c WHERE c.organisation_id = s.organisation_id
        AND 'bed_unspecified' = ANY (n.units) AND s.setting = 'centre'
    ) f
"""
# At all hours, or in those of the day; an exception replaces both.
_RECEIVES = """CASE WHEN EXISTS (
        SELECT 1 FROM jsonb_to_recordset(s.exceptions) e(first_on date, last_on date)
        WHERE n.on_day BETWEEN e.first_on AND e.last_on
    ) THEN EXISTS (
        SELECT 1 FROM jsonb_to_recordset(s.exceptions)
            e(first_on date, last_on date, opens text, closes text)
        WHERE n.on_day BETWEEN e.first_on AND e.last_on AND e.opens <= n.hour AND n.hour < e.closes
    ) ELSE s.receives_at_all_hours OR EXISTS (
        SELECT 1 FROM jsonb_to_recordset(s.hours) h(day text, opens text, closes text)
        WHERE h.day = n.weekday AND h.opens <= n.hour AND n.hour < h.closes
    ) END"""

EXCLUSIONS: dict[Excluded, str] = {
    Excluded.NOT_ACTIVE: "s.state <> 'active' OR NOT s.organisation_is_active",
    Excluded.OUT_OF_AREA: "n.region <> ALL (s.served_regions)"
    " OR s.served_cercles <> '{}' AND n.cercle <> ALL (s.served_cercles)",
    Excluded.ROAD_CLOSED: "r.closed",
    Excluded.SEX_NOT_SERVED: "NOT n.sexes <@ s.sexes",
    Excluded.AGE_NOT_SERVED: "NOT n.age_bands <@ s.age_bands",
    Excluded.NO_UNACCOMPANIED_CHILDREN: "n.has_children AND NOT n.accompanied"
    " AND NOT s.unaccompanied_children",
    Excluded.NO_ACCOMPANIED_CHILDREN: "n.has_children AND n.accompanied"
    " AND NOT s.accompanied_children",
    Excluded.NATIONALITY_NOT_SERVED: "s.nationalities <> '{}'"
    " AND n.nationality <> ALL (s.nationalities)",
    Excluded.FORM_NOT_SERVED: "s.exploitation_forms <> '{}' AND n.forms <> '{}'"
    " AND NOT n.forms && s.exploitation_forms",
    Excluded.ACCESS_NOT_OFFERED: "NOT n.access <@ s.accessibility",
    # Who can wait comes in the hours of the service.
    Excluded.CLOSED_NOW: f"n.priority = 'emergency' AND NOT ({_RECEIVES})",
    # Of stale figures nothing is known.
    Excluded.NO_PLACE: "p.figures > 0 AND p.stale = 0 AND p.free < n.number",
}
POINTS: dict[Point, str] = {
    Point.PLACE_FREE: "p.free >= n.number",
    Point.SAME_REGION: "s.region = n.region",
    Point.SAME_CERCLE: "s.region = n.region AND s.cercle = n.cercle",
    Point.LANGUAGE: "n.languages && s.languages",
    Point.FORM: "n.forms && s.exploitation_forms",
    Point.PROTECTED: "s.security_level <> 'open'",
    Point.RECEIVES_AT_ALL_HOURS: "s.receives_at_all_hours",
    Point.ROAD_OPEN: "NOT r.closed AND NOT r.escorted",
}
