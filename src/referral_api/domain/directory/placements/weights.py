"""What counts in a search, and how much. This table is meant to be read by a caseworker.

A service that can take the people in gets the points of every line that is true of it. The one with
the most points comes first; of two with as many, the one with the lower id, so that the same search
gives the same order.
"""

from referral_api.domain.codelists.directory import RankingPoint, ServiceSetting

WEIGHTS: dict[RankingPoint, int] = {
    # A place that is free tonight counts more than all that makes it a better place.
    RankingPoint.PLACE_FREE: 100,
    # Near: a short road, and no new region for the people.
    RankingPoint.SAME_REGION: 40,
    RankingPoint.SAME_CERCLE: 10,
    # Somebody there speaks with them from the first minute.
    RankingPoint.LANGUAGE: 30,
    # The staff works with what was done to them.
    RankingPoint.FORM: 15,
    RankingPoint.PROTECTED: 10,
    RankingPoint.RECEIVES_AT_ALL_HOURS: 5,
    RankingPoint.ROAD_OPEN: 20,
}
# Where there is no shelter, these are looked at, in this order.
FALLBACKS = (ServiceSetting.HOST_FAMILY, ServiceSetting.HOSPITAL, ServiceSetting.ESCORT)
# So many of each are told.
MOST_ELIGIBLE = 20
MOST_EXCLUDED = 100
