"""A girl of unknown age: the rules for children apply before anybody knows it."""

from typing import Any

from referral_api.demo.data import id_of
from referral_api.demo.incident_interests import decide_for_her
from referral_api.demo.incident_people import in_days
from referral_api.demo.stage import Stage
from referral_api.domain.codelists.screenings import ScreeningAdvice


def protect_girl(stage: Stage, case: str, incident: str) -> None:
    """Name child protection, screen her as a child, and hear what she says herself."""
    stage.title(("5. La fille dont personne ne sait l'âge", "5. The girl whose age nobody knows"))
    path = f"/v1/cases/{case}"
    seen = stage.act("Awa", ("relit son dossier.", "reads her file."), "GET", path)
    stage.expect(("Dans le doute, elle est traitée comme une enfant.",
                  "In doubt, she is treated as a child."), seen["treated_as_child"])  # fmt: skip
    stage.act(
        "Awa",
        ("nomme la protection de l'enfant, qui n'attend ni tuteur ni consentement.",
         "names child protection, which waits for neither guardian nor consent."),
        "POST", f"{path}/child-protection",
        {"organisation_id": id_of("dnpef"), "separation_status": "unaccompanied"}, expect=201,
    )  # fmt: skip
    _screen(stage, path)
    _tell_what_was_done(stage, path, incident)
    decide_for_her(stage, path)


def _screen(stage: Stage, path: str) -> None:
    screening = stage.act(
        "Awa",
        ("suit le questionnaire des enfants, au calme, avec une pause.",
         "goes through the questions for children, in a quiet place, with a break."),
        "POST", f"{path}/screenings", _answers(), expect=201,
    )  # fmt: skip
    stage.expect(("Les réponses pèsent comme celles d'un enfant.",
                  "The answers weigh as those of a child."),
                 screening["treated_as_child"])  # fmt: skip
    stage.tell(
        ("Indication : {advice}, d'après {reasons}. Cela ne décide rien.",
         "Advice: {advice}, from {reasons}. It decides nothing."),
        advice=stage.label(ScreeningAdvice(screening["advice"])),
        reasons=", ".join(screening["advice_reasons"]["questions"]),
    )  # fmt: skip
    decisions = f"{path}/decisions"
    stage.act("Awa", ("commence l'évaluation.", "begins the screening."), "POST", decisions,
              {"event": "begin_screening"}, expect=201)  # fmt: skip
    stage.act(
        "Awa",
        ("présume qu'elle est une victime, et cite le questionnaire.",
         "presumes that she is a victim, and cites the questions."),
        "POST", decisions, {"event": "presume", "screening_id": screening["id"]}, expect=201,
    )  # fmt: skip


def _answers() -> dict[str, Any]:
    return {
        "instrument": "child", "instrument_version": "1.0", "language": "bam",
        "conducted_on": in_days(0), "region": "KAYES", "setting": "gold_site",
        "answers": [
            {"question": "chi_no_parents", "answer": "yes", "basis": ["observed"]},
            {"question": "chi_unfit_work", "answer": "yes", "basis": ["observed", "disclosed"]},
            {"question": "chi_hours", "answer": "yes", "basis": ["disclosed"]},
            {"question": "chi_debt_of_family", "answer": "yes", "basis": ["disclosed"]},
            {"question": "chi_sexual", "answer": "no"},
            {"question": "chi_violence", "answer": "unknown"},
        ],
        "private_place": "yes", "escort_absent": "yes", "break_taken": "yes",
        "interpreter": "none_needed", "interviewer_sex_chosen": "yes", "may_stop_explained": "yes",
        "purpose_explained": "yes", "urgent_needs_first": "yes", "person_of_trust": "no",
        "child_specialist": "no", "child_specialist_reason": "urgent", "ended": "completed",
    }  # fmt: skip


def _tell_what_was_done(stage: Stage, path: str, incident: str) -> None:
    stage.act(
        "Awa",
        ("consigne l'exploitation : l'orpaillage, de nuit, pour une dette.",
         "records the exploitation: gold digging, by night, for a debt."),
        "POST", f"{path}/exploitations",
        {"forms": ["TRAVAIL_FORCE_ORPAILLAGE"], "acts": ["RECRUITMENT", "HARBOURING"],
         "means": ["NOT_REQUIRED_CHILD"], "activities": ["gold_mining"],
         "control_methods": ["debt", "excessive_hours"], "exploiter_relations": ["employer"],
         "recruiter_relations": ["go_between"], "recruitment_methods": ["entrusting"],
         "child_at_start": "yes", "still_going_on": "no", "exit": "authorities",
         "incident_id": incident, "others_with_person": "yes",
         "places": [{"kind": "exploitation",
                     "place": {"country": "ML", "country_known": "yes", "region": "KAYES",
                               "setting": "gold_site"}}]},
        expect=201,
    )  # fmt: skip
