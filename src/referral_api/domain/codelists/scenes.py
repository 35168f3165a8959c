"""The vocabulary of where and when something happened, and of how sure an age or a number is."""

from referral_api.domain.codelists.code import Code


class AgePrecision(Code):
    """Whether an age, or a number of people, is known or guessed."""

    EXACT = "exact", "Exact", "Exact"
    ESTIMATED = "estimated", "Estimé", "Estimated"


class PlaceKind(Code):
    """What a place is in the story of a person.

    ``htcds`` is ``hte_Type`` of the standard, or None where the standard has none.
    """

    htcds: str | None

    def __init__(self, _stored: str, _fr: str, _en: str, htcds: str | None) -> None:
        self.htcds = htcds

    RECRUITMENT = "recruitment", "Recrutement", "Recruitment", "Recruitment"
    TRANSIT = "transit", "Transit", "Transit", "Transit"
    EXPLOITATION = "exploitation", "Exploitation", "Exploitation", "Exploitation"
    DETECTION = "detection", "Détection", "Detection", None
    ORIGIN = "origin", "Origine", "Origin", None
    RESIDENCE = "residence", "Résidence habituelle", "Usual residence", None


class PlaceSetting(Code):
    """What kind of place it is, without saying where."""

    GOLD_SITE = "gold_site", "Site d'orpaillage", "Gold site"
    SALT_MINE = "salt_mine", "Mine de sel", "Salt mine"
    FARM = "farm", "Champ ou exploitation agricole", "Farm"
    PASTURE = "pasture", "Pâturage ou campement", "Pasture or camp"
    FISHING_SITE = "fishing_site", "Campement de pêche", "Fishing site"
    PRIVATE_HOME = "private_home", "Domicile privé", "Private home"
    QURANIC_SCHOOL = "quranic_school", "École coranique", "Qur'anic school"
    STREET_MARKET = "street_market", "Rue, gare ou marché", "Street, station or market"
    BAR_HOTEL = "bar_hotel", "Bar, hôtel ou maison close", "Bar, hotel or brothel"
    WORKSHOP_FACTORY = "workshop_factory", "Atelier ou usine", "Workshop or factory"
    CONSTRUCTION_SITE = "construction_site", "Chantier", "Construction site"
    ROAD_VEHICLE = "road_vehicle", "Route ou véhicule", "Road or vehicle"
    BORDER_POST = "border_post", "Poste frontière", "Border post"
    VILLAGE_OF_MASTERS = (
        "village_of_masters",
        "Village ou terres de la famille dite de maîtres",
        "Village or land of the family called masters",
    )
    ARMED_GROUP_AREA = (
        "armed_group_area",
        "Zone tenue par un groupe armé",
        "Area held by an armed group",
    )
    DISPLACEMENT_SITE = "displacement_site", "Site de personnes déplacées", "Displacement site"
    DETENTION = "detention", "Lieu de détention", "Place of detention"
    ONLINE = "online", "En ligne", "Online"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class MovementScope(Code):
    """How far people were moved."""

    WITHIN_LOCALITY = (
        "within_locality",
        "Sans déplacement ou dans la localité",
        "No movement, or within the locality",
    )
    WITHIN_COUNTRY = "within_country", "À l'intérieur du Mali", "Within Mali"
    CROSS_BORDER = "cross_border", "À travers une frontière", "Across a border"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
