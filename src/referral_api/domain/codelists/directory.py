"""The vocabulary of the directory: services, locations, roads, and the search for a place."""

from referral_api.domain.codelists.code import Code


class ServiceState(Code):
    """Whether a service works. The codes are HSDS 3.1's, with an underscore for its space."""

    ACTIVE = "active", "En activité", "Active"
    INACTIVE = "inactive", "Sans activité", "Inactive"
    TEMPORARILY_CLOSED = "temporarily_closed", "Fermeture temporaire", "Temporarily closed"
    DEFUNCT = "defunct", "Supprimé", "Defunct"


class ServiceSetting(Code):
    """Where the service is given. The last three stand in where there is no shelter."""

    CENTRE = "centre", "Centre ou service", "Centre or service"
    HOST_FAMILY = "host_family", "Famille d'accueil", "Host family"
    HOSPITAL = "hospital", "Hôpital", "Hospital"
    ESCORT = "escort", "Escorte vers un autre lieu", "Escort to another place"


class ServiceVisibility(Code):
    """Who is told of a service."""

    NETWORK = "network", "Membres du réseau seulement", "Members of the network only"


class SecurityLevel(Code):
    """How a place is protected."""

    OPEN = "open", "Lieu ouvert", "Open"
    GUARDED = "guarded", "Lieu gardé", "Guarded"
    PROTECTED = "protected", "Lieu protégé, adresse secrète", "Protected, with a secret address"


class LocationKind(Code):
    """What a location is."""

    PHYSICAL = "physical", "Lieu", "Physical"
    VIRTUAL = "virtual", "À distance", "Virtual"


class Weekday(Code):
    """A day of the week, as iCalendar writes it."""

    MO = "MO", "Lundi", "Monday"
    TU = "TU", "Mardi", "Tuesday"
    WE = "WE", "Mercredi", "Wednesday"
    TH = "TH", "Jeudi", "Thursday"
    FR = "FR", "Vendredi", "Friday"
    SA = "SA", "Samedi", "Saturday"
    SU = "SU", "Dimanche", "Sunday"


class RoadCondition(Code):
    """The condition of a road."""

    OPEN = "open", "Route ouverte", "Open"
    ESCORTED = "escorted", "Route sous escorte", "With an escort"
    CLOSED = "closed", "Route fermée", "Closed"


class ExclusionReason(Code):
    """Why a service cannot take in the people of a search."""

    NOT_ACTIVE = "not_active", "Service sans activité", "The service is not active"
    OUT_OF_AREA = "out_of_area", "Hors de la zone desservie", "Outside the area served"
    ROAD_CLOSED = "road_closed", "Route fermée", "The road is closed"
    SEX_NOT_SERVED = "sex_not_served", "Sexe non accueilli", "This sex is not served"
    AGE_NOT_SERVED = "age_not_served", "Âge non accueilli", "This age is not served"
    NO_UNACCOMPANIED_CHILDREN = (
        "no_unaccompanied_children",
        "Pas d'enfants non accompagnés",
        "No unaccompanied children",
    )
    NO_ACCOMPANIED_CHILDREN = (
        "no_accompanied_children",
        "Pas d'enfants accompagnés",
        "No accompanied children",
    )
    NATIONALITY_NOT_SERVED = (
        "nationality_not_served",
        "Nationalité non accueillie",
        "This nationality is not served",
    )
    FORM_NOT_SERVED = (
        "form_not_served",
        "Forme d'exploitation non prise en charge",
        "This form of exploitation is not served",
    )
    ACCESS_NOT_OFFERED = (
        "access_not_offered",
        "Accessibilité insuffisante",
        "Accessibility is not sufficient",
    )
    CLOSED_NOW = "closed_now", "Pas d'accueil à cette heure", "Nobody is received at this hour"
    NO_PLACE = "no_place", "Aucune place libre", "No free place"


class RankingPoint(Code):
    """What speaks for a service in a search."""

    PLACE_FREE = "place_free", "Une place est libre", "A place is free"
    SAME_REGION = "same_region", "Dans la même région", "In the same region"
    SAME_CERCLE = "same_cercle", "Dans le même cercle", "In the same cercle"
    LANGUAGE = "language", "Langue de la personne", "The person's language"
    FORM = "form", "Connaît cette forme d'exploitation", "Knows this form of exploitation"
    PROTECTED = "protected", "Lieu protégé ou gardé", "A protected or guarded place"
    RECEIVES_AT_ALL_HOURS = (
        "receives_at_all_hours",
        "Accueil à toute heure",
        "Receives people at all hours",
    )
    ROAD_OPEN = "road_open", "Route sans escorte", "No escort is needed on the road"
