"""The man in Gao: no shelter takes men there. What there is instead, and the need on record."""

from referral_api.demo.data import id_of
from referral_api.demo.stage import Answer, Stage, Words
from referral_api.domain.codelists.directory import RoadCondition, ServiceSetting

_NEED = {
    "service_type": "shelter", "priority": "urgent", "region": "GAO", "languages": ["ses"],
    "people": [{"sex": "male", "age_band": "25_59"}],
}  # fmt: skip
_INSTEAD = ["host_family", "hospital", "escort"]


def find_something_else(stage: Stage) -> None:
    """Search, see what is near, and refer the man to the host family."""
    stage.title(("3. L'homme de Gao", "3. The man in Gao"))
    found = _search(
        stage,
        ("cherche une place pour un homme de Gao.", "looks for a place for a man in Gao."),
    )
    for one in found["fallbacks"]:
        stage.tell(
            ("À défaut : {setting}, {name} ({road}).", "Instead: {setting}, {name} ({road})."),
            setting=stage.label(ServiceSetting(one["setting"])), name=one["name"],
            road=stage.label(RoadCondition(one["road"])),
        )  # fmt: skip
    settings = list(dict.fromkeys(one["setting"] for one in found["fallbacks"]))
    stage.expect(
        ("Aucun centre ; une famille, un hôpital, une escorte, dans cet ordre.",
         "No shelter; a family, a hospital, an escort, in this order."),
        (found["candidates"], settings) == ([], _INSTEAD),
    )  # fmt: skip
    again = _search(stage, ("cherche encore.", "looks again."))
    stage.expect(
        ("Le besoin non couvert n'est inscrit qu'une fois en 24 heures.",
         "The unmet need is recorded once in 24 hours."),
        again["unmet_need_id"] is None,
    )  # fmt: skip
    reads: Words = ("(coordination) lit les besoins non couverts.", "(coordination) reads them.")
    unmet = stage.act("Rokia", reads, "GET", "/v1/unmet-needs")
    stage.tell(("Dernier inscrit : {region}, à défaut {fallback}.",
                "The last on record: {region}, instead {fallback}."),
               region=unmet["items"][0]["region"],
               fallback=stage.label(ServiceSetting(unmet["items"][0]["fallback"])))  # fmt: skip
    _refer(stage)


def _search(stage: Stage, words: Words) -> Answer:
    return stage.act("Awa", words, "POST", "/v1/placements/search", _NEED)


def _refer(stage: Stage) -> None:
    case = stage.act(
        "Awa", ("enregistre l'homme, sans son nom.", "registers the man, without a name."),
        "POST", "/v1/cases",
        {"sex": "male", "age_band": "25_59", "region": "GAO", "languages": ["ses"]}, expect=201,
    )  # fmt: skip
    consent = stage.act(
        "Awa", ("consigne son accord pour CARITAS.", "records his agreement for CARITAS."),
        "POST", "/v1/consents",
        {"case_id": case["id"], "given_by": "self", "method": "oral_with_witness",
         "language": "ses", "purposes": ["care"], "recipients": [id_of("caritas")]},
        expect=201,
    )  # fmt: skip
    draft = stage.act(
        "Awa", ("demande la famille d'accueil.", "asks for the host family."),
        "POST", "/v1/referrals",
        {"case_id": case["id"], "receiver_id": id_of("caritas"), "service_type": "shelter",
         "priority": "urgent", "consent_id": consent["id"]},
        expect=201,
    )  # fmt: skip
    path = f"/v1/referrals/{draft['id']}"
    stage.move("Awa", ("l'envoie.", "sends it."), path, "send")
    stage.move("Mariam", ("accepte.", "accepts."), path, "accept", {})
