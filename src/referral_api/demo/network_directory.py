"""The directory of the network's story: who takes in whom, how many, and how the roads are."""

from dataclasses import dataclass
from typing import Any

from referral_api.demo.data import id_of
from referral_api.demo.stage import Stage, Words

GIRLS_AND_WOMEN = ["6_11", "12_14", "15_17", "18_24", "25_59"]
ADULTS = ["18_24", "25_59"]
_SOUTH = ["BAMAKO", "KOULIKORO", "SIKASSO", "SEGOU", "MOPTI"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that an organisation of the story keeps; ``free`` are its free places by unit."""

    keeper: str
    organisation: str
    contents: dict[str, Any]
    free: dict[str, int]

    @property
    def name(self) -> str:
        """What the network calls it."""
        return str(self.contents["name"])


def _service(name: str, **contents: Any) -> dict[str, Any]:
    return {
        "name": name, "service_type": "shelter", "state": "active", "languages": ["fra"],
        "security_level": "protected", "receives_at_all_hours": True, **contents,
    }  # fmt: skip


_GAO: dict[str, Any] = {
    "region": "GAO", "served_regions": ["GAO"], "sexes": ["male", "female"], "age_bands": ADULTS,
    "languages": ["ses", "fra"], "security_level": "open",
}  # fmt: skip
SEGOU = Offer(
    "Hawa", "centre-segou",
    _service(
        "Foyer fictif de Ségou", region="SEGOU", served_regions=_SOUTH, sexes=["female"],
        age_bands=GIRLS_AND_WOMEN, unaccompanied_children=True, languages=["bam", "fra"],
    ),
    {"bed_girls": 2},
)  # fmt: skip
BAMAKO = Offer(
    "Fanta", "centre-bamako",
    _service(
        "Foyer fictif de Bamako", region="BAMAKO", served_regions=_SOUTH,
        sexes=["female", "male"], age_bands=["under_6", *GIRLS_AND_WOMEN],
        unaccompanied_children=True,
    ),
    {"bed_girls": 1, "family_room": 9},
)  # fmt: skip
OFFERS = (
    SEGOU, BAMAKO,
    Offer(
        "Issa", "enda",
        _service(
            "Accueil de jour fictif de Sikasso", region="SIKASSO", served_regions=["SIKASSO"],
            sexes=["female"], age_bands=GIRLS_AND_WOMEN, languages=["bam"],
            receives_at_all_hours=False,
            hours=[{"day": day, "opens": "08:00", "closes": "17:00"} for day in ("MO", "TU")],
        ),
        {},
    ),
    Offer(
        "Mariam", "caritas",
        _service(
            "Maison fictive pour femmes", region="KOULIKORO", served_regions=_SOUTH,
            sexes=["female"], age_bands=ADULTS,
        ),
        {"bed_women": 4},
    ),
    Offer(
        "Mariam", "caritas",
        _service("Famille d'accueil fictive de Gao", setting="host_family", **_GAO), {},
    ),
    Offer("Mariam", "caritas", _service("Hôpital fictif de Gao", setting="hospital", **_GAO), {}),
    Offer("Mariam", "caritas", _service("Escorte fictive de Gao", setting="escort", **_GAO), {}),
)  # fmt: skip


def open_directory(stage: Stage) -> dict[str, str]:
    """Keep the services of the story, once for each installation; return their ids by name."""
    stage.title(("1. L'annuaire", "1. The directory"))
    found = {offer.name: _keep(stage, offer) for offer in OFFERS}
    roads = stage.act(
        "Rokia", ("regarde l'état des routes.", "looks at the state of the roads."),
        "GET", "/v1/road-states?region=GAO&status=registered",
    )  # fmt: skip
    if not roads["items"]:
        stage.act(
            "Rokia",
            ("note que l'on ne va à Gao que sous escorte.",
             "records that one travels to Gao with an escort only."),
            "POST", "/v1/road-states", {"region": "GAO", "condition": "escorted"}, expect=201,
        )  # fmt: skip
    return found


def _keep(stage: Stage, offer: Offer) -> str:
    of_own = f"?organisation_id={id_of(offer.organisation)}&status=registered&limit=100"
    known = stage.act(
        offer.keeper, ("lit ses services.", "reads its services."), "GET", f"/v1/services{of_own}"
    )
    same = [row["id"] for row in known["items"] if row["name"] == offer.name]
    if same:
        service_id = str(same[0])
    else:
        words: Words = (f"inscrit « {offer.name} ».", f"registers “{offer.name}”.")
        made = stage.act(offer.keeper, words, "POST", "/v1/services", offer.contents, expect=201)
        service_id = str(made["id"])
    _state_places(stage, offer, service_id)
    return service_id


def _state_places(stage: Stage, offer: Offer, service_id: str) -> None:
    """State as many places as leave the story its free ones, whatever it has taken before."""
    path = f"/v1/services/{service_id}/places"
    if not offer.free:
        return
    read: Words = ("lit ses places.", "reads its places.")
    units = stage.act(offer.keeper, read, "GET", path)["units"]
    known = {row["unit"]: row for row in units}
    for unit, free in offer.free.items():
        row = known.get(unit, {"held": 0, "occupied": 0, "version": 0})
        states: Words = (f"indique {free} place(s) libre(s).", f"states {free} free place(s).")
        stage.act(
            offer.keeper, states, "PUT", f"{path}/{unit}",
            {"places": free + row["held"] + row["occupied"]}, etag=f'"{row["version"]}"',
        )  # fmt: skip


def open_address(stage: Stage) -> str:
    """Seal the true address of the shelter in Bamako, once; return the path of its location."""
    of_own = f"?organisation_id={id_of(BAMAKO.organisation)}&status=registered"
    reads: Words = ("lit ses lieux.", "reads its locations.")
    known = stage.act("Fanta", reads, "GET", f"/v1/locations{of_own}")
    if known["items"]:
        return f"/v1/locations/{known['items'][0]['id']}"
    registers: Words = ("inscrit le lieu, sans adresse.", "registers the location, no address.")
    body = {"kind": "physical", "region": "BAMAKO"}
    made = stage.act("Fanta", registers, "POST", "/v1/locations", body, expect=201)
    path = f"/v1/locations/{made['id']}"
    stage.act(
        "Fanta", ("scelle l'adresse (fictive).", "seals the (invented) address."),
        "PUT", f"{path}/address", {"address": "Rue fictive, porte 0"}, etag='"0"',
    )  # fmt: skip
    return path
