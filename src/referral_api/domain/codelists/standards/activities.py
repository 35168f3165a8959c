"""Imposed work in ISIC and CTDC; the sections of ISIC and the sexual types in HTCDS."""

from referral_api.domain.codelists.industry import IndustrySection
from referral_api.domain.codelists.standards.crossing import Crossing

# The section of each activity. ``service_to_masters`` is of A or T by the task, and ``other`` of
# any: they are said by hand.
ISIC_SECTIONS: dict[str, IndustrySection] = {
    "crop_farming": IndustrySection.SECTION_A,
    "herding": IndustrySection.SECTION_A,
    "fishing": IndustrySection.SECTION_A,
    "wood_charcoal": IndustrySection.SECTION_A,
    "gold_mining": IndustrySection.SECTION_B,
    "salt_mining": IndustrySection.SECTION_B,
    "quarry_sand": IndustrySection.SECTION_B,
    "manufacturing": IndustrySection.SECTION_C,
    "construction": IndustrySection.SECTION_F,
    "street_vending": IndustrySection.SECTION_G,
    "repair_trade": IndustrySection.SECTION_G,
    "transport_portering": IndustrySection.SECTION_H,
    "bar_restaurant_hotel": IndustrySection.SECTION_I,
    "entertainment": IndustrySection.SECTION_R,
    "domestic_work": IndustrySection.SECTION_T,
    "begging": IndustrySection.SECTION_S,
}
LABOUR_ACTIVITIES: dict[str, Crossing] = {
    "crop_farming": Crossing(None, "typeOfLabourAgriculture"),
    "herding": Crossing(None, "typeOfLabourAgriculture"),
    "fishing": Crossing(None, "typeOfLabourAquafarming", loses=True),
    "wood_charcoal": Crossing(None, "typeOfLabourOther"),
    "gold_mining": Crossing(None, "typeOfLabourMiningOrDrilling"),
    "salt_mining": Crossing(None, "typeOfLabourMiningOrDrilling"),
    "quarry_sand": Crossing(None, "typeOfLabourMiningOrDrilling"),
    "manufacturing": Crossing(None, "typeOfLabourManufacturing"),
    "construction": Crossing(None, "typeOfLabourConstruction"),
    "street_vending": Crossing(None, "typeOfLabourPeddling"),
    "repair_trade": Crossing(None, "typeOfLabourOther"),
    "transport_portering": Crossing(None, "typeOfLabourTransportation"),
    "bar_restaurant_hotel": Crossing(None, "typeOfLabourHospitality"),
    "entertainment": Crossing(None, "typeOfLabourOther"),
    "domestic_work": Crossing(None, "typeOfLabourDomesticWork"),
    "begging": Crossing(None, "typeOfLabourBegging", loses=True),
    "illicit_activities": Crossing(None, "typeOfLabourIllicitActivities"),
    "armed_group_service": Crossing(None, "isForcedMilitary"),
    "service_to_masters": Crossing(None, "isSlaveryAndPractices"),
    "other": Crossing(None, "typeOfLabourOther"),
    "unknown": Crossing(None, "typeOfLabourNotSpecified"),
}
INDUSTRY_SECTIONS: dict[str, Crossing] = {
    "A": Crossing("A_AgricultureForestryAndFishing"),
    "B": Crossing("B_MiningAndQuarrying"),
    "C": Crossing("C_Manufacturing"),
    "D": Crossing("D_ElectricityGasSteamAndAirConditioningSupply"),
    "E": Crossing("E_WaterSupplySewerageWasteManagement"),
    "F": Crossing("F_Construction"),
    "G": Crossing("G_WholesaleAndRetailTradeRepairOfMotorVehicles"),
    "H": Crossing("H_TransportationAndStorage"),
    "I": Crossing("I_AccommodationAndFoodServiceActivities"),
    "J": Crossing("J_InformationAndCommunication"),
    "K": Crossing("K_FinancialAndInsuranceActivities"),
    "L": Crossing("L_RealEstateActivities"),
    "M": Crossing("M_ProfessionalScientificAndTechnicalActivities"),
    "N": Crossing("N_AdministrativeAndSupportServiceActivities"),
    "O": Crossing("O_PublicAdministrationAndDefence"),
    "P": Crossing("P_Education"),
    "Q": Crossing("Q_HumanHealthAndSocialWorkActivities"),
    "R": Crossing("R_ArtsEntertainmentAndRecreation"),
    "S": Crossing("S_OtherServiceActivities"),
    "T": Crossing("T_ActivitiesOfHouseholdsAsEmployers"),
    "U": Crossing("U_ActivitiesOfExtraterritorialOrganizations"),
}
SEXUAL_TYPES: dict[str, Crossing] = {
    "prostitution": Crossing("Prostitution", "typeOfSexProstitution"),
    "pornography": Crossing("Pornography", "typeOfSexPornography"),
    "remote_interactive": Crossing(
        "RemoteInteractiveServices", "typeOfSexRemoteInteractiveServices"
    ),
    "private_sexual_services": Crossing("PrivateSexualServices", "typeOfSexPrivateSexualServices"),
    "unknown": Crossing(None),
}
