"""Help for the girl: the recovery period that came of itself, what endangers her, and a plan."""

from referral_api.demo.data import id_of
from referral_api.demo.incident_people import in_days
from referral_api.demo.stage import Answer, Stage
from referral_api.domain.codelists.measures import MeasureKind, MeasureStatus

_WORKER = "Zeinab"


def help_girl(stage: Stage, case: str) -> None:
    """Tell her of the period, assess needs and risks, and put a plan in force."""
    stage.title(("6. Le rétablissement et un plan", "6. Recovery, and a plan"))
    path = f"/v1/cases/{case}"
    _tell_her(stage, path)
    _hand_over(stage, case)
    _plan_with_her(stage, path, _assess(stage, path))


def _tell_her(stage: Stage, path: str) -> None:
    listed = stage.act("Coumba", ("lit les mesures de la fille.", "lists the girl's measures."),
                       "GET", f"{path}/measures")  # fmt: skip
    period = listed["items"][0]
    stage.tell(("{kind} : {status}, jusqu'au {until}.", "{kind}: {status}, until {until}."),
               kind=stage.label(MeasureKind(period["kind"])),
               status=stage.label(MeasureStatus(period["status"])),
               until=period["ends_on"])  # fmt: skip
    stage.expect(
        ("Le délai est venu avec la présomption : personne ne l'a demandé.",
         "The period came with the presumption: nobody asked for it."),
        [one["kind"] for one in listed["items"]] == ["recovery_period"],
    )  # fmt: skip
    stage.move(
        "Coumba", ("le dit à la fille, en bamanankan.", "tells the girl, in Bambara."),
        f"{path}/measures/{period['id']}", "tell",
        {"told_in": "bam", "told_on": in_days(0)},
    )  # fmt: skip


def _hand_over(stage: Stage, case: str) -> None:
    """Child protection answers for her from now on: a brigade makes no plan of a life."""
    consent = stage.act(
        "Awa",
        ("consigne l'accord de la tante, au nom de la fille.",
         "records the agreement of the aunt, on the girl's behalf."),
        "POST", "/v1/consents",
        {"case_id": case, "given_by": "guardian", "method": "oral_with_witness",
         "language": "bam", "purposes": ["care"], "recipients": [id_of("dnpef")],
         "sections": ["identity", "exploitation", "protection", "health"]},
        expect=201,
    )  # fmt: skip
    offer = stage.act(
        "Coumba",
        ("propose la responsabilité de la fille à la protection de l'enfant.",
         "offers the responsibility for the girl to child protection."),
        "POST", "/v1/handoffs",
        {"case_id": case, "kind": "protection", "to_id": id_of("dnpef"), "priority": "urgent",
         "reason": "child_protection", "consent_id": consent["id"]},
        expect=201,
    )  # fmt: skip
    stage.move("Oumar", ("l'accepte.", "accepts it."), f"/v1/handoffs/{offer['id']}", "accept")


def _assess(stage: Stage, path: str) -> Answer:
    return stage.act(
        _WORKER,
        ("consigne ce qu'elle veut d'abord, et ce qui la met en danger.",
         "records what she wants first, and what endangers her."),
        "POST", f"{path}/assessments",
        {"level": "individual", "conducted_on": in_days(0), "region": "KAYES",
         "language": "bam", "interpreter": "none_needed", "risk_level": "high",
         "next_by": in_days(14), "person_view": "Texte fictif de la fille.",
         "needs": [{"need": "safety", "urgency": "now", "wanted": "yes"},
                   {"need": "schooling", "urgency": "soon", "wanted": "yes"}],
         "risks": [{"flag": "trafficker_searching", "likelihood": "likely",
                    "gravity": "serious"}]},
        expect=201,
    )  # fmt: skip


def _plan_with_her(stage: Stage, path: str, assessment: Answer) -> None:
    plan = stage.act(
        _WORKER,
        ("prépare un plan avec elle : à l'abri, puis à l'école.",
         "drafts a plan with her: to safety, then to school."),
        "POST", f"{path}/support-plans",
        {"assessment_id": assessment["id"], "explained_in": "bam", "review_by": in_days(9),
         "goals": [{"domain": "safety_and_housing", "objective": "Texte fictif.",
                    "wanted_by_person": "yes"},
                   {"domain": "education", "objective": "Texte fictif.",
                    "wanted_by_person": "yes"}]},
        expect=201,
    )  # fmt: skip
    stage.move(
        _WORKER,
        ("le met en vigueur : la fille est d'accord.", "puts it in force: the girl agrees."),
        f"{path}/support-plans/{plan['id']}", "activate",
        {"agreed_by_person": "yes", "copy_given": "no", "review_by": in_days(9)},
    )  # fmt: skip
