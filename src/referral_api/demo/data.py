"""The demo's organisations, agents, places and partner systems; every agent is invented.

The organisations bear the names of bodies that take part in the mechanism, or a generic name;
nothing else about them is real. All agents are called Exemple, so that nobody is mistaken for
a real person. Ids are derived from the names here and are the same everywhere.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from referral_api.domain.codelists.organisations import HtcdsOrganisationType as Htcds
from referral_api.domain.codelists.organisations import OrganisationType as Type
from referral_api.domain.codelists.territory import Region
from referral_api.permissions import Role

_IDS = UUID("6f0e6d5c-0f6b-4d0e-8a51-9a1d2c3b4e5f")


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """An invented human being."""

    name: str
    organisation: str
    roles: tuple[Role, ...]

    @property
    def id(self) -> UUID:
        return uuid5(_IDS, f"agent/{self.name}")


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A participating organisation; ``places`` are those of a shelter; ``machine`` means that it
    has a partner system.
    """

    key: str
    name: str
    type: Type
    htcds: Htcds
    regions: tuple[Region, ...]
    places: int | None = None
    machine: bool = False

    @property
    def duty_telephone(self) -> str:
        """An invented number, of a range that nobody is given."""
        return f"+223000000{ORGANISATIONS.index(self):02}"

    @property
    def id(self) -> UUID:
        return uuid5(_IDS, f"organisation/{self.key}")

    @property
    def short(self) -> str:
        """The name up to its first dash."""
        return self.name.partition(" – ")[0]

    @property
    def client_id(self) -> UUID:
        return uuid5(_IDS, f"client/{self.key}")

    @property
    def key_file(self) -> str:
        """The name of the file that holds the private key of its partner system."""
        return f"demo-client-{self.key}.pem"


_BAMAKO = (Region.BAMAKO,)
_SOUTH = (Region.BAMAKO, Region.KAYES, Region.KOULIKORO, Region.SIKASSO, Region.SEGOU)
_ALL = tuple(region for region in Region if region.in_mali)

ORGANISATIONS = (
    DemoOrganisation(
        "brtmteh",
        "BRTMTEH – Brigade de répression du trafic des migrants et de la traite des êtres humains",
        Type.POLICE, Htcds.LAW_ENFORCEMENT, _ALL, machine=True,
    ),
    DemoOrganisation(
        "parquet", "Parquet – Pôle judiciaire de démonstration", Type.PROSECUTOR,
        Htcds.LEGAL_SERVICE, _ALL, machine=True,
    ),
    DemoOrganisation(
        "centre-bamako", "Centre de Bamako – centre d'accueil de démonstration", Type.SHELTER,
        Htcds.NGO, _BAMAKO, places=17, machine=True,
    ),
    DemoOrganisation(
        "centre-segou", "Centre de Ségou – centre d'accueil de démonstration", Type.SHELTER,
        Htcds.NGO, (Region.SEGOU, Region.SAN), places=20, machine=True,
    ),
    DemoOrganisation("enda", "ENDA-Mali", Type.NGO, Htcds.NGO, _SOUTH, machine=True),
    DemoOrganisation("bnce", "BNCE", Type.NGO, Htcds.NGO, _SOUTH),
    DemoOrganisation("caritas", "CARITAS-Mali", Type.NGO, Htcds.NGO, _ALL, machine=True),
    DemoOrganisation("wildaf", "WILDAF-Mali", Type.LEGAL_AID, Htcds.NGO, _SOUTH),
    DemoOrganisation(
        "dnpef",
        "DNPEF – Direction nationale de la promotion de l'enfant et de la famille",
        Type.CHILD_PROTECTION, Htcds.CENTRAL_GOVERNMENT, _ALL, machine=True,
    ),
    # The standard has no code for the last three types; these are the nearest.
    DemoOrganisation("oim", "OIM", Type.INTERNATIONAL, Htcds.NGO, _ALL),
    DemoOrganisation(
        "cnltp",
        "CNLTP – Comité national de coordination de la lutte contre la traite des personnes et les "
        "pratiques assimilées",
        Type.COORDINATION, Htcds.CENTRAL_GOVERNMENT, _ALL, machine=True,
    ),
    DemoOrganisation(
        "cndh", "CNDH – Commission nationale des droits de l'homme", Type.OVERSIGHT,
        Htcds.CENTRAL_GOVERNMENT, _ALL, machine=True,
    ),
    DemoOrganisation(
        "watch_committee", "Comité de veille de démonstration", Type.WATCH_COMMITTEE, Htcds.NGO,
        (Region.KAYES,), machine=True,
    ),
)  # fmt: skip

FIRST_AGENT = "Awa Exemple"

AGENTS = (
    DemoAgent(FIRST_AGENT, "brtmteh", (Role.FIRST_RESPONDER, Role.INVESTIGATOR)),
    DemoAgent("Bakary Exemple", "brtmteh", (Role.IDENTIFICATION_AUTHORITY,)),
    DemoAgent("Coumba Exemple", "brtmteh", (Role.SUPERVISOR,)),
    DemoAgent("Demba Exemple", "parquet", (Role.MAGISTRATE,)),
    DemoAgent("Fanta Exemple", "centre-bamako", (Role.INTAKE_OFFICER,)),
    DemoAgent("Gaoussou Exemple", "centre-bamako", (Role.CASE_WORKER,)),
    DemoAgent("Hawa Exemple", "centre-segou", (Role.INTAKE_OFFICER, Role.CASE_WORKER)),
    DemoAgent("Issa Exemple", "enda", (Role.SUPERVISOR,)),
    DemoAgent("Kadi Exemple", "enda", (Role.CASE_WORKER,)),
    DemoAgent("Lassana Exemple", "bnce", (Role.FIRST_RESPONDER, Role.CASE_WORKER)),
    DemoAgent("Mariam Exemple", "caritas", (Role.INTAKE_OFFICER, Role.CASE_WORKER)),
    DemoAgent("Niamoye Exemple", "wildaf", (Role.INTAKE_OFFICER, Role.CASE_WORKER)),
    DemoAgent("Oumar Exemple", "dnpef", (Role.SUPERVISOR, Role.IDENTIFICATION_AUTHORITY)),
    DemoAgent("Penda Exemple", "oim", (Role.INTAKE_OFFICER, Role.CASE_WORKER)),
    DemoAgent("Rokia Exemple", "cnltp", (Role.COORDINATOR,)),
    DemoAgent("Sekou Exemple", "cnltp", (Role.ADMINISTRATOR,)),
    DemoAgent("Tata Exemple", "cndh", (Role.AUDITOR,)),
    DemoAgent("Yacouba Exemple", "watch_committee", (Role.COMMUNITY_REPORTER,)),
    DemoAgent("Zeinab Exemple", "dnpef", (Role.CASE_WORKER,)),
)


def organisation(key: str) -> DemoOrganisation:
    """Find an organisation by its key."""
    return next(found for found in ORGANISATIONS if found.key == key)


def id_of(key: str) -> str:
    """Return an organisation's id as text, for JSON."""
    return str(organisation(key).id)


def agent(name: str) -> DemoAgent:
    """Find an agent by first name or full name."""
    return next(found for found in AGENTS if name in {found.name, found.name.split()[0]})
