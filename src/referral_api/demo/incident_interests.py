"""What is decided for the girl: she is heard first, and three persons determine."""

from referral_api.demo.data import agent
from referral_api.demo.incident_people import in_days
from referral_api.demo.stage import Answer, Stage

_FACTORS = ("views_of_child", "family_and_ties", "safety", "development_and_identity")
_WORKER = "Zeinab"


def decide_for_her(stage: Stage, path: str) -> None:
    """Hear the girl, name whom she trusts, and let three persons determine."""
    view = _hear(stage, path)
    assessed = _assess(stage, path)
    panel = [str(agent(name).id) for name in ("Oumar", "Coumba", "Kadi")]
    options = [
        {"measure": measure, "in_favour": "Texte fictif.", "against": "Texte fictif."}
        for measure in ("foster_care", "stay_where_is")
    ]
    stage.act(
        "Oumar",
        ("siège avec la brigade et ENDA-Mali : la famille d'accueil.",
         "sits with the brigade and ENDA-Mali: the foster family."),
        "POST", f"{path}/best-interests-determinations",
        {"assessment_id": assessed["id"], "panel": panel, "decision": "foster_care",
         "decided_on": in_days(0), "review_by": in_days(180), "own_view_ids": [view["id"]],
         "options": options},
        expect=201,
    )  # fmt: skip


def _hear(stage: Stage, path: str) -> Answer:
    view = stage.act(
        _WORKER,
        ("consigne ce que la fille dit elle-même : pas de contact avec la famille.",
         "records what the girl says herself: no contact with the family."),
        "POST", f"{path}/own-views",
        {"topic": "family_contact", "said_on": in_days(0), "language": "bam", "means": "spoken",
         "assent": "refused", "view": "Texte fictif de la fille."},
        expect=201,
    )  # fmt: skip
    stage.act(
        _WORKER,
        ("consigne une tante en qui la fille a confiance.",
         "records an aunt whom the girl trusts."),
        "POST", f"{path}/guardians",
        {"kind": "trusted_adult", "relation": "aunt_or_uncle", "family_check": "no_concern",
         "chosen_by_child": "yes", "from_on": in_days(0)},
        expect=201,
    )  # fmt: skip
    return view


def _assess(stage: Stage, path: str) -> Answer:
    assessed = stage.act(
        _WORKER,
        ("évalue l'intérêt supérieur : une famille d'accueil.",
         "assesses her best interests: a foster family."),
        "POST", f"{path}/best-interests-assessments",
        {"assessed_on": in_days(0), "heard": ["child", "guardian"], "recommended": ["foster_care"],
         "factors": [{"factor": factor, "finding": "Texte fictif.", "concern": "medium"}
                     for factor in _FACTORS]},
        expect=201,
    )  # fmt: skip
    stage.expect(("Un placement demande une décision à trois.",
                  "A placement asks for a decision of three."),
                 assessed["needs_determination"])  # fmt: skip
    return assessed
