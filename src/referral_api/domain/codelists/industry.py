"""The work that was imposed, and the sections of ISIC, revision 4."""

from referral_api.domain.codelists.code import Code


class IndustrySection(Code):
    """A section of the economy."""

    SECTION_A = "A", "Agriculture, sylviculture et pêche", "Agriculture, forestry and fishing"
    SECTION_B = "B", "Activités extractives", "Mining and quarrying"
    SECTION_C = "C", "Activités de fabrication", "Manufacturing"
    SECTION_D = (
        "D",
        "Production et distribution d'électricité, de gaz, de vapeur et climatisation",
        "Electricity, gas, steam and air conditioning supply",
    )
    SECTION_E = (
        "E",
        "Distribution d'eau, assainissement, gestion des déchets",
        "Water supply, sewerage, waste management",
    )
    SECTION_F = "F", "Construction", "Construction"
    SECTION_G = (
        "G",
        "Commerce de gros et de détail, réparation de véhicules",
        "Wholesale and retail trade, repair of vehicles",
    )
    SECTION_H = "H", "Transport et entreposage", "Transportation and storage"
    SECTION_I = "I", "Hébergement et restauration", "Accommodation and food services"
    SECTION_J = "J", "Information et communication", "Information and communication"
    SECTION_K = "K", "Activités financières et d'assurances", "Financial and insurance activities"
    SECTION_L = "L", "Activités immobilières", "Real estate activities"
    SECTION_M = (
        "M",
        "Activités professionnelles, scientifiques et techniques",
        "Professional, scientific and technical activities",
    )
    SECTION_N = "N", "Services administratifs et d'appui", "Administrative and support services"
    SECTION_O = "O", "Administration publique et défense", "Public administration and defence"
    SECTION_P = "P", "Éducation", "Education"
    SECTION_Q = "Q", "Santé et action sociale", "Human health and social work"
    SECTION_R = "R", "Arts, spectacles et loisirs", "Arts, entertainment and recreation"
    SECTION_S = "S", "Autres activités de services", "Other service activities"
    SECTION_T = "T", "Ménages en tant qu'employeurs", "Households as employers"
    SECTION_U = "U", "Organisations extraterritoriales", "Extraterritorial organisations"


class LabourActivity(Code):
    """The work that was imposed."""

    CROP_FARMING = "crop_farming", "Cultures", "Crop farming"
    HERDING = "herding", "Élevage, garde de troupeaux", "Herding"
    FISHING = "fishing", "Pêche", "Fishing"
    WOOD_CHARCOAL = "wood_charcoal", "Bois et charbon", "Wood and charcoal"
    GOLD_MINING = "gold_mining", "Orpaillage", "Artisanal gold mining"
    SALT_MINING = "salt_mining", "Mines de sel", "Salt mining"
    QUARRY_SAND = "quarry_sand", "Carrières et sable", "Quarries and sand"
    MANUFACTURING = "manufacturing", "Fabrication, artisanat", "Manufacturing, crafts"
    CONSTRUCTION = "construction", "Bâtiment", "Construction"
    STREET_VENDING = "street_vending", "Vente ambulante", "Street vending"
    REPAIR_TRADE = "repair_trade", "Commerce, réparation", "Trade, repair"
    TRANSPORT_PORTERING = "transport_portering", "Transport, portage", "Transport, portering"
    BAR_RESTAURANT_HOTEL = (
        "bar_restaurant_hotel",
        "Bar, restaurant, hôtel",
        "Bar, restaurant, hotel",
    )
    ENTERTAINMENT = "entertainment", "Spectacle, danse", "Entertainment"
    DOMESTIC_WORK = "domestic_work", "Travail domestique", "Domestic work"
    BEGGING = "begging", "Mendicité", "Begging"
    ILLICIT_ACTIVITIES = (
        "illicit_activities",
        "Activités illicites imposées",
        "Imposed illicit activities",
    )
    ARMED_GROUP_SERVICE = (
        "armed_group_service",
        "Service d'un groupe armé",
        "Service to an armed group",
    )
    SERVICE_TO_MASTERS = (
        "service_to_masters",
        "Service d'une famille dite de maîtres",
        "Service to a family called masters",
    )
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
