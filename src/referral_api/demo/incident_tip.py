"""A watch committee calls; the coordination assigns the tip; the caller learns one code."""

from datetime import UTC, datetime

from referral_api.demo.data import id_of
from referral_api.demo.stage import Stage
from referral_api.domain.codelists.tips import TipFeedback


def report_tip(stage: Stage) -> str:
    """Report a gold site, and assign it; return the address of the tip."""
    stage.title(("2. Le comité de veille appelle", "2. The watch committee calls"))
    tip = stage.act(
        "Yacouba",
        ("signale un site d'orpaillage : des enfants au travail, un danger immédiat.",
         "reports a gold site: children at work, an immediate danger."),
        "POST", "/v1/tips",
        {"channel": "watch_committee", "urgency": "emergency", "anonymous": True,
         "immediate_danger": "yes", "children_seen": "yes", "still_going_on": "yes",
         "observed_from": f"{datetime.now(UTC):%Y-%m}", "signs": ["children_at_work", "no_pay"],
         "people_seen": {"men": 30, "boys": 5}, "people_seen_precision": "estimated",
         "place": {"country": "ML", "country_known": "yes", "region": "KAYES",
                   "setting": "gold_site", "locality": "Site fictif"},
         "narrative": "Texte fictif du comité."},
        expect=201,
    )  # fmt: skip
    path = f"/v1/tips/{tip['id']}"
    assigned = stage.move(
        "Rokia",
        ("(coordination) le confie à la brigade ; la protection de l'enfant est avertie.",
         "(coordination) assigns it to the brigade; child protection is told."),
        path, "assign",
        {"organisation_id": id_of("brtmteh"), "child_protection_id": id_of("dnpef")},
    )  # fmt: skip
    stage.expect(
        ("La protection de l'enfant y est nommée.", "Child protection is named there."),
        assigned["child_protection_id"] == id_of("dnpef"),
    )  # fmt: skip
    _hear(stage, path)
    return path


def follow_tip(stage: Stage, path: str, incident: str) -> None:
    """Link the tip to the incident; the caller hears that something was done, and no more."""
    stage.move(
        "Awa", ("rattache le signalement à l'événement.", "links the tip to the incident."),
        path, "link", {"incident_id": incident},
    )  # fmt: skip
    _hear(stage, path)


def _hear(stage: Stage, path: str) -> None:
    told = stage.act("Yacouba", ("demande ce qu'il en est.", "asks what came of it."), "GET", path)
    stage.tell(("La réponse : {feedback}.", "The reply: {feedback}."),
               feedback=stage.label(TipFeedback(told["reporter_feedback"])))  # fmt: skip
    hidden = ("status", "assigned_organisation_id", "child_protection_id", "incident_id")
    stage.expect(
        ("Rien d'autre : ni qui s'en occupe, ni ce qui fut trouvé.",
         "Nothing else: neither who follows it up nor what was found."),
        [told[name] for name in hidden] == [None] * len(hidden) and told["case_ids"] == [],
    )  # fmt: skip
